import { addCustomer, type LogEntry, type Simulator, type User } from '../simulator';
import { clearStages, setStage, type Stage } from './engine';
import { by } from './forms';

afterEach(clearStages);

const PICK = { user: { __rl: true, mode: 'id', value: '={{ $json.id }}' } };

const customers = (sim: Simulator, count: number) =>
	Array.from({ length: count }, () => addCustomer(sim));

/** Changes these users in jobs of a hundred. */
async function update({ run }: Stage, users: User[], phone: string, options: object = {}) {
	return await run({
		items: users.map(({ id }) => ({ id })),
		onError: 'continueRegularOutput',
		parameters: {
			resource: 'user',
			operation: 'update',
			...PICK,
			updateFields: { phone },
			options,
		},
	});
}

/** The most jobs that Zendesk had queued or running at one moment. */
function mostJobsAtOnce(sim: Simulator): number {
	const jobs = sim.jobs.recent(sim.clock.now());
	return Math.max(
		...jobs.map(
			({ created_at: at }) =>
				jobs.filter(({ created_at: from, finished_at: to }) => from <= at && at < (to ?? Infinity))
					.length,
		),
	);
}

/** The most of these requests within any such stretch of time. */
function mostWithin(entries: LogEntry[], ms: number): number {
	return Math.max(
		...entries.map(({ at }, i) => entries.slice(i).filter((later) => later.at < at + ms).length),
	);
}

describe('two executions at once on one account', () => {
	it.each([3, 25])('share %d job slots, and use them all', async (jobSlots) => {
		const stage = setStage({ latencyMs: 50 });
		const { sim } = stage;
		const [first, second] = [customers(sim, 2_000), customers(sim, 2_000)];
		const results = await Promise.all([
			update(stage, first, '1', { jobSlots }),
			update(stage, second, '2', { jobSlots }),
		]);
		for (const { items } of results) {
			expect(items).toHaveLength(2_000);
			expect(new Set(items.map(({ outcome }) => outcome))).toEqual(new Set(['updated']));
		}
		expect(new Set(first.map(({ phone }) => phone))).toEqual(new Set(['1']));
		expect(new Set(second.map(({ phone }) => phone))).toEqual(new Set(['2']));
		expect(sim.jobs.recent(sim.clock.now())).toHaveLength(40);
		expect(mostJobsAtOnce(sim)).toBe(jobSlots);
		expect(sim.log.count({ status: 429 })).toBe(0);
	});

	it.each([
		['present', 0],
		// Then only a refusal tells.
		['absent', 1],
	] as const)(
		'leave the slots alone that another integration holds: header %s',
		async (header, refusals) => {
			const stage = setStage({ latencyMs: 50, switches: { inflightJobsHeader: header } });
			const { sim } = stage;
			sim.jobs.slotsTaken = 20;
			await Promise.all([
				update(stage, customers(sim, 1_000), '1'),
				update(stage, customers(sim, 1_000), '2'),
			]);
			expect(mostJobsAtOnce(sim)).toBe(10);
			expect(sim.log.count({ status: 429 })).toBe(refusals);
		},
	);

	it.each([
		[80, 140],
		[30, 490],
	])('keep to a Rate Limit Share of %d %%', async (rateLimitShare, left) => {
		const { sim, run } = setStage({ latencyMs: 50 });
		const remaining: number[] = [];
		sim.faults.add({
			when: { path: /^\/api\/v2\//, times: Infinity },
			then: {
				kind: 'after',
				do: ({ limits, clock }) =>
					void remaining.push(limits.room('account', clock.now()).remaining),
			},
		});
		const read = (users: User[]) =>
			run({
				items: users.map(({ email }) => ({ email })),
				onError: 'continueRegularOutput',
				parameters: {
					resource: 'user',
					operation: 'get',
					user: { __rl: true, mode: 'email', value: '={{ $json.email }}' },
					options: { rateLimitShare },
				},
			});
		const results = await Promise.all([read(customers(sim, 500)), read(customers(sim, 500))]);
		for (const { items } of results) expect(items.map(({ name }) => name)).not.toContain(undefined);
		expect(remaining.length).toBeGreaterThanOrEqual(1_000);
		expect(Math.min(...remaining)).toBe(left);
		expect(sim.log.count({ status: 429 })).toBe(0);
	});

	it('on the same user: both are answered, and none waits for ever', async () => {
		const stage = setStage({ latencyMs: 50 });
		const { sim, run } = stage;
		const ann = addCustomer(sim);
		const suspend = () =>
			run({ parameters: { resource: 'user', operation: 'suspend', user: by.id(ann) } });
		const results = await Promise.all([suspend(), suspend()]);
		for (const { items } of results) {
			expect(items[0].outcome).toMatch(/^(suspended|unchanged)$/);
		}
		expect(ann.suspended).toBe(true);
	});
});

describe('Delete Permanently of 1,500 users', () => {
	it('takes at most 700 in ten minutes, and never a 429', async () => {
		const { sim, run } = setStage({ latencyMs: 50 });
		const users = customers(sim, 1_500);
		const rows = users.map(({ id }) => ({ id }));
		const deleted = await run({
			items: rows,
			parameters: {
				resource: 'user',
				operation: 'delete',
				...PICK,
				options: { maxChanges: 1_500 },
			},
		});
		expect(deleted.error).toBeUndefined();
		const mark = sim.log.mark();
		const { items } = await run({
			items: rows,
			onError: 'continueRegularOutput',
			parameters: {
				resource: 'deletedUser',
				operation: 'deletePermanently',
				deletedUser: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				options: { maxChanges: 1_500 },
			},
		});
		expect(new Set(items.map(({ outcome }) => outcome))).toEqual(new Set(['purged']));
		expect(users.filter(({ purged_at: at }) => at === null)).toEqual([]);
		const requests = sim.log.since(mark);
		const purges = requests.filter(({ route }) => route === 'DELETE /api/v2/deleted_users/:id');
		expect(purges).toHaveLength(1_500);
		expect(mostWithin(purges, 600_000)).toBe(700);
		expect(requests.filter(({ status }) => status === 429)).toEqual([]);
		// No slower than that either: two windows and the rest.
		expect(purges.at(-1)!.at - purges[0].at).toBeLessThan(26 * 60_000);
	});
});
