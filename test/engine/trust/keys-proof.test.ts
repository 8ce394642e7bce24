import type { IDataObject } from 'n8n-workflow';
import {
	addAgent,
	addCustomer,
	addIdentityTo,
	identitiesIn,
	type Simulator,
	type User,
} from '../../simulator';
import { clearStages, type Stage } from '../engine';
import { outcomes, runThrice, setUp, stateIn, upsert } from './keys-helpers';

/** U3: an address that nobody has verified is a claim, and finds nobody who is to be changed. */

afterEach(clearStages);

const CLAIM = 'ceo@x.example';

/** Mallory, who has added an address to the own profile that is somebody else's. */
function addMallory(sim: Simulator, type = 'email', verified = false) {
	const mallory = addCustomer(sim, { name: 'Mallory', email: 'mal@x.example', external_id: null });
	addIdentityTo(sim, mallory, { type, value: CLAIM, verified });
	return mallory;
}

const others = (count: number) =>
	Array.from({ length: count }, (_, i) => ({ email: `n${i}@x.example`, name: `New ${i}` }));

const refusal = (user: User) => ({
	outcome: 'failed',
	reason: 'unverified',
	message: expect.stringContaining(`Mallory (ID ${user.id})`),
	advice: expect.stringMatching(/Verify.*ID or external ID/),
});

const ROLES = [{ role: 'admin' }, { role: 'agent' }, { role: 'end-user' }];

describe('an unverified second address', () => {
	it.each(
		[{}, { makePrimary: true }, { lookFirst: true }].flatMap((options) =>
			[0, 2, 99].map((beside) => [options, beside] as const),
		),
	)('changes nobody by Create or Update (%j, %d rows beside)', async (options, beside) => {
		for (const externalId of ['', 'X9']) {
			clearStages();
			const stage = setUp();
			const mallory = addMallory(stage.sim);
			const before = JSON.stringify([mallory, identitiesIn(stage.sim, mallory)]);
			const rows = [{ externalId, email: CLAIM, name: 'Chief' }, ...others(beside)];
			const { dry, first } = await runThrice(stage, rows, options);
			for (const [item] of [dry, first]) expect(item).toMatchObject(refusal(mallory));
			expect(JSON.stringify([mallory, identitiesIn(stage.sim, mallory)])).toBe(before);
			expect(new Set(outcomes(first.slice(1)))).toEqual(new Set(beside ? ['created'] : []));
		}
	});

	it.each(ROLES.flatMap((fields) => [0, 2, 110].map((beside) => [fields, beside] as const)))(
		'gives nobody a role, however many rows (%j, %d beside)',
		async (fields, beside) => {
			const stage = setUp();
			const mallory = addMallory(stage.sim);
			const rows = [{ email: CLAIM, name: 'Chief', role: fields.role }, ...others(beside)];
			const role = '={{ $json.role ?? "" }}';
			const [item] = await upsert(stage, rows, {}, { role });
			expect(item).toMatchObject(refusal(mallory));
			expect(mallory).toMatchObject({ role: 'end-user', name: 'Mallory' });
		},
	);

	const user = { __rl: true, mode: 'email', value: CLAIM };
	const BY_EMAIL: Array<[string, IDataObject]> = [
		['update', { user, updateFields: { name: 'Chief' } }],
		['upgrade', { user, role: 'admin' }],
		['suspend', { user }],
		['delete', { user }],
		['merge', { mergedUser: user, keptUser: { __rl: true, mode: 'email', value: 'b@x.example' } }],
		['merge', { keptUser: user, mergedUser: { __rl: true, mode: 'email', value: 'b@x.example' } }],
	];

	it.each(BY_EMAIL)('is nobody for %s %#', async (operation, form) => {
		const { sim, run } = setUp();
		const mallory = addMallory(sim);
		addCustomer(sim, { name: 'Bea', email: 'b@x.example' });
		const before = stateIn(sim);
		const parameters = { resource: 'user', operation, ...form };
		const { items } = await run({ onError: 'continueRegularOutput', parameters });
		expect(items[0]).toMatchObject(refusal(mallory));
		expect(stateIn(sim)).toBe(before);
	});

	it('still shows who has it, in Get', async () => {
		const { sim, run } = setUp();
		const mallory = addMallory(sim);
		const { items } = await run({ parameters: { resource: 'user', operation: 'get', user } });
		expect(items[0]).toMatchObject({ id: mallory.id });
	});

	it.each(['email', 'google'])('finds its user once it is verified (%s)', async (type) => {
		const stage = setUp();
		const mallory = addMallory(stage.sim, type, true);
		const [item] = await upsert(stage, [{ email: CLAIM, name: 'Chief' }], {}, { role: 'admin' });
		expect(item).toMatchObject({ outcome: 'updated', id: mallory.id });
		expect(mallory).toMatchObject({ name: 'Chief', role: 'admin', email: 'mal@x.example' });
	});

	it('changes nothing of whom an external ID names', async () => {
		const stage = setUp();
		const mallory = addMallory(stage.sim);
		stage.sim.store.users.update(mallory, { external_id: 'X1' });
		const rows = [{ externalId: 'X1', email: CLAIM, name: 'Mal' }];
		const { first } = await runThrice(stage, rows);
		expect(first[0]).toMatchObject({ outcome: 'updated', id: mallory.id });
		expect(mallory).toMatchObject({ name: 'Mal', email: 'mal@x.example' });
	});

	it('costs no request more than to find its user', async () => {
		const { sim, run } = setUp();
		addMallory(sim);
		await upsert({ run }, [{ email: CLAIM, name: 'Chief' }]);
		expect(sim.log.filter({ path: /users/ }).map(({ route }) => route)).toEqual([
			'GET /api/v2/users/search',
			'GET /api/v2/users/:id/identities',
		]);
	});
});

/** A customer as an import leaves them: with a primary email that nobody has verified. */
function addImported({ sim }: Pick<Stage, 'sim'>, add = addCustomer, fields: object = {}) {
	const user = add(sim, { name: 'Mallory', email: CLAIM, external_id: null, ...fields });
	for (const identity of sim.store.identities.sortedBy('user', user.id)) {
		sim.store.identities.update(identity, { verified: false });
	}
	sim.store.users.update(user, { verified: false });
	return user;
}

describe('an unverified primary email', () => {
	it('finds its user, and is compared and written as any', async () => {
		const stage = setUp();
		const user = addImported(stage);
		const { first } = await runThrice(stage, [{ email: CLAIM, name: 'Mal', externalId: '' }]);
		expect(first[0]).toMatchObject({ outcome: 'updated', id: user.id });
		const adopted = await runThrice(stage, [{ email: CLAIM, name: 'Mal', externalId: 'X9' }]);
		expect(adopted.first[0]).toMatchObject({ outcome: 'updated', external_id: 'X9' });
	});

	const customRole = (sim: Simulator) =>
		String(sim.store.customRoles.all().find(({ role_type: type }) => type === 0)!.id);
	const RISES: Array<[string, (sim: Simulator) => IDataObject]> = [
		['admin', () => ({ role: 'admin' })],
		['agent', () => ({ role: 'agent' })],
		['a custom role', (sim) => ({ customRole: customRole(sim) })],
	];

	it.each(
		RISES.flatMap(([words, fields]) =>
			['', 'X9'].flatMap((externalId) =>
				[0, 110].map((beside) => [words, externalId, beside, fields] as const),
			),
		),
	)(
		'makes nobody %s (external ID %j, %d rows beside)',
		async (_words, externalId, beside, fields) => {
			const stage = setUp();
			const user = addImported(stage);
			const before = JSON.stringify(user);
			const rows = [{ email: CLAIM, name: 'Chief', externalId }, ...others(beside)];
			const [item] = await upsert(stage, rows, {}, fields(stage.sim));
			expect(item).toMatchObject(refusal(user));
			expect(JSON.stringify(user)).toBe(before);
		},
	);

	it('nor an agent an admin, nor where one row of the list names them by external ID', async () => {
		const stage = setUp();
		const user = addImported(stage, addAgent, { external_id: 'X1' });
		const rows = [
			{ externalId: 'X1', name: 'Mallory' },
			{ email: CLAIM, role: 'admin' },
		];
		const items = await upsert(stage, rows, {}, { role: '={{ $json.role ?? "" }}' });
		expect(items).toMatchObject([refusal(user), refusal(user)]);
		expect(user.role).toBe('agent');
	});

	it('nor by Upgrade; by ID and by external ID it is done', async () => {
		const stage = setUp();
		const user = addImported(stage, addCustomer, { external_id: 'X1' });
		const upgrade = async (mode: string, value: string) =>
			(
				await stage.run({
					onError: 'continueRegularOutput',
					parameters: {
						...{ resource: 'user', operation: 'upgrade', role: 'admin' },
						user: { __rl: true, mode, value },
					},
				})
			).items[0];
		expect(await upgrade('email', CLAIM)).toMatchObject(refusal(user));
		expect(user.role).toBe('end-user');
		expect(await upgrade('id', String(user.id))).toMatchObject({ outcome: 'upgraded' });
		stage.sim.store.users.update(user, { role: 'end-user', role_type: null, custom_role_id: null });
		const [item] = await upsert(stage, [{ externalId: 'X1' }], {}, { role: 'admin' });
		expect(item).toMatchObject({ outcome: 'updated', role: 'admin' });
	});

	it('loses rights by it as before, and a role that is there costs no look', async () => {
		const stage = setUp();
		const user = addImported(stage, addAgent);
		await upsert(stage, [{ email: CLAIM }], {}, { role: 'agent' });
		expect(stage.sim.log.count({ path: /identities/ })).toBe(0);
		const [item] = await upsert(stage, [{ email: CLAIM }], {}, { role: 'end-user' });
		expect(item).toMatchObject({ outcome: 'updated' });
		expect(user.role).toBe('end-user');
	});
});
