import {
	addAgent,
	addCustomer,
	addGroup,
	addLightAgent,
	addOrganization,
	addTicket,
	join,
} from './arrange';
import { DAY } from './core/time';
import { smallAccount } from './testing';

const { sim, api } = smallAccount();
const group = addGroup(sim);
const agent = addAgent(sim, { groups: [group] });
const colleague = addAgent(sim, { groups: [group] });

const update = (id: number, ticket: unknown) => api.put(`tickets/${id}`, { ticket });

describe('assignment (zendesk-api §4)', () => {
	test.each([
		['somebody outside the group', () => addAgent(sim).id],
		['a light agent', () => addLightAgent(sim, { groups: [group] }).id],
		['a suspended agent', () => addAgent(sim, { groups: [group], suspended: true }).id],
		['an end user', () => addCustomer(sim).id],
		['nobody known', () => 1],
	])('refuses %s', async (_, who) => {
		const ticket = addTicket(sim, { assignee: agent });
		const answer = await update(ticket.id, { assignee_id: who() });
		expect(answer.status).toBe(422);
		expect(answer.body.details.assignee[0]).toEqual({
			description: 'Assignee: is invalid',
			error: 'InvalidValue',
		});
		expect(ticket.assignee_id).toBe(agent.id);
	});

	test('says when the assignee is not in the group, and works with the group in the same update', async () => {
		const other = addGroup(sim);
		const outsider = addAgent(sim, { groups: [other] });
		const ticket = addTicket(sim, { assignee: agent });
		const refused = await update(ticket.id, { assignee_id: outsider.id });
		expect(refused.body.details.assignee[1]).toEqual({
			description: 'Assignee: is not a member of the group',
		});
		const taken = await update(ticket.id, { assignee_id: outsider.id, group_id: other.id });
		expect(taken.body.ticket).toMatchObject({ assignee_id: outsider.id, group_id: other.id });
	});

	test("fills in the assignee's default group, and opens a new ticket", async () => {
		const ticket = addTicket(sim);
		const answer = await update(ticket.id, { assignee_id: String(agent.id) });
		expect(answer.body.ticket).toMatchObject({ group_id: group.id, status: 'open' });
	});

	test('another group takes the ticket away from whoever is not in it', async () => {
		const other = addGroup(sim);
		const ticket = addTicket(sim, { assignee: agent });
		expect((await update(ticket.id, { group_id: other.id })).body.ticket.assignee_id).toBeNull();
		const shared = addGroup(sim);
		join(sim, colleague, shared);
		const kept = addTicket(sim, { assignee: colleague });
		const answer = await update(kept.id, { group_id: shared.id });
		expect(answer.body.ticket.assignee_id).toBe(colleague.id);
	});

	test('an update that says nothing about group and assignee leaves them alone', async () => {
		const [left, kept] = [addGroup(sim), addGroup(sim)];
		const desk = addAgent(sim, { groups: [kept, left] });
		const ticket = addTicket(sim, { assignee: desk, group: left, status: 'solved' });
		const [, membership] = sim.store.groupsOf(desk.id);
		await api.delete(`group_memberships/${membership.id}`);
		const answer = await update(ticket.id, { priority: 'low' });
		expect(answer.body.ticket).toMatchObject({ assignee_id: desk.id, group_id: left.id });
	});

	test('a refused write leaves no stranger behind', async () => {
		const email_ccs = [{ user_email: 'nobody.yet@example.com', action: 'put' }];
		expect((await update(addTicket(sim).id, { email_ccs, assignee_id: 1 })).status).toBe(422);
		expect(sim.store.userByEmail('nobody.yet@example.com')).toBeUndefined();
	});

	test('a working ticket can be unassigned, a solved one as the switch says', async () => {
		const [open, solved] = [
			addTicket(sim, { assignee: agent }),
			addTicket(sim, { assignee: agent, status: 'solved' }),
		];
		expect((await update(open.id, { assignee_id: null })).body.ticket.assignee_id).toBeNull();
		expect((await update(solved.id, { assignee_id: null })).status).toBe(422);
		sim.switches.unassignSolved = 'allowed';
		expect((await update(solved.id, { assignee_id: null })).status).toBe(200);
		sim.switches.unassignSolved = 'refused';
		expect((await update(open.id, { status: 'solved' })).body.details.assignee).toBeDefined();
	});
});

describe('closed and archived tickets (§4)', () => {
	test('cannot be written', async () => {
		const ticket = addTicket(sim, { assignee: agent, status: 'closed' });
		const answer = await update(ticket.id, { assignee_id: colleague.id });
		expect(answer.body.details.status[0].description).toBe('Status: closed prevents ticket update');
	});

	test('stay in the lists of a user, and leave them where the API can leave them out', async () => {
		const requester = addCustomer(sim);
		const long = sim.clock.now() - 121 * DAY;
		const archived = addTicket(sim, {
			requester,
			status: 'closed',
			closed_at: long,
			updated_at: long,
		});
		addTicket(sim, { requester });
		const list = async (query: string) =>
			(await api.get(`users/${requester.id}/tickets/requested${query}`)).body;
		expect((await list('')).count).toBe(2);
		expect((await list('?exclude_archived=true')).tickets).toHaveLength(1);
		expect(await list('?exclude_count=true')).not.toHaveProperty('count');
		const all = (await api.get('tickets?per_page=100')).body.tickets;
		expect(all.map(({ id }: { id: number }) => id)).not.toContain(archived.id);
		expect((await api.get(`tickets/${archived.id}`)).status).toBe(200);
	});
});

describe('the lists of a user', () => {
	test('requested, assigned, ccd and followed, with counts for two of them', async () => {
		const [requester, desk] = [addCustomer(sim), addAgent(sim, { groups: [group] })];
		addTicket(sim, { requester, assignee: desk, ccs: [requester], followers: [desk] });
		const count = async (path: string) => (await api.get(`users/${path}`)).body.count;
		expect(await count(`${requester.id}/tickets/requested`)).toBe(1);
		expect(await count(`${desk.id}/tickets/followed`)).toBe(1);
		expect(await count(`${desk.id}/tickets/assigned`)).toBe(1);
		expect((await count(`${desk.id}/tickets/assigned/count`)).value).toBe(1);
		expect((await count(`${requester.id}/tickets/ccd/count`)).value).toBe(1);
		expect((await api.get(`users/${desk.id}/tickets/followed/count`)).status).toBe(404);
	});

	test('sort by cursor in three ways only', async () => {
		const desk = addAgent(sim, { groups: [group] });
		for (const status of ['solved', 'open', 'pending'] as const)
			addTicket(sim, { assignee: desk, status });
		const list = (query: string) => api.get(`users/${desk.id}/tickets/assigned?${query}`);
		const sorted = await list('page[size]=10&sort=-status');
		expect(sorted.body.tickets.map(({ status }: { status: string }) => status)).toEqual([
			'solved',
			'pending',
			'open',
		]);
		const refused = await list('page[size]=10&sort=subject');
		expect(refused.body.errors).toEqual([
			{ code: 'InvalidPaginationParameter', title: 'sort is not valid' },
		]);
	});
});

describe('people of a ticket (§4)', () => {
	test('a new requester brings his default organization', async () => {
		const [first, second] = [addOrganization(sim), addOrganization(sim)];
		const [old, next] = [
			addCustomer(sim, { organization_id: first.id }),
			addCustomer(sim, { organization_id: second.id }),
		];
		const ticket = addTicket(sim, { requester: old });
		const answer = await update(ticket.id, { requester_id: next.id });
		expect(answer.body.ticket).toMatchObject({ requester_id: next.id, organization_id: second.id });
		const foreign = await update(ticket.id, { organization_id: first.id });
		expect(foreign.body.details.organization).toBeDefined();
	});

	test('followers are agents; one update swaps the leaver for his successor', async () => {
		const ticket = addTicket(sim, { followers: [agent] });
		const followers = [
			{ user_id: agent.id, action: 'delete' },
			{ user_email: colleague.email, action: 'put' },
		];
		const answer = await update(ticket.id, { followers });
		expect(answer.body.ticket.follower_ids).toEqual([colleague.id]);
		const customer = { user_id: addCustomer(sim).id, action: 'put' };
		expect((await update(ticket.id, { followers: [customer] })).status).toBe(422);
	});

	test('a CC may be a stranger', async () => {
		const ticket = addTicket(sim);
		const email_ccs = [
			{ user_email: 'stranger@example.com', user_name: 'Stranger', action: 'put' },
		];
		const answer = await update(ticket.id, { email_ccs });
		const stranger = sim.store.userByEmail('stranger@example.com');
		expect(stranger?.name).toBe('Stranger');
		expect(answer.body.ticket).toMatchObject({
			email_cc_ids: [stranger?.id],
			collaborator_ids: [stranger?.id],
		});
	});

	test('collaborator_ids replace everybody: staff follow, customers are copied', async () => {
		const ticket = addTicket(sim, { followers: [agent], ccs: [addCustomer(sim)] });
		const customer = addCustomer(sim);
		await update(ticket.id, { collaborator_ids: [colleague.id, customer.id] });
		expect(ticket).toMatchObject({
			follower_ids: [colleague.id],
			email_cc_ids: [customer.id],
		});
	});

	test('more than 48 CCs are refused', async () => {
		const ticket = addTicket(sim);
		const email_ccs = Array.from({ length: 49 }, () => ({ user_id: addCustomer(sim).id }));
		expect((await update(ticket.id, { email_ccs })).body.details.email_ccs).toBeDefined();
	});

	test('a suspended requester is refused by name', async () => {
		const requester = addCustomer(sim, { name: 'Bad Bob', suspended: true });
		const ticket = { requester_id: requester.id, comment: { body: 'Hi' } };
		const answer = await api.post('tickets', { ticket });
		expect(answer.body.details.requester[0].description).toBe('Requester: Bad Bob is suspended.');
	});
});
