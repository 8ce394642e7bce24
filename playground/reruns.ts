import { createCredential, createMailCredential } from './credentials';
import type { Playground } from './playground';
import type { Workflow } from './rest';
import { fillIn, readTemplate } from './template';

export const TAG = 'rerun';

const SCOPES = [
	'execution:list',
	'execution:read',
	'execution:retry',
	'execution:stop',
	'workflow:list',
];

/** The template's table: a row for each run that broke off. */
export interface Rerun {
	execution_id: string;
	state: string;
	tries: number | null;
	why: string;
}

/** A run as n8n lists it. */
export interface Run {
	id: string;
	status: string;
	mode: string;
	retryOf: string | null;
	retrySuccessId: string | null;
}

/** All runs of a workflow. */
export async function runsOf({ rest }: Playground, workflowId: string): Promise<Run[]> {
	const runs = new Map<string, Run>();
	for (let lastId: string | undefined; ; ) {
		const { results } = await rest.get<{ results: Run[] }>('/executions', {
			filter: JSON.stringify({ workflowId }),
			limit: 100,
			lastId,
		});
		const others = results.filter(({ id }) => !runs.has(id));
		if (others.length === 0) return [...runs.values()];
		for (const run of others) runs.set(run.id, run);
		lastId = String(Math.min(...others.map(({ id }) => Number(id))));
	}
}

export type Imported = Workflow & { id: string; versionId: string };

/** Imports the template `rerun-interrupted` and does what its sticky note says, but for publishing it. */
export async function importRerunTemplate(
	playground: Playground,
	change: (template: Workflow) => void = () => {},
): Promise<Imported> {
	const { rest, n8n } = playground;
	const { rawApiKey: apiKey } = await rest.send<{ rawApiKey: string }>('post', '/api-keys', {
		label: `Reruns ${Date.now()}`,
		scopes: SCOPES,
		expiresAt: null,
	});
	const redis = await createCredential(rest, "n8n's Redis", 'redis', {
		host: '127.0.0.1',
		port: Number(process.env.TEST_REDIS_PORT),
		database: 0,
		user: '',
		password: '',
	});
	const workflow = fillIn(readTemplate('rerun-interrupted'), {
		settings: {
			n8nUrl: n8n.url,
			tag: TAG,
			mailFrom: 'n8n@acme.example',
			mailTo: 'it@acme.example',
		},
		credentials: {
			'n8n-nodes-base.httpRequest': await createCredential(rest, 'n8n', 'n8nApi', {
				apiKey,
				baseUrl: `${n8n.url}/api/v1`,
			}),
			'n8n-nodes-base.redis': redis,
			'n8n-nodes-base.emailSend': await createMailCredential(playground),
		},
	});
	change(workflow);
	return await rest.createWorkflow(workflow);
}

/** Other times for the looks. */
export const lookEvery =
	(amount: number, field: 'seconds' | 'hours') =>
	({ nodes }: Workflow): void => {
		nodes.find(({ name }) => name === 'Every minute')!.parameters = {
			rule: { interval: [{ field, [`${field}Interval`]: amount }] },
		};
	};

export async function reruns({ rest }: Playground): Promise<Rerun[]> {
	const projects = await rest.get<Array<{ id: string; type: string }>>('/projects/my-projects');
	const { id } = projects.find(({ type }) => type === 'personal')!;
	const tables = `/projects/${id}/data-tables`;
	const { data } = await rest.get<{ data: Array<{ id: string; name: string }> }>(tables);
	const found = data.find(({ name }) => name === 'zdusers-reruns');
	if (!found) return [];
	return (await rest.get<{ data: Rerun[] }>(`${tables}/${found.id}/rows`, { take: 200 })).data;
}
