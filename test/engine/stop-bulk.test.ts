import { addCustomer, type Simulator, type SimulatorOptions } from '../simulator';
import { clearStages, type NodeRun, setStage } from './engine';

afterEach(clearStages);

/** So long a person waits who has pressed Stop; how the machine's own clock keeps it is in test/unit/clock.test.ts. */
const PATIENCE_MS = 2_000;

interface Scene {
	options?: SimulatorOptions;
	/** Arranges the account; gives the run. */
	arrange: (sim: Simulator) => NodeRun;
	/** What has happened when Stop is pressed, else the case would be another one. */
	reached: (sim: Simulator) => boolean;
	/** When Stop is pressed after that. Default: at once. */
	afterMs?: number;
}

const customers = (sim: Simulator, count: number) =>
	Array.from({ length: count }, () => addCustomer(sim));

const user = (operation: string, more: object = {}) => ({ resource: 'user', operation, ...more });

const BY_ITEM = { __rl: true, mode: 'id', value: '={{ $json.id }}' };

const upsert = (rows: number, options: object = {}): NodeRun => ({
	items: Array.from({ length: rows }, (_, i) => ({ key: `N-${i}`, name: `New ${i}` })),
	parameters: user('upsert', {
		externalId: '={{ $json.key }}',
		name: '={{ $json.name }}',
		options,
	}),
});

const jobs = (count: number) => (sim: Simulator) => sim.jobs.running.length >= count;

const requests =
	(route: string, count: number, status = 200) =>
	({ log }: Simulator) =>
		log.count({ route, status }) >= count;

const EXPORT = 'GET /api/v2/incremental/users/cursor';
const PURGE = 'DELETE /api/v2/deleted_users/:id';

const SCENES: Array<[when: string, scene: Scene]> = [
	[
		'upserts of 3,000 rows run in jobs',
		{
			options: { jobSeconds: 60 },
			arrange: () => upsert(3_000),
			reached: jobs(25),
			afterMs: 500,
		},
	],
	[
		'upserts are compared with what is there',
		{
			options: { latencyMs: 300 },
			arrange: () => upsert(3_000),
			reached: requests('GET /api/v2/users/show_many', 4),
		},
	],
	[
		'rows wait for a job slot',
		{
			options: { jobSeconds: 1 },
			arrange: () => upsert(3_000, { jobSlots: 1 }),
			reached: jobs(1),
		},
	],
	[
		'rows wait for slots that others hold',
		{
			arrange: (sim) => {
				sim.jobs.slotsTaken = 30;
				return {
					items: customers(sim, 300).map(({ id }) => ({ id })),
					parameters: user('update', { user: BY_ITEM, updateFields: { phone: '42' } }),
				};
			},
			reached: requests('PUT /api/v2/users/update_many', 1, 429),
		},
	],
	[
		'single upserts go one a second',
		{
			options: { plan: { bulkImport: false } },
			arrange: () => upsert(60),
			reached: requests('POST /api/v2/users/create_or_update', 1, 201),
		},
	],
	[
		'Get Many reads pages',
		{
			options: { latencyMs: 200 },
			arrange: (sim) => {
				customers(sim, 3_000);
				return { parameters: user('getAll', { returnAll: true }) };
			},
			reached: requests('GET /api/v2/users', 2),
		},
	],
	[
		'permanent deletions are held by their limit',
		{
			arrange: (sim) => {
				sim.limits.overrides['purge-user'] = 5;
				const people = customers(sim, 60);
				for (const one of people) {
					sim.store.users.update(one, { active: false, deleted_at: sim.clock.now() });
				}
				return {
					items: people.map(({ id }) => ({ id })),
					parameters: {
						resource: 'deletedUser',
						operation: 'deletePermanently',
						deletedUser: BY_ITEM,
					},
				};
			},
			reached: requests(PURGE, 1, 429),
		},
	],
	[
		'exports wait for their ten a minute',
		{
			arrange: () => ({
				items: Array.from({ length: 15 }, () => ({})),
				parameters: user('getAll', { returnAll: true, options: { readBy: 'export' } }),
			}),
			reached: requests(EXPORT, 10),
			afterMs: 200,
		},
	],
];

/** Whether the scene has come so far, within ten seconds of the account's clock. */
async function comesTo(sim: Simulator, isReached: () => boolean): Promise<boolean> {
	const deadline = sim.clock.now() + 10_000;
	while (!isReached() && sim.clock.now() < deadline) await sim.clock.sleep(10);
	return isReached();
}

describe('After Stop no request is sent later than 2 s, and the node has ended', () => {
	it.each(SCENES)('while %s', async (_when, { options, arrange, reached, afterMs = 0 }) => {
		const { sim, run } = setStage(options);
		let stoppedAt = 0;
		const stopInTime = async (press: () => void) => {
			if (!(await comesTo(sim, () => reached(sim)))) return;
			await sim.clock.sleep(afterMs);
			stoppedAt = sim.clock.now();
			press();
		};
		const { items } = await run({ ...arrange(sim), stop: (press) => void stopInTime(press) });
		// n8n waits for the node: a node that sleeps on would keep the execution running.
		const endedAt = sim.clock.now();
		expect(items).toEqual([]);
		expect(stoppedAt).toBeGreaterThan(0);
		await sim.clock.sleep(PATIENCE_MS + 120_000);
		expect(sim.log.filter(({ at }) => at > stoppedAt + PATIENCE_MS)).toEqual([]);
		expect(endedAt - stoppedAt).toBeLessThanOrEqual(PATIENCE_MS);
	});
});
