import {
	addAgent,
	addCustomer,
	addDeletedCustomer,
	addOrganization,
	addSession,
	addTicket,
} from './arrange';
import { clientAs, type Answer, type Client } from './client';
import type { VirtualClock } from './clock';
import { DAY } from './core/time';
import { joinOrganization } from './domain/organizations';
import type { SimulatorOptions } from './options';
import type { Simulator } from './simulator';
import type { Organization, User } from './store/records';
import { smallAccount } from './testing';

/** An account with somebody who is there twice. */
function doubleAccount(options: SimulatorOptions = {}) {
	const account = smallAccount(options);
	const { sim, api } = account;
	const loser = addCustomer(sim, { name: 'Gwen', email: 'gwen@example.com' });
	const winner = addCustomer(sim, { name: 'Gwen B.', email: 'gwen.b@example.com' });
	return { ...account, loser, winner, merge: () => merge(api, loser, winner) };
}

function merge(api: Client, loser: User, winner: { id: number }): Promise<Answer> {
	return api.put(`users/${loser.id}/merge`, { user: { id: winner.id } });
}

function join(sim: Simulator, user: User, ...organizations: Organization[]): void {
	const act = { world: sim.world, now: sim.clock.now(), actor: null };
	for (const organization of organizations) joinOrganization(act, user, organization);
}

const organizationsOf = (sim: Simulator, { id }: User) =>
	sim.store.organizationMemberships
		.sortedBy('user', id)
		.map(({ organization_id, default: isDefault }) => [organization_id, isDefault]);

const identitiesOf = (sim: Simulator, { id }: User) =>
	sim.store.identities
		.sortedBy('user', id)
		.map(({ type, value, primary }) => [type, value, primary]);

describe('a merge gives the survivor (§2.3)', () => {
	test('the requested tickets in every status, with an audit each', async () => {
		const { sim, loser, winner, merge } = doubleAccount();
		const closed = { status: 'closed' as const, requester: loser };
		const tickets = [
			addTicket(sim, { requester: loser }),
			addTicket(sim, closed),
			addTicket(sim, { ...closed, closed_at: sim.clock.now() - 200 * DAY }),
		];
		const answer = await merge();
		expect([answer.status, answer.body.user.id]).toEqual([200, winner.id]);
		for (const { id, requester_id, updated_at } of tickets) {
			expect(requester_id).toBe(winner.id);
			expect(updated_at).toBe(sim.clock.now());
			const [audit] = sim.store.audits.sortedBy('ticket', id);
			expect(audit.events).toMatchObject([
				{ field_name: 'requester_id', value: winner.id, previous_value: loser.id },
			]);
		}
	});

	test('the CCs and what he follows, once, and not in the archive', async () => {
		const { sim, loser, winner, merge } = doubleAccount();
		const other = addCustomer(sim);
		const closed_at = sim.clock.now() - 200 * DAY;
		const copied = addTicket(sim, { ccs: [other, loser] });
		const both = addTicket(sim, { ccs: [winner, loser] });
		const archived = addTicket(sim, { ccs: [loser], status: 'closed', closed_at });
		const followed = addTicket(sim, { followers: [loser] });
		await merge();
		expect(copied.email_cc_ids).toEqual([other.id, winner.id]);
		expect(both.email_cc_ids).toEqual([winner.id]);
		expect(archived.email_cc_ids).toEqual([loser.id]);
		expect(followed.follower_ids).toEqual([winner.id]);
	});

	test('the addresses as secondary ones, and the phone number', async () => {
		const { sim, api, loser, winner, merge } = doubleAccount();
		sim.store.users.update(loser, { phone: '+1 555 0100' });
		const identity = { type: 'email', value: 'gwen@home.example.com' };
		await api.post(`users/${loser.id}/identities`, { identity });
		const { user } = (await merge()).body;
		expect(user.email).toBe('gwen.b@example.com');
		expect(identitiesOf(sim, winner)).toEqual([
			['email', 'gwen@example.com', false],
			['email', 'gwen.b@example.com', true],
			['email', 'gwen@home.example.com', false],
			['phone_number', '+1 555 0100', true],
		]);
		expect(identitiesOf(sim, loser)).toEqual([]);
		expect(sim.store.userByEmail('gwen@example.com')).toBe(winner);
	});

	test('the organizations beside his own', async () => {
		const { sim, loser, winner, merge } = doubleAccount();
		const [own, shared, more] = [addOrganization(sim), addOrganization(sim), addOrganization(sim)];
		join(sim, winner, own, shared);
		join(sim, loser, more, shared);
		await merge();
		expect(organizationsOf(sim, winner)).toEqual([
			[own.id, true],
			[shared.id, false],
			[more.id, false],
		]);
		expect([winner.organization_id, organizationsOf(sim, loser)]).toEqual([own.id, []]);
	});

	test('one organization at most where users have one only, and that if he has none', async () => {
		const { sim, api, loser, winner, merge: first } = doubleAccount();
		sim.plan.multipleOrganizations = false;
		const [one, two] = [addOrganization(sim), addOrganization(sim)];
		join(sim, loser, one);
		const third = addCustomer(sim, { organization_id: two.id });
		await first();
		expect(organizationsOf(sim, winner)).toEqual([[one.id, true]]);
		await merge(api, winner, third);
		expect(organizationsOf(sim, third)).toEqual([[two.id, true]]);
	});

	test('nothing else: tags, notes, details, fields and the external id are lost', async () => {
		const { sim, loser, winner, merge } = doubleAccount();
		const lost = { tags: ['vip'], notes: 'n', details: 'd', external_id: 'C-1', alias: 'G' };
		sim.store.users.update(loser, { ...lost, user_fields: { is_vip: true } });
		const { tags, notes, details, external_id, alias, user_fields } = structuredClone(winner);
		await merge();
		expect(winner).toMatchObject({ tags, notes, details, external_id, alias, user_fields });
		expect(sim.store.userByExternalId('C-1')).toBeUndefined();
	});

	test('an email, if he had none', async () => {
		const { sim, api, loser } = doubleAccount({ switches: { mergeWithoutAddress: 'allowed' } });
		const winner = addCustomer(sim, { email: null });
		await merge(api, loser, winner);
		expect([winner.email, winner.verified]).toEqual(['gwen@example.com', true]);
		expect(identitiesOf(sim, winner)).toEqual([['email', 'gwen@example.com', true]]);
	});
});

describe('the other one afterwards', () => {
	test('is like somebody who was deleted', async () => {
		const { sim, api, loser, merge } = doubleAccount();
		addSession(sim, loser);
		await merge();
		expect((await api.get(`users/${loser.id}`)).body.user).toMatchObject({
			active: false,
			email: null,
			name: 'Gwen',
		});
		const deleted = (await api.get('deleted_users')).body.deleted_users;
		expect(deleted.map(({ id }: { id: number }) => id)).toEqual([loser.id]);
		expect(sim.store.sessions.by('user', loser.id).size).toBe(0);
		(sim.clock as VirtualClock).advance(30 * DAY);
		expect((await api.get(`deleted_users/${loser.id}`)).status).toBe(404);
	});

	test('is purged at once where the switch says so, in the background', async () => {
		const { sim, api, loser, merge } = doubleAccount({
			switches: { mergedUser: 'purged', backgroundSeconds: 5 },
		});
		await merge();
		expect((await api.get(`deleted_users/${loser.id}`)).status).toBe(200);
		await sim.settle();
		expect((await api.get(`deleted_users/${loser.id}`)).status).toBe(404);
		expect(loser).toMatchObject({ name: 'Permanently Deleted User', purged_by: null });
	});

	test('can not be merged again', async () => {
		const { sim, merge } = doubleAccount();
		await merge();
		expect((await merge()).status).toBe(404);
		sim.switches.putDeletedUser = 422;
		expect((await merge()).status).toBe(422);
	});
});

describe('a merge is refused', () => {
	const { sim, api, loser, winner } = doubleAccount();
	const agent = addAgent(sim);

	test.each([
		['with oneself', () => merge(api, loser, loser)],
		['with somebody who is deleted', () => merge(api, loser, addDeletedCustomer(sim))],
		['with nobody we know', () => merge(api, loser, { id: 1 })],
		['with an agent', () => merge(api, loser, agent)],
		['of an agent', () => merge(api, agent, winner)],
		['of somebody unverified without address', () => merge(api, phoneOnly(), winner)],
		['with somebody unverified without address', () => merge(api, loser, phoneOnly())],
	])('%s', async (_, attempt) => {
		const before = JSON.stringify([loser, winner, agent]);
		const refused = await attempt();
		expect([refused.status, refused.body.error]).toEqual([422, 'RecordInvalid']);
		expect(refused.body.details.base[0].description).toEqual(expect.any(String));
		sim.switches.mergeRefusal = 403;
		const forbidden = await attempt();
		sim.switches.mergeRefusal = 422;
		expect([forbidden.status, forbidden.body.error.title]).toEqual([403, 'Forbidden']);
		expect(JSON.stringify([loser, winner, agent])).toBe(before);
	});

	function phoneOnly(): User {
		return addCustomer(sim, { email: null, phone: '+1 555 0101' });
	}

	test('without a user in the body, and of a user that does not exist', async () => {
		expect((await api.put(`users/${loser.id}/merge`, { id: winner.id })).status).toBe(400);
		expect((await api.put('users/1/merge', { user: { id: winner.id } })).status).toBe(404);
	});

	test.each(['loser', 'winner'] as const)('of users that are shared: the %s', async (who) => {
		const own = doubleAccount();
		own.sim.store.users.update(own[who], { shared: true });
		expect((await own.merge()).status).toBe(403);
	});

	test.each(['loser', 'winner'] as const)(
		'where single sign-on keeps external ids together: the %s',
		async (who) => {
			const own = doubleAccount({ switches: { mergeWithExternalIds: 'refused' } });
			own.sim.store.users.update(own[who], { external_id: 'C-1' });
			expect((await own.merge()).status).toBe(422);
			own.sim.store.users.update(own[who], { external_id: null });
			expect((await own.merge()).status).toBe(200);
		},
	);

	test('for more than 10,000 requested tickets of the one who goes', async () => {
		const own = doubleAccount();
		for (let ticket = 0; ticket <= 10_000; ticket++) addTicket(own.sim, { requester: own.loser });
		expect((await own.merge()).status).toBe(422);
		expect((await merge(own.api, own.winner, own.loser)).status).toBe(200);
	});

	test('to agents who do not edit end users', async () => {
		const role = sim.store.customRoles.all().find(({ name }) => name === 'Staff');
		const own = clientAs(sim, addAgent(sim).id);
		if (role) role.configuration = { ...role.configuration, end_user_profile_access: 'readonly' };
		expect((await merge(own, loser, winner)).status).toBe(403);
		if (role) role.configuration = { ...role.configuration, end_user_profile_access: 'edit' };
		expect((await merge(own, loser, winner)).status).toBe(200);
	});
});
