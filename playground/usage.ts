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

export const STATE_TABLE = 'zdusers-usage-state';
export const PEOPLE_TABLE = 'zdusers-usage-people';
export const DAYS_TABLE = 'zdusers-usage-days';

export interface UsageCredentials {
	zendesk: Credential;
	smtp: Credential;
	readers: Credential;
}

/** Who may see the page. */
export const READER = { user: 'reader', password: 'read-2026' };

export const pageUrlOf = ({ n8n }: Playground) => `${n8n.url}/webhook/zendesk-usage`;

/** The three credentials that the sticky note asks for; Zendesk's may only read. */
export async function createUsageCredentials(playground: Playground): Promise<UsageCredentials> {
	return {
		zendesk: await createZendeskCredential(playground, 'readOnly'),
		smtp: await createMailCredential(playground),
		readers: await createBasicAuth(playground, 'Readers', READER),
	};
}

export type Imported = Workflow & { id: string; versionId: string };

/** Imports the template `usage-dashboard` and does what its sticky note says, but for publishing it. */
export async function importUsageTemplate(
	{ rest }: Playground,
	{ zendesk, smtp, readers }: UsageCredentials,
	settings: Record<string, string> = {},
	change: (template: Workflow) => void = () => {},
): Promise<Imported> {
	const workflow = fillIn(readTemplate('usage-dashboard'), {
		settings: { mailFrom: 'n8n@acme.example', mailTo: 'it@acme.example', ...settings },
		credentials: {
			'n8n-nodes-zendesk-users.zendeskUsers': zendesk,
			'n8n-nodes-base.emailSend': smtp,
			'n8n-nodes-base.webhook': readers,
		},
	});
	change(workflow);
	return await rest.createWorkflow(workflow);
}

/** The button *Execute workflow* at *Fill it now*. @returns the id of the run */
export async function startFill({ rest }: Playground, { id }: Imported): Promise<string> {
	const { executionId } = await rest.send<{ executionId: string }>('post', `/workflows/${id}/run`, {
		triggerToStartFrom: { name: 'Fill it now' },
	});
	return executionId;
}

/** Waits for the end of a run, whatever it is. */
export async function untilEnded({ rest }: Playground, id: string): Promise<Execution> {
	return await until(`run ${id} has ended`, async () => {
		const run = await rest.execution(id);
		return /success|error|crashed|canceled/.test(run.status) && run;
	});
}

/** Waits until n8n's error trigger has dealt with so many failures of a workflow that keeps its good runs too. */
export async function untilDealtWith(
	{ rest }: Playground,
	workflowId: string,
	failures: number,
): Promise<void> {
	await until(`${failures} failures are dealt with`, async () => {
		const runs = (await rest.executions(workflowId)) as Array<Execution & { mode: string }>;
		const dealt = runs.filter(({ mode, status }) => mode === 'error' && status === 'success');
		return dealt.length >= failures;
	});
}

export type TableRow = Record<string, unknown> & { id: number };

/** So many rows n8n gives at a time. */
const PAGE = 200;

/** n8n's data tables, as a person sees and edits them. */
export class UsageTables {
	private constructor(
		private readonly playground: Playground,
		private readonly tables: string,
	) {}

	static async of(playground: Playground): Promise<UsageTables> {
		const projects =
			await playground.rest.get<Array<{ id: string; type: string }>>('/projects/my-projects');
		const { id } = projects.find(({ type }) => type === 'personal')!;
		return new UsageTables(playground, `/projects/${id}/data-tables`);
	}

	/** The address of a table, if it is there. */
	private async address(name: string): Promise<string | undefined> {
		const { data } = await this.playground.rest.get<{ data: Array<{ id: string; name: string }> }>(
			this.tables,
		);
		const found = data.find((table) => table.name === name);
		return found && `${this.tables}/${found.id}`;
	}

	async rows(name: string): Promise<TableRow[]> {
		const table = await this.address(name);
		const rows: TableRow[] = [];
		while (table) {
			const { data } = await this.playground.rest.get<{ data: TableRow[] }>(`${table}/rows`, {
				skip: rows.length,
				take: PAGE,
			});
			rows.push(...data);
			if (data.length < PAGE) break;
		}
		return rows;
	}

	/** The one row that says how far the fill has come. */
	async state(): Promise<TableRow> {
		const [state, ...others] = await this.rows(STATE_TABLE);
		if (!state || others.length > 0) throw new Error(`${others.length} other rows of state`);
		return state;
	}

	/** What a person changes in the rows that have this value. */
	async edit(
		name: string,
		[columnName, value]: [string, string],
		data: Record<string, unknown>,
	): Promise<void> {
		await this.playground.rest.send('patch', `${(await this.address(name))!}/rows`, {
			filter: { type: 'and', filters: [{ columnName, condition: 'eq', value }] },
			data,
		});
	}

	async editState(data: Record<string, unknown>): Promise<void> {
		await this.edit(STATE_TABLE, ['key', 'usage'], data);
	}

	async enter(name: string, rows: Array<Record<string, unknown>>): Promise<void> {
		await this.playground.rest.send('post', `${(await this.address(name))!}/insert`, {
			data: rows,
		});
	}

	async remove(...names: string[]): Promise<void> {
		for (const name of names) {
			const table = await this.address(name);
			if (table) await this.playground.rest.send('delete', table);
		}
	}
}
