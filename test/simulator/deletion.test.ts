import { addAdmin, addAgent, addCustomer, addSession, addTicket, addToken } from './arrange';
import { clientAs } from './client';
import type { VirtualClock } from './clock';
import { DAY, MINUTE } from './core/time';
import { smallAccount } from './testing';

const { sim, api } = smallAccount();

describe('the soft delete (zendesk-api §2.6)', () => {
	test('blanks email, external id and verification, keeps the rest', async () => {
		const customer = addCustomer(sim, {
			name: 'Gone',
			email: 'gone@example.com',
			external_id: 'G-1',
			tags: ['t'],
			alias: 'gg',
			notes: 'note',
		});
		const answer = await api.delete(`users/${customer.id}`);
		expect(answer.status).toBe(200);
		expect(answer.body.user).toMatchObject({
			active: false,
			email: null,
			external_id: null,
			verified: false,
			name: 'Gone',
			tags: ['t'],
			alias: 'gg',
			notes: 'note',
		});
	});

	test('frees email and external id at once', async () => {
		const user = { name: 'Again', email: 'again@example.com', external_id: 'A-1' };
		const first = await api.post('users', { user });
		await api.delete(`users/${first.body.user.id}`);
		expect((await api.get('users/search?external_id=A-1')).body.users).toEqual([]);
		const second = await api.post('users', { user });
		expect(second.status).toBe(201);
		expect(second.body.user.id).not.toBe(first.body.user.id);
	});

	test('takes the user out of lists but not out of show_many, show and the deleted', async () => {
		const customer = addCustomer(sim);
		await api.delete(`users/${customer.id}`);
		const ids = async (path: string, key = 'users') =>
			(await api.get(path)).body[key].map(({ id }: { id: number }) => id);
		expect(await ids('users?per_page=100')).not.toContain(customer.id);
		expect(await ids(`users/show_many?ids=${customer.id}`)).toEqual([]);
		expect(await ids(`users/show_many?ids=${customer.id}&include_deleted=true`)).toEqual([
			customer.id,
		]);
		expect(await ids('deleted_users', 'deleted_users')).toContain(customer.id);
		expect((await api.get(`users/${customer.id}`)).body.user.active).toBe(false);
		sim.switches.showDeletedUser = 'not-found';
		expect((await api.get(`users/${customer.id}`)).status).toBe(404);
		sim.switches.showDeletedUser = 'record';
	});

	test('ends sessions and tokens', async () => {
		const agent = addAgent(sim);
		addSession(sim, agent);
		addToken(sim, agent);
		await api.delete(`users/${agent.id}`);
		expect(sim.store.sessions.by('user', agent.id).size).toBe(0);
		expect(sim.store.oauthTokens.by('user', agent.id).size).toBe(0);
	});

	test('is refused while the user is requester of a ticket that is not closed', async () => {
		const requester = addCustomer(sim);
		addTicket(sim, { requester, status: 'closed' });
		addTicket(sim, { requester });
		const refused = await api.delete(`users/${requester.id}`);
		expect(refused.status).toBe(422);
		expect(refused.body.details.base[0].description).toBe(
			'User is requester on 1 ticket(s) that are not closed.',
		);
		expect(requester.active).toBe(true);
	});

	test('the owner and oneself are refused as the switches say', async () => {
		const own = await api.delete(`users/${sim.credentials.adminId}`);
		expect([own.status, sim.store.ownerId]).toEqual([422, sim.credentials.adminId]);
		sim.switches.ownerRefusal = 403;
		expect((await api.delete(`users/${sim.store.ownerId}`)).status).toBe(403);
		sim.switches.ownerRefusal = 422;
	});

	test.each([422, 403] as const)('an admin who deletes himself gets a %i', async (deleteSelf) => {
		const { sim: own } = smallAccount({ switches: { deleteSelf } });
		const admin = addAdmin(own);
		const answer = await clientAs(own, admin.id).delete(`users/${admin.id}`);
		expect([answer.status, admin.active]).toEqual([deleteSelf, true]);
	});

	test('somebody who manages end users only cannot delete staff', async () => {
		const lead = sim.store.customRoles.all().find(({ name }) => name === 'Team lead');
		const client = clientAs(sim, addAgent(sim, { custom_role_id: lead?.id ?? null }).id);
		if (lead) lead.manage_team_members = false;
		expect((await client.delete(`users/${addCustomer(sim).id}`)).status).toBe(200);
		expect((await client.delete(`users/${addAgent(sim).id}`)).status).toBe(403);
	});

	test('a write to a deleted user fails as the switch says', async () => {
		const customer = addCustomer(sim);
		await api.delete(`users/${customer.id}`);
		expect((await api.put(`users/${customer.id}`, { user: { name: 'X' } })).status).toBe(404);
		sim.switches.putDeletedUser = 422;
		expect((await api.put(`users/${customer.id}`, { user: { name: 'X' } })).status).toBe(422);
		sim.switches.putDeletedUser = 404;
	});

	test('right after the creation it fails where the switch says so', async () => {
		const { sim: slow, api: client } = smallAccount({
			switches: { createThenUpdateFailsSeconds: 90, createThenUpdateStatus: 409 },
		});
		const { id } = (await client.post('users', { user: { name: 'New' } })).body.user;
		expect((await client.put(`users/${id}`, { user: { name: 'N2' } })).status).toBe(409);
		expect((await client.delete(`users/${id}`)).body.error).toBe('DatabaseConflict');
		await slow.clock.sleep(90_000);
		expect((await client.delete(`users/${id}`)).status).toBe(200);
	});
});

describe('the purge (§2.6)', () => {
	test('answers with the old name, then lists a placeholder and shows nothing', async () => {
		const customer = addCustomer(sim, { name: 'Purged', phone: '+1 555' });
		expect((await api.delete(`deleted_users/${customer.id}`)).status).toBe(404);
		await api.delete(`users/${customer.id}`);
		const answer = await api.delete(`deleted_users/${customer.id}`);
		expect(answer.body.deleted_user).toMatchObject({ name: 'Purged', email: null });
		const listed = (await api.get('deleted_users')).body.deleted_users;
		expect(listed.find(({ id }: { id: number }) => id === customer.id)).toMatchObject({
			name: 'Permanently Deleted User',
			email: null,
			phone: null,
		});
		expect((await api.get(`deleted_users/${customer.id}`)).status).toBe(404);
		(sim.clock as VirtualClock).advance(MINUTE);
		expect((await api.get(`users/${customer.id}`)).status).toBe(404);
		expect((await api.delete(`deleted_users/${customer.id}`)).status).toBe(404);
	});

	test('waits until the user shows among the deleted, where the switch says so', async () => {
		const { sim: slow, api: client } = smallAccount({ switches: { purgeReadySeconds: 30 } });
		const customer = addCustomer(slow);
		await client.delete(`users/${customer.id}`);
		expect((await client.get('deleted_users/count')).body.count.value).toBe(0);
		expect((await client.delete(`deleted_users/${customer.id}`)).status).toBe(422);
		await slow.clock.sleep(30_000);
		expect((await client.delete(`deleted_users/${customer.id}`)).status).toBe(200);
	});

	test('spreads over the products bit by bit', async () => {
		const customer = addCustomer(sim);
		await api.delete(`users/${customer.id}`);
		await api.delete(`deleted_users/${customer.id}`);
		const actions = async () =>
			(await api.get(`users/${customer.id}/compliance_deletion_statuses`)).body
				.compliance_deletion_statuses;
		expect(await actions()).toMatchObject([
			{ action: 'request_deletion', application: 'all', executer_id: sim.credentials.adminId },
		]);
		(sim.clock as VirtualClock).advance(10 * MINUTE);
		expect(await actions()).toHaveLength(7);
	});

	test('comes by itself after 30 days', async () => {
		const { sim: old, api: client } = smallAccount();
		const customer = addCustomer(old, { name: 'Forgotten' });
		await client.delete(`users/${customer.id}`);
		(old.clock as VirtualClock).advance(30 * DAY - MINUTE);
		expect((await client.get(`deleted_users/${customer.id}`)).status).toBe(200);
		(old.clock as VirtualClock).advance(MINUTE);
		expect((await client.get(`deleted_users/${customer.id}`)).status).toBe(404);
		expect(customer.name).toBe('Permanently Deleted User');
	});
});
