import type { IDataObject } from 'n8n-workflow';
import {
	addAgent,
	addCustomer,
	addGroup,
	addTicket,
	type Fault,
	type FaultTrigger,
	type Simulator,
	type Switches,
	type Ticket,
	type User,
} from '../simulator';
import { clearStages, setStage } from './engine';
import { by } from './forms';

afterEach(clearStages);

const POLL = 'GET /api/v2/job_statuses/show_many';

/** An operation that goes in jobs, with people for it. */
interface Bulk {
	operation: string;
	/** How rows name their users, where the operation has several ways. */
	keys?: string;
	/** Where its jobs are ordered. */
	route: string;
	/** What it calls a row that is done; creating the same user twice may find the first one. */
	outcome: string | RegExp;
	form: (sim: Simulator) => object;
	/** The rows; `key` is how a request names one of them. */
	rows: (sim: Simulator, count: number) => Array<{ key: string } & IDataObject>;
	isDone: (user: User) => boolean;
}

const list = <T>(count: number, make: (i: number) => T) =>
	Array.from({ length: count }, (_, i) => make(i));

const newPeople: Bulk['rows'] = (_sim, count) =>
	list(count, (i) => ({
		key: `NEW-${i}`,
		externalId: `NEW-${i}`,
		email: `new${i}@example.com`,
		name: `New Person ${i}`,
	}));

const known =
	(add: (sim: Simulator) => User): Bulk['rows'] =>
	(sim, count) =>
		list(count, () => {
			const { id } = add(sim);
			return { key: String(id), id };
		});

const PICK = { user: { __rl: true, mode: 'id', value: '={{ $json.id }}' } };
/** Of lists that take rights, more is wanted here than a run may do when nothing is said. */
const PICK_ALL = { ...PICK, options: { maxChanges: 1_000, maxStaffPercent: 100 } };
const UPDATE_MANY = 'PUT /api/v2/users/update_many';

const staffRole = (sim: Simulator) =>
	sim.store.customRoles.all().find(({ name }) => name === 'Staff')!.id;

const UPSERT = {
	externalId: '={{ $json.externalId ?? "" }}',
	email: '={{ $json.email ?? "" }}',
	name: '={{ $json.name }}',
};

const OPERATIONS: Bulk[] = [
	{
		operation: 'upsert',
		route: 'POST /api/v2/users/create_or_update_many',
		outcome: /^(created|sent)$/,
		form: () => UPSERT,
		// Who has an external ID and an email is created, as below.
		rows: (sim, count) => newPeople(sim, count).map(({ email: _, ...row }) => row),
		isDone: ({ name }) => name.startsWith('New'),
	},
	{
		operation: 'upsert',
		keys: 'by both keys',
		route: 'POST /api/v2/users/create_many',
		outcome: /^(created|unchanged)$/,
		form: () => UPSERT,
		rows: newPeople,
		isDone: ({ name }) => name.startsWith('New'),
	},
	{
		operation: 'create',
		route: 'POST /api/v2/users/create_many',
		outcome: /^(created|unchanged)$/,
		form: () => ({
			name: '={{ $json.name }}',
			email: '={{ $json.email ?? "" }}',
			additionalFields: { externalId: '={{ $json.externalId ?? "" }}' },
		}),
		rows: newPeople,
		isDone: ({ name }) => name.startsWith('New'),
	},
	{
		operation: 'update',
		route: UPDATE_MANY,
		outcome: 'updated',
		form: () => ({ ...PICK, updateFields: { phone: '42' } }),
		rows: known((sim) => addCustomer(sim)),
		isDone: ({ phone }) => phone === '42',
	},
	{
		operation: 'suspend',
		route: UPDATE_MANY,
		outcome: 'suspended',
		form: () => PICK_ALL,
		rows: known((sim) => addCustomer(sim)),
		isDone: ({ suspended }) => suspended,
	},
	{
		operation: 'unsuspend',
		route: UPDATE_MANY,
		outcome: 'unsuspended',
		form: () => PICK,
		rows: known((sim) => addCustomer(sim, { suspended: true })),
		isDone: ({ suspended }) => !suspended,
	},
	{
		operation: 'downgrade',
		route: UPDATE_MANY,
		outcome: 'downgraded',
		form: () => PICK_ALL,
		rows: known((sim) => addAgent(sim)),
		isDone: ({ role }) => role === 'end-user',
	},
	{
		operation: 'upgrade',
		route: UPDATE_MANY,
		outcome: 'upgraded',
		form: (sim) => ({ ...PICK, role: 'agent', customRole: staffRole(sim) }),
		rows: known((sim) => addCustomer(sim)),
		isDone: ({ role }) => role === 'agent',
	},
	{
		operation: 'delete',
		route: 'DELETE /api/v2/users/destroy_many',
		outcome: 'deleted',
		form: () => PICK_ALL,
		rows: known((sim) => addCustomer(sim)),
		isDone: ({ active }) => !active,
	},
];

const operationCalled = (name: string) => OPERATIONS.find(({ operation }) => operation === name)!;

/** An account with rows for an operation, and a count of how often each user became what he was to become. */
function setUp(bulk: Bulk, count: number, options: Parameters<typeof setStage>[0] = {}) {
	const stage = setStage(options);
	const { sim } = stage;
	const rows = bulk.rows(sim, count);
	const size = sim.store.users.size;
	const times = new Map<number, number>();
	sim.store.users.onChange((before, user) => {
		if (!bulk.isDone(user) || (before && bulk.isDone(before))) return;
		times.set(user.id, (times.get(user.id) ?? 0) + 1);
	});
	const run = (items: IDataObject[] = rows, more: object = {}) =>
		stage.run({
			items,
			onError: 'continueRegularOutput',
			parameters: {
				resource: 'user',
				operation: bulk.operation,
				...bulk.form(sim),
				...more,
			},
		});
	const orders = () => sim.log.filter({ route: bulk.route });
	/** The users whom the rows brought about. */
	const born = () => sim.store.users.size - size;
	return { sim, rows, run, times, orders, born };
}

type SetUp = ReturnType<typeof setUp>;

/** Every row but these is done, once, and answered on its own item; jobs that are still queued change nothing any more. */
async function expectAllDone(
	{ outcome }: Bulk,
	{ sim, rows, times, born }: SetUp,
	{ items, paired }: Awaited<ReturnType<SetUp['run']>>,
	except: number[] = [],
) {
	await sim.settle();
	const good = rows.map((_, i) => i).filter((i) => !except.includes(i));
	expect(paired).toEqual(rows.map((_, i) => i));
	const word = typeof outcome === 'string' ? new RegExp(`^${outcome}$`) : outcome;
	const wrong = good.filter((i) => !word.test(String(items[i].outcome)));
	expect(wrong.slice(0, 2).map((i) => [`${wrong.length} rows, such as ${i}`, items[i]])).toEqual(
		[],
	);
	expect(good.map((i) => times.get(Number(items[i].id)))).toEqual(good.map(() => 1));
	expect(times.size).toBe(good.length);
	for (const i of good) {
		const user = sim.store.users.get(Number(items[i].id))!;
		expect([String(user.id), user.external_id]).toContain(rows[i].key);
	}
	expect([0, good.length]).toContain(born());
}

/** Hits every order that contains this row, in its body or in its query. */
function containing(sim: Simulator, key: string): FaultTrigger {
	const word = new RegExp(`\\b${key}\\b`);
	return {
		path: /_many$/,
		body: (body) => {
			const { method, query } = sim.log.entries.at(-1)!;
			return method !== 'GET' && word.test(JSON.stringify([body, query]));
		},
		times: Infinity,
	};
}

const VANISHED: Array<[string, Fault]> = [
	['its status is empty', { kind: 'respond', status: 200, body: { job_statuses: [] } }],
	[
		'its status is a 404',
		{ kind: 'respond', status: 404, body: { error: 'RecordNotFound', description: 'Not found' } },
	],
];

describe.each(
	OPERATIONS.map((bulk) => [`${bulk.operation} ${bulk.keys ?? ''}`.trim(), bulk] as const),
)('%s', (_name, bulk) => {
	const { route } = bulk;

	it('items that failed have their own verdict and message, the others are done', async () => {
		const set = setUp(bulk, 12);
		set.sim.faults.add({ when: { route }, then: { kind: 'job', failItems: [2, 7] } });
		const result = await set.run();
		set.sim.faults.verifyAllFired();
		await expectAllDone(bulk, set, result, [2, 7]);
		for (const i of [2, 7]) {
			expect(result.items[i]).toMatchObject({
				outcome: 'failed',
				message: expect.stringContaining('Database collision'),
			});
			const { key, name } = set.rows[i];
			expect(String(result.items[i].message)).toMatch(new RegExp(`\\b(${key}|${name})\\b`));
		}
	});

	it.each<Switches['jobFailedState']>(['failed', 'killed'])(
		'a job that %s after 37 rows: the other 63 are done, too',
		async (jobFailedState) => {
			const set = setUp(bulk, 100, { switches: { jobFailedState } });
			set.sim.faults.add({ when: { route }, then: { kind: 'job', failAt: 37 } });
			const result = await set.run();
			set.sim.faults.verifyAllFired();
			await expectAllDone(bulk, set, result);
			expect(set.orders().length).toBeLessThanOrEqual(3);
		},
	);

	it('a row that always breaks its job fails alone', async () => {
		const set = setUp(bulk, 100);
		const bad = 41;
		const when = containing(set.sim, set.rows[bad].key);
		set.sim.faults.add({ when, then: { kind: 'job', failAt: 0 } });
		const result = await set.run();
		set.sim.faults.verifyAllFired();
		await expectAllDone(bulk, set, result, [bad]);
		expect(result.items[bad]).toMatchObject({
			outcome: 'failed',
			message: expect.stringContaining('could not complete the job'),
		});
		// Halving 100 down to one takes seven rounds.
		expect(set.orders().length).toBeLessThanOrEqual(15);
	});

	it.each<[number, unknown]>([
		[413, 'Payload Too Large'],
		[422, { error: 'RecordInvalid', description: 'Bad row' }],
	])('a row whose order Zendesk refuses with %d fails alone', async (status, body) => {
		const set = setUp(bulk, 250);
		const bad = 41;
		const when = containing(set.sim, set.rows[bad].key);
		set.sim.faults.add({ when, then: { kind: 'respond', status, body } });
		const result = await set.run();
		set.sim.faults.verifyAllFired();
		await expectAllDone(bulk, set, result, [bad]);
		expect(result.items[bad].outcome).toBe('failed');
	});

	it('a job that stands still for an hour: nobody waits for it', async () => {
		const set = setUp(bulk, 100);
		const startedAt = set.sim.clock.now();
		set.sim.faults.add({
			when: { route },
			then: { kind: 'job', stallAt: 40, stallSeconds: 3_600 },
		});
		const result = await set.run();
		set.sim.faults.verifyAllFired();
		expect(set.sim.clock.now() - startedAt).toBeLessThan(45 * 60_000);
		await expectAllDone(bulk, set, result);
	});

	it('a job that stands still for 20 minutes is waited for', async () => {
		const set = setUp(bulk, 100);
		set.sim.faults.add({
			when: { route },
			then: { kind: 'job', stallAt: 40, stallSeconds: 1_200 },
		});
		const result = await set.run();
		set.sim.faults.verifyAllFired();
		await expectAllDone(bulk, set, result);
		expect(set.orders()).toHaveLength(1);
	});

	it.each(VANISHED)('a vanished job (%s): every row is done once', async (_how, then) => {
		const set = setUp(bulk, 100);
		set.sim.faults.add({ when: { route: POLL, times: Infinity }, then });
		const result = await set.run();
		set.sim.faults.verifyAllFired();
		await expectAllDone(bulk, set, result);
	});

	it.each(['cut-before', 'cut-after'] as const)(
		'an order whose answer is lost (%s): every row is done once',
		async (kind) => {
			const set = setUp(bulk, 100);
			set.sim.faults.add({ when: { route }, then: { kind } });
			const result = await set.run();
			set.sim.faults.verifyAllFired();
			await expectAllDone(bulk, set, result);
		},
	);

	it.each<[number, Switches['inflightJobsHeader'], number]>([
		// One knocks every five seconds for the minute.
		[30, 'present', 13],
		[30, 'absent', 13],
		// With two slots free nobody has to knock at all, where the free ones are told.
		[28, 'present', 0],
		[28, 'absent', 8],
	])('waits while others hold %d job slots (%s in a header)', async (slotsTaken, header, most) => {
		const set = setUp(bulk, 450, { switches: { inflightJobsHeader: header } });
		const { sim } = set;
		sim.jobs.slotsTaken = slotsTaken;
		sim.faults.add({
			when: { route },
			then: {
				kind: 'after',
				do: () => void sim.clock.sleep(60_000).then(() => (sim.jobs.slotsTaken = 0)),
			},
		});
		const result = await set.run();
		sim.faults.verifyAllFired();
		await expectAllDone(bulk, set, result);
		const refusals = sim.log.count({ route, status: 429 });
		if (slotsTaken === 30) expect(refusals).toBeGreaterThan(0);
		expect(refusals).toBeLessThanOrEqual(most);
		expect(set.orders()).toHaveLength(5 + refusals);
	});

	it('what nobody could look up either is unknown', async () => {
		const set = setUp(bulk, 5);
		const { sim } = set;
		sim.faults.add(
			{ when: { route }, then: { kind: 'cut-after' } },
			{
				when: { method: 'GET', body: () => set.orders().length > 0, times: Infinity },
				then: { kind: 'respond', status: 502, body: '<h1>Bad Gateway</h1>' },
			},
		);
		const { items } = await set.run();
		sim.faults.verifyAllFired();
		expect(items.map(({ outcome }) => outcome)).toEqual(set.rows.map(() => 'unknown'));
		expect(set.orders()).toHaveLength(1);
	});
});

describe('Create without email and external ID', () => {
	const create = operationCalled('create');

	it.each<[string, FaultTrigger, Fault]>([
		['the job fails', { route: create.route }, { kind: 'job', failAt: 3 }],
		[
			'the job stands still',
			{ route: create.route },
			{ kind: 'job', stallAt: 3, stallSeconds: 3_600 },
		],
		['the answer is lost', { route: create.route }, { kind: 'cut-after' }],
		['the order is lost', { route: create.route }, { kind: 'cut-before' }],
		...VANISHED.map(([how, then]): [string, FaultTrigger, Fault] => [
			how,
			{ route: POLL, times: Infinity },
			then,
		]),
	])('is unknown and never sent twice when %s', async (_what, when, then) => {
		const set = setUp(create, 5);
		set.sim.faults.add({ when, then });
		const { items } = await set.run(set.rows.map(({ name }) => ({ name })));
		set.sim.faults.verifyAllFired();
		await set.sim.settle();
		expect(items).toMatchObject(
			set.rows.map(({ name }) => ({
				outcome: 'unknown',
				message: expect.stringContaining(String(name)),
				advice: expect.stringMatching(/look/i),
			})),
		);
		expect(set.orders()).toHaveLength(1);
		expect(set.born()).toBeLessThanOrEqual(5);
	});

	it('does not keep rows with a key from being ordered again', async () => {
		const set = setUp(create, 6);
		const rows = set.rows.map((row, i) => (i % 2 === 0 ? row : { name: row.name }));
		set.sim.faults.add({ when: { route: create.route }, then: { kind: 'cut-before' } });
		const { items } = await set.run(rows);
		set.sim.faults.verifyAllFired();
		expect(items.map(({ outcome }) => outcome)).toEqual(
			rows.map((_, i) => (i % 2 === 0 ? 'created' : 'unknown')),
		);
		expect(set.born()).toBe(3);
	});
});

describe('Create with an expression that finds nothing', () => {
	it.each([1, 3])('does not write the word “undefined” (%d rows)', async (count) => {
		const set = setUp(operationCalled('create'), count);
		const { items } = await set.run(set.rows, { email: '={{ $json.mail }}' });
		expect(items).toMatchObject(set.rows.map(() => ({ outcome: 'created' })));
		expect(JSON.stringify(set.sim.log.writes())).not.toContain('"undefined"');
	});

	it('refuses a row without a name', async () => {
		const set = setUp(operationCalled('create'), 3);
		const { items } = await set.run(
			set.rows.map((row, i) => (i === 1 ? { ...row, name: null } : row)),
		);
		expect(items[1]).toMatchObject({ outcome: 'failed', message: "'Name' is empty" });
		expect(set.born()).toBe(2);
	});
});

describe('new users of a job that broke down', () => {
	const TROUBLES: Array<[string, FaultTrigger, Fault]> = [
		['failed', {}, { kind: 'job', failAt: 3 }],
		['lost its answer', {}, { kind: 'cut-after' }],
		['vanished', { route: POLL, times: 2 }, VANISHED[0][1]],
	];
	const NEWCOMERS = ['upsert', 'create'].flatMap((name) =>
		TROUBLES.map(([what, when, then]) => ({ name, what, when, then })),
	);

	it.each(NEWCOMERS)('$name: are called created, the job $what', async ({ name, when, then }) => {
		const set = setUp(operationCalled(name), 6);
		const { route } = operationCalled(name);
		set.sim.faults.add({ when: { route, ...when }, then });
		const { items } = await set.run();
		set.sim.faults.verifyAllFired();
		expect(items.map(({ outcome }) => outcome)).toEqual(set.rows.map(() => 'created'));
	});

	it.each(NEWCOMERS)(
		'$name: are done although the search does not show their emails yet, the job $what',
		async ({ name, when, then }) => {
			const bulk = operationCalled(name);
			const set = setUp(bulk, 6);
			set.sim.faults.add({ when: { route: bulk.route, ...when }, then });
			const { items } = await set.run(
				set.rows.map(({ name: who }, i) => ({ email: `new${i}@example.com`, name: who })),
			);
			set.sim.faults.verifyAllFired();
			await set.sim.settle();
			expect(items.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
			expect(set.born()).toBe(6);
		},
	);

	it.each(['upsert', 'create'])('%s: are looked up a hundred at once', async (name) => {
		const bulk = operationCalled(name);
		const set = setUp(bulk, 100);
		set.sim.faults.add({ when: { route: bulk.route }, then: { kind: 'job', failAt: 90 } });
		await set.run(set.rows.map(({ externalId, name: who }) => ({ externalId, name: who })));
		set.sim.faults.verifyAllFired();
		expect(
			set.sim.log.count({ method: 'GET', path: /users\/(show_many|search)/ }),
		).toBeLessThanOrEqual(6);
	});
});

describe('Ticket: Transfer', () => {
	const ROUTE = 'PUT /api/v2/tickets/update_many';
	const COUNT = 150;
	const NOTE = 'Handed over';

	function setUpTickets(options: Parameters<typeof setStage>[0] = {}) {
		const { sim, run } = setStage(options);
		const group = addGroup(sim);
		const leaver = addAgent(sim, { groups: [group] });
		const successor = addAgent(sim, { groups: [group] });
		const requester = addCustomer(sim);
		const tickets = list(COUNT, () => addTicket(sim, { requester, assignee: leaver, group }));
		const transfer = () =>
			run({
				onError: 'continueRegularOutput',
				parameters: {
					resource: 'ticket',
					operation: 'transfer',
					fromUser: by.id(leaver),
					successor: by.id(successor),
					options: { comment: NOTE },
				},
			});
		/** How often each ticket was handed over. */
		const notes = () =>
			tickets.map(
				({ id }) =>
					sim.store.comments.sortedBy('ticket', id).filter(({ body }) => body === NOTE).length,
			);
		return { sim, transfer, tickets, leaver, successor, notes };
	}

	const poll = { route: POLL, times: Infinity };

	it.each<[string, FaultTrigger, Fault, Partial<Switches>]>([
		['is killed', { route: ROUTE }, { kind: 'job', failAt: 37 }, { jobFailedState: 'killed' }],
		['stands still', { route: ROUTE }, { kind: 'job', stallAt: 40, stallSeconds: 3_600 }, {}],
		...VANISHED.map(([how, then]): [string, FaultTrigger, Fault, Partial<Switches>] => [
			`vanishes: ${how}`,
			poll,
			then,
			{},
		]),
		['loses its order', { route: ROUTE }, { kind: 'cut-before' }, {}],
		['loses its answer', { route: ROUTE }, { kind: 'cut-after' }, {}],
	])('moves every ticket once although the job %s', async (_what, when, then, switches) => {
		const { sim, transfer, tickets, successor, notes } = setUpTickets({ switches });
		sim.faults.add({ when, then });
		const { items } = await transfer();
		sim.faults.verifyAllFired();
		await sim.settle();
		expect(items[0]).toMatchObject({
			outcome: 'transferred',
			tickets: { assigned: { moved: COUNT } },
		});
		expect(tickets.every(({ assignee_id: id }) => id === successor.id)).toBe(true);
		expect(new Set(notes())).toEqual(new Set([1]));
	});

	it.each<[number, Switches['inflightJobsHeader'], number]>([
		[30, 'present', 26],
		[30, 'absent', 26],
		[28, 'present', 0],
		[28, 'absent', 4],
	])('waits while others hold %d job slots (%s in a header)', async (slotsTaken, header, most) => {
		const { sim, transfer, notes } = setUpTickets({ switches: { inflightJobsHeader: header } });
		sim.jobs.slotsTaken = slotsTaken;
		sim.faults.add({
			when: { route: ROUTE },
			then: {
				kind: 'after',
				do: () => void sim.clock.sleep(60_000).then(() => (sim.jobs.slotsTaken = 0)),
			},
		});
		const { items } = await transfer();
		expect(items[0]).toMatchObject({ outcome: 'transferred' });
		expect(new Set(notes())).toEqual(new Set([1]));
		expect(sim.log.count({ route: ROUTE, status: 429 })).toBeLessThanOrEqual(most);
	});

	it.each<[string, Fault, RegExp]>([
		['breaks its job', { kind: 'job', failAt: 0 }, /could not complete the job/],
		['is refused with 413', { kind: 'respond', status: 413, body: 'Too Large' }, /too large/i],
		[
			'is refused with 422',
			{ kind: 'respond', status: 422, body: { error: 'RecordInvalid', description: 'Bad row' } },
			/Bad row/,
		],
	])('moves the others when one ticket always %s', async (_what, then, message) => {
		const { sim, transfer, tickets, leaver } = setUpTickets();
		const bad = tickets[41];
		sim.faults.add({
			when: {
				route: ROUTE,
				body: (body) => (body as { tickets: Ticket[] }).tickets.some(({ id }) => id === bad.id),
				times: Infinity,
			},
			then,
		});
		const { items } = await transfer();
		sim.faults.verifyAllFired();
		await sim.settle();
		const left = tickets.filter(({ assignee_id: id }) => id === leaver.id).map(({ id }) => id);
		expect({ left: left.length, bad: left.includes(bad.id) }).toEqual({ left: 1, bad: true });
		expect(items[0]).toMatchObject({
			outcome: 'failed',
			reason: 'tickets-left',
			tickets_left: [{ id: bad.id, message: expect.stringMatching(message) }],
		});
	});
});
