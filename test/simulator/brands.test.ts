import {
	addAgent,
	addBrand,
	addOrganization,
	addSession,
	addTicket,
	clientAs,
	restrictToBrands,
	type SimulatorOptions,
} from './index';
import { leaverDesk, smallAccount } from './testing';

type Body = Record<string, unknown>;

const idsOf = (rows: Body[]) => rows.map(({ id }) => id);

function setUp(options: SimulatorOptions = {}) {
	const desk = leaverDesk(options);
	const [brand, other] = [addBrand(desk.sim), addBrand(desk.sim)];
	restrictToBrands(desk.sim, desk.lowest, other);
	const ticket = addTicket(desk.sim, { assignee: desk.leaver, brand_id: brand.id });
	return { ...desk, brand, other, ticket };
}

describe('brands', () => {
	test('an account has one; agents list those that they belong to', async () => {
		const { sim, api, lowest, leaver, brand, other } = setUp();
		const all = (await api.get('brands?page[size]=100')).body.brands;
		expect(all).toMatchObject([
			{ name: 'Acme', default: true },
			{ id: brand.id },
			{ id: other.id },
		]);
		const mine = async (id: number) => (await clientAs(sim, id).get('brands')).body.brands;
		expect(idsOf(await mine(lowest.id))).toEqual([other.id]);
		expect(await mine(leaver.id)).toHaveLength(3);
	});

	test('memberships of staff: all brands, unless somebody takes them out', async () => {
		const { api, lowest, leaver, brand, other } = setUp();
		const brandsOf = async (id: number) =>
			(await api.get(`users/${id}/brand_agents`)).body.brand_agents as Body[];
		expect(await brandsOf(lowest.id)).toMatchObject([
			{ id: expect.any(String), user_id: lowest.id, brand_id: other.id },
		]);
		const theirs = await brandsOf(leaver.id);
		expect(theirs).toHaveLength(3);
		const { id } = theirs.find(({ brand_id }) => brand_id === brand.id)!;
		expect((await api.delete(`brand_agents/${String(id)}`)).status).toBe(204);
		expect((await brandsOf(leaver.id)).map(({ brand_id }) => brand_id)).not.toContain(brand.id);
		expect((await api.get(`brand_agents/${String(id)}`)).status).toBe(404);
		await api.put(`users/${leaver.id}`, { user: { agent_brand_ids: [brand.id] } });
		expect(await brandsOf(leaver.id)).toMatchObject([{ brand_id: brand.id }]);
		const agents = (await api.get(`brands/${brand.id}/agents`)).body.brand_agents as Body[];
		expect(agents.map(({ user_id }) => user_id)).not.toContain(lowest.id);
	});

	test('admins see every brand', async () => {
		const { sim, api, other } = setUp();
		const adminId = sim.credentials.adminId;
		restrictToBrands(sim, sim.store.users.get(adminId)!, other);
		expect((await api.get(`users/${adminId}/brand_agents`)).body.brand_agents).toHaveLength(3);
	});
});

describe('B11: tickets of a brand', () => {
	test.each([
		['refused', 422],
		['allowed', 200],
	] as const)('given to an agent outside it: %s', async (assigneeOutsideBrand, status) => {
		const { api, lowest, leaver, ticket } = setUp({ switches: { assigneeOutsideBrand } });
		const given = await api.put(`tickets/${ticket.id}`, { ticket: { assignee_id: lowest.id } });
		expect(given.status).toBe(status);
		expect(ticket.assignee_id).toBe(status === 200 ? lowest.id : leaver.id);
	});

	test.each([403, 404] as const)('are out of sight for others: %d', async (ticketOutOfSight) => {
		const { sim, lowest, leaver, ticket, brand, api } = setUp({ switches: { ticketOutOfSight } });
		const asLowest = clientAs(sim, lowest.id);
		expect((await asLowest.get(`tickets/${ticket.id}`)).status).toBe(ticketOutOfSight);
		const change = { ticket: { priority: 'high' } };
		expect((await asLowest.put(`tickets/${ticket.id}`, change)).status).toBe(ticketOutOfSight);
		for (const path of [`users/${leaver.id}/tickets/assigned`, 'tickets']) {
			expect(idsOf((await asLowest.get(path)).body.tickets)).not.toContain(ticket.id);
			expect(idsOf((await api.get(path)).body.tickets)).toContain(ticket.id);
		}
		const many = await asLowest.get(`tickets/show_many?ids=${ticket.id}`);
		expect(many.body.tickets).toEqual([]);
		const shown = (await api.get(`tickets/${ticket.id}`)).body.ticket;
		expect(shown.brand_id).toBe(brand.id);
	});

	test('the brand is written with the ticket, and has to be one', async () => {
		const { api, brand } = setUp();
		const create = (brand_id: number) =>
			api.post('tickets', { ticket: { comment: { body: 'Help' }, brand_id } });
		expect((await create(brand.id)).body.ticket.brand_id).toBe(brand.id);
		expect((await create(1)).status).toBe(422);
	});
});

describe('agents with a ticket restriction', () => {
	test.each<[string, Body[]]>([
		['assigned', [{ mine: true }]],
		['groups', [{ mine: true }, { group: true }]],
		['organization', [{ mine: true }, { organization: true }]],
	])('%s: see these tickets and no others', async (ticket_restriction, expected) => {
		const { sim, api, group, lowest, leaver } = leaverDesk();
		const firm = addOrganization(sim);
		const elsewhere = addAgent(sim);
		const tickets = [
			{ row: addTicket(sim, { assignee: lowest, group }), mine: true },
			{ row: addTicket(sim, { group }), group: true },
			{
				row: addTicket(sim, { assignee: elsewhere, organization_id: firm.id }),
				organization: true,
			},
		];
		await api.put(`users/${lowest.id}`, {
			user: { ticket_restriction, organization_id: firm.id },
		});
		expect(lowest).toMatchObject({ ticket_restriction, restricted_agent: true });
		const wanted = tickets
			.filter((one) => expected.some((keys) => Object.keys(keys).every((key) => key in one)))
			.map(({ row }) => row.id);
		const asLowest = clientAs(sim, lowest.id);
		const seen = idsOf((await asLowest.get('tickets')).body.tickets);
		expect(tickets.map(({ row }) => row.id).filter((id) => seen.includes(id))).toEqual(wanted);
		for (const { row } of tickets) {
			const { status } = await asLowest.get(`tickets/${row.id}`);
			expect(status).toBe(wanted.includes(row.id) ? 200 : 403);
		}
		// A restriction is of sight: others may still give them tickets of their group.
		const { id } = addTicket(sim, { assignee: leaver });
		const given = await api.put(`tickets/${id}`, { ticket: { assignee_id: lowest.id } });
		expect(given.status).toBe(200);
	});
});

test('logout_many ends the sessions of many, and says nothing', async () => {
	const { sim, api } = smallAccount();
	const [ann, bob, eve] = [addAgent(sim), addAgent(sim), addAgent(sim)];
	for (const user of [ann, bob, eve]) addSession(sim, user);
	const { status, body } = await api.post(`users/logout_many?ids=${ann.id},${bob.id},1`, {});
	expect(status).toBe(202);
	expect(body || '').toBe('');
	expect(sim.store.sessions.all().map(({ user_id }) => user_id)).toEqual([eve.id]);
	expect((await clientAs(sim, ann.id).post(`users/logout_many?ids=${eve.id}`, {})).status).toBe(
		403,
	);
});
