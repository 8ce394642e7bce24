import { gather, type UpsertRow } from '../../../zendesk/users/gather';

const rowsOf = (...keys: Array<Pick<UpsertRow, 'externalId' | 'email'>>): UpsertRow[] =>
	keys.map((key, item) => ({ item, ...key, fields: { [`field ${item}`]: item } }));

const X = { externalId: 'A' };
const E = { email: 'a@example.com' };
const BOTH = { ...X, ...E };

describe('gather', () => {
	it.each<[string, UpsertRow[], number[][]]>([
		['nobody', [], []],
		['strangers', rowsOf(X, { externalId: 'B' }, E), [[0], [1], [2]]],
		['the same key in another case', rowsOf(X, { externalId: 'a' }), [[0, 1]]],
		['an email in another case', rowsOf(E, { email: 'A@EXAMPLE.COM' }), [[0, 1]]],
		['one key each of a row with both', rowsOf(BOTH, X, E), [[0, 1, 2]]],
		['two that a third one joins', rowsOf(X, E, BOTH), [[0, 1, 2]]],
		[
			'two pairs that a fifth one joins',
			rowsOf(X, X, E, E, BOTH, { externalId: 'B' }),
			[[0, 1, 2, 3, 4], [5]],
		],
	])('%s', (_what, rows, groups) => {
		const { wanted, refused, contested } = gather(rows);
		const indexes = wanted.map((one) => one.indexes).sort((a, b) => a[0] - b[0]);
		expect(indexes).toEqual(groups);
		expect([refused.size, contested]).toEqual([0, []]);
	});

	it('keeps both keys, and what each row says', () => {
		expect(gather(rowsOf(E, BOTH, X)).wanted).toEqual([
			{
				indexes: [0, 1, 2],
				...BOTH,
				isByEmail: true,
				fields: { 'field 0': 0, 'field 1': 1, 'field 2': 2 },
			},
		]);
	});

	it.each([0, 1])('refuses all rows of one user that contradict each other (%d)', (turn) => {
		const rows = rowsOf(E, BOTH, X, { externalId: 'B' });
		const said = rows.map((row, i) => ({ ...row, fields: { name: i === 1 ? 'Else' : 'Ann' } }));
		const { wanted, refused } = gather(turn === 0 ? said : said.reverse());
		expect(refused.size).toBe(3);
		for (const { message } of refused.values()) expect(message).toMatch(/^Item \d .*: name$/);
		expect(wanted.map(({ externalId }) => externalId)).toEqual(['B']);
	});

	it.each([0, 1])(
		'refuses all rows of an external ID with two emails, in any order (%d)',
		(turn) => {
			const rows = rowsOf(BOTH, { ...X, email: 'b@c.d' }, X, { externalId: 'B' });
			const { wanted, refused } = gather(turn === 0 ? rows : rows.reverse());
			expect(refused.size).toBe(3);
			expect(wanted.map(({ externalId }) => externalId)).toEqual(['B']);
		},
	);

	it('leaves it open who of two external IDs may have an email, and who names them by it', () => {
		const { wanted, contested } = gather(rowsOf(X, BOTH, { ...E, externalId: 'B' }, E));
		expect(wanted.map(({ indexes }) => indexes)).toEqual([[0, 1], [2], [3]]);
		expect(contested).toEqual([wanted]);
	});
});
