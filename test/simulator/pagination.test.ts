import { addAgent, addCustomer, addTicket } from './arrange';
import type { Answer, Client } from './client';
import { smallAccount } from './testing';

interface Row {
	id: number;
}

const idsOf = (answer: Answer, key = 'users') => answer.body[key].map(({ id }: Row) => id);
const pathOf = (url: string) => url.replace('https://acme.zendesk.com', '');

/** All pages of a list, by its own links. */
async function walk(api: Client, path: string, link: (body: Answer['body']) => string | null) {
	const pages: number[][] = [];
	for (let next: string | null = path; next !== null; ) {
		const answer: Answer = await api.get(next);
		pages.push(idsOf(answer));
		const url = link(answer.body);
		next = url === null ? null : pathOf(url);
	}
	return pages;
}

const { sim, api } = smallAccount();
for (let customer = 0; customer < 24; customer++) addCustomer(sim);
const everybody = sim.store.users.all().map(({ id }) => id);

describe('cursor pages (zendesk-api §8)', () => {
	test('reach everybody once, forwards and back again', async () => {
		const pages = await walk(api, 'users?page[size]=10', (body) => body.links.next);
		expect(pages.map((page) => page.length)).toEqual([10, 10, 5, 0]);
		expect(pages.flat()).toEqual(everybody);
		const { meta } = (await api.get('users?page[size]=20')).body;
		expect(meta).toEqual({
			has_more: true,
			after_cursor: expect.any(String),
			before_cursor: expect.any(String),
		});
		const last = await api.get(`users?page[size]=20&page[after]=${meta.after_cursor}`);
		expect(last.body.meta.has_more).toBe(false);
		const back = await api.get(pathOf(last.body.links.prev));
		expect(idsOf(back)).toEqual(everybody.slice(0, 20));
	});

	test('stay where they are when records come and go', async () => {
		const { sim: busy, api: client } = smallAccount();
		const customers = Array.from({ length: 9 }, () => addCustomer(busy));
		const first = await client.get('users?page[size]=6');
		await client.delete(`users/${customers[1].id}`);
		addCustomer(busy);
		const rest = await client.get(pathOf(first.body.links.next));
		expect(idsOf(rest)).toEqual([
			...customers.slice(5).map(({ id }) => id),
			busy.store.users.all().at(-1)?.id,
		]);
	});

	test('an empty list has no cursors', async () => {
		const answer = await api.get('deleted_users?page[size]=10');
		expect(answer.body).toEqual({
			deleted_users: [],
			meta: { has_more: false, after_cursor: null, before_cursor: null },
			links: { next: null, prev: null },
		});
	});

	test.each([
		['users?page[after]=nonsense', 'cursor is not valid'],
		['users?page[size]=0', 'page[size] is not valid'],
		['users?page[size]=101', 'page[size] must be at most 100'],
		['users?page[size]=10&page=2', 'page must be an object'],
		['users?page[size]=10&sort=-updated_at', 'sort is not valid'],
		['users?page[size]=10&page[after]=a&page[before]=b', 'page[after] excludes page[before]'],
		['sessions?page=2', 'page must be an object'],
		['users/search?external_id=x&page[size]=10', 'page must be an integer'],
		['search?query=x&page[size]=10', 'page must be an integer'],
	])('%s is a 400', async (path, title) => {
		const answer = await api.get(path);
		expect(answer.status).toBe(400);
		expect(answer.body).toEqual({ errors: [{ code: 'InvalidPaginationParameter', title }] });
	});

	test('a page that is too big is cut where the switch says so', async () => {
		sim.switches.cursorSizeOver100 = 'clamp';
		expect((await api.get('users?page[size]=500')).status).toBe(200);
		sim.switches.cursorSizeOver100 = '400';
	});

	test('sort by other fields where the switch says so, ties by id', async () => {
		sim.switches.cursorSortSupported = true;
		const pages = await walk(
			api,
			'users?page[size]=10&sort=-updated_at',
			(body) => body.links.next,
		);
		sim.switches.cursorSortSupported = false;
		expect(pages.flat()).toEqual([...everybody.slice(1).reverse(), everybody[0]]);
	});

	test('some endpoints answer by cursor without being asked', async () => {
		expect((await api.get('sessions')).body.meta).toBeDefined();
		expect((await api.get('job_statuses')).body.meta).toBeDefined();
		expect((await api.get('groups/available_agents?page[size]=1000')).status).toBe(200);
	});
});

describe('offset pages (§8)', () => {
	test('count and link to their neighbours; too many per page are cut', async () => {
		const pages = await walk(api, 'users.json?per_page=10', (body) => body.next_page);
		expect(pages.flat()).toEqual(everybody);
		const middle = (await api.get('users?per_page=10&page=2')).body;
		expect(middle).toMatchObject({
			count: 25,
			next_page: 'https://acme.zendesk.com/api/v2/users?per_page=10&page=3',
			previous_page: 'https://acme.zendesk.com/api/v2/users?per_page=10&page=1',
		});
		expect((await api.get('users?per_page=1000')).body.users).toHaveLength(25);
	});

	test('end at page 100 and at record 10,000', async () => {
		expect((await api.get('users?page=100')).status).toBe(200);
		for (const path of ['users?page=101', 'users?page=101&per_page=1']) {
			const answer = await api.get(path);
			expect([answer.status, answer.body.errors[0].code]).toEqual([400, 'InvalidPaginationDepth']);
		}
	});

	test.each(['users?page=x', 'users?page=0', 'users?per_page=-1'])('%s is a 400', async (path) => {
		expect((await api.get(path)).status).toBe(400);
	});

	test('sort_by works, but not together with a cursor', async () => {
		const assignee = addAgent(sim);
		for (const subject of ['b', 'c', 'a']) addTicket(sim, { assignee, subject });
		const subjects = async (query: string) =>
			(
				await api.get(`users/${assignee.id}/tickets/assigned?sort_by=subject&${query}`)
			).body.tickets.map(({ subject }: { subject: string }) => subject);
		expect(await subjects('sort_order=desc')).toEqual(['c', 'b', 'a']);
		expect(await subjects('page[size]=10')).toEqual(['b', 'c', 'a']);
	});
});
