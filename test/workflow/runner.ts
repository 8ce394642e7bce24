import 'reflect-metadata';
import { join } from 'node:path';
import { WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type INode,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IVersionedNodeType,
	NodeHelpers,
	Workflow,
} from 'n8n-workflow';
import { ZendeskUsersOAuth2Api } from '../../credentials/ZendeskUsersOAuth2Api.credentials';
import { ZephrApi } from '../../credentials/ZephrApi.credentials';
import { ZendeskUserSync } from '../../nodes/ZendeskUserSync/ZendeskUserSync.node.ts';
import { ZendeskUsers } from '../../nodes/ZendeskUsers/ZendeskUsers.node.ts';
import { installN8n } from '../../playground/install';
import type { Workflow as Template } from '../../playground/rest';
import { additionalData, CredentialStore, URL_OF_N8N } from '../engine/store';
import type { Clock } from '../simulator';

/** Whole templates run in n8n's real engine, with n8n's own nodes as the pinned n8n ships them, and ours from the source. */

const BASE = 'n8n-nodes-base.';

type AnyNode = INodeType | IVersionedNodeType;

const nodes = new Map<string, AnyNode>([
	['n8n-nodes-zendesk-users.zendeskUsers', new ZendeskUsers()],
	['n8n-nodes-zendesk-users.zendeskUserSync', new ZendeskUserSync()],
]);

const credentialTypes: Record<string, ICredentialType> = {
	zendeskUsersOAuth2Api: new ZendeskUsersOAuth2Api(),
	zephrApi: new ZephrApi(),
};

/** Nodes whose folder has another name. */
const FOLDERS: Record<string, string> = {
	ScheduleTrigger: 'Schedule',
	SplitOut: 'Transform/SplitOut',
};

/** These would wait in real time, or need a mail server: ours stand in for them. */
const REPLACED = new Set(['wait', 'emailSend', 'stickyNote']);

/** Loads the nodes of n8n that a template has. */
export async function loadNodes(template: Template): Promise<void> {
	const { n8n } = await installN8n(console.log);
	const folder = join(n8n, '..', '..', '..', 'n8n-nodes-base', 'dist', 'nodes');
	for (const { type } of template.nodes) {
		const name = type.startsWith(BASE) ? type.slice(BASE.length) : '';
		if (name === '' || REPLACED.has(name) || nodes.has(type)) continue;
		const className = name[0].toUpperCase() + name.slice(1);
		const path = join(folder, FOLDERS[className] ?? className, `${className}.node.js`);
		const module = (await import(path)) as Record<string, new () => AnyNode>;
		nodes.set(type, new module[className]());
	}
}

function standIn(name: string, run: (json: IDataObject[], node: INode, param: Param) => unknown) {
	const node: INodeType = {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: [1, 1.1, 2.1],
			description: '',
			defaults: { name },
			inputs: ['main'],
			outputs: ['main'],
			properties: ['amount', 'fromEmail', 'toEmail', 'subject', 'html'].map((each) => ({
				displayName: each,
				name: each,
				type: 'string' as const,
				default: '',
			})),
		},
		async execute() {
			const items = this.getInputData();
			const param: Param = (each) => String(this.getNodeParameter(each, 0, ''));
			await run(
				items.map(({ json }) => json),
				this.getNode(),
				param,
			);
			return [items];
		},
	};
	return node;
}

type Param = (name: string) => string;

export interface Mail {
	from: string;
	to: string;
	subject: string;
	html: string;
}

/** What a person typed into each credential, by its type; n8n keeps tokens there too. */
export type Credentials = Record<string, ICredentialDataDecryptedObject>;

export interface RunnerOptions {
	/** With its Settings filled in. */
	template: Template;
	credentials: Credentials;
	/** What the node *Wait* waits by. */
	clock: Clock;
}

/** An imported template, ready to be triggered as often as one likes, also while it runs. */
export class Runner {
	readonly mails: Mail[] = [];
	/** Errors of executions that failed. */
	readonly failures: string[] = [];
	/** How often a node ran, by its name. */
	readonly runs = new Map<string, number>();
	private readonly running = new Set<Promise<IRun>>();
	private readonly store: CredentialStore;
	private readonly nodeTypes: INodeTypes;

	constructor(private readonly options: RunnerOptions) {
		this.store = new CredentialStore(credentialTypes, (type) => options.credentials[type]);
		const own = new Map<string, AnyNode>([
			[
				`${BASE}wait`,
				standIn(
					'wait',
					async (_items, _node, param) => await options.clock.sleep(Number(param('amount')) * 1000),
				),
			],
			[
				`${BASE}emailSend`,
				standIn('emailSend', (_items, _node, param) => {
					this.mails.push({
						from: param('fromEmail'),
						to: param('toEmail'),
						subject: param('subject'),
						html: param('html'),
					});
				}),
			],
		]);
		const byName = (name: string) => (own.get(name) ?? nodes.get(name)) as AnyNode;
		this.nodeTypes = {
			getByName: byName,
			getByNameAndVersion: (name, version) =>
				NodeHelpers.getVersionedNodeType(byName(name), version),
			getKnownTypes: () => ({}),
		};
	}

	/** Takes a webhook's call as n8n does: checks the user and the password, answers at once, and runs. */
	async receive(
		path: string,
		{ headers, body }: { headers: Record<string, string>; body: string },
		auth: { user: string; password: string },
	): Promise<{ status: number }> {
		const pair = Buffer.from(`${auth.user}:${auth.password}`).toString('base64');
		if (headers.Authorization !== `Basic ${pair}`) return { status: 403 };
		const node = this.options.template.nodes.find(({ parameters }) => parameters.path === path);
		if (!node) return { status: 404 };
		const body_ = JSON.parse(body) as IDataObject;
		void this.start(node.name, { headers, params: {}, query: {}, body: body_ });
		return { status: 200 };
	}

	/** Runs the workflow from a trigger, as production does; a failure starts the error trigger. */
	async start(trigger: string, json: IDataObject = {}): Promise<IRun> {
		const run = this.execute(trigger, json);
		this.running.add(run);
		try {
			return await run;
		} finally {
			this.running.delete(run);
		}
	}

	/** Resolves when nothing runs. */
	async idle(): Promise<void> {
		while (this.running.size > 0) await Promise.all(this.running);
	}

	get busy(): boolean {
		return this.running.size > 0;
	}

	private async execute(trigger: string, json: IDataObject): Promise<IRun> {
		const run = await this.runOnce(trigger, json);
		for (const [name, times] of Object.entries(run.data.resultData.runData)) {
			this.runs.set(name, (this.runs.get(name) ?? 0) + times.length);
		}
		const { error, lastNodeExecuted } = run.data.resultData;
		const { nodes: all, name } = this.options.template;
		const handler = all.find(({ type }) => type === `${BASE}errorTrigger`);
		if (error) this.failures.push(`${lastNodeExecuted}: ${error.message}`);
		if (error && handler && trigger !== handler.name) {
			const execution = { id: '1', url: URL_OF_N8N, error: { ...error, message: error.message } };
			const told = { execution: { ...execution, lastNodeExecuted }, workflow: { id: 'w', name } };
			await this.runOnce(handler.name, told as unknown as IDataObject);
		}
		return run;
	}

	private async runOnce(trigger: string, json: IDataObject): Promise<IRun> {
		const { template } = this.options;
		const workflow = new Workflow({
			id: 'workflow',
			name: template.name,
			active: true,
			nodeTypes: this.nodeTypes,
			settings: { executionOrder: 'v1' },
			nodes: structuredClone(
				template.nodes.filter(({ type }) => !type.endsWith('.stickyNote')),
			) as unknown as INode[],
			connections: template.connections as never,
		});
		const data = createRunExecutionData({
			executionData: {
				nodeExecutionStack: [
					{ node: workflow.getNode(trigger)!, data: { main: [[{ json }]] }, source: null },
				],
			},
		});
		const engine = new WorkflowExecute(additionalData(this.store, 'trigger'), 'trigger', data);
		return await engine.processRunExecutionData(workflow);
	}
}
