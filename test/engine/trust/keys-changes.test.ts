import type { IDataObject } from 'n8n-workflow';
import {
	addAdmin,
	addAgent,
	addCustomer,
	addIdentityTo,
	addOrganization,
	addTicket,
	identitiesIn,
	ROLE_TYPE,
	type Simulator,
	type User,
} from '../../simulator';
import { clearStages, type Stage } from '../engine';
import { organizationsIn, outcomes, runThrice, setUp, stateIn, upsert } from './keys-helpers';

/** User: Create or Update, and Update. What a row may change of who it names. */

afterEach(clearStages);

const addAnn = (sim: Simulator, fields: Partial<User> = {}) =>
	addCustomer(sim, { name: 'Ann', email: 'ann@x.example', external_id: 'X2', ...fields });

const padded = (count: number, row: IDataObject) => [
	row,
	...[1, 2]
		.slice(3 - count)
		.map((i) => ({ externalId: `N${i}`, email: `n${i}@x.example`, name: `N${i}` })),
];

describe('A5: a second email finds its user, and the primary one stays', () => {
	const KEYS = [{ email: 'ann2@x.example' }, { externalId: 'X2', email: 'ann2@x.example' }];
	const CASES = KEYS.flatMap((keys) =>
		[1, 3].flatMap((count) =>
			[false, true].map((writeUnchanged) => [keys, count, writeUnchanged] as const),
		),
	);

	it.each(CASES)('%j in %d rows (write unchanged: %s)', async (keys, count, writeUnchanged) => {
		const stage = setUp();
		const ann = addAnn(stage.sim);
		addIdentityTo(stage.sim, ann, { type: 'email', value: 'ann2@x.example' });
		const before = identitiesIn(stage.sim, ann);
		const { first } = await runThrice(stage, padded(count, { ...keys, name: 'Anna' }), {
			writeUnchanged,
		});
		expect(first[0]).toMatchObject({ id: ann.id });
		expect(['updated', 'sent']).toContain(first[0].outcome);
		expect(identitiesIn(stage.sim, ann)).toEqual(before);
		expect(ann.name).toBe('Anna');
	});

	it.each(CASES)(
		'Make Primary: %j in %d rows (write unchanged: %s)',
		async (keys, count, writeUnchanged) => {
			const stage = setUp();
			const ann = addAnn(stage.sim);
			addIdentityTo(stage.sim, ann, { type: 'email', value: 'ann2@x.example' });
			const options = { makePrimary: true, writeUnchanged };
			const { dry, first } = await runThrice(
				stage,
				padded(count, { ...keys, name: 'Ann' }),
				options,
			);
			expect(dry[0].would_change).toContain('email');
			expect(first[0]).toMatchObject({ outcome: 'updated', id: ann.id, email: 'ann2@x.example' });
			expect(identitiesIn(stage.sim, ann)).toEqual([
				'email:ann@x.example',
				'email:ann2@x.example*',
			]);
		},
	);

	it('more than a hundred rows by email', async () => {
		const stage = setUp();
		const ann = addAnn(stage.sim);
		addIdentityTo(stage.sim, ann, { type: 'email', value: 'ann2@x.example' });
		const rows = Array.from({ length: 101 }, (_, i) => ({
			email: `ann${i}@x.example`,
			name: `Ann ${i}`,
		}));
		const items = await upsert(stage, rows);
		expect(items[2]).toMatchObject({ outcome: 'sent', id: ann.id });
		expect(ann.email).toBe('ann@x.example');
	});
});

const lightRole = (sim: Simulator) =>
	sim.store.customRoles.all().find((role) => role.role_type === ROLE_TYPE.lightAgent)!.id;

const LOSSES: Array<[string, (sim: Simulator) => IDataObject]> = [
	['End User', () => ({ role: 'end-user' })],
	['a light role', (sim) => ({ customRole: String(lightRole(sim)) })],
	['Agent with a light role', (sim) => ({ role: 'agent', customRole: String(lightRole(sim)) })],
];

const NAMES: IDataObject[] = [
	{ externalId: 'E1' },
	{ email: 'eve@x.example' },
	{ email: 'eve2@x.example' },
	{ externalId: 'E1', email: 'eve@x.example' },
];

const ROLE_CASES = LOSSES.flatMap(([words, fields]) =>
	NAMES.flatMap((keys) => [1, 3].map((count) => [words, keys, count, fields] as const)),
);

describe('B1: a row that takes rights away asks what a downgrade asks', () => {
	function addEve(sim: Simulator) {
		const eve = addAgent(sim, { name: 'Eve', email: 'eve@x.example', external_id: 'E1' });
		addIdentityTo(sim, eve, { type: 'email', value: 'eve2@x.example' });
		return eve;
	}

	it.each(ROLE_CASES)(
		'%s by %j in %d rows: tickets are in the way',
		async (_words, keys, count, fields) => {
			const stage = setUp();
			const eve = addEve(stage.sim);
			const ticket = addTicket(stage.sim, { assignee: eve });
			const rows = [
				{ ...keys, name: 'Eve' },
				...[1, 2].slice(3 - count).map((i) => ({ externalId: `E${i}9`, name: 'N' })),
			];
			const before = JSON.stringify([eve, ticket]);
			for (const writeUnchanged of [false, true]) {
				const items = await upsert(stage, rows, { writeUnchanged }, fields(stage.sim));
				expect(items[0]).toMatchObject({
					outcome: 'failed',
					reason: 'tickets-left',
					message: expect.stringContaining(`Eve (ID ${eve.id})`),
					advice: expect.stringContaining("'User: Downgrade'"),
				});
				expect(JSON.stringify([eve, ticket])).toBe(before);
			}
		},
	);

	it.each([1, 3])('without tickets the role is written (%d rows)', async (count) => {
		const stage = setUp();
		const eve = addEve(stage.sim);
		const items = await upsert(
			stage,
			padded(count, { externalId: 'E1', name: 'Eve' }),
			{},
			{ role: 'end-user' },
		);
		expect(items[0]).toMatchObject({ outcome: 'updated', role: 'end-user' });
		expect(eve.role).toBe('end-user');
	});

	it.each([{}, { customRole: '' }, { role: '' }])(
		'no role is chosen: none is written (%j)',
		async (fields) => {
			const stage = setUp();
			const eve = addEve(stage.sim);
			const { custom_role_id: role } = eve;
			await upsert(
				stage,
				[{ externalId: 'E1', name: 'Evelyn' }, { email: 'eve2@x.example' }],
				{},
				fields,
			);
			expect(eve).toMatchObject({ role: 'agent', custom_role_id: role });
		},
	);

	it('own user, last admin and protected users stay what they are', async () => {
		const stage = setUp();
		const own = stage.sim.store.users.sortedBy('role', 'admin')[0];
		const eve = addEve(stage.sim);
		const rows = [{ email: own.email }, { email: 'eve@x.example' }];
		const options = { protectedUsers: String(eve.id) };
		const items = await upsert(stage, rows, options, { role: 'end-user' });
		expect(items.map(({ reason }) => reason)).toEqual(['own-user', 'protected']);
		expect([own.role, eve.role]).toEqual(['admin', 'agent']);
	});

	it('an admin keeps the last one: two rows can’t take away both', async () => {
		const stage = setUp();
		const [own] = stage.sim.store.users.sortedBy('role', 'admin');
		const ada = addAdmin(stage.sim, { email: 'ada@x.example' });
		const items = await upsert(
			stage,
			[{ email: 'ada@x.example' }, { email: own.email }],
			{},
			{ role: 'agent' },
		);
		expect(items[1]).toMatchObject({ reason: 'own-user' });
		expect(own.role).toBe('admin');
		expect(outcomes(items)[0]).toBe(ada.role === 'agent' ? 'updated' : 'failed');
	});

	it('somebody whom the search does not show yet is not downgraded either', async () => {
		const stage = setUp();
		const eve = addEve(stage.sim);
		addTicket(stage.sim, { assignee: eve });
		stage.sim.world.switches.searchFindsSecondaryEmail = false;
		const [item] = await upsert(
			stage,
			[{ email: 'eve2@x.example', name: 'Eve' }],
			{},
			{ role: 'end-user' },
		);
		expect(item).toMatchObject({ outcome: 'failed', reason: 'ambiguous' });
		expect(eve.role).toBe('agent');
	});
});

describe('F4: a role and a custom role that contradict each other', () => {
	it.each(['end-user', 'admin'])('%s with a custom role is refused', async (role) => {
		const stage = setUp();
		const customRole = String(
			stage.sim.store.customRoles.all().find((one) => one.role_type === 0)!.id,
		);
		addAnn(stage.sim);
		const before = stateIn(stage.sim);
		const rows = [
			{ externalId: 'X2' },
			{ email: 'new@x.example', name: 'New' },
			{ externalId: 'X7', name: 'New' },
		];
		const items = await upsert(stage, rows, {}, { role, customRole });
		expect(items).toMatchObject(rows.map(() => ({ outcome: 'failed', reason: 'invalid' })));
		expect(stateIn(stage.sim)).toBe(before);
	});

	it('also where two rows of one person say it together', async () => {
		const stage = setUp();
		const customRole = stage.sim.store.customRoles.all().find((one) => one.role_type === 0)!.id;
		const rows = [
			{ externalId: 'X7', email: 'x7@x.example', name: 'N', role: 'end-user' },
			{ externalId: 'X7', email: 'x7@x.example', name: 'N', custom: customRole },
		];
		const items = await upsert(
			stage,
			rows,
			{},
			{ role: '={{ $json.role ?? "" }}', customRole: '={{ $json.custom ?? "" }}' },
		);
		expect(outcomes(items)).toEqual(['failed', 'failed']);
		expect(stage.sim.store.userByExternalId('X7')).toBeUndefined();
	});
});

describe('B3: another organization is added', () => {
	function addMember({ sim }: Stage) {
		const [a, b, c] = [1, 2, 3].map(() => addOrganization(sim));
		const ann = addAnn(sim, { organization_id: a.id });
		const { id } = sim.store.ids.next
			? { id: sim.store.ids.next('organizationMembership') }
			: { id: 0 };
		const [first] = sim.store.organizationMemberships.sortedBy('user', ann.id);
		sim.store.organizationMemberships.insert({
			...first,
			id,
			organization_id: b.id,
			default: false,
		});
		return { ann, a, b, c };
	}

	const OPERATIONS: Record<string, (organizationId: string) => IDataObject> = {
		upsert: (organizationId) => ({ externalId: 'X2', additionalFields: { organizationId } }),
		update: (organizationId) => ({
			user: { __rl: true, mode: 'email', value: 'ann@x.example' },
			updateFields: { organizationId },
		}),
	};

	const write = async (
		stage: Stage,
		operation: string,
		organizationId: string,
		options: IDataObject = {},
	) =>
		(
			await stage.run({
				onError: 'continueRegularOutput',
				parameters: {
					resource: 'user',
					operation,
					...OPERATIONS[operation](organizationId),
					options,
				},
			})
		).items[0];

	it.each(Object.keys(OPERATIONS))(
		'%s: it becomes the default one, by one call; the others stay',
		async (operation) => {
			const stage = setUp();
			const { ann, a, b, c } = addMember(stage);
			const item = await write(stage, operation, String(c.id));
			expect(item).toMatchObject({ outcome: 'updated', organization_id: c.id });
			expect(organizationsIn(stage.sim, ann)).toEqual([`${a.id}`, `${b.id}`, `${c.id}*`]);
			expect(stage.sim.log.writes().map(({ route }) => route)).toEqual([
				'POST /api/v2/users/:id/organization_memberships',
			]);
			expect(await write(stage, operation, String(c.id))).toMatchObject({ outcome: 'unchanged' });
			expect(stage.sim.log.writes()).toHaveLength(1);
		},
	);

	it.each(Object.keys(OPERATIONS))(
		'%s: one that the user is in already becomes the default one',
		async (operation) => {
			const stage = setUp();
			const { ann, a, b } = addMember(stage);
			expect(await write(stage, operation, String(b.id))).toMatchObject({ outcome: 'updated' });
			expect(organizationsIn(stage.sim, ann)).toEqual([`${a.id}`, `${b.id}*`]);
		},
	);

	it.each(Object.keys(OPERATIONS))('%s: with Replace the others end', async (operation) => {
		const stage = setUp();
		const { ann, c } = addMember(stage);
		await write(stage, operation, String(c.id), { organizations: 'replace' });
		expect(organizationsIn(stage.sim, ann)).toEqual([`${c.id}*`]);
	});

	it.each(Object.keys(OPERATIONS))(
		'%s: none is refused for several, and written for one',
		async (operation) => {
			const stage = setUp();
			const { ann, b } = addMember(stage);
			const before = organizationsIn(stage.sim, ann);
			expect(await write(stage, operation, '')).toMatchObject({
				outcome: 'failed',
				reason: 'invalid',
			});
			expect(organizationsIn(stage.sim, ann)).toEqual(before);
			const extra = stage.sim.store.organizationMemberships.sortedBy('user', ann.id);
			stage.sim.store.organizationMemberships.remove(
				extra.find((one) => one.organization_id === b.id)!,
			);
			expect(await write(stage, operation, '')).toMatchObject({ outcome: 'updated' });
			expect(organizationsIn(stage.sim, ann)).toEqual([]);
		},
	);

	it('by email, also one that is new to the search', async () => {
		const stage = setUp();
		const { ann, a, b, c } = addMember(stage);
		const [item] = await upsert(
			stage,
			[{ email: 'ann@x.example' }],
			{},
			{ organizationId: String(c.id) },
		);
		expect(item).toMatchObject({ outcome: 'updated' });
		expect(organizationsIn(stage.sim, ann)).toEqual([`${a.id}`, `${b.id}`, `${c.id}*`]);
	});
});
