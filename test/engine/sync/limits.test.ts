import { addAgent, addCustomer, type Simulator } from '../../simulator';
import { clearStages, setStage } from '../engine';
import { apply, ids, known, knownPeople, people, person, plan, reasons, sync } from './helpers';

afterEach(clearStages);

const DELETING = { removal: 'delete' };
const removals = (changes: Array<{ action?: unknown }>) =>
	changes.filter(({ action }) => action === 'delete' || action === 'suspend');

/** Forty customers and an agent of the source. */
function company(sim: Simulator) {
	knownPeople(sim, 40);
	addAgent(sim, { external_id: 'HR-900' });
}

/** Sources with something wrong: nobody may count as missing, and the message has to say why. */
const BROKEN: Array<[string, object[], object, RegExp]> = [
	['no row: one empty item', [{}], {}, /empty/],
	['no row: items without any of the fields', [{ a: 1 }, { b: 2 }], {}, /empty|not clear/],
	['5 % of its usual rows', people(2), {}, /'Max Removals \(%\)'/],
	[
		'two rows for one user that contradict each other',
		[...people(38), { ...person(3), name: 'Else' }],
		{},
		/\b3\b.*\b38\b|\b38\b.*\b3\b/,
	],
	[
		'a row that matches two users',
		[...people(37), { externalId: 'HR-37', email: 'person38@example.com', name: 'Both' }],
		{},
		/\b37\b/,
	],
	[
		'a malformed Organization ID',
		[...people(38), { ...person(38), home: 'Home' }],
		{ fields: { organizationId: '={{ $json.home }}' } },
		/\b38\b/,
	],
	[
		'a malformed Custom Role',
		[...people(38), { ...person(38), role: 'Boss' }],
		{ fields: { customRole: '={{ $json.role }}' } },
		/\b38\b/,
	],
	[
		'a malformed Role',
		[...people(38), { ...person(38), role: 'boss' }],
		{ fields: { role: '={{ $json.role }}' } },
		/\b38\b/,
	],
	[
		'a malformed Has Left',
		[...people(38), { ...person(38), hasLeft: 'perhaps' }],
		{ hasLeft: '={{ $json.hasLeft }}' },
		/\b38\b/,
	],
	[
		'malformed groups',
		[...people(38), { ...person(38), groups: 'Support' }],
		{ fields: { groups: '={{ $json.groups }}' } },
		/\b38\b/,
	],
	[
		'an expression that fails',
		[...people(38), person(38)],
		{ name: '={{ $json.name.endsWith("38") ? $("Nowhere").item.json.name : $json.name }}' },
		/\b38\b/,
	],
	['a row without keys', [...people(38), { name: 'Person 38' }], {}, /\b38\b/],
	['a blank row', [...people(38), { externalId: '', email: ' ', name: '' }], {}, /\b38\b/],
];

describe.each(['suspend', 'delete', 'report'])('a source with something wrong, %s', (removal) => {
	it.each(BROKEN)('%s: nobody is removed or listed by absence', async (_what, rows, more, why) => {
		const stage = setStage();
		company(stage.sim);
		const form = { removal, maxRemovals: 10, ...more };
		const { changes, leavers, blocked } = await plan(stage, rows as never, form);
		expect([removals(changes), leavers]).toEqual([[], []]);
		const absent = blocked.filter(({ id, reason }) => id !== null && reason === 'limit');
		expect(absent.length).toBeGreaterThan(0);
		for (const { message, advice } of absent) {
			expect(message).toMatch(why);
			expect(advice).toEqual(expect.any(String));
		}
	});
});

it.each(BROKEN)('Sync of a source with %s removes nobody', async (_what, rows, more) => {
	const stage = setStage();
	company(stage.sim);
	const before = stage.sim.store.users.all().map(({ id }) => id);
	await sync(stage, rows as never, { ...DELETING, maxRemovals: 10, ...more });
	const after = new Map(stage.sim.store.users.all().map((user) => [user.id, user]));
	expect(before.filter((id) => !after.get(id)!.active || after.get(id)!.suspended)).toEqual([]);
});

it('no items at all: nothing is asked, nothing comes out', async () => {
	const stage = setStage();
	company(stage.sim);
	const { result } = await plan(stage, [], DELETING);
	expect([result.outputs.flat(), result.error]).toEqual([[], undefined]);
	expect(stage.sim.log.entries).toEqual([]);
});

describe('Max Removals (%)', () => {
	it.each([
		[4, 10, 4],
		[5, 10, 0],
		[1, 0, 0],
		[39, 100, 39],
	])('%d of 40 missing at %d %%: %d are removed', async (missing, maxRemovals, removed) => {
		const stage = setStage();
		knownPeople(stage.sim, 40);
		// Strangers don't make the source any bigger.
		for (let i = 0; i < 200; i++) addCustomer(stage.sim);
		const rows = people(40 - missing);
		const { changes, blocked } = await plan(stage, rows, { ...DELETING, maxRemovals });
		expect(changes).toHaveLength(removed);
		expect(blocked).toHaveLength(removed === 0 ? missing : 0);
		for (const { message } of blocked) {
			expect(message).toMatch(
				new RegExp(`${missing} of 40.*'Max Removals \\(%\\)'.*\\b${maxRemovals} %`),
			);
		}
	});

	it('what is said by Has Left counts as well', async () => {
		const stage = setStage();
		knownPeople(stage.sim, 40);
		const rows = people(40).map((row, i) => ({ ...row, hasLeft: i < 20 }));
		const more = { ...DELETING, hasLeft: '={{ $json.hasLeft }}' };
		const { changes, blocked } = await plan(stage, rows, more);
		expect([changes, reasons(blocked)]).toEqual([[], new Array(20).fill('limit')]);
	});

	it('holds for an edited plan in Apply, against those who belong to the source', async () => {
		const stage = setStage();
		knownPeople(stage.sim, 40);
		for (let i = 0; i < 1000; i++) addCustomer(stage.sim);
		const { changes } = await plan(stage, people(10), { ...DELETING, maxRemovals: 100 });
		expect(changes).toHaveLength(30);
		const { items } = await apply(stage, changes, { maxRemovals: 10 });
		expect(reasons(items)).toEqual(new Array(30).fill('limit'));
		expect(stage.sim.store.users.all().filter(({ active }) => !active)).toEqual([]);
	});

	it('what the plan allowed is allowed in Apply, also where most of the source are staff', async () => {
		const stage = setStage();
		knownPeople(stage.sim, 10);
		const agents = Array.from({ length: 30 }, (_, i) =>
			addAgent(stage.sim, { external_id: `HR-${100 + i}`, name: `Agent ${i}` }),
		);
		const rows = [
			...people(8),
			...agents.map(({ external_id: externalId, email, name }) => ({ externalId, email, name })),
		];
		const { changes } = await plan(stage, rows, { removal: 'suspend', maxRemovals: 10 });
		expect(changes).toHaveLength(2);
		const { items } = await apply(stage, changes, { maxRemovals: 10 });
		expect(items.map(({ outcome }) => outcome)).toEqual(['suspended', 'suspended']);
	});

	it('without any scope nobody is removed by absence; reporting is fine', async () => {
		const stage = setStage();
		knownPeople(stage.sim, 3);
		const rows = people(2);
		const scope = {};
		for (const removal of ['suspend', 'delete']) {
			const { result } = await plan(stage, rows, { scope, removal, maxRemovals: 100 });
			expect(result.error?.message).toMatch(/'Scope'/);
		}
		const { result } = await plan(stage, rows, { scope, removal: 'report', maxRemovals: 100 });
		expect(result.error).toBeUndefined();
		const said = { scope, removal: 'delete', missingMeansLeft: false };
		expect((await plan(stage, rows, said)).result.error).toBeUndefined();
	});
});

describe('Max Changes', () => {
	it.each([
		[5, 5],
		[4, 0],
	])('of %d leaves %d of 5 changes', async (maxChanges, left) => {
		const stage = setStage();
		const { changes, blocked } = await plan(stage, people(5), { maxChanges });
		expect(changes).toHaveLength(left);
		expect(blocked).toHaveLength(5 - left);
		for (const { reason, message } of blocked) {
			expect([reason, message]).toEqual(['limit', expect.stringMatching(/5.*'Max Changes'.*4/)]);
		}
	});

	it('holds in Apply and in Sync', async () => {
		const stage = setStage();
		const { changes } = await plan(stage, people(5));
		const { items } = await apply(stage, changes, { maxChanges: 4 });
		expect(reasons(items)).toEqual(new Array(5).fill('limit'));
		const synced = await sync(stage, people(5), { maxChanges: 4 });
		expect([synced.changes, reasons(synced.blocked)]).toEqual([[], new Array(5).fill('limit')]);
		expect(stage.sim.log.writes()).toEqual([]);
	});
});

describe.each([
	['Max Changes', { maxChanges: 'many' }],
	['Max Removals (%)', { maxRemovals: 101 }],
	['Max Removals (%)', { maxRemovals: -1 }],
	['Organization ID', { scope: { organizationId: 'Acme' } }],
	['Role', { scope: { role: 'boss' } }],
	['Match By', { matchBy: 'name' }],
	['Users Who Left', { removal: 'forget' }],
])('%s that can’t be meant', (displayName, more) => {
	it(`stops everything, named: ${JSON.stringify(more)}`, async () => {
		const stage = setStage();
		knownPeople(stage.sim, 2);
		const { result } = await plan(stage, people(3), more);
		expect(result.error?.message).toContain(`'${displayName}'`);
		expect(result.items).toEqual([]);
	});
});

it('one row that can’t be read blocks itself; the others go on', async () => {
	const stage = setStage();
	const { id } = known(stage.sim, 0, { name: 'Old Name' });
	const rows = [person(0), { ...person(1), home: 'Home' }, person(2)];
	const more = { fields: { organizationId: '={{ $json.home }}' } };
	const { changes, blocked } = await plan(stage, rows, more);
	expect(ids(changes)).toEqual([id, null]);
	expect(blocked).toMatchObject([
		{ reason: 'invalid', message: expect.stringMatching(/'Organization ID'.*Home/) },
	]);
});
