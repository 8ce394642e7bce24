import type { Stage } from '../../engine/engine';
import { addAgent, addCustomer, addDeletedCustomer, addLightAgent } from '../../simulator';
import type { Ran, Scenario } from '../types';
import { runOf } from './node';

/** Staff and customers, some suspended or deleted. */
function people({ sim }: Stage) {
	const agents = [0, 1].map((i) => addAgent(sim, { name: `Agent ${i}`, suspended: i === 1 }));
	addLightAgent(sim, { name: 'Light', external_id: 'EMP-7' });
	const customers = [0, 1, 2].map((i) =>
		addCustomer(sim, { name: `Ann ${i}`, email: `ann${i}@example.com`, tags: ['vip'] }),
	);
	const deleted = [0, 1, 2].map((i) => addDeletedCustomer(sim, { name: `Deleted ${i}` }));
	return { agents, customers, deleted };
}

function gettingMany(stage: Stage, filters: object, options: object = {}): () => Promise<Ran> {
	people(stage);
	return runOf(stage, {
		resource: 'user',
		operation: 'getAll',
		returnAll: true,
		filters,
		options,
	});
}

const LONG_AGO = '2020-01-01T00:00:00Z';

export const usersReading: Scenario[] = [
	{
		name: 'User: Get',
		arrange(stage) {
			const { agents, customers, deleted } = people(stage);
			const rows: Array<[mode: string, value: unknown]> = [
				['id', agents[1].id],
				['id', deleted[0].id],
				['email', customers[2].email],
				['externalId', 'emp-7'],
				['email', 'nobody@example.com'],
			];
			const user = { __rl: true, mode: '={{ $json.mode }}', value: '={{ $json.value }}' };
			return runOf(
				stage,
				{ resource: 'user', operation: 'get', user },
				rows.map(([mode, value]) => ({ mode, value: String(value) })),
			);
		},
	},
	{
		name: 'User: Get Many',
		arrange: (stage) => gettingMany(stage, { role: ['agent', 'admin'], status: 'active' }),
	},
	{
		name: 'User: Get Many (search)',
		arrange: (stage) => gettingMany(stage, { search: 'tags:vip' }),
	},
	{
		name: 'User: Get Many (incremental export)',
		arrange: (stage) => gettingMany(stage, { updatedSince: LONG_AGO }),
	},
	{
		name: 'User: Get Many (deleted)',
		arrange: (stage) => gettingMany(stage, { status: 'deleted' }),
	},
	{
		name: 'Deleted User: Get Many',
		arrange(stage) {
			people(stage);
			return runOf(stage, { resource: 'deletedUser', operation: 'getAll', returnAll: true });
		},
	},
];
