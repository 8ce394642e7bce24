import { addAgent, addCustomer, addGroup, addTicket } from './arrange';
import { clientAs, type Answer, type Client, type Json } from './client';
import type { VirtualClock } from './clock';
import { HOUR, iso, MINUTE, SECOND } from './core/time';
import { deleteTicket, saveTicket } from './domain/ticket-record';
import type { Simulator } from './simulator';
import { smallAccount } from './testing';

const pathOf = (url: string) => url.replace('https://acme.zendesk.com', '');
const startOf = (sim: Simulator, agoMs: number) => Math.floor((sim.clock.now() - agoMs) / SECOND);
const exportOf = (api: Client, query = '') => api.get(`incremental/ticket_events?${query}`);
const idsOf = (answer: Answer): number[] => answer.body.ticket_events.map(({ id }: Json) => id);

/** An account without other limits than the export's own, and whose clock goes on by hand. */
function desk() {
	const account = smallAccount();
	account.sim.limits.overrides.incremental = Infinity;
	const later = (ms = 2 * MINUTE) => (account.sim.clock as VirtualClock).advance(ms);
	return { ...account, later };
}

/** Everything since the beginning, and what each child says but ids and channels. */
async function events(api: Client, query = ''): Promise<Json[]> {
	const { body } = await exportOf(api, `start_time=1${query}`);
	return body.ticket_events.map((event: Json) => ({
		...event,
		child_events: event.child_events.map(
			({ id: _id, via: _via, via_reference_id: _reference, ...rest }: Json) => rest,
		),
	}));
}

describe('what ticket events tell (zendesk-api §6)', () => {
	test('a creation, a change and its author', async () => {
		const { sim, api, later } = desk();
		const agent = addAgent(sim);
		const ticket = { subject: 'Help', comment: { body: 'Hello' } };
		const made = await clientAs(sim, agent.id).post('tickets', { ticket });
		const { id } = made.body.ticket;
		later();
		await api.put(`tickets/${id}`, { ticket: { priority: 'high', tags: ['a', 'b'] } });
		later();
		const [created, changed] = await events(api);
		expect(created).toMatchObject({ ticket_id: id, updater_id: agent.id, event_type: 'Audit' });
		expect(created.child_events).toContainEqual({ event_type: 'Create', subject: 'Help' });
		const at = sim.clock.now() - 2 * MINUTE;
		expect(changed).toEqual({
			id: expect.any(Number),
			ticket_id: id,
			timestamp: at / SECOND,
			created_at: iso(at),
			updater_id: sim.credentials.adminId,
			via: 'Web service',
			system: { ip_address: expect.any(String) },
			metadata: {},
			event_type: 'Audit',
			child_events: [
				{ event_type: 'Change', priority: 'high', previous_value: null },
				{ event_type: 'Change', tags: 'a b', previous_value: '' },
			],
		});
	});

	test('comments in full only on request', async () => {
		const { sim, api, later } = desk();
		const ticket = addTicket(sim);
		await api.put(`tickets/${ticket.id}`, { ticket: { comment: { body: 'Psst', public: false } } });
		later();
		const [brief] = await events(api);
		expect(brief.child_events).toEqual([
			{ event_type: 'Comment', comment_present: true, comment_public: false },
		]);
		const [full] = await events(api, '&include=comment_events');
		expect(full.child_events).toEqual([
			expect.objectContaining({
				event_type: 'Comment',
				type: 'Comment',
				body: 'Psst',
				public: false,
				author_id: sim.credentials.adminId,
				audit_id: full.id,
			}),
		]);
	});

	test('what Zendesk does itself is by -1', async () => {
		const { sim, api, later } = desk();
		const group = addGroup(sim);
		const [heir, leaver] = [addAgent(sim, { groups: [group] }), addAgent(sim, { groups: [group] })];
		addTicket(sim, { assignee: leaver });
		await api.put(`users/${leaver.id}`, { user: { role: 'end-user' } });
		later();
		const change = { event_type: 'Change', assignee_id: heir.id, previous_value: leaver.id };
		expect(await events(api)).toEqual([
			expect.objectContaining({ updater_id: -1, via: 'Rule', system: {}, child_events: [change] }),
		]);
	});

	test('a deletion is a change of the status, where it shows', async () => {
		const { sim, api, later } = desk();
		const ticket = addTicket(sim, { assignee: addAgent(sim), status: 'pending' });
		await api.put(`tickets/${ticket.id}`, { ticket: { priority: 'low' } });
		await api.delete(`tickets/${ticket.id}`);
		later();
		const [edited, deleted] = await events(api);
		expect(deleted).toMatchObject({
			ticket_id: ticket.id,
			updater_id: sim.credentials.adminId,
			child_events: [{ event_type: 'Change', status: 'deleted', previous_value: 'pending' }],
		});
		sim.switches.ticketEventsShowDeletions = false;
		expect(await events(api)).toEqual([edited]);
	});
});

describe('pages by time (§6)', () => {
	/** Edits, so many in each second of an hour ago. */
	function crowd(sim: Simulator, perSecond: number[]): number[] {
		const ticket = addTicket(sim);
		const begin = sim.clock.now() - HOUR;
		for (const [second, count] of perSecond.entries()) {
			const act = { world: sim.world, now: begin + second * SECOND, actor: null };
			for (let edit = 0; edit < count; edit++) saveTicket(act, ticket, { priority: null });
		}
		return sim.store.audits.all().map(({ id }) => id);
	}

	async function walk(api: Client, query: string): Promise<number[][]> {
		const pages: number[][] = [];
		for (let path: string | null = `incremental/ticket_events?${query}`; path !== null; ) {
			const answer: Answer = await api.get(path);
			expect(answer.body.count).toBe(idsOf(answer).length);
			pages.push(idsOf(answer));
			path = answer.body.end_of_stream ? null : pathOf(answer.body.next_page);
			if (pages.length > 10) throw new Error('The export does not get on');
		}
		return pages;
	}

	test('all of the last second belongs to a page, and begins the next', async () => {
		const { sim, api } = desk();
		const ids = crowd(sim, [2, 3, 1, 4, 1]);
		const pages = await walk(api, 'start_time=1&per_page=4');
		const reach = [
			[0, 5],
			[2, 6],
			[5, 10],
			[6, 11],
		];
		expect(pages).toEqual(reach.map(([from, to]) => ids.slice(from, to)));
		const { body } = await exportOf(api, 'start_time=1&per_page=4');
		const end = startOf(sim, HOUR) + 1;
		expect(body.end_time).toBe(end);
		expect(body.next_page).toMatch(new RegExp(`ticket_events\\?start_time=${end}&per_page=4$`));
	});

	test('have a thousand rows, or more in a crowded second', async () => {
		const { sim, api } = desk();
		const ids = crowd(sim, [600, 1500, 300, 300, 2]);
		const pages = await walk(api, 'start_time=1&include=comment_events');
		expect(pages.map((page) => page.length)).toEqual([2100, 1800, 602]);
		expect([...new Set(pages.flat())]).toEqual(ids);
	});

	test('begin at the start time, and end a minute ago', async () => {
		const { sim, api, later } = desk();
		const ids = crowd(sim, [1, 1, 1]);
		const at = startOf(sim, HOUR);
		expect(idsOf(await exportOf(api, `start_time=${at + 1}`))).toEqual(ids.slice(1));
		expect(idsOf(await exportOf(api, `start_time=${at + 3}`))).toEqual([]);
		deleteTicket({ world: sim.world, now: sim.clock.now(), actor: null }, addTicket(sim));
		later(MINUTE - SECOND);
		const early = await exportOf(api, `start_time=${at + 3}`);
		expect(early.body).toMatchObject({ count: 0, end_of_stream: true, end_time: at + 3 });
		later(SECOND);
		expect((await exportOf(api, `start_time=${at + 3}`)).body.count).toBe(1);
	});

	test('a start within the last minute is refused', async () => {
		const { sim, api } = desk();
		const refused = await exportOf(api, `start_time=${startOf(sim, 59 * SECOND)}`);
		expect([refused.status, refused.body.error]).toEqual([422, 'InvalidValue']);
		expect(refused.body.description).toMatch(/^Too recent start_time/);
		expect((await exportOf(api, `start_time=${startOf(sim, MINUTE)}`)).status).toBe(200);
		expect((await exportOf(api)).status).toBe(400);
	});

	test('what happens late in the past is in its place', async () => {
		const { sim, api } = desk();
		const [first, second] = crowd(sim, [1, 0, 1]);
		await exportOf(api, 'start_time=1');
		const between = sim.clock.now() - HOUR + SECOND;
		deleteTicket({ world: sim.world, now: between, actor: null }, addTicket(sim));
		const [, , late] = sim.store.audits.all();
		expect(idsOf(await exportOf(api, 'start_time=1'))).toEqual([first, late.id, second]);
	});

	test('some rows come twice where the switch says so', async () => {
		const { sim, api } = desk();
		const ids = crowd(sim, [12]);
		for (let customer = 0; customer < 3; customer++) addCustomer(sim);
		sim.switches.exportsRepeatRows = true;
		const sent = idsOf(await exportOf(api, 'start_time=1'));
		expect(sent).toHaveLength(14);
		expect([...new Set(sent)].sort()).toEqual(ids);
		for (const path of ['users', 'users/cursor']) {
			const { body } = await api.get(`incremental/${path}?start_time=1`);
			const users = body.users.map(({ id }: Json) => id);
			expect(users.length).toBe(new Set(users).size + 1);
			expect(new Set(users).size).toBe(sim.store.users.size);
		}
	});
});

describe('who exports, and how often (§1.4, §9)', () => {
	test('admins only', async () => {
		const { sim } = smallAccount();
		const agent = clientAs(sim, addAgent(sim).id);
		expect((await exportOf(agent, 'start_time=1')).status).toBe(403);
		const narrow = clientAs(sim, sim.store.ownerId, ['tickets:read']);
		expect((await exportOf(narrow, 'start_time=1')).status).toBe(403);
	});

	test.each([
		[false, 10],
		[true, 30],
	])('with high volume %p: %i a minute, those of users among them', async (highVolume, total) => {
		const { api } = smallAccount({ plan: { highVolume } });
		await api.get('incremental/users?start_time=1');
		for (let call = 1; call < total; call++) {
			expect((await exportOf(api, 'start_time=1')).status).toBe(200);
		}
		expect((await exportOf(api, 'start_time=1')).status).toBe(429);
	});
});
