import {
	addAgent,
	addGroup,
	addTicket,
	type Group,
	join,
	type Simulator,
	type User,
} from '../../simulator';
import { clearStages, setStage } from '../engine';
import { apply, edit, ids, known, outcomes, person, plan, reasons } from './helpers';

afterEach(clearStages);

const GROUPS = { fields: { groups: '={{ $json.groups }}' } };

const groupsOf = (sim: Simulator, user: { id: unknown }) =>
	sim.store
		.groupsOf(Number(user.id))
		.map(({ group_id }) => group_id)
		.sort((a, b) => a - b);

const row = (i: number, ...groups: Group[]) => ({
	...person(i),
	groups: groups.map(({ id }) => id),
});

function agent(sim: Simulator, i: number, ...groups: Group[]): User {
	const { externalId, ...rest } = person(i);
	return addAgent(sim, { external_id: externalId, ...rest, groups });
}

function setUp(options: Parameters<typeof setStage>[0] = {}) {
	const stage = setStage(options);
	const [a, b, c] = ['A', 'B', 'C'].map((name) => addGroup(stage.sim, { name }));
	return { stage, sim: stage.sim, a, b, c };
}

describe('groups of staff', () => {
	it('are joined and left, and equal ones are not touched', async () => {
		const { stage, sim, a, b, c } = setUp();
		const users = [agent(sim, 0, a, b), agent(sim, 1, a), agent(sim, 2, b, a), agent(sim, 3, a)];
		const rows = [row(0, b, c), row(1, a, b), row(2, a, b), row(3, c)];
		const { changes, unchanged } = await plan(stage, rows, GROUPS);
		expect(ids(unchanged)).toEqual([users[2].id]);
		expect(changes[0]).toMatchObject({
			diff: [{ field: 'groups', from: [a.id, b.id], to: [b.id, c.id] }],
		});
		const { items } = await apply(stage, changes);
		expect(outcomes(items)).toEqual(['updated', 'updated', 'updated']);
		expect(users.map((user) => groupsOf(sim, user))).toEqual([
			[b.id, c.id],
			[a.id, b.id],
			[a.id, b.id],
			[c.id],
		]);
		const next = await plan(stage, rows, GROUPS);
		expect([next.changes, next.blocked]).toEqual([[], []]);
	});

	it.each(['refused', 'allowed'] as const)(
		'nobody is without any group in between (leaving the last one is %s)',
		async (lastMembership) => {
			const { stage, sim, a, b } = setUp({ switches: { lastMembership } });
			const users = [0, 1, 2].map((i) => agent(sim, i, a));
			const fewest: number[] = [];
			const remove = sim.store.groupMemberships.remove.bind(sim.store.groupMemberships);
			sim.store.groupMemberships.remove = (membership) => {
				remove(membership);
				fewest.push(...users.map((user) => groupsOf(sim, user).length));
			};
			const { changes } = await plan(
				stage,
				[0, 1, 2].map((i) => row(i, b)),
				GROUPS,
			);
			const { items } = await apply(stage, changes);
			expect(outcomes(items)).toEqual(['updated', 'updated', 'updated']);
			expect(fewest.length).toBeGreaterThan(0);
			expect(Math.min(...fewest)).toBe(1);
			expect(users.map((user) => groupsOf(sim, user))).toEqual([[b.id], [b.id], [b.id]]);
		},
	);

	it('together with other fields', async () => {
		const { stage, sim, a, b } = setUp();
		const user = agent(sim, 0, a);
		edit(sim, user, { name: 'Old Name' });
		const { changes } = await plan(stage, [row(0, b)], GROUPS);
		const { items } = await apply(stage, changes);
		expect(items).toMatchObject([{ outcome: 'updated', name: 'Person 0' }]);
		expect(groupsOf(sim, user)).toEqual([b.id]);
	});

	it.each([true, false])('of new staff: just these (own default group: %s)', async (joins) => {
		const { stage, sim, a, b } = setUp({ switches: { ownDefaultGroupOnUpgrade: joins } });
		const more = { fields: { ...GROUPS.fields, role: 'agent' } };
		const rows = [row(0, a), row(1, a, b)];
		const { changes } = await plan(stage, rows, more);
		const { items } = await apply(stage, changes, more);
		expect(outcomes(items)).toEqual(['created', 'created']);
		expect(items.map((item) => groupsOf(sim, { id: item.id }))).toEqual([[a.id], [a.id, b.id]]);
		expect((await plan(stage, rows, more)).changes).toEqual([]);
	});

	it.each([true, false])(
		'of who is raised to staff: just these (own default group: %s)',
		async (joins) => {
			const { stage, sim, a } = setUp({ switches: { ownDefaultGroupOnUpgrade: joins } });
			const more = { fields: { ...GROUPS.fields, role: 'agent' } };
			const user = known(sim, 0);
			const { changes } = await plan(stage, [row(0, a)], more);
			const { items } = await apply(stage, changes, more);
			expect(outcomes(items)).toEqual(['updated']);
			expect(groupsOf(sim, user)).toEqual([a.id]);
			expect((await plan(stage, [row(0, a)], more)).changes).toEqual([]);
		},
	);

	it('changed meanwhile are a conflict; as wanted meanwhile are none', async () => {
		const { stage, sim, a, b, c } = setUp();
		const users = [agent(sim, 0, a), agent(sim, 1, a)];
		const { changes } = await plan(stage, [row(0, b), row(1, b)], GROUPS);
		for (const [i, group] of [c, b].entries()) {
			const [membership] = sim.store.groupsOf(users[i].id);
			sim.store.groupMemberships.update(membership, { group_id: group.id });
		}
		const { items } = await apply(stage, changes);
		expect(outcomes(items)).toEqual(['skipped', 'unchanged']);
		expect(items[0]).toMatchObject({ message: expect.stringContaining('groups') });
		expect(groupsOf(sim, users[0])).toEqual([c.id]);
	});

	it('half changed by a run that broke off are changed on', async () => {
		const { stage, sim, a, b, c } = setUp();
		const user = agent(sim, 0, a, b);
		const { changes } = await plan(stage, [row(0, b, c)], GROUPS);
		// In before out: the new group is there, the old one is not gone yet.
		join(sim, user, c);
		expect(outcomes((await apply(stage, changes)).items)).toEqual(['updated']);
		expect(groupsOf(sim, user)).toEqual([b.id, c.id]);
	});

	it('one that does not exist fails on its own row, which keeps the groups it has', async () => {
		const { stage, sim, a, b } = setUp();
		const users = [agent(sim, 0, a), agent(sim, 1, a)];
		const rows = [{ ...person(0), groups: [999] }, row(1, b)];
		const { changes } = await plan(stage, rows, GROUPS);
		const { items } = await apply(stage, changes);
		expect(outcomes(items)).toEqual(['failed', 'updated']);
		expect(groupsOf(sim, users[0])).toEqual([a.id]);
		expect(items[0].message).toMatch(/group/i);
	});

	it('of a customer are blocked in the plan, not failed in each run', async () => {
		const { stage, sim, a } = setUp();
		known(sim, 0);
		const { changes, blocked } = await plan(stage, [row(0, a)], GROUPS);
		expect([changes, reasons(blocked)]).toEqual([[], ['not-staff']]);
	});

	it('a dry run names them and writes nothing', async () => {
		const { stage, sim, a, b } = setUp();
		agent(sim, 0, a);
		const { changes } = await plan(stage, [row(0, b)], GROUPS);
		const { items } = await apply(stage, changes, { options: { dryRun: true } });
		expect(items).toMatchObject([{ would_be: 'updated', would_change: ['groups'] }]);
		expect(sim.log.writes()).toEqual([]);
	});

	it('the tickets of a group that an agent leaves stay in its queue', async () => {
		const { stage, sim, a, b } = setUp();
		const user = agent(sim, 0, a);
		const ticket = addTicket(sim, { assignee: user, group: a, status: 'open' });
		const { changes } = await plan(stage, [row(0, b)], GROUPS);
		await apply(stage, changes);
		await sim.settle();
		expect(sim.store.tickets.get(ticket.id)).toMatchObject({ assignee_id: null, group_id: a.id });
	});
});
