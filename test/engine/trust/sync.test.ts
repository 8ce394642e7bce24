import { addCustomer, identitiesIn, type Simulator, type User } from '../../simulator';
import { addIdentityTo } from '../../simulator/arrange-identities';
import { clearStages, setStage } from '../engine';
import { apply, known, outcomes, person, plan, reasons, sync, userOf } from '../sync/helpers';

/** Whom a sync means, and whom it may take over: cases A of what once failed, judged by Zendesk's state. */

afterEach(clearStages);

const ALL_MAY_GO = { maxRemovals: 100 };
const people = (sim: Simulator) => sim.store.users.all().filter(({ active }) => active).length;

describe.each(['suspend', 'delete'])('A4: missing means left, and %s', (removal) => {
	const OWN: Array<[string, { type: string; value: string; verified?: boolean }]> = [
		['a second email', { type: 'email', value: 'second@example.com' }],
		['an email in another case', { type: 'email', value: 'Second@Example.com' }],
		[
			'a second email that is not verified',
			{ type: 'email', value: 'second@example.com', verified: false },
		],
		['a Google sign-in', { type: 'google', value: 'second@example.com' }],
	];

	it.each(OWN)('a row that names somebody by %s is that person', async (_, identity) => {
		const stage = setStage({ switches: { searchFindsSecondaryEmail: false } });
		const user = known(stage.sim, 1);
		addIdentityTo(stage.sim, user, identity as never);
		for (let i = 2; i < 6; i++) known(stage.sim, i);
		const before = { ...userOf(stage.sim, user), identities: identitiesIn(stage.sim, user) };
		const count = people(stage.sim);
		const rows = [
			{ email: 'second@example.com', name: user.name },
			...[2, 3, 4, 5].map((i) => person(i)),
		];
		const form = { matchBy: 'email', removal, ...ALL_MAY_GO };
		for (let run = 0; run < 2; run++) await sync(stage, rows, form);
		const { active, suspended, email, name } = userOf(stage.sim, user);
		expect([active, suspended, email, name]).toEqual([true, false, before.email, before.name]);
		expect(identitiesIn(stage.sim, user)).toEqual(before.identities);
		expect(people(stage.sim)).toBe(count);
	});

	it.each([
		['with everybody, for no request more', 4, 1],
		['of who would be removed once more', 5, 2],
	])('reads the identities %s', async (_, there, requests) => {
		const stage = setStage();
		for (let i = 0; i < there; i++) known(stage.sim, i);
		const mark = stage.sim.log.mark();
		await plan(
			stage,
			[0, 1, 2, 3, 9].map((i) => person(i)),
			{ removal, ...ALL_MAY_GO },
		);
		const reads = stage.sim.log.since(mark).filter(({ path }) => /identities|users/.test(path));
		expect(reads).toHaveLength(requests);
	});
});

/** A customer who was there before, and somebody who registers elsewhere with the address. */
const customer = (sim: Simulator, fields: Partial<User> = {}) =>
	addCustomer(sim, { name: 'Carla', email: 'carla@example.com', external_id: null, ...fields });
const CLAIM = { externalId: 'HR-66', email: 'carla@example.com', name: 'Outsider' };

describe('A7: an address alone', () => {
	it.each([
		['the source', false, true],
		['Zendesk', true, false],
		['neither', false, false],
	])('is no proof where it is not verified in %s', async (_, emailVerified, verified) => {
		for (const scope of [{ externalIdPrefix: 'HR-' }, { role: 'end-user' }]) {
			clearStages();
			const stage = setStage({ searchLagSeconds: 0 });
			const carla = customer(stage.sim, { verified });
			for (const identity of stage.sim.store.identities.sortedBy('user', carla.id))
				stage.sim.store.identities.update(identity, { verified });
			const form = { emailVerified, scope, missingMeansLeft: false, ...ALL_MAY_GO };
			const { blocked } = await sync(stage, [CLAIM], form);
			expect([scope, reasons(blocked)]).toEqual([scope, ['unverified']]);
			for (const removal of ['suspend', 'delete'])
				await sync(stage, [CLAIM], { ...form, removal, hasLeft: true });
			const { active, suspended, name, external_id } = userOf(stage.sim, carla);
			expect([active, suspended, name, external_id]).toEqual([true, false, 'Carla', null]);
		}
	});

	it.each(['suspend', 'delete'])(
		'adopts, verified on both sides, and never %ss then',
		async (removal) => {
			const stage = setStage({ searchLagSeconds: 0 });
			const carla = customer(stage.sim);
			const form = { missingMeansLeft: false, removal, ...ALL_MAY_GO };
			await sync(stage, [CLAIM], form);
			expect(userOf(stage.sim, carla)).toMatchObject({ external_id: 'HR-66', name: 'Outsider' });
			const gone = { ...form, hasLeft: '={{ $json.gone }}' };
			await sync(stage, [{ ...CLAIM, gone: true }], gone);
			await sync(stage, [{ externalId: 'HR-66', gone: true }], gone);
			known(stage.sim, 1);
			const missing = await sync(stage, [person(1)], { removal, ...ALL_MAY_GO });
			expect(missing.leavers).toMatchObject([{ id: carla.id }]);
			const { active, suspended } = userOf(stage.sim, carla);
			expect([active, suspended]).toEqual([true, false]);
		},
	);

	it.each([
		['delete', null],
		['suspend', { suspended: true }],
		['update', { suspended: true }],
	])('an edited item %s does not remove who was adopted either', async (action, after) => {
		const stage = setStage({ searchLagSeconds: 0 });
		const carla = customer(stage.sim, { external_id: 'HR-66', tags: ['adopted_by_email'] });
		const { id, name, email, external_id } = carla;
		const before = { name, suspended: false };
		const item = { action, id, name, email, external_id, before, after };
		expect(outcomes((await apply(stage, [item], ALL_MAY_GO)).items)).toEqual(['failed']);
		const now = userOf(stage.sim, carla);
		expect([now.active, now.suspended]).toEqual([true, false]);
	});

	it('nobody is adopted where Zendesk keeps no tags, which would tell', async () => {
		const stage = setStage({ searchLagSeconds: 0, switches: { userTagging: 'off' } });
		const carla = customer(stage.sim);
		await sync(stage, [CLAIM], { missingMeansLeft: false });
		expect(userOf(stage.sim, carla).external_id).toBeNull();
	});
});

describe('A11: an edited item', () => {
	const leavers = async (count: number) => {
		const stage = setStage();
		for (let i = 0; i < 20; i++) known(stage.sim, i);
		const rows = Array.from({ length: 20 - count }, (_, i) => person(i));
		const { changes } = await plan(stage, rows, { removal: 'delete', ...ALL_MAY_GO });
		expect(changes).toHaveLength(count);
		return { stage, changes, before: people(stage.sim) };
	};

	it.each([1e9, 1, undefined, '1000'])('that says "of: %p" moves no limit', async (of) => {
		const { stage, changes, before } = await leavers(10);
		for (const change of changes) Object.assign(change, { of });
		const { items } = await apply(stage, changes);
		expect(new Set(reasons(items))).toEqual(new Set(['limit']));
		expect(people(stage.sim)).toBe(before);
	});

	it.each([
		['says nothing of whom', {}],
		['says blanks', { name: '', email: '', external_id: '' }],
		['names somebody else', { name: 'Somebody Else' }],
		['names another email', { email: 'else@example.com', name: 'Person 19' }],
	])('with an ID that %s changes nobody', async (_, who) => {
		const { stage, changes, before } = await leavers(1);
		const { action, id } = changes[0];
		const item = { action, id, before: {}, after: null, ...who };
		expect(reasons((await apply(stage, [item], ALL_MAY_GO)).items)).toEqual(['invalid']);
		expect(people(stage.sim)).toBe(before);
	});

	it('with the name alone, as Zendesk has it, is a change', async () => {
		const { stage, changes, before } = await leavers(1);
		const { action, id, name } = changes[0];
		const item = { action, id, name, before: {}, after: null };
		expect(outcomes((await apply(stage, [item])).items)).toEqual(['deleted']);
		expect(people(stage.sim)).toBe(before - 1);
	});
});

describe('F9: Max Removals in a small list', () => {
	const run = async (users: number, gone: number, more: object = {}) => {
		const stage = setStage();
		for (let i = 0; i < users; i++) known(stage.sim, i);
		const before = people(stage.sim);
		const rows = Array.from({ length: users - gone }, (_, i) => person(i));
		await sync(stage, rows, { removal: 'delete', ...more });
		return before - people(stage.sim);
	};

	it.each([
		[8, 1, {}, 1],
		[8, 2, {}, 2],
		[8, 3, {}, 0],
		[8, 1, { maxRemovals: 0 }, 0],
		[30, 3, {}, 3],
		[30, 4, {}, 0],
	])('of %d, %d left: %j lets %d go', async (users, gone, more, let_go) => {
		expect(await run(users, gone, more)).toBe(let_go);
	});

	it('is a part of the scope, not of the rows that are given', async () => {
		const stage = setStage();
		for (let i = 0; i < 40; i++) known(stage.sim, i);
		const before = people(stage.sim);
		const rows = Array.from({ length: 4 }, (_, i) => ({ ...person(i), gone: true }));
		const form = { missingMeansLeft: false, hasLeft: '={{ $json.gone }}', removal: 'delete' };
		await sync(stage, rows, form);
		expect(people(stage.sim)).toBe(before - 4);
	});
});
