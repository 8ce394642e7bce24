import { addAgent, addCustomer, addTicket } from './arrange';
import { clientAs, type Answer, type Client, type Json } from './client';
import type { VirtualClock } from './clock';
import { DAY, iso } from './core/time';
import { deleteTicket } from './domain/ticket-record';
import { smallAccount } from './testing';

const listOf = (api: Client, query = '') => api.get(`deleted_tickets${query}`);
const idsOf = (answer: Answer): number[] => answer.body.deleted_tickets.map(({ id }: Json) => id);

test('a deleted ticket names who deleted it, when, and what it was (zendesk-api §9)', async () => {
	const { sim, api } = smallAccount();
	const assignee = addAgent(sim);
	const ticket = addTicket(sim, { subject: 'Gone', assignee, status: 'pending' });
	addTicket(sim);
	expect((await listOf(api)).body.deleted_tickets).toEqual([]);
	await api.delete(`tickets/${ticket.id}`);
	const admin = sim.store.users.get(sim.credentials.adminId);
	expect((await listOf(api)).body).toEqual({
		deleted_tickets: [
			{
				id: ticket.id,
				subject: 'Gone',
				actor: { id: admin?.id, name: admin?.name },
				deleted_at: iso(sim.clock.now()),
				previous_state: 'pending',
			},
		],
		count: 1,
		next_page: null,
		previous_page: null,
	});
	expect(ticket).toMatchObject({ deleted_by: admin?.id, status: 'pending' });
	const [audit] = sim.store.audits.sortedBy('ticket', ticket.id);
	expect(audit).toMatchObject({ author_id: admin?.id, created_at: sim.clock.now() });
});

test('what Zendesk deletes itself is by nobody of the account', async () => {
	const { sim, api } = smallAccount();
	deleteTicket({ world: sim.world, now: sim.clock.now(), actor: null }, addTicket(sim));
	expect((await listOf(api)).body.deleted_tickets[0].actor).toEqual({ id: -1, name: 'Zendesk' });
});

test('they are kept for 30 days', async () => {
	const { sim, api } = smallAccount();
	const ticket = addTicket(sim);
	await api.delete(`tickets/${ticket.id}`);
	const clock = sim.clock as VirtualClock;
	clock.advance(30 * DAY);
	expect(idsOf(await listOf(api))).toEqual([ticket.id]);
	clock.advance(1000);
	expect(idsOf(await listOf(api))).toEqual([]);
});

test('archived tickets are not listed', async () => {
	const { sim, api } = smallAccount();
	const long = sim.clock.now() - 121 * DAY;
	const archived = addTicket(sim, { status: 'closed', closed_at: long });
	await api.delete(`tickets/${archived.id}`);
	expect(idsOf(await listOf(api))).toEqual([]);
});

test('pages by cursor and by offset, sorted by offset only', async () => {
	const { sim, api } = smallAccount();
	const tickets = ['b', 'c', 'a'].map((subject) => addTicket(sim, { subject }));
	const [b, c, a] = tickets.map(({ id }) => id);
	for (const [index, ticket] of [tickets[1], tickets[2], tickets[0]].entries()) {
		const now = sim.clock.now() - (9 - index) * DAY;
		deleteTicket({ world: sim.world, now, actor: null }, ticket);
	}
	expect(idsOf(await listOf(api))).toEqual([b, c, a]);
	expect(idsOf(await listOf(api, '?sort_by=subject'))).toEqual([a, b, c]);
	expect(idsOf(await listOf(api, '?sort_by=deleted_at&sort_order=desc'))).toEqual([b, a, c]);
	expect(idsOf(await listOf(api, '?sort_by=deleted_at&per_page=2&page=2'))).toEqual([b]);
	const first = await listOf(api, '?sort_by=deleted_at&page[size]=2');
	expect(idsOf(first)).toEqual([b, c]);
	const rest = await listOf(api, `?page[size]=2&page[after]=${first.body.meta.after_cursor}`);
	expect([idsOf(rest), rest.body.meta.has_more]).toEqual([[a], false]);
});

test('ten lists a minute, for agents (§9)', async () => {
	const { sim } = smallAccount();
	const agent = clientAs(sim, addAgent(sim).id);
	for (let call = 0; call < 10; call++) expect((await listOf(agent)).status).toBe(200);
	const refused = await listOf(agent);
	expect([refused.status, refused.headers['retry-after']]).toEqual([429, '60']);
	expect((await listOf(clientAs(sim, addCustomer(sim).id))).status).toBe(403);
});

test('a deleted ticket is erased by a job, one that is not deleted never', async () => {
	const { sim, api } = smallAccount();
	const ticket = addTicket(sim);
	expect((await api.delete(`deleted_tickets/${ticket.id}`)).status).toBe(404);
	await api.delete(`tickets/${ticket.id}`);
	const { job_status: job } = (await api.delete(`deleted_tickets/${ticket.id}`)).body;
	await sim.settle();
	const { status, results } = (await api.get(`job_statuses/${job.id}`)).body.job_status;
	expect({ status, results }).toMatchObject({ status: 'completed', results: [{ success: true }] });
	expect(idsOf(await listOf(api))).toEqual([]);
	expect(sim.store.tickets.get(ticket.id)).toBeUndefined();
	expect((await api.delete(`deleted_tickets/${ticket.id}`)).status).toBe(404);
});
