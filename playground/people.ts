import {
	createBasicAuth,
	createMailCredential,
	createZendeskCredential,
	type Credential,
} from './credentials';
import type { Playground } from './playground';
import type { Execution, Workflow } from './rest';
import { fillIn, readTemplate } from './template';
import { until } from './waiting';

export const PEOPLE_TABLE = 'zdusers-people';

/** A row of the people table. */
export interface Person {
	id: number;
	zendesk_id: string;
	identifier: string;
	name: string;
	email: string;
	zendesk_role: string;
	custom_role_id: string;
	status: string;
	reason: string;
	active: boolean | null;
	role: string | null;
	note: string | null;
	evaluagent: string | null;
	updatedAt: string;
	[column: string]: unknown;
}

export interface PeopleCredentials {
	zendesk: Credential;
	smtp: Credential;
	evaluAgent: Credential;
}

/** EvaluAgent's key and secret. */
export const EVALUAGENT = { user: 'key-1', password: 'secret-1' };

/** The three credentials that the sticky note asks for; Zendesk's may only read. */
export async function createPeopleCredentials(playground: Playground): Promise<PeopleCredentials> {
	return {
		zendesk: await createZendeskCredential(playground, 'readOnly'),
		smtp: await createMailCredential(playground),
		evaluAgent: await createBasicAuth(playground, 'EvaluAgent', EVALUAGENT),
	};
}

type Published = Workflow & { id: string; versionId: string };

/** Imports the template `people-import` and does what its sticky note says, but for publishing it. */
export async function importPeopleTemplate(
	{ rest }: Playground,
	{ zendesk, smtp, evaluAgent }: PeopleCredentials,
	settings: Record<string, string> = {},
	change: (template: Workflow) => void = () => {},
): Promise<Published> {
	const workflow = fillIn(readTemplate('people-import'), {
		settings: { mailFrom: 'n8n@acme.example', mailTo: 'it@acme.example', ...settings },
		credentials: {
			'n8n-nodes-zendesk-users.zendeskUsers': zendesk,
			'n8n-nodes-base.emailSend': smtp,
			...(settings.evaluAgentUrl ? { 'n8n-nodes-base.httpRequest': evaluAgent } : {}),
		},
	});
	if (settings.evaluAgentUrl) {
		delete workflow.nodes.find(({ name }) => name === 'EvaluAgent users')!.disabled;
	}
	change(workflow);
	return await rest.createWorkflow(workflow);
}

export type Run = Execution & { mode: string };

/** The last run of a workflow, but for those that only tell of another's failure. */
async function lastRun({ rest }: Playground, workflowId: string): Promise<Run | undefined> {
	const runs = ((await rest.executions(workflowId)) as Run[]).filter(
		({ mode }) => mode !== 'error',
	);
	return runs.sort((a, b) => Number(b.id) - Number(a.id))[0];
}

/** Waits until a run of the workflow has ended that is none of those before. */
export async function untilRunAfter(
	playground: Playground,
	workflowId: string,
	before: Run | undefined,
): Promise<Run> {
	return await until('another run has ended', async () => {
		const run = await lastRun(playground, workflowId);
		return run && run.id !== before?.id && /success|error/.test(run.status) && run;
	});
}

export async function unpublish(playground: Playground, id: string): Promise<void> {
	await playground.rest.send('post', `/workflows/${id}/deactivate`, {});
}

/** Publishes the workflow (anew), which starts a run, and waits for its end. */
export async function publishAndRun(playground: Playground, workflow: Published): Promise<Run> {
	const before = await lastRun(playground, workflow.id);
	if (before) await unpublish(playground, workflow.id);
	await playground.rest.publish(workflow);
	return await untilRunAfter(playground, workflow.id, before);
}

/** The button *Execute workflow*, from the trigger with this name. */
export async function runByHand(
	playground: Playground,
	{ id }: Published,
	trigger: string,
): Promise<Run> {
	const before = await lastRun(playground, id);
	await playground.rest.send('post', `/workflows/${id}/run`, {
		triggerToStartFrom: { name: trigger },
	});
	return await untilRunAfter(playground, id, before);
}

/** The people table as a person sees it under *Data tables*. */
export class PeopleTable {
	private constructor(
		private readonly playground: Playground,
		private readonly tables: string,
	) {}

	static async of(playground: Playground): Promise<PeopleTable> {
		const projects = await playground.rest.send<Array<{ id: string; type: string }>>(
			'get',
			'/projects/my-projects',
		);
		const { id } = projects.find(({ type }) => type === 'personal')!;
		return new PeopleTable(playground, `/projects/${id}/data-tables`);
	}

	/** The address of the table, if it is there. */
	private async address(): Promise<string | undefined> {
		const { data } = await this.playground.rest.send<{ data: Array<{ id: string; name: string }> }>(
			'get',
			this.tables,
		);
		const found = data.find(({ name }) => name === PEOPLE_TABLE);
		return found && `${this.tables}/${found.id}`;
	}

	/** By Zendesk's id, as the order of the rows means nothing. */
	async rows(): Promise<Person[]> {
		const table = await this.address();
		if (!table) return [];
		const { data } = await this.playground.rest.send<{ data: Person[] }>(
			'get',
			`${table}/rows?take=200`,
		);
		return data.sort((a, b) => Number(a.zendesk_id) - Number(b.zendesk_id) || a.id - b.id);
	}

	async person(name: string): Promise<Person> {
		const [person, ...others] = (await this.rows()).filter((row) => row.name === name);
		if (!person || others.length > 0) throw new Error(`${others.length} others are ${name}`);
		return person;
	}

	/** What a person changes in somebody's row. */
	async edit(name: string, data: Record<string, unknown>): Promise<void> {
		const { id } = await this.person(name);
		const filter = {
			type: 'and',
			filters: [{ columnName: 'id', condition: 'eq', value: id }],
		};
		await this.playground.rest.send('patch', `${(await this.address())!}/rows`, { filter, data });
	}

	async enter(rows: Array<Record<string, unknown>>): Promise<void> {
		await this.playground.rest.send('post', `${(await this.address())!}/insert`, { data: rows });
	}

	async addColumn(name: string): Promise<void> {
		await this.playground.rest.send('post', `${(await this.address())!}/columns`, {
			name,
			type: 'string',
		});
	}

	async empty(): Promise<void> {
		const table = await this.address();
		if (table) await this.playground.rest.send('delete', table);
	}
}
