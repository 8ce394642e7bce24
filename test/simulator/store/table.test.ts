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
					// Kept from now on, for the next writes to spoil.
					table.ordered('color');
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

	test('adds to an order what comes behind it, and sorts again for what comes in between', () => {
		const table = new Table<Row>({});
		const add = (id: number, color: string) => table.insert({ id, color, sizes: [] });
		add(2, 'b');
		const kept = table.ordered('color');
		add(3, 'b');
		add(4, 'c');
		expect(table.ordered('color')).toBe(kept);
		expect(kept.map(({ id }) => id)).toEqual([2, 3, 4]);
		add(1, 'b');
		expect(table.ordered('color').map(({ id }) => id)).toEqual([1, 2, 3, 4]);
	});

	test('tells listeners which row is gone, once', () => {
		const table = new Table<Row>({});
		const gone: Array<[number, number]> = [];
		table.onRemove(({ id }) => gone.push([id, table.size]));
		const one = table.insert({ id: 1, color: 'a', sizes: [] });
		table.remove(one);
		table.remove(one);
		expect(gone).toEqual([[1, 0]]);
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
