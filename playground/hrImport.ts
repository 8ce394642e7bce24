import axios from 'axios';
import {
	createBasicAuth,
	createMailCredential,
	createZendeskCredential,
	type Credential,
} from './credentials';
import { APPROVER, approvalUrl, ASKER } from './offboarding';
import type { Playground } from './playground';
import type { Workflow } from './rest';
import { fillIn, readTemplate } from './template';
import { PATIENCE_MS } from './waiting';

export { APPROVER, approvalUrl, ASKER };

/** The path of the form of the template `hr-import`. */
export const FORM_PATH = 'import-hr-list';

export const formUrlOf = ({ n8n }: Playground, path = FORM_PATH) => `${n8n.url}/form/${path}`;

/** What the sticky note of `hr-import` asks for, by node or node type. */
export async function createHrCredentials(
	playground: Playground,
): Promise<Record<string, Credential>> {
	const zendesk = await createZendeskCredential(playground, 'readWrite');
	return {
		'Upload a list': await createBasicAuth(playground, 'Askers', ASKER),
		Approve: await createBasicAuth(playground, 'Approvers', APPROVER),
		'n8n-nodes-zendesk-users.zendeskUsers': zendesk,
		'n8n-nodes-zendesk-users.zendeskUserSync': zendesk,
		'n8n-nodes-base.emailSend': await createMailCredential(playground),
	};
}

export interface HrOptions {
	settings?: Record<string, string>;
	/** More credentials, by node. */
	credentials?: Record<string, Credential>;
	/** Where the form is, when the template is in this n8n already. */
	path?: string;
	/** What is changed beside Settings and credentials. */
	change?: (template: Workflow) => void;
}

export type Imported = Workflow & { id: string; versionId: string };

/** Imports the template `hr-import` and does what its sticky note says, but for publishing it. */
export async function importHrTemplate(
	{ rest }: Playground,
	credentials: Record<string, Credential>,
	options: HrOptions = {},
): Promise<Imported> {
	const workflow = fillIn(readTemplate('hr-import'), {
		settings: {
			askers: `it@acme.example, ${ASKER.email}`,
			// Who may approve in general can't approve what he has asked for.
			approvers: `${APPROVER.email}, ${ASKER.email}`,
			mailFrom: 'n8n@acme.example',
			mailTo: 'it@acme.example',
			...options.settings,
		},
		credentials: { ...credentials, ...options.credentials },
	});
	if (options.path) {
		const form = workflow.nodes.find(({ name }) => name === 'Upload a list')!;
		(form.parameters.options as { path: string }).path = options.path;
	}
	options.change?.(workflow);
	return await rest.createWorkflow(workflow);
}

/** Switches nodes on that the template brings switched off. */
export function switchOn(template: Workflow, ...names: string[]): void {
	for (const node of template.nodes) if (names.includes(node.name)) node.disabled = false;
}

/** Sends the asker's form, as the browser does. */
export async function uploadList(
	playground: Playground,
	fileName: string,
	content: Buffer | string,
	{ email = ASKER.email, path = FORM_PATH }: { email?: string; path?: string } = {},
): Promise<void> {
	const form = new FormData();
	form.set('field-0', email);
	form.set('field-1', new Blob([new Uint8Array(Buffer.from(content))]), fileName);
	await axios.post(formUrlOf(playground, path), form, {
		auth: { username: ASKER.user, password: ASKER.password },
		proxy: false,
		timeout: PATIENCE_MS,
	});
}

/** A line of the result file. */
export type ResultRow = Record<
	| 'row'
	| 'external_id'
	| 'name'
	| 'email'
	| 'action'
	| 'outcome'
	| 'reason'
	| 'message'
	| 'change'
	| 'successor'
	| 'tickets_moved'
	| 'asked_by'
	| 'approved_by'
	| 'remark',
	string
>;

function cellsOf(line: string): string[] {
	const cells = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
	return [...cells].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
}

/** The lines of the result file that a mail brings. */
export async function resultOf({ mailbox }: Playground, subject: RegExp): Promise<ResultRow[]> {
	const { attachments } = await mailbox.mail(subject);
	const text = Buffer.from(attachments[0].content as ArrayBuffer).toString();
	const [head, ...lines] = text
		.replace(/^\uFEFF/, '')
		.split(/\r?\n/)
		.filter(Boolean);
	const names = cellsOf(head);
	return lines.map((line) => {
		const cells = cellsOf(line);
		return Object.fromEntries(names.map((name, i) => [name, cells[i]])) as ResultRow;
	});
}
