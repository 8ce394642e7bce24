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

	it('refuses offset pages, which end at 10,000 in silence', async () => {
		const { client } = scripted([
			ok({ users: [1], next_page: 'https://acme.zendesk.com/api/v2/users?page=2' }),
		]);
		await expect(collect(client, '/api/v2/users', 'users')).rejects.toThrow('cursor pages');
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
