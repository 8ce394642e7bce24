import {
	addAdmin,
	addAgent,
	addCustomer,
	addOrganization,
	type Simulator,
	type User,
} from '../../simulator';
import { clearStages, setStage } from '../engine';
import {
	apply,
	ids,
	IN_SCOPE,
	known,
	knownPeople,
	outcomes,
	pairsOf,
	people,
	person,
	plan,
	reasons,
	TYPE,
	userOf,
} from './helpers';

afterEach(clearStages);

const ALL_MAY_GO = { maxRemovals: 100 };

describe('Plan', () => {
	it('finds what is new, changed, equal and missing', async () => {
		const stage = setStage();
		const { sim } = stage;
		const [equal, renamed] = [known(sim, 0), known(sim, 1, { name: 'Old Name' })];
		const missing = known(sim, 3);
		const result = await plan(stage, people(3), { removal: 'suspend', maxRemovals: 50 });
		expect(result.unchanged).toMatchObject([{ id: equal.id, external_id: 'HR-0' }]);
		expect(result.changes).toMatchObject([
			{
				action: 'update',
				id: renamed.id,
				before: { name: 'Old Name', email: 'person1@example.com', external_id: 'HR-1' },
				after: { name: 'Person 1' },
				diff: [{ field: 'name', from: 'Old Name', to: 'Person 1' }],
				reason: expect.stringContaining('name'),
			},
			{
				action: 'create',
				id: null,
				name: 'Person 2',
				before: null,
				after: { external_id: 'HR-2', email: 'person2@example.com', name: 'Person 2' },
			},
			{
				action: 'suspend',
				id: missing.id,
				before: { suspended: false },
				after: { suspended: true },
				reason: expect.stringContaining('missing'),
			},
		]);
	});

	it('is what the node does unless told otherwise', async () => {
		const stage = setStage();
		const parameters = { externalId: '={{ $json.externalId }}', ...IN_SCOPE };
		const { outputs } = await stage.run({ type: TYPE, items: people(1), parameters });
		expect(outputs).toHaveLength(4);
		expect(stage.sim.log.writes()).toEqual([]);
	});

	it('writes nothing and works with a credential that may only read', async () => {
		const stage = setStage();
		knownPeople(stage.sim, 5);
		const credential = { ...stage.credential, access: 'readOnly' };
		const rows = [...people(4), person(9)];
		const more = { removal: 'delete', ...ALL_MAY_GO };
		const { changes, result } = await plan(stage, rows, more, { credential });
		expect(result.error).toBeUndefined();
		expect(changes.map(({ action }) => action)).toEqual(['create', 'delete']);
		expect(stage.sim.log.writes()).toEqual([]);
	});

	it('puts every row on one output, once, as its pair; who is missing has no pair', async () => {
		const stage = setStage();
		const { sim } = stage;
		for (const i of [0, 1, 3, 5, 6, 7, 8, 9]) known(sim, i);
		known(sim, 10, { suspended: true });
		addAgent(sim, { external_id: 'HR-4', email: 'person4@example.com', name: 'Person 4' });
		const rows = [
			person(0),
			{ ...person(1), name: 'New Name' },
			person(2),
			{ ...person(3), hasLeft: true },
			{ ...person(4), hasLeft: true },
			{ ...person(5), home: 'not an ID' },
			{ ...person(6), externalId: 'XY-6' },
			{ name: 'No Key' },
			person(7),
			{ ...person(7), name: 'Another Name' },
			{ ...person(10), hasLeft: true },
			{ ...person(11), hasLeft: true },
			{},
		];
		const { result } = await plan(stage, rows, {
			hasLeft: '={{ $json.hasLeft }}',
			fields: { organizationId: '={{ $json.home }}' },
			removal: 'suspend',
			...ALL_MAY_GO,
		});
		const pairs = pairsOf(result);
		const rowsOut = pairs.flat().filter((row) => row !== null);
		expect([...rowsOut].sort((a, b) => a - b)).toEqual(rows.map((_, i) => i));
		const [changes, unchanged, blocked, leavers] = pairs.map((each) => new Set(each));
		expect([1, 2, 3].every((row) => changes.has(row))).toBe(true);
		expect([0, 10, 11].every((row) => unchanged.has(row))).toBe(true);
		expect([5, 6, 7, 8, 9, 12].every((row) => blocked.has(row))).toBe(true);
		expect(leavers.has(4)).toBe(true);
	});
});

describe('Scope', () => {
	const everything = (sim: Simulator) => JSON.stringify(sim.store.users.all());

	/** Two users, one inside and one outside, with the form's scope. */
	const SCOPES: Array<[string, (home: number) => object, (home: number) => Partial<User>]> = [
		['prefix', () => ({ externalIdPrefix: 'hr-' }), () => ({})],
		['tag', () => ({ tag: 'From_HR' }), () => ({ tags: ['from_hr', 'x'] })],
		['organization', (home) => ({ organizationId: home }), (home) => ({ organization_id: home })],
		['role', () => ({ role: 'end-user' }), () => ({})],
		[
			'all of it',
			(home) => ({
				externalIdPrefix: 'HR-',
				tag: 'from_hr',
				organizationId: String(home),
				role: 'end-user',
			}),
			(home) => ({ tags: ['from_hr'], organization_id: home }),
		],
	];

	const outside = (sim: Simulator, part: string): User =>
		part === 'role'
			? addAgent(sim, { external_id: 'HR-2', email: 'person2@example.com', name: 'Old' })
			: known(sim, 2, { name: 'Old', external_id: part === 'prefix' ? 'OTHER-2' : 'HR-2' });

	it.each(SCOPES)(
		'by %s: who is outside is blocked, and is not missed',
		async (part, scope, inside) => {
			const stage = setStage();
			const { sim } = stage;
			const home = addOrganization(sim).id;
			const member = known(sim, 1, { name: 'Old', ...inside(home) });
			const stranger = outside(sim, part);
			const more = { scope: scope(home), removal: 'delete', matchBy: 'email', ...ALL_MAY_GO };
			// Nobody gets another external ID than they have: such a row is about somebody else, or wrong.
			const { email, name } = person(2);
			const rows = [person(1), part === 'prefix' ? { email, name } : person(2)];
			const { changes, blocked } = await plan(stage, rows, more);
			expect(ids(changes)).toEqual([member.id]);
			expect(blocked).toMatchObject([{ id: stranger.id, reason: 'out-of-scope' }]);
			const absent = await plan(stage, [person(3)].concat(person(1)), more);
			expect(ids([...absent.changes, ...absent.leavers])).not.toContain(stranger.id);
		},
	);

	it.each(SCOPES)(
		'by %s: who is new is born into it, and found by the next run',
		async (_part, scope) => {
			const stage = setStage();
			const home = addOrganization(stage.sim).id;
			const before = everything(stage.sim);
			const more = { scope: scope(home), fields: { phone: '+1' }, removal: 'delete' };
			const { changes } = await plan(stage, people(2), more);
			expect(everything(stage.sim)).toBe(before);
			const { items } = await apply(stage, changes, more);
			expect(outcomes(items)).toEqual(['created', 'created']);
			const next = await plan(stage, people(2), more);
			expect([next.changes, next.blocked, next.unchanged.length]).toEqual([[], [], 2]);
		},
	);

	it('a new external ID without the prefix is blocked', async () => {
		const stage = setStage();
		const { changes, blocked } = await plan(stage, [{ ...person(1), externalId: 'ZZ-1' }]);
		expect(changes).toEqual([]);
		expect(blocked).toMatchObject([{ reason: 'out-of-scope', external_id: 'ZZ-1' }]);
	});

	it('mapped tags never take away the tag of the scope', async () => {
		const stage = setStage();
		const more = { scope: { tag: 'from_hr' }, fields: { tags: 'vip' } };
		const user = known(stage.sim, 1, { tags: ['from_hr'] });
		for (let run = 0; run < 2; run++) {
			const { changes } = await plan(stage, people(3).slice(1), more);
			await apply(stage, changes, more);
		}
		expect([...userOf(stage.sim, user).tags].sort()).toEqual(['from_hr', 'vip']);
		const next = await plan(stage, people(3).slice(1), more);
		expect([next.changes, next.blocked, next.unchanged.length]).toEqual([[], [], 2]);
	});

	it('blank tags, to be cleared, leave the tag of the scope', async () => {
		const stage = setStage();
		const user = known(stage.sim, 1, { tags: ['from_hr', 'old'] });
		const more = {
			scope: { tag: 'from_hr' },
			fields: { tags: '' },
			options: { blankValues: 'clear' },
		};
		const { changes } = await plan(stage, [person(1)], more);
		await apply(stage, changes, more);
		expect(userOf(stage.sim, user).tags).toEqual(['from_hr']);
	});
});

describe('Protected Users', () => {
	it.each([
		['email', () => 'hr-1; PERSON1@example.com'],
		['ID', ({ id }: User) => String(id)],
		['external ID', () => 'hr-1'],
	])('by %s are neither changed nor removed', async (_by, entry) => {
		const stage = setStage();
		const user = known(stage.sim, 1);
		const options = { protectedUsers: entry(user) };
		const rows = [{ ...person(1), name: 'New Name' }];
		const changed = await plan(stage, rows, { options });
		expect([changed.changes, reasons(changed.blocked)]).toEqual([[], ['protected']]);
		const removing = { options, removal: 'delete', ...ALL_MAY_GO };
		const missing = await plan(stage, [person(2)], removing);
		expect(missing.changes.map(({ action }) => action)).toEqual(['create']);
		expect(missing.blocked).toMatchObject([{ id: user.id, reason: 'protected' }]);
	});

	it('who is protected and equal is unchanged', async () => {
		const stage = setStage();
		known(stage.sim, 1);
		const options = { protectedUsers: 'HR-1' };
		expect((await plan(stage, [person(1)], { options })).unchanged).toHaveLength(1);
	});
});

describe('Users Who Left', () => {
	const HOW = { hasLeft: '={{ $json.hasLeft }}', ...ALL_MAY_GO };
	const left = { ...person(1), hasLeft: true };

	it.each([
		['report', 'said', [], 1],
		['report', 'missing', [], 1],
		['suspend', 'said', ['suspend'], 0],
		['suspend', 'missing', ['suspend'], 0],
		['delete', 'said', ['delete'], 0],
		['delete', 'missing', ['delete'], 0],
	])('%s: customers, %s', async (removal, how, actions, leavers) => {
		const stage = setStage();
		known(stage.sim, 0);
		const { id } = known(stage.sim, 1);
		const rows = how === 'said' ? [person(0), left] : [person(0)];
		const made = await plan(stage, rows, { ...HOW, removal });
		expect(made.changes.map(({ action }) => action)).toEqual(actions);
		expect(made.leavers).toHaveLength(leavers);
		expect(ids([...made.changes, ...made.leavers])).toEqual([id]);
	});

	it.each(['report', 'suspend', 'delete'])('%s: staff are leavers always', async (removal) => {
		const stage = setStage();
		const [missing, gone] = [7, 1].map((i) =>
			addAgent(stage.sim, { external_id: `HR-${i}`, email: `person${i}@example.com` }),
		);
		const admin = addAdmin(stage.sim, { external_id: 'HR-8' });
		known(stage.sim, 0);
		const { changes, leavers } = await plan(stage, [person(0), left], { ...HOW, removal });
		expect(changes).toEqual([]);
		expect(new Set(ids(leavers))).toEqual(new Set([missing.id, gone.id, admin.id]));
		for (const leaver of leavers) {
			expect(leaver).toMatchObject({ reason: expect.any(String), name: expect.any(String) });
		}
	});

	it('who is suspended already needs nothing: said, the row is unchanged; missing, nothing comes', async () => {
		const stage = setStage();
		const user = known(stage.sim, 1, { suspended: true });
		known(stage.sim, 0);
		const said = await plan(stage, [person(0), left], { ...HOW, removal: 'suspend' });
		expect([said.changes, said.leavers, said.blocked]).toEqual([[], [], []]);
		expect(ids(said.unchanged)).toContain(user.id);
		const missing = await plan(stage, [person(0)], { ...HOW, removal: 'suspend' });
		expect([missing.changes, missing.leavers, missing.blocked]).toEqual([[], [], []]);
	});

	it('who has left and never was in Zendesk is unchanged', async () => {
		const stage = setStage();
		const { unchanged, changes } = await plan(stage, [left], HOW);
		expect([changes, unchanged.length]).toEqual([[], 1]);
	});

	it('Missing Users Have Left off: only what is said counts', async () => {
		const stage = setStage();
		const [said] = [known(stage.sim, 1), known(stage.sim, 2), known(stage.sim, 3)];
		const row = { externalId: 'HR-1', name: 'Person 1', hasLeft: true };
		const more = { ...HOW, removal: 'delete', missingMeansLeft: false };
		const { changes, leavers, blocked } = await plan(stage, [row], more);
		expect(changes).toMatchObject([{ action: 'delete', id: said.id }]);
		expect([leavers, blocked]).toEqual([[], []]);
	});

	it('a customer of another source is never missing', async () => {
		const stage = setStage();
		addCustomer(stage.sim, { external_id: 'SHOP-1' });
		addCustomer(stage.sim);
		const { changes, leavers, blocked } = await plan(stage, [person(0)], {
			...HOW,
			removal: 'delete',
		});
		expect(changes.map(({ action }) => action)).toEqual(['create']);
		expect([leavers, blocked]).toEqual([[], []]);
	});
});

describe('when Zendesk can’t be read', () => {
	it.each([['continueRegularOutput'], ['continueErrorOutput']] as const)(
		'%s: every row fails, with words for people',
		async (onError) => {
			const stage = setStage();
			const users = { status: 403, body: { error: 'Forbidden' } };
			stage.sim.faults.add({
				when: { route: 'GET /api/v2/users', times: 99 },
				then: { kind: 'respond', ...users },
			});
			const { result } = await plan(stage, people(2), {}, { onError });
			const failed = result.outputs.flat();
			expect(failed).toHaveLength(2);
			for (const item of failed) {
				const verdict = (item.error ?? item) as { outcome: string; message: string };
				expect(verdict).toMatchObject({ outcome: 'failed', reason: 'forbidden' });
				expect(verdict.message).not.toBe('');
			}
		},
	);
});
