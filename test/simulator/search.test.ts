import { addAgent, addCustomer, addGroup, addOrganization, addTicket } from './arrange';
import type { Answer } from './client';
import type { VirtualClock } from './clock';
import { MINUTE } from './core/time';
import { parseQuery } from './domain/search-query';
import { smallAccount } from './testing';

const q = encodeURIComponent;
const ids = (answer: Answer, key = 'users') =>
	answer.body[key].map(({ id }: { id: number }) => id).sort();

describe('the query language', () => {
	test('terms with operators, quotes and negation', () => {
		expect(parseQuery('type:ticket status<solved -tags:vip "two words" Name:"Ada B"')).toEqual([
			{ field: 'type', operator: ':', value: 'ticket', negated: false },
			{ field: 'status', operator: '<', value: 'solved', negated: false },
			{ field: 'tags', operator: ':', value: 'vip', negated: true },
			{ field: undefined, operator: ':', value: 'two words', negated: false },
			{ field: 'name', operator: ':', value: 'ada b', negated: false },
		]);
	});
});

describe('finding users', () => {
	const { sim, api } = smallAccount();
	const ada = addCustomer(sim, {
		organization_id: addOrganization(sim, { name: 'Analytical Engines' }).id,
		details: 'Analyst',
		phone: '+1 555 0199',
		name: 'Ada Byron',
		email: 'ada@example.com',
		tags: ['vip'],
		notes: 'maths',
	});
	const bob = addCustomer(sim, {
		name: 'Bob',
		email: null,
		verified: true,
		suspended: true,
		external_id: 'B-1',
	});
	const crew = addGroup(sim, { name: 'Crew' });
	const cora = addAgent(sim, { name: 'Cora Adams', email: 'cora@example.com', groups: [crew] });

	test.each([
		['email:ada@example.com', [ada.id]],
		['email:ADA*', [ada.id]],
		['external_id:b-1', [bob.id]],
		['is_suspended:true', [bob.id]],
		['tags:vip', [ada.id]],
		['role:agent', [cora.id]],
		['role:staff', [cora.id]],
		['role:agent role:end-user', [ada.id, bob.id, cora.id]],
		['ada', [ada.id, cora.id]],
		['ada -role:agent', [ada.id]],
		['name:"cora adams"', [cora.id]],
		['notes:maths', [ada.id]],
		['details:analyst', [ada.id]],
		['phone:0199', [ada.id]],
		['is_verified:false', []],
		['organization:none role:end-user', [bob.id]],
		['organization:engines', [ada.id]],
		['group:crew', [cora.id]],
		['email:none', [bob.id]],
		['updated>2026-11-18', [ada.id, bob.id, cora.id]],
		['created:2026-11-19', [ada.id, bob.id, cora.id]],
		['nonsense:1', []],
		['created>2030-01-01', []],
	])('%s', async (query, expected) => {
		expect(ids(await api.get(`users/search?query=${q(query)}`))).toEqual(expected);
	});

	test('secondary addresses as the switch says', async () => {
		const identity = { type: 'email', value: 'lovelace@example.com' };
		await api.post(`users/${ada.id}/identities`, { identity });
		const search = () => api.get(`users/search?query=${q('email:lovelace@example.com')}`);
		expect(ids(await search())).toEqual([ada.id]);
		sim.switches.searchFindsSecondaryEmail = false;
		expect(ids(await search())).toEqual([]);
	});
});

describe('finding tickets and everything', () => {
	const { sim, api } = smallAccount();
	const group = addGroup(sim, { name: 'Night shift' });
	const organization = addOrganization(sim, { name: 'Night Owls' });
	const agent = addAgent(sim, { groups: [group] });
	const requester = addCustomer(sim, { organization_id: organization.id });
	const open = addTicket(sim, {
		assignee: agent,
		requester,
		subject: 'Night lamp',
		ccs: [requester],
	});
	const solved = addTicket(sim, { assignee: agent, status: 'solved', tags: ['x'] });
	const free = addTicket(sim, { status: 'new', priority: 'urgent' });

	test.each([
		[`assignee:${agent.id}`, [open.id, solved.id]],
		[`assignee:${agent.id} status<solved`, [open.id]],
		[`assignee:${agent.email}`, [open.id, solved.id]],
		['assignee:none', [free.id]],
		[`requester:${requester.id}`, [open.id]],
		[`cc:${requester.id}`, [open.id]],
		['status:new status:open', [open.id, free.id]],
		['status>=solved', [solved.id]],
		['tags:x', [solved.id]],
		['priority:urgent', [free.id]],
		['group:"night shift"', [open.id, solved.id]],
		['organization:owls', [open.id]],
		['lamp', [open.id]],
		['subject:night', [open.id]],
		['description:smoke', [open.id, solved.id, free.id]],
		['requester:customer', [open.id, solved.id, free.id]],
		['submitter:me', []],
		['ticket_type:none', [open.id, solved.id, free.id]],
		['external_id:x', []],
		['created<2020-01-01', []],
		['updated>2020-01-01', [open.id, solved.id, free.id]],
	])('type:ticket %s', async (query, expected) => {
		const answer = await api.get(`search?query=${q(`type:ticket ${query}`)}`);
		expect(ids(answer, 'results')).toEqual(expected);
		expect(answer.body.count).toBe(expected.length);
		expect(answer.headers['cache-control']).toContain('max-age=10');
		const count = await api.get(`search/count?query=${q(`type:ticket ${query}`)}`);
		expect(count.body).toEqual({ count: expected.length });
	});

	test('without a type everything is found, and says what it is', async () => {
		const { results } = (await api.get('search?query=night')).body;
		const types = results.map((hit: { result_type: string }) => hit.result_type).sort();
		expect(types).toEqual(['group', 'organization', 'ticket']);
	});

	test('sorts as asked', async () => {
		const { results } = (await api.get('search?query=type:ticket&sort_by=status&sort_order=asc'))
			.body;
		const statuses = results.map(({ status }: { status: string }) => status);
		expect(statuses).toEqual([...statuses].sort());
	});

	test('an empty query is refused', async () => {
		expect((await api.get('search?query=')).body.error).toBe('invalid');
	});
});

describe('how far a search reaches (zendesk-api §8)', () => {
	test('1000 results; the count is true', async () => {
		const { sim, api } = smallAccount();
		for (let customer = 0; customer < 1050; customer++) addCustomer(sim, { tags: ['many'] });
		const last = await api.get('search?query=tags:many&page=10');
		expect(last.body).toMatchObject({ count: 1050, results: expect.any(Array) });
		expect(last.body.results).toHaveLength(100);
		const beyond = await api.get('search?query=tags:many&page=11');
		expect([beyond.status, beyond.body.description]).toEqual([
			422,
			'Requested response size was greater than Search Response Limits',
		]);
		expect((await api.get('users/search?query=tags:many&page=11')).body.users).toHaveLength(50);
	});

	test('an export has no end, but its cursor has one after an hour', async () => {
		const { sim, api } = smallAccount();
		const customers = Array.from({ length: 5 }, () => addCustomer(sim, { tags: ['e'] }));
		const path = `search/export?query=tags:e&filter[type]=user&page[size]=3`;
		const first = await api.get(path);
		expect(first.body).not.toHaveProperty('count');
		expect(first.body.meta.has_more).toBe(true);
		const next = first.body.links.next.replace('https://acme.zendesk.com', '');
		const second = await api.get(next);
		const all = [...ids(first, 'results'), ...ids(second, 'results')];
		expect(all).toEqual(customers.map(({ id }) => id));
		(sim.clock as VirtualClock).advance(60 * MINUTE);
		expect((await api.get(next)).status).toBe(400);
		expect((await api.get('search/export?query=e')).status).toBe(400);
		expect((await api.get('search/export?query=type:group&filter[type]=user')).status).toBe(422);
	});
});

describe('the lag of the index (§10)', () => {
	test('queries see a change two minutes later, external ids at once', async () => {
		const { sim, api } = smallAccount({ searchLagSeconds: 120 });
		const user = { name: 'Fresh', email: 'fresh@example.com', external_id: 'F-1' };
		const { id } = (await api.post('users', { user })).body.user;
		const byQuery = async (query: string) => ids(await api.get(`users/search?query=${q(query)}`));
		expect(ids(await api.get('users/search?external_id=f-1'))).toEqual([id]);
		expect(await byQuery('email:fresh@example.com')).toEqual([]);
		const clock = sim.clock as VirtualClock;
		clock.advance(119_000);
		expect(await byQuery('email:fresh@example.com')).toEqual([]);
		clock.advance(1000);
		expect(await byQuery('email:fresh@example.com')).toEqual([id]);
		await api.put(`users/${id}`, { user: { name: 'Stale' } });
		expect([await byQuery('name:fresh'), await byQuery('name:stale')]).toEqual([[id], []]);
		clock.advance(120_000);
		expect([await byQuery('name:fresh'), await byQuery('name:stale')]).toEqual([[], [id]]);
		await api.delete(`users/${id}`);
		expect(await byQuery('name:stale')).toEqual([]);
	});

	test('tickets, too: what was assigned lately is still found at the leaver', async () => {
		const { sim, api } = smallAccount({ searchLagSeconds: 60 });
		const [leaver, successor] = [addAgent(sim), addAgent(sim)];
		const ticket = addTicket(sim, { assignee: leaver });
		await api.put(`tickets/${ticket.id}`, { ticket: { assignee_id: successor.id } });
		const found = async (userId: number) =>
			ids(await api.get(`search?query=${q(`type:ticket assignee:${userId}`)}`), 'results');
		expect([await found(leaver.id), await found(successor.id)]).toEqual([[ticket.id], []]);
		(sim.clock as VirtualClock).advance(60_000);
		expect([await found(leaver.id), await found(successor.id)]).toEqual([[], [ticket.id]]);
	});

	test('what was seeded or arranged is in it', async () => {
		const { sim, api } = smallAccount();
		const customer = addCustomer(sim, { name: 'Arranged' });
		expect(ids(await api.get('users/search?query=arranged'))).toEqual([customer.id]);
	});
});

describe('incremental users (§6)', () => {
	const start = (sim: { clock: { now(): number } }, ago: number) =>
		Math.floor((sim.clock.now() - ago) / 1000);

	test('leave out the last minute, and refuse to start in it', async () => {
		const { sim, api } = smallAccount();
		const refused = await api.get(`incremental/users/cursor?start_time=${start(sim, 59_000)}`);
		expect([refused.status, refused.body.error]).toEqual([422, 'InvalidValue']);
		const { id } = (await api.post('users', { user: { name: 'New' } })).body.user;
		const since = start(sim, 10 * MINUTE);
		expect((await api.get(`incremental/users/cursor?start_time=${since}`)).body.users).toEqual([]);
		(sim.clock as VirtualClock).advance(MINUTE);
		expect(ids(await api.get(`incremental/users/cursor?start_time=${since}`))).toEqual([id]);
	});

	test('go on with a cursor until the end of the stream, deleted users included', async () => {
		const { sim, api } = smallAccount();
		const customers = Array.from({ length: 7 }, () => addCustomer(sim));
		await api.delete(`users/${customers[0].id}`);
		(sim.clock as VirtualClock).advance(2 * MINUTE);
		const seen: number[] = [];
		let answer = await api.get('incremental/users/cursor?start_time=1&per_page=3');
		for (let page = 0; page < 5; page++) {
			seen.push(...answer.body.users.map(({ id }: { id: number }) => id));
			if (answer.body.end_of_stream) break;
			answer = await api.get(answer.body.after_url.replace('https://acme.zendesk.com', ''));
		}
		expect(new Set(seen).size).toBe(8);
		expect(seen).toHaveLength(8);
		expect(seen.at(-1)).toBe(customers[0].id);
		expect(answer.body.users.at(-1).active).toBe(false);
		const empty = await api.get(`incremental/users/cursor?cursor=${answer.body.after_cursor}`);
		expect(empty.body).toMatchObject({
			users: [],
			end_of_stream: true,
			after_cursor: answer.body.after_cursor,
		});
		expect((await api.get('incremental/users/cursor?cursor=nonsense')).status).toBe(400);
	});

	test('by time: rows of the last second come again', async () => {
		const { sim, api } = smallAccount();
		for (let customer = 0; customer < 5; customer++) addCustomer(sim);
		const first = (await api.get('incremental/users?start_time=1&per_page=3')).body;
		expect(first).toMatchObject({ count: 6, end_of_stream: true });
		const again = await api.get(first.next_page.replace('https://acme.zendesk.com', ''));
		expect(again.body.count).toBe(5);
		expect(first.end_time).toBe(start(sim, 24 * 60 * MINUTE));
	});
});
