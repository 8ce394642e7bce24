import type { IDataObject } from 'n8n-workflow';
import {
	addAdmin,
	addAgent,
	addCustomer,
	addOrganization,
	ROLE_TYPE,
	type User,
} from '../../simulator';
import { clearStages, type NodeRun, setStage, type Stage } from '../engine';
import { apply, known, outcomes, people, person, plan, reasons, userOf } from './helpers';

afterEach(clearStages);

/** Somebody edits the items of a plan before they are applied. What must not happen is refused on its own row. */

const ALL_MAY_GO = { maxRemovals: 100 };

/** Five changed names, of which the middle one is going to be edited. */
async function planned(stage: Stage, more: object = {}) {
	const users = people(5).map((_, i) => known(stage.sim, i, { name: 'Old Name' }));
	const { changes } = await plan(stage, people(5), more);
	expect(changes).toHaveLength(5);
	return { users, changes, middle: changes[2] };
}

const REST = ['updated', 'updated', 'failed', 'updated', 'updated'];

/** All of a user but his sign-ins, so that a change that nobody may make shows. */
const snapshot = (stage: Stage, id: unknown) =>
	// Calls by API token sign their own user in, which moves both.
	JSON.stringify({
		...userOf(stage.sim, { id: Number(id) }),
		last_login_at: null,
		updated_at: null,
	});

const OWN = {
	name: 'Own Name',
	email: 'own@example.com',
	external_id: 'HR-50',
};

const beforeOf = ({ name, email, external_id }: User): IDataObject => ({
	name,
	email,
	external_id,
});

/** The user of the credential. */
function ownUser({ sim }: Stage): User {
	const own = userOf(sim, { id: sim.credentials.adminId });
	sim.store.users.update(own, { external_id: 'HR-90' });
	addAdmin(sim);
	return own;
}

/** The only admin beside a credential of somebody who may manage people without being one. */
function onlyAdmin({ sim }: Stage): User {
	const admin = addAdmin(sim, { external_id: 'HR-92', name: 'Last Admin' });
	const role = sim.store.customRoles.all().find(({ name }) => name === 'Team lead')!;
	const own = { role: 'agent', role_type: ROLE_TYPE.custom, custom_role_id: role.id } as const;
	sim.store.users.update(userOf(sim, { id: sim.credentials.adminId }), own);
	return admin;
}

/** Signs in with an API token, which people who are no admins may use as well. */
function byToken({ sim, credential }: Stage): Partial<NodeRun> {
	const { email, token: apiToken } = sim.credentials.apiToken;
	const { subdomain } = credential;
	return { credentialType: 'zendeskUsersApi', credential: { subdomain, email, apiToken } };
}

const staffRole = ({ sim }: Stage) => ({
	custom_role_id: sim.store.customRoles.all().find(({ name }) => name === 'Staff')!.id,
});

describe('an item that names somebody else', () => {
	const WHO: Array<[string, (stage: Stage) => User, string, RegExp]> = [
		['a protected user', ({ sim }) => addCustomer(sim, OWN), 'protected', /Own Name/],
		[
			'somebody out of scope',
			({ sim }) => addCustomer(sim, { ...OWN, external_id: 'XX-1' }),
			'out-of-scope',
			/scope/,
		],
	];

	it.each(WHO)('%s is refused on its row', async (_who, somebody, reason, message) => {
		const stage = setStage();
		const { changes, middle } = await planned(stage);
		const user = somebody(stage);
		Object.assign(middle, { id: user.id, before: beforeOf(user), ...beforeOf(user) });
		const was = snapshot(stage, user.id);
		const options = { protectedUsers: 'own@example.com' };
		const protectedOnly = reason === 'protected' ? { options } : {};
		const { items, paired } = await apply(stage, changes, protectedOnly);
		expect(outcomes(items)).toEqual(REST);
		expect(paired).toEqual([0, 1, 2, 3, 4]);
		expect(items[2]).toMatchObject({ reason, message: expect.stringMatching(message) });
		expect(snapshot(stage, user.id)).toBe(was);
	});

	/** Somebody who must stay, whatever an item says. */
	const STAYING: Array<[string, (stage: Stage) => User]> = [
		['last-admin', onlyAdmin],
		['own-user', ownUser],
		['staff', ({ sim }) => addAgent(sim, { external_id: 'HR-93' })],
	];

	const REMOVALS: Array<[string, IDataObject]> = [
		['suspend', { suspended: true }],
		['update', { suspended: true }],
		['update', { role: 'end-user' }],
		['delete', {}],
	];

	it.each(
		REMOVALS.flatMap(([action, after]) =>
			STAYING.map(([reason, find]) => [action, after, reason, find] as const),
		),
	)('%s %j is refused: %s', async (action, after, reason, find) => {
		const stage = setStage();
		const { changes, middle } = await planned(stage);
		const target = find(stage);
		const before = { ...beforeOf(target), suspended: false, role: target.role };
		Object.assign(middle, {
			...beforeOf(target),
			action,
			id: target.id,
			before,
			after: action === 'delete' ? null : { ...before, ...after },
		});
		const was = snapshot(stage, target.id);
		const { items } = await apply(stage, changes, ALL_MAY_GO, undefined, byToken(stage));
		expect(outcomes(items)).toEqual(REST);
		expect(items[2]).toMatchObject({ reason, message: expect.stringContaining(target.name) });
		expect(snapshot(stage, target.id)).toBe(was);
	});

	it.each([
		['role', 'last-admin', onlyAdmin, () => ({ role: 'agent' })],
		['role', 'own-user', ownUser, () => ({ role: 'agent' })],
		['custom role', 'last-admin', onlyAdmin, staffRole],
		['custom role', 'own-user', ownUser, staffRole],
	])('an admin stays admin: by a %s, %s', async (_by, reason, find, after) => {
		const stage = setStage();
		const { changes, middle } = await planned(stage);
		const admin = find(stage);
		const before = { ...beforeOf(admin), role: admin.role, custom_role_id: admin.custom_role_id };
		const edited = { id: admin.id, before, after: { ...before, ...after(stage) } };
		Object.assign(middle, beforeOf(admin), edited);
		const { items } = await apply(stage, changes, {}, undefined, byToken(stage));
		expect(outcomes(items)).toEqual(REST);
		expect(items[2]).toMatchObject({ reason });
		expect(userOf(stage.sim, admin).role).toBe('admin');
	});

	it('a light seat by a custom role is refused to an agent', async () => {
		const stage = setStage();
		const { changes, middle } = await planned(stage);
		const agent = addAgent(stage.sim, { external_id: 'HR-93' });
		const light = stage.sim.store.customRoles.all().find(({ role_type }) => role_type === 1)!;
		const before = { ...beforeOf(agent), custom_role_id: agent.custom_role_id };
		Object.assign(middle, { id: agent.id, before, after: { ...before, custom_role_id: light.id } });
		const { items } = await apply(stage, changes);
		expect(outcomes(items)).toEqual(REST);
		expect(userOf(stage.sim, agent).custom_role_id).toBe(agent.custom_role_id);
	});
});

describe('an item that is no change as a plan gives it', () => {
	const EDITS: Array<[string, (item: IDataObject) => object, RegExp]> = [
		['an unknown action', () => ({ action: 'purge' }), /action/],
		['no action', () => ({ action: undefined }), /action/],
		['text for the ID', ({ id }) => ({ id: String(id) }), /'id'/],
		['no ID', () => ({ id: null }), /'id'/],
		['a broken ID', () => ({ id: 1.5 }), /'id'/],
		['no before', () => ({ before: null }), /'before'/],
		['an empty before', () => ({ before: {} }), /'before'|'after'/],
		['text for before', ({ before }) => ({ before: JSON.stringify(before) }), /'before'/],
		['no after', () => ({ after: null }), /'after'/],
		['text for after', ({ after }) => ({ after: JSON.stringify(after) }), /'after'/],
		[
			'an unknown field',
			({ after }) => ({ after: { ...(after as object), moderator: true } }),
			/moderator/,
		],
		['a password', ({ after }) => ({ after: { ...(after as object), password: 'x' } }), /password/],
		[
			'a role that the plan did not have',
			({ after }) => ({ after: { ...(after as object), role: 'admin' } }),
			/role/,
		],
		[
			'tags that the plan did not have',
			({ after }) => ({ after: { ...(after as object), tags: ['x'] } }),
			/tags/,
		],
		[
			'groups that the plan did not have',
			({ after }) => ({ after: { ...(after as object), groups: [1] } }),
			/groups/,
		],
		['update turned into delete', () => ({ action: 'delete' }), /delete|'after'/],
		['update turned into suspend', () => ({ action: 'suspend' }), /suspend|'after'/],
		['update turned into create', () => ({ action: 'create' }), /'id'/],
	];

	it.each(EDITS)('%s is refused, the others are applied', async (_what, change, message) => {
		const stage = setStage();
		const { users, changes, middle } = await planned(stage);
		Object.assign(middle, change(middle));
		const was = snapshot(stage, users[2].id);
		const { items, paired } = await apply(stage, changes, ALL_MAY_GO);
		expect(outcomes(items)).toEqual(REST);
		expect(paired).toEqual([0, 1, 2, 3, 4]);
		expect(items[2]).toMatchObject({
			reason: 'invalid',
			message: expect.stringMatching(message),
			advice: expect.any(String),
		});
		expect(snapshot(stage, users[2].id)).toBe(was);
	});

	it.each([null, [], {}, { verdict: 'x' }])('an item that is %j', async (item) => {
		const stage = setStage();
		const { changes } = await planned(stage);
		changes[2] = { ...(item as IDataObject) };
		expect(outcomes((await apply(stage, changes)).items)).toEqual(REST);
	});

	it.each(['update', 'create'])(
		'%s: a role that is not among the Fields to Manage',
		async (action) => {
			const stage = setStage();
			const options = { managedFields: ['name', 'email', 'external_id'] };
			const { changes } = await planned(stage, { options });
			if (action === 'create') {
				const { changes: created } = await plan(stage, [person(9)], { options });
				changes[2] = created[0];
			}
			changes[2].after = { ...(changes[2].after as object), role: 'admin' };
			const { items } = await apply(stage, changes, { options });
			expect(outcomes(items)).toEqual(REST);
			expect(items[2]).toMatchObject({ reason: 'invalid', message: expect.stringMatching(/role/) });
			const admins = stage.sim.store.users.all().filter(({ role }) => role === 'admin');
			expect(admins).toHaveLength(1);
		},
	);

	it('the ID of another member of the scope', async () => {
		const stage = setStage();
		const more = { fields: { phone: '+1' }, options: { managedFields: ['phone'] } };
		const { changes, middle } = await planned(stage, more);
		const other = known(stage.sim, 7);
		middle.id = other.id;
		const { items } = await apply(stage, changes, { options: more.options });
		expect(items[2].outcome).toMatch(/failed|skipped/);
		expect(items[2].message).toEqual(expect.any(String));
		expect(userOf(stage.sim, other).phone).toBeNull();
	});

	it('an ID that nobody has', async () => {
		const stage = setStage();
		const { changes, middle } = await planned(stage);
		middle.id = 999;
		const { items } = await apply(stage, changes);
		expect(outcomes(items)).toEqual(REST);
		expect(items[2]).toMatchObject({
			reason: 'not-found',
			message: expect.stringContaining('999'),
		});
	});

	it('the same user twice: the second one is refused', async () => {
		const stage = setStage();
		const { users, changes } = await planned(stage);
		changes[3] = { ...changes[1], after: { ...(changes[1].after as object), name: 'Other' } };
		const { items } = await apply(stage, changes);
		expect(reasons(items)).toEqual([undefined, undefined, undefined, 'same-row', undefined]);
		expect(userOf(stage.sim, users[1]).name).toBe('Person 1');
	});

	it('somebody new twice is created once', async () => {
		const stage = setStage();
		const { changes } = await plan(stage, people(3));
		changes[2] = { ...changes[1] };
		const { items } = await apply(stage, changes);
		// A job does its rows in any order: which of the two comes first is chance.
		const [first, ...twins] = outcomes(items);
		expect([first, ...twins.filter((one) => one === 'created')]).toEqual(['created', 'created']);
		expect(twins).toHaveLength(2);
		expect(stage.sim.store.usersByExternalId('HR-1')).toHaveLength(1);
	});

	it('somebody new who is outside of the scope', async () => {
		const stage = setStage();
		const { changes } = await plan(stage, people(3));
		changes[1].after = { ...(changes[1].after as object), external_id: 'XX-1' };
		const { items } = await apply(stage, changes);
		expect(reasons(items)).toEqual([undefined, 'out-of-scope', undefined]);
	});

	it.each([
		['its external ID', { externalIdPrefix: 'HR-' }, {}, { external_id: 'XX-1' }],
		['its tag', { tag: 'from_hr' }, { tags: 'from_hr, x' }, { tags: ['x'] }],
		['its organization', { organizationId: 1 }, { organizationId: 1 }, { organization_id: null }],
	])('nobody is taken out of the scope by %s', async (_by, scope, fields, after) => {
		const stage = setStage();
		const { id } = addOrganization(stage.sim);
		const place = (form: Record<string, unknown>) =>
			'organizationId' in form ? { ...form, organizationId: id } : form;
		const more = { scope: place(scope), fields: place(fields) };
		const user = known(stage.sim, 1, {
			name: 'Old Name',
			tags: ['from_hr', 'x'],
			organization_id: id,
		});
		const { changes } = await plan(stage, [person(1)], more);
		changes[0].after = { ...(changes[0].after as object), ...after };
		const was = snapshot(stage, user.id);
		const { items } = await apply(stage, changes, more);
		expect(items).toMatchObject([{ outcome: 'failed', reason: 'out-of-scope' }]);
		expect(snapshot(stage, user.id)).toBe(was);
	});
});
