import type { Workflow as Template, WorkflowNode } from '../../playground/rest';
import { readTemplate } from '../../playground/template';
import {
	createSimulator,
	interceptZendesk,
	type Service,
	type Simulator,
	type SimulatorOptions,
	VirtualClock,
} from '../simulator';
import { Random } from '../simulator/core/random';
import {
	createZephr,
	type DeliveryKnobs,
	type TriggerName,
	type Zephr,
	type ZephrSwitches,
} from '../simulator/zephr';
import { useClock } from '../engine/engine';
import { loadNodes, Runner } from './runner';

/** A Zephr, a Zendesk and a template between them, in this process and on one clock. */

export type ZephrTemplate = 'zephr-sync' | 'zephr-reconcile';

export const AUTH = { user: 'zephr', password: 'hook-2026' };

/** The webhooks that the sticky note asks for. */
export const HOOKS: Record<string, TriggerName[]> = {
	'zephr-user': ['user.create', 'user.update', 'user.update-email', 'user.verify-email'],
	'zephr-user-deleted': ['user.delete'],
	'zephr-grant': ['entitlement.grant', 'entitlement.grant-started', 'entitlement.grant-ended'],
};

export function addHooks(zephr: Zephr, url: string): void {
	for (const [path, triggers] of Object.entries(HOOKS)) {
		zephr.addWebhook({ triggers, target: `${url}/${path}`, auth: AUTH });
	}
}

/** Values of the node *Settings*, by their names. */
export type Settings = Record<string, string | number | boolean>;

interface Assignment {
	name: string;
	value: unknown;
}

export function assignmentsOf({ nodes }: Template, node = 'Settings'): Assignment[] {
	const { parameters } = nodes.find(({ name }) => name === node)!;
	return (parameters.assignments as { assignments: Assignment[] }).assignments;
}

export function withSettings(template: Template, settings: Settings): Template {
	const filled = structuredClone(template);
	for (const assignment of assignmentsOf(filled)) {
		assignment.value = settings[assignment.name] ?? assignment.value;
	}
	return filled;
}

/** Each node that signs in somewhere gets its credential. */
function withCredentials(template: Template): Template {
	const typeOf = ({ type }: WorkflowNode) =>
		type.startsWith('n8n-nodes-zendesk-users.')
			? 'zendeskUsersOAuth2Api'
			: type.endsWith('.httpRequest')
				? 'zephrApi'
				: undefined;
	for (const node of template.nodes) {
		const type = typeOf(node);
		if (type) node.credentials = { [type]: { id: type, name: type } };
	}
	return template;
}

export interface WorldOptions {
	settings?: Settings;
	sites?: string[];
	delivery?: Partial<DeliveryKnobs>;
	zephr?: Partial<ZephrSwitches>;
	zendesk?: SimulatorOptions;
	seed?: number;
	/** Answers of both sides are under way for up to so long: they are old when they come. */
	slowMs?: number;
	/** Takes something out of the template. */
	mutate?: (template: Template) => void;
}

export interface World {
	sim: Simulator;
	zephr: Zephr;
	sync: Runner;
	/** From now on Zephr tells of what happens. */
	connect(): void;
	/** Runs the nightly template once, as its schedule does. */
	reconcile(mutate?: (template: Template) => void): Promise<Runner>;
	/** Resolves when no event is under way and nothing runs. */
	settle(): Promise<void>;
	/** Hosts that something tried to reach although they are not simulated. */
	outsiders: readonly string[];
	stop(): void;
}

/** Lets requests and answers travel, each for a time of its own. */
function slowed(service: Service, most: number, clock: VirtualClock, random: Random): Service {
	const travel = async () => await clock.sleep(random.between(0, most));
	return {
		host: service.host,
		fetch: async (request) => {
			await travel();
			const answer = await service.fetch(request);
			await travel();
			return answer;
		},
	};
}

let accounts = 0;

export async function setWorld(options: WorldOptions = {}): Promise<World> {
	const clock = new VirtualClock();
	const sim = createSimulator({
		subdomain: `news${++accounts}`,
		company: null,
		clock,
		...options.zendesk,
	});
	useClock(clock);
	const settings = { zephrTenant: 'news', ...options.settings };
	const credentials = {
		zephrApi: { tenantId: 'news', accessKey: '', secretKey: '' },
		zendeskUsersOAuth2Api: {
			subdomain: sim.host.split('.')[0],
			grantType: 'clientCredentials',
			clientId: sim.credentials.oauthClient.id,
			clientSecret: sim.credentials.oauthClient.secret,
			access: 'readWrite',
		},
	};
	const runnerOf = async (name: ZephrTemplate, mutate = options.mutate) => {
		const template = withCredentials(withSettings(readTemplate(name), settings));
		mutate?.(template);
		await loadNodes(template);
		return new Runner({ template, credentials, clock });
	};
	const sync = await runnerOf('zephr-sync');
	const zephr = createZephr({
		clock,
		sites: options.sites,
		seed: options.seed,
		switches: options.zephr,
		delivery: { seed: options.seed ?? 1, ...options.delivery },
		deliver: async (url, call) => await sync.receive(url.split('/').at(-1)!, call, AUTH),
	});
	Object.assign(credentials.zephrApi, zephr.keys);
	const random = new Random(options.seed ?? 1);
	const { slowMs = 0 } = options;
	const interception = interceptZendesk(
		slowMs > 0 ? [sim, zephr].map((each) => slowed(each, slowMs, clock, random)) : [sim, zephr],
	);
	return {
		sim,
		zephr,
		sync,
		connect: () => addHooks(zephr, 'https://n8n.example/webhook'),
		reconcile: async (mutate) => {
			const runner = await runnerOf('zephr-reconcile', mutate);
			await runner.start('Every night');
			return runner;
		},
		settle: async () => {
			do {
				await zephr.settle();
				await sync.idle();
			} while (sync.busy || zephr.deliveries.underway > 0);
		},
		outsiders: interception.outsiders,
		stop: () => interception.stop(),
	};
}
