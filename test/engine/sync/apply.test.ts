import { addTicket } from '../../simulator';
import { clearStages, setStage, type Stage } from '../engine';
import {
	apply,
	DAY,
	edit,
	everybodySignsIn,
	ids,
	known,
	knownPeople,
	outcomes,
	pass,
	people,
	person,
	plan,
	userOf,
} from './helpers';

afterEach(clearStages);

const ALL_MAY_GO = { maxRemovals: 100 };
const DELETING = { removal: 'delete', ...ALL_MAY_GO };

/** Twenty people of whom each second one has an old name, three new ones, and two who have left. */
function mixture({ sim }: Stage) {
	const users = people(22).map((_, i) => known(sim, i, i % 2 === 1 ? { name: 'Old Name' } : {}));
	const rows = [...people(20), person(30), person(31), person(32)];
	return { users, rows };
}

const ENDS = [
	...new Array(10).fill('updated'),
	...new Array(3).fill('created'),
	'deleted',
	'deleted',
];

describe('Apply', () => {
	it('right after the plan: all is done, and the next plan is empty', async () => {
		const stage = setStage();
		const { rows } = mixture(stage);
		const { changes } = await plan(stage, rows, DELETING);
		const { items, paired } = await apply(stage, changes, ALL_MAY_GO);
		expect(outcomes(items)).toEqual(ENDS);
		expect(paired).toEqual(changes.map((_, i) => i));
		const next = await plan(stage, rows, DELETING);
		expect([next.changes, next.blocked, next.unchanged.length]).toEqual([[], [], rows.length]);
	});

	it('a day later, everybody has signed in, which moved all stamps, and three were changed meanwhile', async () => {
		const stage = setStage();
		const { sim } = stage;
		const { rows, users } = mixture(stage);
		const { changes } = await plan(stage, rows, { ...DELETING, fields: { phone: '+1' } });
		pass(sim, DAY);
		everybodySignsIn(sim);
		edit(sim, users[1], { name: 'Name by Hand' });
		edit(sim, users[2], { phone: '+49 by hand' });
		edit(sim, users[21], { name: 'Came Back' });
		edit(sim, users[3], { notes: 'not managed', tags: ['not_managed'] });
		const { items } = await apply(stage, changes, ALL_MAY_GO);
		const skipped = items.filter(({ outcome }) => outcome === 'skipped');
		expect(ids(skipped)).toEqual([users[1].id, users[2].id, users[21].id]);
		expect(skipped).toMatchObject([
			{ reason: 'conflict', message: expect.stringMatching(/Name by Hand.*name/) },
			{ reason: 'conflict', message: expect.stringMatching(/phone/) },
			{ reason: 'conflict', message: expect.stringMatching(/name/) },
		]);
		const others = items.filter(({ outcome }) => outcome !== 'skipped');
		expect(others).toHaveLength(changes.length - 3);
		expect(others.every(({ outcome }) => /updated|created|deleted/.test(String(outcome)))).toBe(
			true,
		);
		expect(userOf(sim, users[1])).toMatchObject({ name: 'Name by Hand', phone: null });
		expect(userOf(sim, users[2]).phone).toBe('+49 by hand');
		expect(userOf(sim, users[21]).active).toBe(true);
		expect(userOf(sim, users[3])).toMatchObject({ name: 'Person 3', notes: 'not managed' });
	});

	it('who is already as the plan wants him is no conflict', async () => {
		const stage = setStage();
		const user = known(stage.sim, 1, { name: 'Old Name' });
		const { changes } = await plan(stage, [person(1)], { fields: { phone: '+1' } });
		edit(stage.sim, user, { name: 'Person 1' });
		const { items } = await apply(stage, changes);
		expect(outcomes(items)).toEqual(['updated']);
		expect(userOf(stage.sim, user)).toMatchObject({ name: 'Person 1', phone: '+1' });
	});

	it('twice: the second time all is unchanged and nothing is written', async () => {
		const stage = setStage();
		const { rows } = mixture(stage);
		const { changes } = await plan(stage, rows, DELETING);
		await apply(stage, changes, ALL_MAY_GO);
		const mark = stage.sim.log.mark();
		const { items } = await apply(stage, changes, ALL_MAY_GO);
		expect(new Set(outcomes(items))).toEqual(new Set(['unchanged']));
		expect(
			stage.sim.log.since(mark).filter(({ write, path }) => write && !/oauth|create/.test(path)),
		).toEqual([]);
		const all = stage.sim.store.users.all().filter(({ active }) => active);
		expect(all.filter(({ external_id: id }) => id?.startsWith('HR-'))).toHaveLength(23);
	});

	it('suspends, and twice is once', async () => {
		const stage = setStage();
		const users = knownPeople(stage.sim, 4);
		const { changes } = await plan(stage, people(2), { removal: 'suspend', ...ALL_MAY_GO });
		const first = await apply(stage, changes, ALL_MAY_GO);
		expect(outcomes(first.items)).toEqual(['suspended', 'suspended']);
		expect(users.map((user) => userOf(stage.sim, user).suspended)).toEqual([
			false,
			false,
			true,
			true,
		]);
		const second = await apply(stage, changes, ALL_MAY_GO);
		expect(outcomes(second.items)).toEqual(['unchanged', 'unchanged']);
	});

	it('whoever was deleted meanwhile is named; whoever was to be deleted is unchanged', async () => {
		const stage = setStage();
		const users = [
			known(stage.sim, 0, { name: 'Old Name' }),
			known(stage.sim, 1),
			known(stage.sim, 2),
		];
		const { changes } = await plan(stage, people(2), { ...DELETING, fields: { phone: '+1' } });
		for (const user of [users[0], users[2]]) {
			edit(stage.sim, user, { active: false, email: null, external_id: null });
		}
		const { items } = await apply(stage, changes, ALL_MAY_GO);
		expect(items).toMatchObject([
			{ outcome: 'failed', reason: 'not-found' },
			{ outcome: 'updated', id: users[1].id },
			{ outcome: 'unchanged', id: users[2].id },
		]);
	});

	it('whoever was made an agent meanwhile is not taken out', async () => {
		const stage = setStage();
		knownPeople(stage.sim, 3);
		const gone = known(stage.sim, 3);
		const { changes } = await plan(stage, people(3), DELETING);
		edit(stage.sim, gone, { role: 'agent' });
		const { items } = await apply(stage, changes, ALL_MAY_GO);
		expect(items).toMatchObject([{ outcome: 'failed', reason: 'staff' }]);
		expect(userOf(stage.sim, gone).active).toBe(true);
	});

	it('whoever was created meanwhile otherwise is named, and not created twice', async () => {
		const stage = setStage();
		const { changes } = await plan(stage, people(3));
		const { id } = known(stage.sim, 1, { name: 'Somebody Else' });
		const { items } = await apply(stage, changes);
		expect(items).toMatchObject([
			{ outcome: 'created' },
			{ outcome: 'failed', reason: 'exists', message: expect.stringContaining(String(id)) },
			{ outcome: 'created' },
		]);
	});

	it.each([1, 5])('changes %d emails; the old ones are gone', async (count) => {
		const stage = setStage();
		const users = people(count).map((_, i) =>
			known(stage.sim, i, { email: `old${i}@example.com` }),
		);
		const { changes } = await plan(stage, people(count), { fields: { phone: '+1' } });
		const { items } = await apply(stage, changes);
		expect(new Set(outcomes(items))).toEqual(new Set(['updated']));
		for (const [i, user] of users.entries()) {
			expect(userOf(stage.sim, user)).toMatchObject({ email: person(i).email, phone: '+1' });
			expect(stage.sim.store.identityByEmail(`old${i}@example.com`)).toBeUndefined();
		}
		const next = await plan(stage, people(count), { fields: { phone: '+1' } });
		expect([next.changes, next.blocked]).toEqual([[], []]);
	});

	it('works without bulk import, and says so once', async () => {
		const stage = setStage({ plan: { bulkImport: false } });
		known(stage.sim, 0, { name: 'Old Name' });
		const { changes } = await plan(stage, people(5));
		const { items, hints } = await apply(stage, changes);
		expect(outcomes(items)).toEqual(['updated', ...new Array(4).fill('created')]);
		expect(hints.filter((hint) => /bulk/i.test(hint))).toHaveLength(1);
		expect((await plan(stage, people(5))).changes).toEqual([]);
	});
});

describe('Dry Run', () => {
	const DRY = { options: { dryRun: true }, ...ALL_MAY_GO };

	it('says what would become of each change, and writes nothing', async () => {
		const stage = setStage();
		const { rows } = mixture(stage);
		const { changes } = await plan(stage, rows, DELETING);
		const { items } = await apply(stage, changes, DRY);
		expect(items.map((item) => [item.outcome, item.reason, item.would_be])).toEqual(
			ENDS.map((end) => ['skipped', 'dry-run', end]),
		);
		expect(stage.sim.log.writes()).toEqual([]);
	});

	it('of a plan that is applied already says that nothing is to do', async () => {
		const stage = setStage();
		const { rows } = mixture(stage);
		const { changes } = await plan(stage, rows, DELETING);
		await apply(stage, changes, ALL_MAY_GO);
		pass(stage.sim, DAY);
		const { items } = await apply(stage, changes, DRY);
		expect(new Set(outcomes(items))).toEqual(new Set(['unchanged']));
	});

	it('does not promise to delete who has open tickets', async () => {
		const stage = setStage();
		known(stage.sim, 0);
		addTicket(stage.sim, { requester: known(stage.sim, 1), status: 'open' });
		const { changes } = await plan(stage, people(1), DELETING);
		const { items } = await apply(stage, changes, DRY);
		expect(items[0].would_be).not.toBe('deleted');
		expect(JSON.stringify(items[0])).toMatch(/ticket/);
	});

	it('runs the guards as well', async () => {
		const stage = setStage();
		knownPeople(stage.sim, 3);
		const { changes } = await plan(stage, people(2), DELETING);
		const options = { dryRun: true, protectedUsers: 'HR-2' };
		const { items } = await apply(stage, changes, { ...ALL_MAY_GO, options });
		expect(items).toMatchObject([{ outcome: 'failed', reason: 'protected' }]);
	});
});
