import { addCustomer, addIdentityTo, type Simulator, type User } from '../../simulator';
import { clearStages, setStage } from '../engine';
import { apply, known, person, reasons, sync, userOf } from '../sync/helpers';

/** An address that nobody has verified is a claim: it finds nobody for writing, with an external ID or without. */

afterEach(clearStages);

const NO_ABSENCE = { missingMeansLeft: false };
const VICTIM = 'victim@example.com';
const ROW = { email: VICTIM, name: 'Victim' };

/** Somebody of the source who has added the address of another to their account. */
function claimer(sim: Simulator, type = 'email'): User {
	const user = known(sim, 1);
	addIdentityTo(sim, user, { type, value: VICTIM, verified: false });
	return user;
}

/** Somebody who has registered with an address that is not theirs. */
function registered(sim: Simulator, fields: Partial<User> = {}): User {
	const user = addCustomer(sim, { name: 'Mallory', email: VICTIM, external_id: null });
	for (const identity of sim.store.identities.sortedBy('user', user.id))
		sim.store.identities.update(identity, { verified: false });
	return sim.store.users.update(user, { verified: false, ...fields });
}

const HARM: Array<[string, object]> = [
	['renames', {}],
	['gives a role to', { fields: { role: 'agent' } }],
	['gives a phone to', { fields: { phone: '+1' } }],
	['verifies', { fields: { verified: true } }],
	['suspends', { fields: { suspended: true } }],
	['removes by Has Left', { hasLeft: true, removal: 'delete', maxRemovals: 100 }],
	['suspends by Has Left', { hasLeft: true, removal: 'suspend', maxRemovals: 100 }],
];

const without = ({ updated_at: _, last_login_at: __, ...user }: User) => JSON.stringify(user);

describe.each(['email', 'both'])('A7: an unverified claim, matched by %s', (matchBy) => {
	it.each(HARM)('as a second address %s nobody', async (_, more) => {
		for (const emailVerified of [true, false]) {
			clearStages();
			const stage = setStage({ searchLagSeconds: 0 });
			const bob = claimer(stage.sim);
			const was = without(userOf(stage.sim, bob));
			const form = { ...NO_ABSENCE, matchBy, emailVerified, ...more };
			for (const externalId of ['', 'HR-77']) {
				const { blocked } = await sync(stage, [{ ...ROW, externalId }], form);
				expect(reasons(blocked)).toEqual([externalId ? 'ambiguous' : 'unverified']);
				expect(blocked[0]).toMatchObject({ message: expect.stringContaining(String(bob.id)) });
			}
			expect(without(userOf(stage.sim, bob))).toBe(was);
		}
	});

	it.each(HARM)('as the primary address of a stranger %s nobody', async (_, more) => {
		for (const scope of [{ role: 'end-user' }, {}]) {
			clearStages();
			const stage = setStage({ searchLagSeconds: 0 });
			const mallory = registered(stage.sim);
			const was = without(userOf(stage.sim, mallory));
			const form = { ...NO_ABSENCE, scope, matchBy, ...more };
			for (const row of [ROW, { ...ROW, externalId: 'HR-77' }]) {
				for (let run = 0; run < 2; run++) {
					const { blocked } = await sync(stage, [row], form);
					expect(reasons(blocked)).toEqual(['unverified']);
				}
			}
			expect(without(userOf(stage.sim, mallory))).toBe(was);
		}
	});

	it('as a Google sign-in finds nobody either', async () => {
		const stage = setStage({ searchLagSeconds: 0 });
		const bob = claimer(stage.sim, 'google');
		await sync(stage, [ROW], { ...NO_ABSENCE, matchBy });
		expect(userOf(stage.sim, bob).name).toBe('Person 1');
	});

	it('is not verified by the row first, to be taken over by the next one', async () => {
		const stage = setStage({ searchLagSeconds: 0 });
		const mallory = registered(stage.sim, { tags: ['hr'] });
		const form = {
			...NO_ABSENCE,
			matchBy,
			scope: { tag: 'hr' },
			emailVerified: false,
			fields: { verified: true },
		};
		await sync(stage, [ROW], form);
		await sync(stage, [{ ...ROW, externalId: 'HR-77' }], { ...form, emailVerified: true });
		expect(userOf(stage.sim, mallory)).toMatchObject({
			name: 'Mallory',
			external_id: null,
			verified: false,
		});
	});
});

describe('A7: whom the source has already', () => {
	it.each([
		['by its tag', { tag: 'hr' }, { tags: ['hr'], external_id: null }],
		['by its external IDs', { externalIdPrefix: 'HR-' }, {}],
	])('%s is found by their own address, verified or not', async (_, scope, fields) => {
		for (const verified of [true, false]) {
			clearStages();
			const stage = setStage({ searchLagSeconds: 0 });
			const user = known(stage.sim, 1, fields);
			for (const identity of stage.sim.store.identities.sortedBy('user', user.id))
				stage.sim.store.identities.update(identity, { verified });
			stage.sim.store.users.update(user, { verified });
			const row = { email: user.email, name: 'New Name' };
			await sync(stage, [row], { ...NO_ABSENCE, scope, emailVerified: false });
			expect(userOf(stage.sim, user).name).toBe('New Name');
		}
	});

	it('by emails alone, created by one run, is found by the next', async () => {
		const stage = setStage({ searchLagSeconds: 0 });
		const form = { ...NO_ABSENCE, scope: { tag: 'hr' }, matchBy: 'email', emailVerified: false };
		const row = { email: 'new@example.com', name: 'New' };
		await sync(stage, [row], form);
		const { changes } = await sync(stage, [{ ...row, name: 'Newer' }], form);
		expect(changes).toMatchObject([{ outcome: 'updated', name: 'Newer' }]);
	});

	it('by the external ID may be verified by the source', async () => {
		const stage = setStage();
		const user = known(stage.sim, 1);
		stage.sim.store.users.update(user, { verified: false });
		for (const identity of stage.sim.store.identities.sortedBy('user', user.id))
			stage.sim.store.identities.update(identity, { verified: false });
		await sync(stage, [person(1)], { ...NO_ABSENCE, fields: { verified: true } });
		expect(userOf(stage.sim, user).verified).toBe(true);
	});

	it('by nothing but an address that both sides have verified is found, without an external ID', async () => {
		const stage = setStage({ searchLagSeconds: 0 });
		const user = addCustomer(stage.sim, { name: 'Ann', email: 'ann@example.com' });
		const row = { email: 'ann@example.com', name: 'Ann B' };
		const form = { ...NO_ABSENCE, scope: { role: 'end-user' } };
		await sync(stage, [row], { ...form, emailVerified: false });
		expect(userOf(stage.sim, user).name).toBe('Ann');
		await sync(stage, [row], form);
		expect(userOf(stage.sim, user).name).toBe('Ann B');
	});
});

describe('A4: an external ID of the source, whatever Match By', () => {
	const READINGS = [
		['everybody is read', true],
		['only the rows’ users are', false],
	] as const;

	describe.each(READINGS)('while %s', (_, missingMeansLeft) => {
		const REMOVE = { removal: 'delete', maxRemovals: 100, missingMeansLeft };
		const team = () => {
			const stage = setStage({ searchLagSeconds: 0 });
			const users = [0, 1, 2, 3].map((i) => known(stage.sim, i));
			const people = () =>
				JSON.stringify(
					stage.sim.store.users
						.all()
						.map(({ id, external_id, email, active }) => [id, external_id, email, active]),
				);
			return { stage, users, people, was: people() };
		};

		it.each([
			['another email', { email: 'new@example.com' }],
			['another email in another case of the ID', { externalId: 'hr-1', email: 'new@example.com' }],
			['the email of somebody else', { email: 'person2@example.com' }],
		])('is not missing with %s, and gets no twin: by email', async (_row, other) => {
			const { stage, users, people, was } = team();
			const rows = [person(0), { ...person(1), ...other }, person(3)];
			if (!('email' in other && other.email === 'person2@example.com')) rows.push(person(2));
			const { blocked } = await sync(stage, rows, { ...REMOVE, matchBy: 'email' });
			expect(reasons(blocked)).toContain('ambiguous');
			expect(blocked[0]).toMatchObject({
				message: expect.stringMatching(new RegExp(`ID ${users[1].id}|ID ${users[2].id}`)),
			});
			expect(people()).toBe(was);
		});

		it.each([
			['a new one', 'HR-7'],
			['that of a colleague', 'HR-0'],
			['one of another system', 'CRM-1'],
		])('is not replaced by %s: by email', async (_row, externalId) => {
			const { stage, people, was } = team();
			const rows = [{ ...person(1), externalId }, person(2), person(3)];
			for (const emailVerified of [true, false]) {
				const { blocked } = await sync(stage, rows, { ...REMOVE, matchBy: 'email', emailVerified });
				expect(reasons(blocked)[0]).toBe('ambiguous');
			}
			expect(people()).toBe(was);
		});

		it.each(['HR-7', 'HR-0'])('is not replaced by %s of an edited item', async (externalId) => {
			const { stage, users, people, was } = team();
			const { id, email, external_id } = users[1];
			const after = { external_id: externalId };
			const item = { action: 'update', id, email, before: { external_id }, after };
			const { items } = await apply(stage, [item]);
			expect(reasons(items)).toEqual(['ambiguous']);
			expect(people()).toBe(was);
		});

		it('is not swapped between two', async () => {
			const { stage, people, was } = team();
			const [one, two] = [person(0), person(1)];
			const rows = [
				{ ...one, externalId: two.externalId },
				{ ...two, externalId: one.externalId },
				person(2),
				person(3),
			];
			for (const matchBy of ['email', 'both', 'externalId']) {
				const { blocked } = await sync(stage, rows, { ...REMOVE, matchBy });
				if (matchBy !== 'externalId') expect(reasons(blocked)).toEqual(['ambiguous', 'ambiguous']);
			}
			expect(people()).toBe(was);
		});
	});
});
