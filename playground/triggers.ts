import { randomUUID } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchDeliver, RealClock, type Simulator, type Webhook } from '../test/simulator';
import { createMailCredential, createZendeskCredential, type Credential } from './credentials';
import { unpublish } from './people';
import { type Playground, startPlayground } from './playground';
import type { Workflow } from './rest';
import { fillIn, readTemplate } from './template';
import { PATIENCE_MS, until } from './waiting';

/** Under these n8n is reached from outside; it calls itself by the first one unless told otherwise. */
export const ADDRESS = 'https://n8n.example.test';
export const NEW_ADDRESS = 'https://automation.example.test';

export const DIRECTORY = 'zdusers-directory';

/** Real time for Zendesk, which can run ahead of n8n's. */
export class AheadClock extends RealClock {
	aheadMs = 0;

	now(): number {
		return super.now() + this.aheadMs;
	}
}

/** Where workflows send their items, so that a test sees what came out of a trigger. */
export class Listener {
	readonly items: Array<Record<string, unknown>> = [];
	/** Who asks at `holdUrl` while it holds gets no answer: so a run lasts as long as a test needs it. */
	private isHolding = false;
	private readonly held: ServerResponse[] = [];

	private constructor(private readonly server: Server) {}

	static async start(): Promise<Listener> {
		const server = createServer((request, response) => {
			if (request.url === '/hold') {
				if (listener.isHolding) listener.held.push(response);
				else response.end('{}');
				return;
			}
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				listener.items.push(JSON.parse(Buffer.concat(chunks).toString()));
				response.end();
			});
		});
		const listener: Listener = new Listener(server);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return listener;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
	}

	get holdUrl(): string {
		return `${this.url}hold`;
	}

	hold(): void {
		this.isHolding = true;
	}

	release(): void {
		this.isHolding = false;
		for (const response of this.held.splice(0)) response.end('{}');
	}

	stop(): void {
		this.server.closeAllConnections();
		this.server.close();
	}
}

export type Imported = Workflow & { id: string; versionId: string };

/** A playground that Zendesk reaches from outside. */
export interface TriggerPlayground {
	playground: Playground;
	clock: AheadClock;
	listener: Listener;
	credentials: { zendesk: Credential; smtp: Credential };
	/** Starts n8n anew, called by another address. */
	moveTo(address: string): Promise<void>;
	stop(): Promise<void>;
}

async function createCredentials(playground: Playground) {
	return {
		zendesk: await createZendeskCredential(playground, 'readWrite'),
		smtp: await createMailCredential(playground),
	};
}

export async function startTriggerPlayground(
	say: (line: string) => void,
): Promise<TriggerPlayground> {
	const clock = new AheadClock();
	const env: NodeJS.ProcessEnv = { N8N_WEBHOOK_URL: `${ADDRESS}/` };
	const playground = await startPlayground({ say, simulator: { clock, company: null }, env });
	const { sim, n8n, rest } = playground;
	const local = `http://127.0.0.1:${n8n.port}`;
	const rewrite = { [ADDRESS]: local, [NEW_ADDRESS]: local };
	sim.webhooks.deliverTo(fetchDeliver({ rewrite, timeoutMs: PATIENCE_MS }));
	const listener = await Listener.start();
	return {
		playground,
		clock,
		listener,
		credentials: await createCredentials(playground),
		moveTo: async (address) => {
			env.N8N_WEBHOOK_URL = `${address}/`;
			await n8n.stop();
			await n8n.start();
			await rest.signIn();
		},
		stop: async () => {
			listener.stop();
			await playground.stop();
		},
	};
}

/** What a probe needs. */
export interface Probed {
	playground: Playground;
	listener: Listener;
	credentials: { zendesk: Credential };
}

/** A workflow of the trigger alone, which sends its items to the listener. */
export async function createProbe(
	{ playground, credentials: { zendesk }, listener }: Probed,
	triggerOn: string[],
	settings: Record<string, unknown> = {},
): Promise<Imported> {
	const { type, id, name } = zendesk;
	return await playground.rest.createWorkflow({
		name: 'Probe',
		nodes: [
			{
				id: randomUUID(),
				name: 'Trigger',
				type: 'n8n-nodes-zendesk-users.zendeskUsersTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: { triggerOn },
				credentials: { [type]: { id, name } },
				webhookId: randomUUID(),
			},
			{
				id: randomUUID(),
				name: 'Listener',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.3,
				position: [220, 0],
				parameters: {
					method: 'POST',
					url: listener.url,
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '={{ $json }}',
					options: {},
				},
			},
		],
		connections: { Trigger: { main: [[{ node: 'Listener', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1', ...settings },
	});
}

/** Saves other events in a probe. */
export async function editProbe(
	{ rest }: Playground,
	{ id }: Imported,
	triggerOn: string[],
): Promise<Imported> {
	const workflow = await rest.get<Imported>(`/workflows/${id}`);
	workflow.nodes.find(({ name }) => name === 'Trigger')!.parameters.triggerOn = triggerOn;
	const { nodes, connections, versionId } = workflow;
	return await rest.send('patch', `/workflows/${id}`, { nodes, connections, versionId });
}

/** How far n8n is with a publishing, which goes on after it has answered. */
interface Publication {
	status: 'in_progress' | 'published' | 'not_published' | 'partial' | 'failed';
	triggers: Array<{ status: string; errorMessage: string | null }>;
}

/** Waits until n8n has registered, or removed, what belongs to the workflow's triggers. */
export async function untilSettled({ rest }: Playground, { id }: Imported): Promise<Publication> {
	const look = async () => {
		const publication = await rest.get<Publication>(`/workflows/${id}/publication-status`);
		return publication.status !== 'in_progress' && publication;
	};
	return await until('n8n is done with the publishing', look, 50);
}

export async function takeDown(playground: Playground, workflow: Imported): Promise<void> {
	await unpublish(playground, workflow.id);
	await untilSettled(playground, workflow);
}

/** Publishes a workflow in the version that is saved now. */
export async function putLive(playground: Playground, workflow: Imported): Promise<Publication> {
	const { versionId } = await playground.rest.get<Imported>(`/workflows/${workflow.id}`);
	await playground.rest.publish({ id: workflow.id, versionId });
	return await untilSettled(playground, workflow);
}

export const webhooksOf = ({ store }: Simulator): Webhook[] => [...store.webhooks.values()];

/** Imports the template `user-changes` and does what its sticky note says, but for publishing it. */
export async function importChangesTemplate(
	{ playground: { rest }, credentials: { zendesk, smtp } }: TriggerPlayground,
	change: (template: Workflow) => void = () => {},
): Promise<Imported> {
	const workflow = fillIn(readTemplate('user-changes'), {
		settings: { mailFrom: 'n8n@acme.example', mailTo: 'it@acme.example' },
		credentials: {
			'n8n-nodes-zendesk-users.zendeskUsersTrigger': zendesk,
			'n8n-nodes-zendesk-users.zendeskActivityTrigger': zendesk,
			'n8n-nodes-zendesk-users.zendeskUsers': zendesk,
			'n8n-nodes-base.emailSend': smtp,
		},
	});
	change(workflow);
	return await rest.createWorkflow(workflow);
}

/** How many runs a workflow has had, and how many of them go on. */
export async function countRuns(
	{ rest }: Playground,
	workflowId: string,
): Promise<{ runs: number; going: number }> {
	const ids = new Set<string>();
	let going = 0;
	for (let lastId: string | undefined; ; ) {
		const { results } = await rest.get<{ results: Array<{ id: string; status: string }> }>(
			'/executions',
			{ filter: JSON.stringify({ workflowId }), limit: 100, lastId },
		);
		const others = results.filter(({ id }) => !ids.has(id));
		if (others.length === 0) return { runs: ids.size, going };
		for (const { id } of others) ids.add(id);
		going += others.filter(({ status }) => /new|running|waiting/.test(status)).length;
		lastId = String(Math.min(...others.map(({ id }) => Number(id))));
	}
}

/** A row of the directory, without what n8n adds. */
export type DirectoryRow = Record<string, unknown> & { id: number; zendesk_id: string };

/** The address of the directory in n8n's API, once it is there. */
export async function directoryOf({ rest }: Playground): Promise<string | undefined> {
	const projects = await rest.get<Array<{ id: string; type: string }>>('/projects/my-projects');
	const { id } = projects.find(({ type }) => type === 'personal')!;
	const tables = `/projects/${id}/data-tables`;
	const { data } = await rest.get<{ data: Array<{ id: string; name: string }> }>(tables);
	const found = data.find(({ name }) => name === DIRECTORY);
	return found && `${tables}/${found.id}`;
}

/** By Zendesk's id, as the order of the rows means nothing. */
export async function directoryRows(playground: Playground): Promise<DirectoryRow[]> {
	const table = await directoryOf(playground);
	if (!table) return [];
	const { data } = await playground.rest.get<{ data: DirectoryRow[] }>(`${table}/rows`, {
		take: 200,
	});
	return data.sort((a, b) => Number(a.zendesk_id) - Number(b.zendesk_id) || a.id - b.id);
}
