import axios from 'axios';
import type { LeaverStory } from '../test/stories/leaver';
import { createBasicAuth, createMailCredential, createZendeskCredential } from './credentials';
import type { Playground } from './playground';
import { fillIn, readTemplate } from './template';
import { PATIENCE_MS } from './waiting';

/** Who asks and who approves: two passwords, two addresses. */
export const ASKER = { user: 'asker', password: 'ask-2026', email: 'hr@acme.example' };
export const APPROVER = { user: 'approver', password: 'approve-2026', email: 'boss@acme.example' };

export interface OffboardingWorkflow {
	id: string;
	/** The address of the asker's form. */
	formUrl: string;
}

/** Imports the template `agent-offboarding` and does what its sticky note says. */
export async function setUpOffboarding(
	playground: Playground,
	settings: Record<string, string> = {},
): Promise<OffboardingWorkflow> {
	const { n8n, rest } = playground;
	const workflow = fillIn(readTemplate('agent-offboarding'), {
		settings: {
			approvers: APPROVER.email,
			mailFrom: 'n8n@acme.example',
			mailTo: 'it@acme.example',
			timeZone: 'Europe/Berlin',
			...settings,
		},
		credentials: {
			'Who leaves': await createBasicAuth(playground, 'Askers', ASKER),
			Approve: await createBasicAuth(playground, 'Approvers', APPROVER),
			'n8n-nodes-zendesk-users.zendeskUsers': await createZendeskCredential(
				playground,
				'readWrite',
			),
			'n8n-nodes-base.emailSend': await createMailCredential(playground),
		},
	});
	const created = await rest.createWorkflow(workflow);
	await rest.publish(created);
	const formUrl = `${n8n.url}/form/offboard-an-agent`;
	await n8n.untilKnown(formUrl);
	return { id: created.id, formUrl };
}

/** What the asker enters, by the labels of the form. */
export interface Request {
	leaver: string;
	successor: string;
	level: string;
	lastDay?: string;
	lastHour?: string;
}

export function requestFor({ leaver, successor }: LeaverStory): Request {
	return { leaver: leaver.email!, successor: successor.email!, level: 'Delete Permanently' };
}

/** n8n's forms name their fields by position. */
async function submit(
	url: string,
	{ user, password }: typeof ASKER,
	fields: Record<string, string>,
) {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	await axios.post(url, form, {
		auth: { username: user, password },
		proxy: false,
		timeout: PATIENCE_MS,
	});
}

/** Sends the asker's form, as the browser does. */
export async function ask(formUrl: string, request: Request): Promise<void> {
	await submit(formUrl, ASKER, {
		'field-0': ASKER.email,
		'field-1': request.leaver,
		'field-2': request.successor,
		'field-3': request.lastDay ?? '',
		'field-4': request.lastHour ?? '',
		'field-5': request.level,
	});
}

/** The address of the approval in the mail that the approver got, once n8n waits for the answer. */
export async function approvalUrl(
	{ mailbox, rest }: Playground,
	workflowId: string,
	subject: RegExp,
): Promise<string> {
	const { html = '' } = await mailbox.mail(subject);
	await rest.untilStatus(workflowId, 'waiting');
	const [, url] = /href="([^"]+)"/.exec(html) ?? [];
	if (!url) throw new Error('the mail to the approver has no link');
	return url.replaceAll('&amp;', '&');
}

/** Sends the approver's form, as the browser does. */
export async function approve(url: string, decision: 'Approve' | 'Reject'): Promise<void> {
	await submit(url, APPROVER, { 'field-1': decision, 'field-2': APPROVER.email });
}
