import fc from 'fast-check';
import { matchResults, type RowKeys } from '../../../zendesk/bulk/results';
import type { JobItem } from '../../../zendesk/http/jobItems';

const made = (more: Partial<JobItem>): JobItem => ({ success: true, ...more });
const bad = (more: Partial<JobItem>): JobItem => ({ success: false, error: 'Failed', ...more });
const idsOf = (rows: RowKeys[], items: JobItem[]) =>
	matchResults(rows, items).items.map((item) => item?.id);

describe('whose result it is', () => {
	const people: RowKeys[] = [
		{ email: 'a@example.com' },
		{ externalId: 'B' },
		{ email: 'c@example.com', externalId: 'C' },
	];

	it('N6: by email and external ID, in any order', () => {
		const results = [
			made({ id: 3, email: 'C@example.com', externalId: 'c' }),
			made({ id: 2, externalId: 'b' }),
			made({ id: 1, email: 'a@example.com' }),
		];
		fc.assert(
			fc.property(fc.shuffledSubarray(results, { minLength: 3 }), (items) => {
				expect(idsOf(people, items)).toEqual([1, 2, 3]);
			}),
		);
	});

	it('N6: never by the order alone', () => {
		const { items, nameless } = matchResults([{}, {}], [made({ id: 1 }), made({ id: 2 })]);
		expect(items).toEqual([undefined, undefined]);
		expect(nameless).toHaveLength(2);
	});

	it('by its place where it names one', () => {
		expect(idsOf([{}, {}], [made({ id: 2, index: 1 }), made({ id: 1, index: 0 })])).toEqual([1, 2]);
		expect(idsOf([{ id: 5 }, { id: 6 }], [bad({ index: 1 }), made({ id: 5 })])).toEqual([
			5,
			undefined,
		]);
	});

	it('by a place that only a refused upsert has for an ID', () => {
		const rows = [{ email: 'x@example.com' }, { email: 'y@example.com' }];
		const items = [bad({ id: 1 }), made({ id: 77, email: 'x@example.com' })];
		expect(idsOf(rows, items)).toEqual([77, 1]);
		expect(idsOf([{ id: 1 }, { id: 0 }], [bad({ id: 1 }), bad({ id: 0 })])).toEqual([1, 0]);
	});

	it('not one of another record, whatever its place is', () => {
		expect(idsOf([{ id: 5 }], [made({ id: 9, index: 0 })])).toEqual([undefined]);
		expect(idsOf([{ id: 5 }], [made({ id: 9 })])).toEqual([undefined]);
	});

	it('two rows with one email: the refused one is told by its place', () => {
		const rows = [{ email: 'a@example.com' }, { email: 'a@example.com' }];
		const items = [made({ id: 1, email: 'a@example.com' }), bad({ index: 0 })];
		expect(matchResults(rows, items).items).toEqual([items[1], items[0]]);
	});

	it('the last row gets the last result', () => {
		expect(
			idsOf(
				[{ email: 'a@example.com' }, {}],
				[made({ id: 2 }), made({ id: 1, email: 'a@example.com' })],
			),
		).toEqual([1, 2]);
	});

	it('reasons that are all the same need no names', () => {
		const items = [bad({ details: 'full' }), bad({ details: 'full' })];
		expect(matchResults([{}, {}], items).items).toEqual(items);
		const others = [bad({ details: 'full' }), bad({ details: 'bad' })];
		expect(matchResults([{}, {}], others).items).toEqual([undefined, undefined]);
	});

	it('results that are missing leave their rows without one', () => {
		expect(idsOf([{}, {}], [made({ id: 1 })])).toEqual([undefined, undefined]);
		expect(idsOf([{ id: 1 }, { id: 2 }], [])).toEqual([undefined, undefined]);
	});
});
