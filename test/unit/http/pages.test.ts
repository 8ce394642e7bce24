import { collect, pages } from '../../../zendesk/http/pages';
import { ok, scripted } from './scripted';

const page = (users: number[], after?: string) =>
	ok({
		users,
		meta: { has_more: after !== undefined, after_cursor: after },
		links: { next: 'https://evil.com/' },
	});

describe('cursor pages', () => {
	it('asks for a hundred at a time and follows the cursor, never the link', async () => {
		const { client, log } = scripted([page([1, 2], 'c1'), page([3])]);
		expect(await collect(client, '/api/v2/users', 'users', { query: { role: 'agent' } })).toEqual([
			1, 2, 3,
		]);
		expect(log.map(({ request }) => [request.path, request.query])).toEqual([
			['/api/v2/users', { role: 'agent', 'page[size]': 100, 'page[after]': undefined }],
			['/api/v2/users', { role: 'agent', 'page[size]': 100, 'page[after]': 'c1' }],
		]);
	});

	it('does not take an empty page for the end', async () => {
		const { client } = scripted([page([], 'c1'), page([], 'c2'), page([7])]);
		expect(await collect(client, '/api/v2/users', 'users')).toEqual([7]);
	});

	it('stops when it has enough, and asks for no more than that', async () => {
		const { client, log } = scripted([page([1, 2, 3], 'c1'), page([4, 5, 6], 'c2')]);
		expect(await collect(client, '/api/v2/users', 'users', { limit: 5 })).toEqual([1, 2, 3, 4, 5]);
		expect(log).toHaveLength(2);
		expect(log[0].request.query).toMatchObject({ 'page[size]': 5 });
	});

	it('ends with an error, not with a loop, when the cursor stands still', async () => {
		const { client, log } = scripted([page([1], 'same')]);
		await expect(collect(client, '/api/v2/users', 'users')).rejects.toThrow('the same page');
		expect(log).toHaveLength(3);
	});

	it('looks once more when the page before comes again, and leaves the copy out', async () => {
		const { client, log } = scripted([
			page([1], 'c1'),
			page([1], 'c1'),
			page([2], 'c2'),
			page([2], 'c2'),
			page([3]),
		]);
		expect(await collect(client, '/api/v2/users', 'users')).toEqual([1, 2, 3]);
		expect(log.map(({ request }) => request.query?.['page[after]'])).toEqual([
			undefined,
			'c1',
			'c1',
			'c2',
			'c2',
		]);
	});

	it('does not go on by offset in the middle of a list', async () => {
		const { client } = scripted([
			page([1], 'c1'),
			ok({ users: [2], next_page: 'https://x/?page=3' }),
		]);
		await expect(collect(client, '/api/v2/users', 'users')).rejects.toThrow('in cursor pages');
	});

	it('takes a list without pages', async () => {
		const { client } = scripted([ok({ users: [1], next_page: null })]);
		expect(await collect(client, '/api/v2/users', 'users')).toEqual([1]);
	});

	it('hands out a page before it asks for the next', async () => {
		const { client, log } = scripted([page([1], 'c1'), page([2])]);
		const reader = pages(client, '/api/v2/users', 'users');
		await reader.next();
		expect(log).toHaveLength(1);
	});
});

describe('lists that Zendesk does not offer by cursor', () => {
	const PATH = '/api/v2/users/1/tickets/assigned';
	const URL_OF_NEXT = 'https://evil.com/?page=7';

	/** Tickets in offset pages, whatever else is asked for. */
	function offset(count: number, happen?: (tickets: Array<{ id: number }>, page: number) => void) {
		const tickets = Array.from({ length: count }, (_, id) => ({ id: id + 1 }));
		const { client, log } = scripted(({ query }) => {
			const page = Number(query?.page ?? 1);
			happen?.(tickets, page);
			const { length } = tickets;
			const next_page = page * 100 < length ? URL_OF_NEXT : null;
			return ok({ tickets: tickets.slice((page - 1) * 100, page * 100), next_page, count: length });
		});
		const ids = async () =>
			(
				await collect<{ id: number }>(client, PATH, 'tickets', { query: { sort: '-updated_at' } })
			).map(({ id }) => id);
		return { client, log, ids };
	}

	it.each([100, 101, 250, 300])('are read to their end: %i records', async (count) => {
		const { ids, log } = offset(count);
		expect(await ids()).toEqual(Array.from({ length: count }, (_, id) => id + 1));
		expect(log).toHaveLength(count > 100 ? 1 + Math.ceil(count / 100) : 1);
		expect(new Set(log.map(({ request }) => request.path))).toEqual(new Set([PATH]));
	});

	it('say that there are more than 10,000, and never end as if there were none', async () => {
		const { client, log } = offset(10_001);
		const read: unknown[] = [];
		const all = async () => {
			for await (const { records } of pages(client, PATH, 'tickets')) read.push(...records);
		};
		await expect(all()).rejects.toThrow(
			'the first 10000 records of this list only, and it has 10001',
		);
		expect([read.length, log.length]).toEqual([10_000, 101]);
		expect(await offset(10_000).ids()).toHaveLength(10_000);
	});

	it('that become shorter or longer meanwhile lose nothing and repeat nothing', async () => {
		const { ids } = offset(450, (tickets, page) => {
			// Each once: forty leave when page 3 is asked for, others come in front when page 4 is.
			if (page === 3 && tickets.some(({ id }) => id === 10)) tickets.splice(5, 40);
			if (page === 4 && tickets.every(({ id }) => id !== 9_001)) tickets.unshift({ id: 9_001 });
		});
		const read = await ids();
		expect(new Set(read).size).toBe(read.length);
		const stayed = Array.from({ length: 450 }, (_, id) => id + 1).filter((id) => id < 6 || id > 45);
		expect(stayed.filter((id) => !read.includes(id))).toEqual([]);
	});
});
