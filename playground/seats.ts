import {
	createBasicAuth,
	createMailCredential,
	createZendeskCredential,
	type Credential,
} from './credentials';
import type { Playground } from './playground';
import type { Workflow } from './rest';
import { fillIn, readTemplate } from './template';

export const SEATS_TABLE = 'zdusers-seats';
export const REVIEW_TABLE = 'zdusers-seat-review';

export interface SeatCredentials {
	zendesk: Credential;
	smtp: Credential;
	reviewers: Credential;
}

/** Who may review. */
export const REVIEWER = {
	user: 'reviewer',
	password: 'review-2026',
	email: 'rita.reviewer@acme.example',
};

export const reviewUrlOf = ({ n8n }: Playground) => `${n8n.url}/form/zendesk-seat-review`;

/** The three credentials that the sticky note asks for. */
export async function createSeatCredentials(playground: Playground): Promise<SeatCredentials> {
	return {
		zendesk: await createZendeskCredential(playground, 'readWrite'),
		smtp: await createMailCredential(playground),
		reviewers: await createBasicAuth(playground, 'Reviewers', REVIEWER),
	};
}

export type SeatAudit = Workflow & { id: string; versionId: string };

/** Imports the template `seat-audit` and does what its sticky note says, but for publishing it. */
export async function importSeatAudit(
	{ rest }: Playground,
	{ zendesk, smtp, reviewers }: SeatCredentials,
	settings: Record<string, string> = {},
	change: (template: Workflow) => void = () => {},
): Promise<SeatAudit> {
	const workflow = fillIn(readTemplate('seat-audit'), {
		settings: {
			reviewers: REVIEWER.email,
			mailFrom: 'n8n@acme.example',
			mailTo: 'it@acme.example',
			...settings,
		},
		credentials: {
			'n8n-nodes-zendesk-users.zendeskUsers': zendesk,
			'n8n-nodes-base.emailSend': smtp,
			'n8n-nodes-base.formTrigger': reviewers,
		},
	});
	change(workflow);
	return await rest.createWorkflow(workflow);
}
