import { randomUUID } from 'node:crypto';
import axios from 'axios';
import { createZendeskCredential } from '../../playground/credentials';
import type { Account } from '../../playground/killing';
import type { Playground } from '../../playground/playground';
import type { Execution } from '../../playground/rest';
import { putLive } from '../../playground/triggers';
import { untilEnded } from '../../playground/usage';
import { PATIENCE_MS, until } from '../../playground/waiting';

/** One node of ours as it stands in the workflow, to be run over rows. */
export interface NodeForm {
	type: 'zendeskUsers' | 'zendeskUserSync';
	parameters: Record<string, unknown>;
}

/** A published workflow that takes rows by webhook: the webhook, the rows as items, the node. */
export interface RowsWorkflow {
	id: string;
	url: string;
}

export async function createRowsWorkflow(
	playground: Playground,
	{ sim }: Account,
	{ type, parameters }: NodeForm,
): Promise<RowsWorkflow> {
	const { rest, n8n } = playground;
	const credential = await createZendeskCredential({ rest, sim }, 'readWrite');
	const path = sim.host.replace('.zendesk.com', '');
	const node = (
		name: string,
		type: string,
		typeVersion: number,
		x: number,
		parameters: object,
	) => ({
		id: randomUUID(),
		name,
		type,
		typeVersion,
		position: [x, 0],
		parameters: parameters as Record<string, unknown>,
	});
	const workflow = await rest.createWorkflow({
		name: path,
		nodes: [
			{
				...node('Rows', 'n8n-nodes-base.webhook', 2, 0, { httpMethod: 'POST', path }),
				webhookId: randomUUID(),
			},
			node('Items', 'n8n-nodes-base.splitOut', 1, 220, { fieldToSplitOut: 'body.rows' }),
			{
				...node('Zendesk', `n8n-nodes-zendesk-users.${type}`, 1, 440, parameters),
				credentials: { [credential.type]: { id: credential.id, name: credential.name } },
			},
		],
		connections: {
			Rows: { main: [[{ node: 'Items', type: 'main', index: 0 }]] },
			Items: { main: [[{ node: 'Zendesk', type: 'main', index: 0 }]] },
		},
		settings: { executionOrder: 'v1' },
	});
	await putLive(playground, workflow);
	return { id: workflow.id, url: `${n8n.url}/webhook/${path}` };
}

/** Starts the workflow from the top. n8n answers at once; after a start its webhooks come up a moment later. */
export async function startRows({ url }: RowsWorkflow, rows: object[]): Promise<void> {
	await until(`n8n knows ${url}`, async () => {
		const options = { proxy: false, timeout: PATIENCE_MS, validateStatus: () => true } as const;
		const { status } = await axios.post(url, { rows }, options);
		if (status !== 200 && status !== 404) throw new Error(`n8n answers ${status} at ${url}`);
		return status === 200;
	});
}

/** Starts the workflow and waits for the end of that run, whatever it is. */
export async function runRows(
	playground: Playground,
	workflow: RowsWorkflow,
	rows: object[],
): Promise<Execution> {
	const { rest } = playground;
	const known = new Set((await rest.executions(workflow.id)).map(({ id }) => id));
	await startRows(workflow, rows);
	const { id } = await until('n8n shows the run whose rows it has taken', async () =>
		(await rest.executions(workflow.id)).find(({ id }) => !known.has(id)),
	);
	return await untilEnded(playground, id);
}
