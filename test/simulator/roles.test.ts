import { addAdmin, addAgent, addCustomer, addGroup, addLightAgent, addTicket } from './arrange';
import { clientAs } from './client';
import { assigneesOf, leaverDesk, smallAccount } from './testing';

describe('downgrade to end user (zendesk-api §2.6)', () => {
	test('hands tickets below closed to the lowest id of the group, and says so', async () => {
		const { sim, api, leaver, lowest, tickets } = leaverDesk();
		const answer = await api.put(`users/${leaver.id}`, { user: { role: 'end-user' } });
		expect(answer.body.user).toMatchObject({
			role: 'end-user',
			role_type: null,
			custom_role_id: null,
			default_group_id: null,
			ticket_restriction: 'requested',
			restricted_agent: true,
		});
		expect(assigneesOf(tickets)).toEqual([lowest.id, lowest.id, lowest.id, lowest.id, leaver.id]);
		expect(sim.store.groupsOf(leaver.id)).toEqual([]);
		expect(sim.store.handovers).toHaveLength(4);
		expect(sim.store.handovers[0]).toMatchObject({
			ticketId: tickets[0].id,
			from: leaver.id,
			to: lowest.id,
			why: 'downgraded',
		});
	});

	test('prefers the acting admin if he is in the group', async () => {
		const { sim, group, leaver, tickets } = leaverDesk();
		const admin = addAdmin(sim, { groups: [group] });
		await clientAs(sim, admin.id).put(`users/${leaver.id}`, { user: { role: 'end-user' } });
		expect(assigneesOf(tickets).slice(0, 4)).toEqual([admin.id, admin.id, admin.id, admin.id]);
	});

	test('leaves light and suspended agents out, and unassigns where nobody is left', async () => {
		const { sim, api } = smallAccount();
		const group = addGroup(sim);
		addLightAgent(sim, { groups: [group] });
		addAgent(sim, { groups: [group], suspended: true });
		const leaver = addAgent(sim, { groups: [group] });
		const ticket = addTicket(sim, { assignee: leaver });
		await api.put(`users/${leaver.id}`, { user: { role: 'end-user' } });
		expect(ticket).toMatchObject({ assignee_id: null, group_id: group.id });
	});

	test('moves the ticket on: updated_at and an audit by Zendesk', async () => {
		const { sim, api, leaver, tickets } = leaverDesk();
		const before = tickets[0].updated_at;
		await api.put(`users/${leaver.id}`, { user: { role: 'end-user' } });
		expect(tickets[0].updated_at).toBeGreaterThan(before);
		const audit = sim.store.audits.sortedBy('ticket', tickets[0].id).at(-1);
		expect(audit?.author_id).toBe(-1);
		expect(audit?.events[0]).toMatchObject({ type: 'Change', field_name: 'assignee_id' });
	});

	test('happens in the background where the switch says so', async () => {
		const { sim, api, leaver, lowest, tickets } = leaverDesk({
			switches: { backgroundSeconds: 20 },
		});
		await api.put(`users/${leaver.id}`, { user: { role: 'end-user' } });
		expect(tickets[0].assignee_id).toBe(leaver.id);
		await sim.settle();
		expect(tickets[0].assignee_id).toBe(lowest.id);
		expect(sim.store.handovers[0].at).toBe(sim.clock.now());
	});

	test('leaves no trace when the tickets were transferred before', async () => {
		const { sim, api, leaver, lowest, tickets } = leaverDesk();
		for (const { id } of tickets.slice(0, 4)) {
			await api.put(`tickets/${id}`, { ticket: { assignee_id: lowest.id } });
		}
		await api.put(`users/${leaver.id}`, { user: { role: 'end-user' } });
		expect(sim.store.handovers).toEqual([]);
	});

	test('together with a custom role it leaves an agent behind (§2.2)', async () => {
		const { api, leaver } = leaverDesk();
		const { custom_role_id } = leaver;
		const answer = await api.put(`users/${leaver.id}`, {
			user: { role: 'end-user', custom_role_id },
		});
		expect(answer.body.user.role).toBe('agent');
	});

	test('the owner is refused', async () => {
		const { sim } = smallAccount();
		const admin = addAdmin(sim);
		const answer = await clientAs(sim, admin.id).put(`users/${sim.store.ownerId}`, {
			user: { role: 'end-user' },
		});
		expect(answer.status).toBe(422);
	});
});

describe('downgrade to light agent (§2.6)', () => {
	test('unassigns working tickets and re-assigns solved ones', async () => {
		const { sim, api, leaver, lowest, tickets } = leaverDesk();
		const role = sim.store.customRoles.all().find(({ role_type }) => role_type === 1);
		const answer = await api.put(`users/${leaver.id}`, { user: { custom_role_id: role?.id } });
		expect(answer.body.user).toMatchObject({ role: 'agent', role_type: 1 });
		expect(assigneesOf(tickets)).toEqual([null, null, null, lowest.id, leaver.id]);
		expect(sim.store.handovers.map(({ why }) => why)).toEqual(Array(4).fill('light-agent'));
		expect(sim.store.groupsOf(leaver.id)).toHaveLength(1);
	});

	test('was refused with open tickets until May 2026', async () => {
		const { sim, api, leaver } = leaverDesk({
			switches: { lightAgentDowngrade: 'refused-with-open-tickets' },
		});
		const role = sim.store.customRoles.all().find(({ role_type }) => role_type === 1);
		const answer = await api.put(`users/${leaver.id}`, { user: { custom_role_id: role?.id } });
		expect(answer.status).toBe(422);
		expect(leaver.role_type).toBe(0);
	});
});

describe('deleting an agent directly (§2.6)', () => {
	test('hands over as a downgrade does', async () => {
		const { sim, api, leaver, lowest, tickets } = leaverDesk();
		const answer = await api.delete(`users/${leaver.id}`);
		expect(answer.status).toBe(200);
		expect(tickets[0].assignee_id).toBe(lowest.id);
		expect(sim.store.handovers[0].why).toBe('deleted');
	});

	test('is refused where the switch says so', async () => {
		const { api, leaver, tickets } = leaverDesk({ switches: { deleteAgentDirectly: 'refused' } });
		expect((await api.delete(`users/${leaver.id}`)).status).toBe(422);
		expect(tickets[0].assignee_id).toBe(leaver.id);
	});
});

describe('upgrade (§2.2, §2.6)', () => {
	test('a new agent joins the default group, a new admin is announced to all admins', async () => {
		const { sim, api } = smallAccount();
		const customer = addCustomer(sim);
		const agent = await api.put(`users/${customer.id}`, { user: { role: 'agent' } });
		const standard = sim.store.groups.all().find((group) => group.default);
		expect(agent.body.user).toMatchObject({
			role: 'agent',
			role_type: 0,
			default_group_id: standard?.id,
			ticket_restriction: null,
			restricted_agent: false,
		});
		await api.put(`users/${customer.id}`, { user: { role: 'admin' } });
		expect(customer).toMatchObject({ role: 'admin', role_type: 4, moderator: true });
		expect(sim.store.groupsOf(customer.id)).toHaveLength(1);
		expect(sim.store.mails.filter(({ kind }) => kind === 'new-admin')).toHaveLength(2);
	});

	test.each([
		['422-base', 422, 'base'],
		['422-role', 422, 'role'],
		['422-top', 422, undefined],
		['403', 403, undefined],
	] as const)('D3: no seat is free: MaxAgentExceeded (%s)', async (body, status, key) => {
		const { sim, api } = smallAccount({
			plan: { seats: { paid: 1, light: 0 } },
			switches: { subscriptionLimitBody: body },
		});
		const customer = addCustomer(sim);
		const answer = await api.put(`users/${customer.id}`, { user: { role: 'agent' } });
		expect(answer.status).toBe(status);
		expect(Object.keys(answer.body.details ?? {})).toEqual(key ? [key] : []);
		const { error } = key ? answer.body.details[key][0] : answer.body;
		expect(error).toBe('MaxAgentExceeded');
		expect(customer.role).toBe('end-user');
	});

	test('needs a custom role where the switch says so', async () => {
		const { sim, api } = smallAccount({ switches: { agentWithoutCustomRole: 'refused' } });
		const customer = addCustomer(sim);
		const refused = await api.put(`users/${customer.id}`, { user: { role: 'agent' } });
		expect(refused.body.details.custom_role_id).toBeDefined();
	});

	test('"agent" says nothing new about a light agent', async () => {
		const { sim, api } = smallAccount();
		const light = addLightAgent(sim);
		const answer = await api.put(`users/${light.id}`, { user: { role: 'agent' } });
		expect(answer.body.user.role_type).toBe(1);
	});
});
