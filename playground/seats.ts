import type { Playground } from './playground';
import type { Workflow } from './rest';
import { fillIn, readTemplate } from './template';

export const SEATS_TABLE = 'zdusers-seats';
export const REVIEW_TABLE = 'zdusers-seat-review';

type Credential = { type: string; id: string; name: string };

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
export async function createSeatCredentials({
	sim,
	mailbox,
	rest,
}: Playground): Promise<SeatCredentials> {
	const { id: clientId, secret: clientSecret } = sim.credentials.oauthClient;
	const { user, password } = REVIEWER;
	const create = async (name: string, type: string, data: Record<string, unknown>) => ({
		type,
		...(await rest.createCredential(name, type, data)),
	});
	return {
		zendesk: await create('Zendesk', 'zendeskUsersOAuth2Api', {
			subdomain: sim.host.replace('.zendesk.com', ''),
			grantType: 'clientCredentials',
			access: 'readWrite',
			clientId,
			clientSecret,
		}),
		smtp: await create('Mail', 'smtp', mailbox.smtp),
		reviewers: await create('Reviewers', 'httpBasicAuth', { user, password }),
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
