import 'reflect-metadata';
import { createHmac, randomUUID } from 'node:crypto';
import { HookContext, WebhookContext } from 'n8n-core';
import {
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeTypes,
	type IWebhookData,
	type IWorkflowExecuteAdditionalData,
	type Logger,
	Workflow,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { ZendeskUsersTrigger } from '../../../nodes/ZendeskUsersTrigger/ZendeskUsersTrigger.node.ts';
import type { Simulator, Webhook } from '../../simulator';
import { type Stage } from '../engine';
import { additionalData, type CredentialData, CredentialStore, credentialTypes } from '../store';

/**
 * n8n around the trigger: its real contexts and HTTP helpers, called in the order in which n8n's ActiveWorkflowManager,
 * TestWebhooks and LiveWebhooks call them (n8n 2.40.7), with static data that is saved only where n8n saves it.
 */

const trigger = new ZendeskUsersTrigger();

const nodeTypes: INodeTypes = {
	getByName: () => trigger,
	getByNameAndVersion: () => trigger,
	getKnownTypes: () => ({}),
};

export interface N8nOptions {
	/** What n8n calls itself. */
	url?: string;
	workflowId?: string;
	workflowName?: string;
	/** The trigger in the workflow. */
	nodeId?: string;
	triggerOn?: string[];
	options?: IDataObject;
	/** Default: the right credential of the stage. */
	credential?: CredentialData;
}

/** What came back to whoever called n8n's address. */
export interface Answer {
	status: number;
	/** Absent when nothing was said. */
	body?: unknown;
	/** The item that the workflow started with. */
	item?: IDataObject;
}

export interface Delivery {
	headers: Record<string, string>;
	body: Buffer;
}

type StaticData = Record<string, IDataObject>;

/** One n8n with one workflow, which begins with the trigger. */
export class N8n {
	readonly options: Required<Omit<N8nOptions, 'credential'>> & { credential: CredentialData };
	/** What the database holds of the workflow's static data. */
	saved: StaticData = {};
	/** What the cache holds for a running test. */
	private tested?: StaticData;
	/** Whatever went wrong where n8n only logs it. */
	readonly swallowed: Error[] = [];
	/** Lines of n8n's log. */
	readonly log: Array<{ level: string; text: string }> = [];

	constructor(stage: Stage, options: N8nOptions = {}) {
		this.options = {
			url: 'https://n8n.example.com',
			workflowId: 'workflow-1',
			workflowName: 'Leavers',
			nodeId: 'node-1',
			triggerOn: ['roleChanged', 'suspended'],
			options: {},
			credential: stage.credential,
			...options,
		};
	}

	/** Publishes the workflow, or starts it again with n8n (`init`). */
	async activate(activation: WorkflowActivateMode = 'activate'): Promise<void> {
		const workflow = this.load(true, this.saved);
		try {
			await this.createIfMissing(workflow, 'trigger', activation, false);
		} catch (error) {
			await this.deactivate();
			throw error;
		}
		this.save(workflow);
	}

	/** Unpublishes it. What goes wrong is logged, and n8n forgets nothing. */
	async deactivate(): Promise<void> {
		const workflow = this.load(true, this.saved);
		try {
			await this.call('delete', workflow, 'internal', 'update', false);
			this.save(workflow);
		} catch (error) {
			this.swallowed.push(error as Error);
		}
	}

	/** *Listen for test event*. */
	async listen(): Promise<void> {
		const workflow = this.load(false, {});
		try {
			await this.createIfMissing(workflow, 'manual', 'manual', true);
		} catch (error) {
			await this.call('delete', workflow, 'internal', 'update', true);
			throw error;
		}
		this.tested = plain(workflow.staticData as StaticData);
	}

	async stopListening(): Promise<void> {
		const workflow = this.load(false, {});
		workflow.staticData = this.tested ?? {};
		await this.call('delete', workflow, 'internal', 'update', true);
		this.tested = undefined;
	}

	/** Takes a call of the trigger's address. */
	async receive({ headers, body }: Delivery, isTest = false): Promise<Answer> {
		const workflow = this.load(!isTest, isTest ? {} : this.saved);
		if (isTest && this.tested) workflow.setTestStaticData(this.tested);
		const answer: Answer = { status: 200 };
		const response = {
			status(code: number) {
				answer.status = code;
				return response;
			},
			end(said?: unknown) {
				answer.body = said;
			},
		};
		const given = this.additionalData('trigger');
		Object.assign(given, { httpRequest: { headers, rawBody: body }, httpResponse: response });
		const context = new WebhookContext(
			workflow,
			this.node(workflow),
			given,
			isTest ? 'manual' : 'webhook',
			this.webhookData(isTest),
			[],
			null,
		);
		this.listenTo(context.logger);
		const { workflowData } = await trigger.webhook.call(context);
		if (!isTest) this.save(workflow);
		return workflowData ? { ...answer, item: workflowData[0][0].json } : answer;
	}

	/** Where the trigger listens. */
	get endpoint(): string {
		return `${this.options.url}/webhook/hook-${this.options.nodeId}/webhook`;
	}

	private async createIfMissing(
		workflow: Workflow,
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
		isTest: boolean,
	): Promise<void> {
		if (await this.call('checkExists', workflow, mode, activation, isTest)) return;
		await this.call('create', workflow, mode, activation, isTest);
	}

	private async call(
		method: 'checkExists' | 'create' | 'delete',
		workflow: Workflow,
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
		isTest: boolean,
	): Promise<boolean> {
		const context = new HookContext(
			workflow,
			this.node(workflow),
			this.additionalData('trigger'),
			mode,
			activation,
			this.webhookData(isTest),
		);
		this.listenTo(context.logger);
		return await trigger.webhookMethods.default[method].call(context);
	}

	private load(active: boolean, staticData: StaticData): Workflow {
		const { workflowId, workflowName, nodeId, triggerOn, options } = this.options;
		const node: INode = {
			id: nodeId,
			name: 'Zendesk Users Trigger',
			type: 'n8n-nodes-zendesk-users.zendeskUsersTrigger',
			typeVersion: 1,
			position: [0, 0],
			webhookId: `hook-${nodeId}`,
			parameters: { authentication: 'oAuth2', triggerOn, options } as INodeParameters,
			credentials: { zendeskUsersOAuth2Api: { id: 'credential', name: 'Zendesk' } },
		};
		return new Workflow({
			id: workflowId,
			name: workflowName,
			active,
			nodeTypes,
			settings: { executionOrder: 'v1' },
			staticData: plain(staticData),
			nodes: [node],
			connections: {},
		});
	}

	private save(workflow: Workflow): void {
		if (workflow.staticData.__dataChanged === true) {
			this.saved = plain(workflow.staticData as StaticData);
		}
	}

	private node(workflow: Workflow): INode {
		return workflow.getNode('Zendesk Users Trigger')!;
	}

	private webhookData(isTest: boolean): IWebhookData {
		const [webhookDescription] = trigger.description.webhooks!;
		const { workflowId, nodeId } = this.options;
		return {
			httpMethod: 'POST',
			node: 'Zendesk Users Trigger',
			path: `hook-${nodeId}/webhook`,
			webhookDescription,
			workflowId,
			workflowExecuteAdditionalData: this.additionalData('trigger'),
			isTest,
		};
	}

	private additionalData(mode: 'trigger'): IWorkflowExecuteAdditionalData {
		const store = new CredentialStore(credentialTypes, () => this.options.credential);
		return {
			...additionalData(store, mode),
			webhookBaseUrl: `${this.options.url}/webhook`,
			webhookTestBaseUrl: `${this.options.url}/webhook-test`,
		};
	}

	private listenTo(logger: Logger): void {
		for (const level of ['debug', 'info', 'warn', 'error'] as const) {
			logger[level] = (text) => void this.log.push({ level, text });
		}
	}
}

const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** All webhooks of the account, without their secrets. */
export function webhooksOf(sim: Simulator): Webhook[] {
	return [...sim.store.webhooks.values()];
}

/** A webhook that somebody else made. */
export function addWebhook(sim: Simulator, fields: Partial<Webhook> = {}): Webhook {
	const id = fields.id ?? `01HOOK${String(sim.store.webhooks.size).padStart(20, '0')}`;
	const webhook: Webhook = {
		name: 'Somebody else',
		description: null,
		status: 'active',
		endpoint: 'https://elsewhere.example.com/hook',
		http_method: 'POST',
		request_format: 'json',
		subscriptions: ['zen:event-type:user.created'],
		authentication: null,
		custom_headers: null,
		created_at: sim.clock.now(),
		created_by: sim.credentials.adminId,
		updated_at: sim.clock.now(),
		updated_by: sim.credentials.adminId,
		secret: randomUUID(),
		...fields,
		id,
	};
	sim.store.webhooks.set(id, webhook);
	return webhook;
}

/** An event as Zendesk writes it (zendesk-api §7.3). */
export function envelope(type: string, event: unknown = {}, more: object = {}): object {
	return {
		type: `zen:event-type:${type}`,
		account_id: 12514403,
		id: randomUUID(),
		time: '2026-11-20T09:00:00Z',
		zendesk_event_version: '2022-11-06',
		subject: 'zen:user:6596848315901',
		detail: {
			created_at: '2026-11-19T05:27:58Z',
			email: 'ann@example.com',
			external_id: '',
			default_group_id: '0',
			id: '6596848315901',
			organization_id: '10002',
			role: 'agent',
			updated_at: '2026-11-20T09:00:00Z',
		},
		event,
		...more,
	};
}

/** Signs a body as Zendesk does (zendesk-api §7.2); written from the formula. */
export function deliver(
	body: object | string,
	{ secret, atMs }: { secret: string; atMs: number },
): Delivery {
	const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
	const timestamp = new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');
	const hash = createHmac('sha256', secret);
	hash.update(Buffer.concat([Buffer.from(timestamp), bytes]));
	return {
		body: bytes,
		headers: {
			'content-type': 'application/json',
			'x-zendesk-account-id': '12514403',
			'x-zendesk-webhook-signature': hash.digest('base64'),
			'x-zendesk-webhook-signature-timestamp': timestamp,
		},
	};
}
