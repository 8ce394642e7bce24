import { randomUUID } from 'node:crypto';
import axios from 'axios';
import type { Credential } from './credentials';
import type { Rest, Workflow, WorkflowNode } from './rest';
import { PATIENCE_MS } from './waiting';

/** What a workflow of the queue's tests does with each item; all of it may be repeated. */
export const WORK = {
	offboard: {
		resource: 'user',
		operation: 'offboard',
		leaver: { __rl: true, mode: 'id', value: '={{ $json.body.leaver }}' },
		level: 'suspend',
		successor: { __rl: true, mode: 'id', value: '={{ $json.body.successor }}' },
		options: { tag: 'handed_over' },
	},
	upsert: {
		resource: 'user',
		operation: 'upsert',
		externalId: '={{ $json.body.externalId }}',
		email: '={{ $json.body.email }}',
		name: '={{ $json.body.name }}',
		additionalFields: { details: '={{ $json.body.details }}' },
		options: {},
	},
	/** What an event tells of is written on the user it is about. */
	event: {
		resource: 'user',
		operation: 'update',
		user: { __rl: true, mode: 'id', value: '={{ $json.user_id }}' },
		updateFields: { notes: '={{ "Heard of " + $json.current }}' },
		options: {},
	},
} as const;

export type Work = keyof typeof WORK;

/** What makes the template look after a workflow. */
export interface Watch {
	tagId: string;
	errorWorkflow: string;
}

type Step = Partial<WorkflowNode> & Pick<WorkflowNode, 'name' | 'type' | 'parameters'>;

const PACK = 'n8n-nodes-zendesk-users';

const webhook = (path: string): Step => ({
	name: 'Begin',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2.1,
	parameters: { httpMethod: 'POST', path, options: {} },
});

const wait = (name: string, parameters: Record<string, unknown>): Step => ({
	name,
	type: 'n8n-nodes-base.wait',
	typeVersion: 1.1,
	parameters,
});

const asNode = ({ type, id, name }: Credential) => ({ credentials: { [type]: { id, name } } });

const works = (zendesk: Credential, parameters: Record<string, unknown>): Step => ({
	name: 'Work',
	type: `${PACK}.zendeskUsers`,
	parameters,
	...asNode(zendesk),
});

function chain(name: string, steps: Step[], { tagId, errorWorkflow }: Watch): Workflow {
	const nodes = steps.map((step, n) => ({
		id: randomUUID(),
		typeVersion: 1,
		position: [n * 220, 0],
		webhookId: randomUUID(),
		...step,
	}));
	const links = nodes
		.slice(1)
		.map((node, n) => [nodes[n].name, { main: [[{ node: node.name, type: 'main', index: 0 }]] }]);
	return {
		name,
		nodes,
		connections: Object.fromEntries(links) as Workflow['connections'],
		settings: { executionOrder: 'v1', errorWorkflow },
		tags: [tagId],
	};
}

/** A workflow that works as soon as it begins, by its webhook or when Zendesk tells that somebody has another name. */
export function workflowFor(work: Work, zendesk: Credential, watch: Watch): Workflow {
	const zendeskTells: Step = {
		name: 'Begin',
		type: `${PACK}.zendeskUsersTrigger`,
		parameters: { triggerOn: ['nameChanged'], options: {} },
		...asNode(zendesk),
	};
	const begin = work === 'event' ? zendeskTells : webhook(work);
	return chain(work, [begin, works(zendesk, WORK[work])], watch);
}

/** Lasts until it gets an answer at this address. */
const slow = (url: string): Step => ({
	name: 'Slow',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.3,
	parameters: { url, options: { timeout: PATIENCE_MS } },
});

/** A workflow that takes as long as an answer at this address, at its webhook's path `slow`. */
export function slowWorkflow(holdUrl: string, watch: Watch): Workflow {
	return chain('slow', [webhook('slow'), slow(holdUrl)], watch);
}

/** A workflow that asks somebody, waits for the answer, and takes as long as the listener holds it before it works. */
export function workflowThatAsks(
	zendesk: Credential,
	{ url, holdUrl }: { url: string; holdUrl: string },
	watch: Watch,
): Workflow {
	const ask: Step = {
		name: 'Ask',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.3,
		parameters: {
			method: 'POST',
			url,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '={{ { answerAt: $execution.resumeUrl } }}',
			options: {},
		},
	};
	const given = (field: string) => `={{ $('Begin').first().json.body.${field} }}`;
	const steps = [
		webhook('ask'),
		ask,
		wait('Answer', { resume: 'webhook', httpMethod: 'POST', options: {} }),
		slow(holdUrl),
		works(zendesk, {
			...WORK.upsert,
			externalId: given('externalId'),
			email: given('email'),
			name: given('name'),
			additionalFields: { details: "={{ 'Approved by ' + $('Answer').first().json.body.by }}" },
		}),
	];
	return chain('ask', steps, watch);
}

/** Starts a run by its webhook. */
export async function start(url: string, path: string, body: object): Promise<void> {
	await axios.post(`${url}/webhook/${path}`, body, { proxy: false, timeout: PATIENCE_MS });
}

export async function createTag(rest: Rest, name: string): Promise<string> {
	return (await rest.send<{ id: string }>('post', '/tags', { name })).id;
}
