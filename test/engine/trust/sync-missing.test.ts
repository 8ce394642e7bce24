import { addIdentityTo, type Simulator } from '../../simulator';
import { clearStages, setStage } from '../engine';
import { apply, known, knownPeople, outcomes, people, plan, sync, userOf } from '../sync/helpers';

/** Not seen is not gone: who would be removed as missing is asked for once more, in the plan and when it is applied. */

afterEach(clearStages);

const SECOND = 'second@example.com';
const BY_EMAIL = { scope: { tag: 'hr' }, matchBy: 'email', externalId: '', maxRemovals: 50 };

/** Five people, of whom one has a second address. */
function team(identity: object = { type: 'email', value: SECOND, verified: true }) {
	const stage = setStage({ searchLagSeconds: 0 });
	const users = knownPeople(stage.sim, 5);
	for (const user of users) stage.sim.store.users.update(user, { tags: ['hr'] });
	addIdentityTo(stage.sim, users[1], identity as never);
	const rows = people(5).map(({ email, name }, i) => ({ email: i === 1 ? SECOND : email, name }));
	return { stage, users, rows, bob: users[1] };
}

/** An answer that leaves an address out of the identities. */
function hide(sim: Simulator, route: string, count = 50): void {
	const to = (text: string) => {
		const json = JSON.parse(text) as { identities?: Array<{ value: string }> };
		json.identities = json.identities?.filter(({ value }) => value !== SECOND);
		return JSON.stringify(json);
	};
	sim.faults.add({ when: { route, times: count }, then: { kind: 'garble', to } });
}

describe.each(['suspend', 'delete'])('A9: missing means left, and %s', (removal) => {
	it.each([
		['a verified email', { type: 'email', value: SECOND, verified: true }],
		['an email that is not verified', { type: 'email', value: SECOND, verified: false }],
		['a Google sign-in', { type: 'google', value: SECOND, verified: true }],
	])('nobody is gone because the list left out %s', async (_, identity) => {
		const { stage, rows, bob } = team(identity);
		const count = stage.sim.store.users.all().length;
		hide(stage.sim, 'GET /api/v2/users');
		await sync(stage, rows, { ...BY_EMAIL, removal });
		const { active, suspended } = userOf(stage.sim, bob);
		expect([active, suspended]).toEqual([true, false]);
		expect(stage.sim.store.users.all()).toHaveLength(count);
	});

	it('nobody is gone who has an address when the plan is applied that it did not see', async () => {
		const { stage, bob } = team();
		hide(stage.sim, 'GET /api/v2/users');
		hide(stage.sim, 'GET /api/v2/users/show_many', 1);
		const rows = people(5).flatMap(({ email, name }, i) => (i === 1 ? [] : [{ email, name }]));
		const form = { ...BY_EMAIL, removal };
		const { changes } = await plan(stage, [...rows, { email: SECOND, name: 'Bob' }], form);
		const removals = changes.filter(({ action }) => action === removal);
		expect(removals).toMatchObject([{ id: bob.id, addresses: [bob.email] }]);
		const { items } = await apply(stage, removals, form);
		expect(items).toMatchObject([
			{ outcome: 'skipped', reason: 'conflict', message: expect.stringContaining(SECOND) },
		]);
		const { active, suspended } = userOf(stage.sim, bob);
		expect([active, suspended]).toEqual([true, false]);
	});

	it('an address that was given since the plan was made is a conflict', async () => {
		const { stage, users } = team();
		const rows = people(4).map(({ email, name }) => ({ email, name }));
		const form = { ...BY_EMAIL, removal };
		const { changes } = await plan(stage, rows, form);
		addIdentityTo(stage.sim, users[4], { type: 'email', value: 'later@example.com' });
		expect(outcomes((await apply(stage, changes, form)).items)).toEqual(['skipped']);
		const again = await plan(stage, rows, form);
		expect(outcomes((await apply(stage, again.changes, form)).items)).not.toContain('skipped');
	});

	it('who is really gone goes, for one request a hundred more', async () => {
		const { stage, users } = team();
		const rows = people(4).map(({ email, name }) => ({ email, name }));
		const mark = stage.sim.log.mark();
		await sync(stage, rows, { ...BY_EMAIL, removal });
		const { active, suspended } = userOf(stage.sim, users[4]);
		expect(active && !suspended).toBe(false);
		const asked = stage.sim.log
			.since(mark)
			.filter(({ path, query }) => path.endsWith('show_many') && query.include === 'identities');
		expect(asked.length).toBeLessThanOrEqual(2);
	});
});

it('A9: no address is read again where the source has none', async () => {
	const stage = setStage();
	for (let i = 0; i < 5; i++) known(stage.sim, i);
	const rows = people(4).map(({ externalId, name }) => ({ externalId, name }));
	const mark = stage.sim.log.mark();
	await sync(stage, rows, { removal: 'delete', maxRemovals: 50 });
	expect(JSON.stringify(stage.sim.log.since(mark))).not.toContain('identities');
	expect(stage.sim.store.users.all().filter(({ active }) => !active)).toHaveLength(1);
});
