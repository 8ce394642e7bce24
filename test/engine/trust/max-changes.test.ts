import {
	addAgent,
	addCustomer,
	addDeletedCustomer,
	type Simulator,
	type User,
} from '../../simulator';
import { clearStages, setStage } from '../engine';

/** A list that is too long changes nothing: case B5 of what once failed. */

afterEach(clearStages);

const BY_ID = { __rl: true, mode: 'id', value: '={{ $json.id }}' };

interface Door {
	add: (sim: Simulator) => User;
	parameters: object;
	/** For merges: who stays. */
	more?: (sim: Simulator) => object;
}

const user = (operation: string, more: object = {}) => ({
	resource: 'user',
	operation,
	user: BY_ID,
	...more,
});

const CUSTOMERS: Record<string, Door> = {
	Delete: { add: addCustomer, parameters: user('delete') },
	Suspend: { add: addCustomer, parameters: user('suspend') },
	Merge: {
		add: addCustomer,
		parameters: {
			resource: 'user',
			operation: 'merge',
			mergedUser: BY_ID,
			keptUser: { __rl: true, mode: 'id', value: '={{ $json.kept }}' },
		},
		more: (sim) => ({ kept: addCustomer(sim).id }),
	},
	'Delete Permanently': {
		add: addDeletedCustomer,
		parameters: { resource: 'deletedUser', operation: 'deletePermanently', deletedUser: BY_ID },
	},
};

const STAFF: Record<string, Door> = {
	Downgrade: { add: addAgent, parameters: user('downgrade') },
	'Create or Update': {
		add: (sim) => addAgent(sim, { external_id: `EMP-${sim.store.users.size}` }),
		parameters: {
			resource: 'user',
			operation: 'upsert',
			externalId: '={{ $json.external_id }}',
			additionalFields: { role: 'end-user' },
		},
	},
	Offboard: {
		add: addAgent,
		parameters: {
			resource: 'user',
			operation: 'offboard',
			leaver: BY_ID,
			successor: { __rl: true, mode: 'id', value: '={{ $json.next }}' },
			level: 'suspend',
		},
		more: (sim) => ({ next: addAgent(sim).id }),
	},
	Suspend: { add: addAgent, parameters: user('suspend') },
};

async function runOf({ add, parameters, more }: Door, count: number, options: object = {}) {
	const { sim, run } = setStage({ plan: { highVolume: true } });
	const people = Array.from({ length: count }, () => add(sim));
	const items = people.map((one) => ({ ...one, ...more?.(sim) }));
	const mark = sim.log.writes().length;
	const result = await run({
		items: items as never,
		parameters: { ...parameters, options: { failedRows: 'items', ...options } },
	});
	return { ...result, sim, writes: sim.log.writes().slice(mark) };
}

describe.each(Object.entries(CUSTOMERS))('B5: %s', (_name, door) => {
	it.each([true, false])('of eleven changes nobody of ten, dry run: %s', async (dryRun) => {
		const { items, writes } = await runOf(door, 11, { maxChanges: 10, dryRun });
		expect(writes).toEqual([]);
		expect(items.map(({ reason }) => reason)).toEqual(Array(11).fill('limit'));
		expect(items[0].message).toMatch(/^11 users .*'Max Changes' allows \(10\), so nothing was/);
	});

	it('of ten changes all', async () => {
		const { items } = await runOf(door, 10, { maxChanges: 10 });
		expect(items.map(({ reason }) => reason)).toEqual(Array(10).fill(undefined));
	});
});

it('B5: a hundred are allowed when nothing is said', async () => {
	expect((await runOf(CUSTOMERS.Suspend, 101)).writes).toEqual([]);
	clearStages();
	expect((await runOf(CUSTOMERS.Suspend, 100)).writes).not.toEqual([]);
});

it('B5: rows that name the same person count once, and who is gone already does not', async () => {
	const { sim, run } = setStage();
	const [one, two] = [addCustomer(sim), addCustomer(sim)];
	const gone = addDeletedCustomer(sim);
	const { items } = await run({
		items: [one, one, two, gone].map(({ id }) => ({ id })),
		parameters: { ...user('delete'), options: { failedRows: 'items', maxChanges: 2 } },
	});
	expect(items.map(({ outcome }) => outcome)).toEqual([
		'deleted',
		'deleted',
		'deleted',
		'unchanged',
	]);
});

describe.each(Object.entries(STAFF))('B5: %s of staff', (_name, door) => {
	it('of six of a team of seven changes nobody, whatever the rows are', async () => {
		const { items, writes } = await runOf(door, 6);
		expect(writes).toEqual([]);
		expect(items.map(({ reason }) => reason)).toEqual(Array(6).fill('limit'));
		expect(items[0].message).toContain("'Max Changes (% of Staff)' allows (20 %)");
	});

	it('of six changes all where that is allowed', async () => {
		const { writes, items } = await runOf(door, 6, { maxStaffPercent: 100 });
		expect(items.map(({ reason }) => reason)).not.toContain('limit');
		expect(writes).not.toEqual([]);
	});

	it('of five costs no look at the number of staff', async () => {
		const { sim } = await runOf(door, 5);
		expect(sim.log.entries.filter(({ path }) => path.endsWith('/users/count'))).toEqual([]);
	});
});

it('B5: items that say different limits are refused', async () => {
	const { sim, run } = setStage();
	const people = [addCustomer(sim), addCustomer(sim)];
	const { items } = await run({
		items: people.map(({ id }, i) => ({ id, limit: 10 ** (i + 1) })),
		parameters: {
			...user('delete'),
			options: { failedRows: 'items', maxChanges: '={{ $json.limit }}' },
		},
	});
	expect(items.map(({ reason }) => reason)).toEqual(['invalid', 'invalid']);
	expect(sim.log.writes()).toEqual([]);
});
