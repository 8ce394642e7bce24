import { PollContext } from 'n8n-core';
import {
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeTypes,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { ZendeskActivityTrigger } from '../../../nodes/ZendeskActivityTrigger/ZendeskActivityTrigger.node.ts';
import type { Stage } from '../engine';
import { additionalData, CredentialStore, credentialTypes } from '../store';

const trigger = new ZendeskActivityTrigger();

const nodeTypes: INodeTypes = {
	getByName: () => trigger,
	getByNameAndVersion: () => trigger,
	getKnownTypes: () => ({}),
};

let nodes = 0;

/** n8n around the polling trigger: its real context, polled by hand, with static data that only n8n's own ways save. */
export class Poller {
	private readonly node: INode;
	private readonly store: CredentialStore;
	private workflow: Workflow;
	/** What the database holds. */
	private saved = '{}';
	/** What it held when the last poll began. */
	private savedBefore = this.saved;

	constructor(
		private readonly stage: Stage,
		parameters: Record<string, unknown>,
	) {
		this.node = {
			id: `poller${++nodes}`,
			name: 'Zendesk Activity Trigger',
			type: 'n8n-nodes-zendesk-users.zendeskActivityTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: { authentication: 'oAuth2', ...parameters } as INodeParameters,
			credentials: { zendeskUsersOAuth2Api: { id: 'credential', name: 'Zendesk' } },
		};
		this.store = new CredentialStore(credentialTypes, () => stage.credential);
		this.workflow = this.load();
	}

	/** What publishing does: a first look, and everything is saved. */
	async publish(): Promise<IDataObject[]> {
		const items = await this.poll();
		this.save();
		return items;
	}

	/** One poll; what n8n starts a workflow with is saved along with the static data. */
	async poll(mode: WorkflowExecuteMode = 'trigger'): Promise<IDataObject[]> {
		const context = new PollContext(
			this.workflow,
			this.node,
			additionalData(this.store, 'trigger'),
			mode,
			'update',
		);
		this.savedBefore = this.saved;
		const output = await trigger.poll.call(context);
		if (output === null) return [];
		if (mode === 'trigger') this.save();
		return output.flat().map(({ json }) => json);
	}

	/** n8n is killed and comes back with what its database holds. */
	restart(): void {
		this.workflow = this.load();
	}

	/** n8n is killed before the database has what the last poll brought, and comes back with what it held before. */
	restartUnsaved(): void {
		this.saved = this.savedBefore;
		this.restart();
	}

	/** Saves another form, as an edit of the workflow does. */
	edit(parameters: Record<string, unknown>): void {
		Object.assign(this.node.parameters, parameters);
		this.save();
		this.restart();
	}

	/** How much the static data takes, in characters. */
	get size(): number {
		return JSON.stringify(this.workflow.staticData).length;
	}

	get sim() {
		return this.stage.sim;
	}

	private save(): void {
		this.saved = JSON.stringify(this.workflow.staticData);
	}

	private load(): Workflow {
		return new Workflow({
			id: 'workflow',
			name: 'Test',
			active: true,
			nodeTypes,
			settings: { executionOrder: 'v1', timezone: 'Europe/Berlin' },
			staticData: JSON.parse(this.saved) as IDataObject,
			nodes: [this.node],
			connections: {},
		});
	}
}
