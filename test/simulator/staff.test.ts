import {
	addAdmin,
	addAgent,
	addCustomer,
	addGroup,
	addLightAgent,
	addTicket,
	join,
} from './arrange';
import { clientAs } from './client';
import { assigneesOf, leaverDesk, smallAccount } from './testing';

describe('seats (§5.4)', () => {
	test('are counted by role type and product roles; suspended staff keep theirs', () => {
		const { sim } = smallAccount();
		const { store } = sim;
		expect(store.seats()).toEqual({ paid: 1, light: 0, free: 0 });
		addAgent(sim, { suspended: true });
		const light = addLightAgent(sim);
		const contributor = addLightAgent(sim, { role_type: 3 });
		expect(store.seats()).toEqual({ paid: 2, light: 1, free: 1 });
		store.entitlements.set(light.id, { guide: { name: 'agent', is_active: true } });
		store.entitlements.set(contributor.id, { guide: { name: 'agent', is_active: true } });
		expect(store.seats()).toEqual({ paid: 3, light: 1, free: 0 });
		sim.switches.seatRuleLightGuide = 'paid';
		expect(store.seats()).toEqual({ paid: 4, light: 0, free: 0 });
		store.entitlements.set(light.id, { explore: { name: 'viewer', is_active: true } });
		expect(store.seatOf(light)).toBe('light');
	});
});

describe('suspension (§2.6)', () => {
	test('keeps seat and tickets, ends signing in and being assigned', async () => {
		const { sim, api, leaver, tickets } = leaverDesk();
		const asLeaver = clientAs(sim, leaver.id);
		expect((await asLeaver.get('users')).status).toBe(200);
		const before = sim.store.seats();
		const answer = await api.put(`users/${leaver.id}`, { user: { suspended: true } });
		expect(answer.body.user.suspension_details).toEqual({ channels: ['all'] });
		expect(sim.store.seats()).toEqual(before);
		expect(tickets[0].assignee_id).toBe(leaver.id);
		expect((await asLeaver.get('users')).status).toBe(401);
		const refused = await api.put(`tickets/${addTicket(sim).id}`, {
			ticket: { group_id: leaver.default_group_id, assignee_id: leaver.id },
		});
		expect(refused.body.details.assignee[0].error).toBe('InvalidValue');
	});

	test('the owner cannot be suspended, and agents cannot suspend agents', async () => {
		const { sim, leaver, lowest } = leaverDesk();
		const suspend = { user: { suspended: true } };
		const admin = addAdmin(sim);
		expect((await clientAs(sim, admin.id).put(`users/${sim.store.ownerId}`, suspend)).status).toBe(
			422,
		);
		expect((await clientAs(sim, lowest.id).put(`users/${leaver.id}`, suspend)).status).toBe(403);
		const customer = addCustomer(sim);
		expect((await clientAs(sim, lowest.id).put(`users/${customer.id}`, suspend)).status).toBe(200);
	});
});

describe('group memberships (§5.1)', () => {
	test('removing one unassigns the working tickets of that user and group', async () => {
		const { sim, api, group, leaver, tickets } = leaverDesk();
		const other = addGroup(sim);
		join(sim, leaver, other);
		const elsewhere = addTicket(sim, { assignee: leaver, group: other });
		const [membership] = sim.store.groupsOf(leaver.id);
		expect((await api.delete(`group_memberships/${membership.id}`)).status).toBe(204);
		expect(assigneesOf(tickets)).toEqual([null, null, null, leaver.id, leaver.id]);
		expect(elsewhere.assignee_id).toBe(leaver.id);
		expect(leaver.default_group_id).toBe(other.id);
		expect(sim.store.isMember(leaver.id, group.id)).toBe(false);
	});

	test('the last one stays, a second of the same kind is refused, as are end users', async () => {
		const { sim, api } = smallAccount();
		const agent = addAgent(sim);
		const [{ id, group_id }] = sim.store.groupsOf(agent.id);
		expect((await api.delete(`group_memberships/${id}`)).status).toBe(422);
		const join = (user_id: number) =>
			api.post('group_memberships', { group_membership: { user_id, group_id } });
		expect((await join(agent.id)).body.details.user_id[0].error).toBe('DuplicateValue');
		expect((await join(addCustomer(sim).id)).status).toBe(422);
	});

	test('create_many and destroy_many are jobs', async () => {
		const { sim, api } = smallAccount();
		const [group, agent] = [addGroup(sim), addAgent(sim)];
		const inputs = [
			{ user_id: agent.id, group_id: group.id },
			{ user_id: 1, group_id: group.id },
		];
		const started = await api.post('group_memberships/create_many', { group_memberships: inputs });
		await sim.settle();
		const done = await api.get(`job_statuses/${started.body.job_status.id}`);
		expect(done.body.job_status.results).toMatchObject([
			{ action: 'create', success: true },
			{ index: 1, error: 'GroupMembershipCreateFailed' },
		]);
		const { id } = sim.store.groupsOf(agent.id)[1];
		await api.delete(`group_memberships/destroy_many?ids=${id}`);
		await sim.settle();
		expect(sim.store.groupsOf(agent.id)).toHaveLength(1);
	});
});
