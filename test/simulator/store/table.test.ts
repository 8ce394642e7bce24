import fc from 'fast-check';
import { Table } from './table';

interface Row {
	id: number;
	color: string;
	sizes: number[];
}

const row = fc.record({
	id: fc.integer({ min: 1, max: 12 }),
	color: fc.constantFrom('red', 'blue', 'green'),
	sizes: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
});

const byId = (rows: Iterable<Row>) => [...rows].sort((a, b) => a.id - b.id);

describe('Table', () => {
	test('finds the same rows by index as by looking at all of them', () => {
		const write = fc.record({ kind: fc.constantFrom('put', 'remove'), row });
		fc.assert(
			fc.property(fc.array(write, { maxLength: 40 }), (writes) => {
				const table = new Table<Row, 'color' | 'size'>({
					color: ({ color }) => [color],
					size: ({ sizes }) => sizes,
				});
				const model = new Map<number, Row>();
				for (const { kind, row: given } of writes) {
					const existing = table.get(given.id);
					if (kind === 'remove') {
						if (existing) table.remove(existing);
						model.delete(given.id);
					} else {
						if (existing) table.update(existing, given);
						else table.insert({ ...given });
						model.set(given.id, given);
					}
				}
				const rows = byId(model.values());
				expect(table.all()).toEqual(rows);
				for (const color of ['red', 'blue', 'green']) {
					expect(table.sortedBy('color', color)).toEqual(rows.filter((one) => one.color === color));
				}
				for (const size of [1, 2, 3, 4]) {
					expect(byId(table.by('size', size))).toEqual(
						rows.filter(({ sizes }) => sizes.includes(size)),
					);
				}
				const colors = table.ordered('color').map(({ color }) => color);
				expect(colors).toEqual([...colors].sort());
			}),
		);
	});

	test('keeps an order until that field changes', () => {
		const table = new Table<Row>({});
		const first = table.insert({ id: 1, color: 'a', sizes: [] });
		table.insert({ id: 2, color: 'b', sizes: [] });
		const kept = table.ordered('color');
		table.update(first, { sizes: [1] });
		expect(table.ordered('color')).toBe(kept);
		table.update(first, { color: 'c' });
		expect(table.ordered('color').map(({ id }) => id)).toEqual([2, 1]);
	});

	test('tells listeners what a row was before', () => {
		const table = new Table<Row>({});
		const told: Array<[string | undefined, string]> = [];
		table.onChange((before, after) => told.push([before?.color, after.color]));
		const one = table.insert({ id: 1, color: 'a', sizes: [] });
		table.update(one, { color: 'b' });
		expect(told).toEqual([
			[undefined, 'a'],
			['a', 'b'],
		]);
	});
});
