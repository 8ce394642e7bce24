import 'reflect-metadata';
import { WorkflowExecute } from 'n8n-core';
import {
	type ICredentialType,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IRun,
	NodeHelpers,
	type OnError,
	Workflow,
} from 'n8n-workflow';
import { ZendeskUserSync } from '../../nodes/ZendeskUserSync/ZendeskUserSync.node.ts';
import { ZendeskUsers } from '../../nodes/ZendeskUsers/ZendeskUsers.node.ts';
import { type CredentialData, additionalData, CredentialStore, credentialTypes } from './store';
import { systemClock } from '../../nodes/shared/clock';
import {
	type Clock,
	createSimulator,
	interceptZendesk,
	type Simulator,
	type SimulatorOptions,
} from '../simulator';

export type { CredentialData };

/** Nodes run in n8n's real engine with n8n's real HTTP helpers; only the network is answered in-process. */

/** Hands the input items of a test to the node under test. */
const source: INodeType = {
	description: {
		displayName: 'Source',
		name: 'source',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: { name: 'Source' },
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [this.getWorkflowStaticData('global').items as INodeExecutionData[]];
	},
};

const nodes: Record<string, INodeType> = {
	source,
	'n8n-nodes-zendesk-users.zendeskUsers': new ZendeskUsers(),
	'n8n-nodes-zendesk-users.zendeskUsersTool': new ZendeskUsers(),
	'n8n-nodes-zendesk-users.zendeskUserSync': new ZendeskUserSync(),
	'n8n-nodes-zendesk-users.zendeskUserSyncTool': new ZendeskUserSync(),
};

const nodeTypes: INodeTypes = {
	getByName: (name) => nodes[name],
	getByNameAndVersion: (name, version) => NodeHelpers.getVersionedNodeType(nodes[name], version),
	getKnownTypes: () => ({}),
};

/** Puts another node into the engine, with the type of its credential: for comparisons. */
export function addNode(type: string, node: INodeType, credential: ICredentialType): void {
	nodes[type] = node;
	credentialTypes[credential.name] = credential;
}

export interface NodeRun {
	/** As they stand in the workflow's JSON. */
	parameters: Record<string, unknown>;
	/** Default: one empty item. */
	items?: IDataObject[];
	onError?: OnError;
	/** `zendeskUsersOAuth2Api` unless the token credential is meant, or another node's. */
	credentialType?: string;
	/** Another node than ours, as {@link addNode} knows it. */
	type?: string;
	/** Overrides the right credential of the simulated account. */
	credential?: CredentialData;
	/** Runs the node as the engine runs an AI agent's tool. */
	asTool?: boolean;
	/** Gets a function that presses the Stop button. */
	stop?: (stop: () => void) => void;
}

export interface NodeResult {
	/** The items of the first output. */
	items: IDataObject[];
	/** The items of the error output. */
	errors: IDataObject[];
	/** The items of every output, in their order. */
	outputs: IDataObject[][];
	/** Which input item each item of the first output belongs to. */
	paired: unknown[];
	/** What stopped the node. */
	error?: { message: string; description?: string; itemIndex?: number };
	hints: string[];
	/** All that n8n would store of this execution. */
	stored: IRun['data'];
}

/** An account in n8n's engine: the simulator with everything that connects the two. */
export interface Stage {
	sim: Simulator;
	credential: CredentialData;
	run(run: NodeRun): Promise<NodeResult>;
	/** Hosts that something tried to reach although they are not simulated. */
	outsiders: readonly string[];
}

let accounts = 0;
const stages: Array<() => void> = [];

/**
 * Sets up an account with a name of its own, because the limiter of an account lives as long as the process. The nodes'
 * clock is the simulator's.
 */
export function setStage(options: SimulatorOptions = {}): Stage {
	const sim = createSimulator({ subdomain: `acme${++accounts}`, company: null, ...options });
	const interception = interceptZendesk(sim);
	useClock(sim.clock);
	stages.push(() => interception.stop());
	const credential: CredentialData = {
		subdomain: sim.host.split('.')[0],
		grantType: 'clientCredentials',
		clientId: sim.credentials.oauthClient.id,
		clientSecret: sim.credentials.oauthClient.secret,
		access: 'readWrite',
	};
	return {
		sim,
		credential,
		outsiders: interception.outsiders,
		run: async (run) => await runNode({ credential, ...run }),
	};
}

/** How many accounts this process has had. */
export const stagesSoFar = () => accounts;

/** Takes all stages down again; for `afterEach`. */
export function clearStages(): void {
	for (const strike of stages.splice(0)) strike();
}

/** Gives the nodes another clock than the machine's. */
export function useClock(clock: Clock): void {
	systemClock.now = () => clock.now();
	systemClock.sleep = async (ms, signal) => await clock.sleep(ms, signal);
}

/** Runs one node over its items; {@link setStage} brings the account that it speaks to. */
export async function runNode(
	given: NodeRun & { credential: CredentialData },
): Promise<NodeResult> {
	const { parameters, items = [{}], onError, credentialType = 'zendeskUsersOAuth2Api' } = given;
	const ours = `n8n-nodes-zendesk-users.zendeskUsers${given.asTool ? 'Tool' : ''}`;
	const node: INode = {
		id: 'node',
		name: 'Zendesk Users',
		type: given.type ?? ours,
		typeVersion: 1,
		position: [0, 0],
		parameters: {
			authentication: credentialType === 'zendeskUsersApi' ? 'apiToken' : 'oAuth2',
			...parameters,
		} as INodeParameters,
		credentials: { [credentialType]: { id: 'credential', name: 'Zendesk' } },
		...(onError ? { onError } : {}),
	};
	const workflow = new Workflow({
		id: 'workflow',
		name: 'Test',
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1' },
		staticData: { global: { items: items.map((json) => ({ json })) } },
		nodes: [
			{
				id: 'source',
				name: 'Source',
				type: 'source',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			node,
		],
		connections: {
			Source: { main: [[{ node: node.name, type: 'main', index: 0 }]] },
		},
	});
	const engine = new WorkflowExecute(
		additionalData(new CredentialStore(credentialTypes, () => given.credential), 'manual'),
		'manual',
	);
	const running = engine.run({ workflow, startNode: workflow.getNode('Source')! });
	given.stop?.(() => void running.cancel());
	return resultOf(await running, node.name);
}

function resultOf(run: IRun, name: string): NodeResult {
	const data = run.data.resultData.runData[name]?.[0];
	const [main = [], errors = []] = data?.data?.main ?? [];
	const failure = data?.error ?? run.data.resultData.error;
	return {
		items: (main ?? []).map(({ json }) => json),
		errors: (errors ?? []).map(({ json }) => json),
		outputs: (data?.data?.main ?? []).map((items) => (items ?? []).map(({ json }) => json)),
		paired: (main ?? []).map(({ pairedItem }) =>
			typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : pairedItem,
		),
		error: failure && {
			message: failure.message,
			description: 'description' in failure ? (failure.description ?? undefined) : undefined,
			itemIndex: (failure as { context?: { itemIndex?: number } }).context?.itemIndex,
		},
		hints: (data?.hints ?? []).map(({ message }) => message),
		stored: run.data,
	};
}

/** A file that an item of a run carries. */
export interface ResultFile {
	mimeType: string;
	fileName?: string;
	text: string;
}

/** The file in a field of the first item that came out. */
export function fileOf({ stored }: NodeResult, field = 'data'): ResultFile {
	const [run] = stored.resultData.runData['Zendesk Users'];
	const { mimeType, fileName, data } = run.data!.main[0]![0].binary![field];
	return { mimeType, fileName, text: Buffer.from(data, 'base64').toString('utf8') };
}
