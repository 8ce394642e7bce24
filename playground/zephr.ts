import { createSimulator, RealClock, type Simulator } from '../test/simulator';
import { createZephr, type Zephr, type ZephrOptions } from '../test/simulator/zephr';
import {
	createBasicAuth,
	createCredential,
	createMailCredential,
	createZendeskCredential,
	type Credential,
} from './credentials';
import { type Playground, startPlayground } from './playground';
import type { Workflow } from './rest';
import { fillIn, readTemplate } from './template';
import { until } from './waiting';

/** Both sides of a sync; another pair can be put behind the same addresses. */
export interface Sides {
	sim: Simulator;
	zephr: Zephr;
}

export function newSides(options: ZephrOptions = {}): Sides {
	const clock = new RealClock();
	return {
		sim: createSimulator({
			clock,
			company: null,
			jobSeconds: 1,
			jobQueueSeconds: [0, 0],
			searchLagSeconds: 2,
		}),
		zephr: createZephr({ clock, ...options }),
	};
}

export interface ZephrPlayground {
	playground: Playground;
	/** What n8n reaches at `acme.zendesk.com` and `news.api.zephr.com` now. */
	sides: Sides;
	stop(): Promise<void>;
}

/** A playground whose n8n reaches a small Zephr too. */
export async function startZephrPlayground(say: (line: string) => void): Promise<ZephrPlayground> {
	const all = { sides: newSides() };
	const playground = await startPlayground({
		say,
		simulator: { company: null },
		services: [
			{
				host: all.sides.sim.host,
				fetch: async (request) => await all.sides.sim.fetch(request),
			},
			{
				host: all.sides.zephr.host,
				fetch: async (request) => await all.sides.zephr.fetch(request),
			},
		],
	});
	return Object.assign(all, { playground, stop: playground.stop });
}

export interface ZephrCredentials {
	basicAuth: Credential;
	zephr: Credential;
	zendesk: Credential;
	smtp: Credential;
}

/** The credentials that the sticky notes ask for. */
export async function createZephrCredentials(
	{ playground: { rest, mailbox }, sides: { sim, zephr } }: ZephrPlayground,
	auth: { user: string; password: string },
): Promise<ZephrCredentials> {
	const keys = { tenantId: zephr.host, ...zephr.keys };
	return {
		basicAuth: await createBasicAuth({ rest }, 'Zephr calls', auth),
		zephr: await createCredential(rest, 'Zephr', 'zephrApi', keys),
		zendesk: await createZendeskCredential({ rest, sim }, 'readWrite'),
		smtp: await createMailCredential({ rest, mailbox }),
	};
}

export type Imported = Workflow & { id: string; versionId: string };

/** Imports a template of Zephr's and does what its sticky note says, but for publishing it. */
export async function importZephrTemplate(
	{ playground: { rest } }: ZephrPlayground,
	name: 'zephr-sync' | 'zephr-reconcile',
	credentials: ZephrCredentials,
	settings: Record<string, string | number | boolean> = {},
): Promise<Imported> {
	const all = { zephrTenant: 'news', mailFrom: 'n8n@acme.example', mailTo: 'it@acme.example' };
	const texts = Object.entries({ ...all, ...settings }).map(([key, value]) => [key, String(value)]);
	const workflow = fillIn(readTemplate(name), {
		settings: Object.fromEntries(texts) as Record<string, string>,
		credentials: {
			'n8n-nodes-base.webhook': credentials.basicAuth,
			'n8n-nodes-base.httpRequest': credentials.zephr,
			'n8n-nodes-base.emailSend': credentials.smtp,
			'n8n-nodes-zendesk-users.zendeskUsers': credentials.zendesk,
			'n8n-nodes-zendesk-users.zendeskUserSync': credentials.zendesk,
		},
	});
	return await rest.createWorkflow(workflow);
}

/** Waits until the workflow has run so often, and nothing of it runs any more. */
export async function untilIdle(
	{ playground: { rest } }: ZephrPlayground,
	workflowId: string,
	runs: number,
): Promise<void> {
	await until(`${runs} runs, none of which goes on`, async () => {
		const { count, results } = await rest.get<{
			count: number;
			results: Array<{ status: string }>;
		}>('/executions', { filter: JSON.stringify({ workflowId }), limit: 100 });
		const isBusy = results.some(({ status }) => /new|running|waiting/.test(status));
		return !isBusy && Math.max(count, results.length) >= runs;
	});
}
