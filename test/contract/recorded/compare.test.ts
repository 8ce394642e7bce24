import { compareAnswers, type Allowances } from './compare';

const ok = (body: unknown) => ({ status: 200, body });

const differences = (recorded: unknown, given: unknown, allowances?: Allowances) =>
	compareAnswers(ok(recorded), ok(given), allowances).differences;

const TIME = '2023-09-18T23:26:04Z';
const OTHER_TIME = '2026-11-20T09:00:00Z';

describe('a difference is told', () => {
	test.each<[string, unknown, unknown, string]>([
		['a value', { role: 'agent' }, { role: 'admin' }, 'role: recorded "agent", here "admin"'],
		['a null', { total: 100 }, { total: null }, 'total: recorded 100, here null'],
		['a type', { count: 1 }, { count: '1' }, 'count: recorded 1, here "1"'],
		['an id of another type', { id: 16 }, { id: '16' }, 'id: recorded 16, here "16"'],
		['no id', { id: 5 }, { id: null }, 'id: recorded 5, here null'],
		[
			'"0", which is no id',
			{ group_id: '0' },
			{ group_id: '7' },
			'group_id: recorded "0", here "7"',
		],
		['a language', { locale_id: 1 }, { locale_id: 8 }, 'locale_id: recorded 1, here 8'],
		['a missing key', { a: 1 }, {}, 'a: recorded 1, here there is no such key'],
		['another key', {}, { a: 1 }, 'a: recorded no such key, here 1'],
		['a list in the place of null', { r: null }, { r: [] }, 'r: recorded null, here []'],
		[
			'an object in the place of a text',
			{ e: 'x' },
			{ e: { a: 1 } },
			'e: recorded "x", here {"a":1}',
		],
		['the length of a list', { a: [1] }, { a: [1, 1] }, 'a: recorded 1 rows, here 2'],
		['a row', { a: [{ b: 1 }] }, { a: [{ b: 2 }] }, 'a[0].b: recorded 1, here 2'],
		['tags', { tags: ['a', 'b'] }, { tags: ['b'] }, 'tags: recorded ["a","b"], here ["b"]'],
		[
			'finer times',
			{ created_at: TIME },
			{ created_at: '2026-11-20T09:00:00.123456789Z' },
			`created_at: recorded "${TIME}", here "2026-11-20T09:00:00.123456789Z"`,
		],
		[
			'times that were the same',
			{ updated_at: TIME, last_login_at: TIME },
			{ updated_at: TIME, last_login_at: OTHER_TIME },
			`last_login_at: recorded the same as updated_at, here "${OTHER_TIME}" and "${TIME}"`,
		],
		[
			"a record's own id in its address",
			{ id: 1234567, url: 'https://a.zendesk.com/users/1234567.json' },
			{ id: 7654321, url: 'https://b.zendesk.com/users/9999999.json' },
			'url: recorded "https://a.zendesk.com/users/1234567.json", here "https://b.zendesk.com/users/9999999.json"',
		],
		[
			'words around a time',
			{ message: 'Failed at 2016-01-15 10:39:18 +0000' },
			{ message: 'Completed at 2016-01-15 10:39:18 +0000' },
			'message: recorded "Failed at 2016-01-15 10:39:18 +0000", here "Completed at 2016-01-15 10:39:18 +0000"',
		],
		[
			'a telephone number',
			{ value: '+15550100' },
			{ value: '+15550101' },
			'value: recorded "+15550100", here "+15550101"',
		],
		[
			'a further row that is like none that is shown',
			{ r: [{ status: 'Created' }, '… 3 in all'] },
			{ r: [{ status: 'Created' }, { status: 'Created' }, { status: 'Failed' }] },
			'r[2].status: recorded "Created", here "Failed"',
		],
		[
			'a parameter of a link',
			{ next_page: '/api/v2/users.json?page=2' },
			{ next_page: '/api/v2/users.json?page=3' },
			'next_page: recorded "/api/v2/users.json?page=2", here "/api/v2/users.json?page=3"',
		],
		[
			'a key in JSON within a text',
			{ payload: '{"a":1}' },
			{ payload: '{"a":2}' },
			'payload.a: recorded 1, here 2',
		],
		['nothing in the place of a secret', { s: '…' }, { s: '' }, 's: recorded "…", here ""'],
		[
			'an order that is that of ids',
			{ r: [{ id: 1 }, { id: 2 }, { id: 3 }] },
			{ r: [{ id: 3 }, { id: 2 }, { id: 1 }] },
			'r: recorded in the order of ids, here in another order',
		],
	])('%s', (_, recorded, given, line) => {
		expect(differences(recorded, given)).toEqual([line]);
	});

	test('a status', () => {
		const compared = compareAnswers({ status: 201, body: '' }, { status: 200, body: '' });
		expect(compared.differences).toEqual(['status: recorded 201, here 200']);
	});

	test('an order that is not that of ids, of so many rows that it is no chance', () => {
		const ids = Array.from({ length: 12 }, (_, id) => ({ id: id + 1 }));
		const mixed = [...ids.slice(6), ...ids.slice(0, 6)];
		expect(differences(mixed, ids)).toEqual([
			'body: recorded in another order, here in the order of ids',
		]);
		expect(differences(mixed, [...mixed].reverse())).toEqual([]);
		expect(differences(mixed.slice(4, 8), ids.slice(0, 4))).toEqual([]);
	});
});

describe('what differs in any two accounts is no difference', () => {
	test.each<[string, unknown, unknown]>([
		['ids', { id: 1, user_id: 2, group_ids: [] }, { id: 3, user_id: 4, group_ids: [] }],
		['times', { created_at: TIME, end_time: 12 }, { created_at: OTHER_TIME, end_time: 13 }],
		['cursors', { after_cursor: 'eyJv' }, { after_cursor: 'abc' }],
		['the order of tags', { tags: ['a', 'b'] }, { tags: ['b', 'a'] }],
		['a secret that was taken out', { token: '…' }, { token: 'x' }],
		[
			'ids of jobs',
			{ url: '/api/v2/j/V3-0123456789abcdef0123456789abcdef' },
			{ url: '/api/v2/j/V3-ffffffffffffffffffffffffffffffff' },
		],
		[
			'cursors and times in links, the host, the order of parameters',
			{
				next: 'https://a.zendesk.com/api/v2/users?page%5Bafter%5D=x&page%5Bsize%5D=1&start_time=5',
			},
			{
				next: 'https://b.zendesk.com/api/v2/users?page%5Bsize%5D=1&page%5Bafter%5D=y&start_time=6',
			},
		],
		['more rows of a kind', ['… 2 in all'], [{ any: 1 }, { any: 2 }]],
	])('%s', (_, recorded, given) => {
		expect(differences(recorded, given)).toEqual([]);
	});

	test('a value that depends on the moment keeps its type and its words', () => {
		const free = { 'rows[].message': 'the moment' };
		const [at, later] = ['Creating User #53', 'Creating User #7'].map((message) => ({
			rows: [{ message }],
		}));
		expect(differences(at, later, { free })).toEqual([]);
		expect(differences(at, later)).toHaveLength(1);
		expect(differences(at, { rows: [{ message: 'Updating User #7' }] }, { free })).toHaveLength(1);
		expect(differences(at, { rows: [{ message: null }] }, { free })).toHaveLength(1);
	});

	test('a record of which some keys were kept may have others', () => {
		const [recorded, given] = [{ rows: [{ a: 1 }] }, { rows: [{ a: 1, b: 2 }] }];
		expect(differences(recorded, given, { partial: ['rows[]'] })).toEqual([]);
		expect(differences(recorded, given)).toEqual(['rows[0].b: recorded no such key, here 2']);
		expect(differences({ rows: [{ c: 1 }] }, given, { partial: ['rows[]'] })).toHaveLength(1);
	});

	test('a key that is newer than the recording, which is reported; only where it belongs', () => {
		const [user, newer] = [{ user: { name: 'A' } }, { user: { name: 'A', chat_only: false } }];
		const compared = compareAnswers(ok(user), ok(newer));
		expect(compared).toEqual({ differences: [], newer: ['user.chat_only'] });
		expect(differences({ group: {} }, { group: { chat_only: false } })).toHaveLength(1);
	});
});
