import { addAgent, addCustomer, addGroup, addLightAgent, addTicket } from './arrange';
import { clientAs } from './client';
import type { VirtualClock } from './clock';
import { HOUR } from './core/time';
import { smallAccount } from './testing';

const { sim, api } = smallAccount();
const group = addGroup(sim);
const agent = addAgent(sim, { groups: [group] });
const colleague = addAgent(sim, { groups: [group] });

const update = (id: number, ticket: unknown) => api.put(`tickets/${id}`, { ticket });

describe('writing tickets', () => {
	test('creates with the first comment, and shows an audit', async () => {
		const customer = addCustomer(sim);
		const ticket = {
			subject: 'S',
			comment: { body: 'First' },
			requester_id: customer.id,
			tags: ['x'],
		};
		const answer = await api.post('tickets', { ticket });
		expect([answer.status, answer.headers.location]).toEqual([201, answer.body.ticket.url]);
		expect(answer.body.ticket).toMatchObject({ status: 'new', description: 'First', tags: ['x'] });
		expect(answer.body.audit.events.at(-1)).toMatchObject({ type: 'Comment', body: 'First' });
		await update(answer.body.ticket.id, { comment: { body: 'Second', public: false } });
		const { comments } = (await api.get(`tickets/${answer.body.ticket.id}/comments`)).body;
		expect(comments).toMatchObject([
			{ body: 'First', public: true },
			{ body: 'Second', public: false },
		]);
		expect((await api.post('tickets', { ticket: { subject: 'Empty' } })).status).toBe(422);
	});

	test.each([
		[{ status: 'lost' }, 'status'],
		[{ priority: 'none' }, 'priority'],
		[{ type: 'bug' }, 'type'],
		[{ group_id: 1 }, 'group'],
		[{ requester_id: 1 }, 'requester'],
	])('%j is refused', async (change, field) => {
		const answer = await update(addTicket(sim).id, change);
		expect([answer.status, Object.keys(answer.body.details)]).toEqual([422, [field]]);
	});

	test('a custom status means its category; custom fields are merged', async () => {
		const ticket = addTicket(sim, { assignee: agent, custom_fields: [{ id: 1, value: 'a' }] });
		const { custom_status_id } = (await update(ticket.id, { status: 'pending' })).body.ticket;
		await update(ticket.id, { status: 'open', custom_fields: [{ id: 2, value: 'b' }] });
		const answer = await update(ticket.id, { custom_status_id });
		expect(answer.body.ticket.status).toBe('pending');
		expect(ticket.custom_fields).toEqual([
			{ id: 1, value: 'a' },
			{ id: 2, value: 'b' },
		]);
	});

	test('the submitter is the author of the first comment', async () => {
		const ticket = { comment: { body: 'By' }, submitter_id: agent.id };
		const { id } = (await api.post('tickets', { ticket })).body.ticket;
		const { comments } = (await api.get(`tickets/${id}/comments`)).body;
		expect(comments[0].author_id).toBe(agent.id);
		const requester = { name: 'Walk In', email: 'walk.in@example.com' };
		const stranger = await api.post('tickets', { ticket: { description: 'Hi', requester } });
		expect(stranger.body.ticket.requester_id).toBe(sim.store.userByEmail(requester.email)?.id);
	});

	test('an Idempotency-Key gives the first answer again for two hours (§9)', async () => {
		const body = { ticket: { subject: 'Once', comment: { body: 'Once' } } };
		const send = (content: unknown) => api.post('tickets', content, { 'Idempotency-Key': 'key-1' });
		const first = await send(body);
		const again = await send(body);
		expect(first.headers['x-idempotency-lookup']).toBe('miss');
		expect(again.headers['x-idempotency-lookup']).toBe('hit');
		expect(again.body).toEqual(first.body);
		const other = await send({ ticket: { comment: { body: 'Other' } } });
		expect([other.status, other.body.error]).toEqual([400, 'IdempotentRequestError']);
		(sim.clock as VirtualClock).advance(2 * HOUR);
		expect((await send(body)).body.ticket.id).not.toBe(first.body.ticket.id);
	});

	test('an Idempotency-Key means nothing to an update', async () => {
		const { id } = addTicket(sim, { assignee: agent });
		const send = (priority: string) =>
			api.put(`tickets/${id}`, { ticket: { priority } }, { 'Idempotency-Key': 'key-2' });
		for (const priority of ['low', 'high']) {
			const answer = await send(priority);
			expect([answer.status, answer.body.ticket.priority]).toEqual([200, priority]);
			expect(answer.headers['x-idempotency-lookup']).toBeUndefined();
		}
	});

	test('a safe update with an old stamp is a conflict', async () => {
		const ticket = addTicket(sim, { assignee: agent });
		const stamp = (await api.get(`tickets/${ticket.id}`)).body.ticket.updated_at;
		const safe = { safe_update: true, updated_stamp: stamp, priority: 'high' };
		expect((await update(ticket.id, safe)).status).toBe(200);
		const conflict = await update(ticket.id, safe);
		expect([conflict.status, conflict.body.error]).toEqual([409, 'UpdateConflict']);
	});

	test('every write moves updated_at, with second precision', async () => {
		const ticket = addTicket(sim, { assignee: agent });
		(sim.clock as VirtualClock).advance(1500);
		await update(ticket.id, {});
		expect(ticket.updated_at).toBe(Math.floor(sim.clock.now() / 1000) * 1000);
	});

	test('a deleted ticket is gone', async () => {
		const ticket = addTicket(sim, { assignee: agent });
		expect((await api.delete(`tickets/${ticket.id}`)).status).toBe(204);
		expect((await api.get(`tickets/${ticket.id}`)).status).toBe(404);
		expect(sim.store.tickets.by('assignee', agent.id).has(ticket)).toBe(false);
	});

	test('light agents do not write', async () => {
		const light = addLightAgent(sim, { groups: [group] });
		const client = clientAs(sim, light.id);
		const ticket = addTicket(sim);
		expect((await client.get(`tickets/${ticket.id}`)).status).toBe(200);
		expect((await client.put(`tickets/${ticket.id}`, { ticket: {} })).status).toBe(403);
	});
});

describe('bulk updates', () => {
	test('one change for all: tags are added and removed, the closed one fails alone', async () => {
		const tickets = [
			addTicket(sim, { assignee: agent, tags: ['a', 'b'] }),
			addTicket(sim, { assignee: agent, status: 'closed' }),
		];
		const ids = tickets.map(({ id }) => id).join(',');
		const ticket = { assignee_id: colleague.id, additional_tags: ['moved'], remove_tags: ['a'] };
		const started = await api.put(`tickets/update_many?ids=${ids}`, { ticket });
		await sim.settle();
		const { results } = (await api.get(`job_statuses/${started.body.job_status.id}`)).body
			.job_status;
		expect(results).toEqual([
			{ id: tickets[0].id, action: 'update', success: true, status: 'Updated' },
			{
				index: 1,
				id: tickets[1].id,
				error: 'TicketUpdateFailed',
				details: 'Status: closed prevents ticket update',
			},
		]);
		expect(tickets[0]).toMatchObject({ assignee_id: colleague.id, tags: ['b', 'moved'] });
	});

	test('additional_tags do nothing in a single update unless the switch says so', async () => {
		const ticket = addTicket(sim);
		await update(ticket.id, { additional_tags: ['x'] });
		expect(ticket.tags).toEqual([]);
	});

	test('a change each, with stamps: what changed meanwhile is not overwritten', async () => {
		const [first, second] = [
			addTicket(sim, { assignee: agent }),
			addTicket(sim, { assignee: agent }),
		];
		const updated_stamp = new Date(first.updated_at).toISOString();
		const tickets = [first, second].map(({ id }) => ({
			id,
			assignee_id: colleague.id,
			safe_update: true,
			updated_stamp,
		}));
		const started = await api.put('tickets/update_many', { tickets });
		await update(second.id, { priority: 'low' });
		await sim.settle();
		const { results } = (await api.get(`job_statuses/${started.body.job_status.id}`)).body
			.job_status;
		expect(results[0].success).toBe(true);
		expect(results[1]).toMatchObject({ index: 1, error: 'UpdateConflict' });
		expect(second.assignee_id).toBe(agent.id);
	});
});
