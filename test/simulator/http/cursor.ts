import { compare } from '../store/table';
import { badPagination } from './errors';

/** An order of a list: a field, ties by id, either way. */
export interface Order<R> {
	field: keyof R & string;
	descending: boolean;
}

export type SortValue = string | number | boolean | null;

/** Where a page begins or ends: the sort value and id of a row. */
type Position = [value: SortValue, id: number];

function orderName<R>(order: Order<R>): string {
	return `${order.descending ? '-' : ''}${order.field}`;
}

/** Opaque for clients; inside it is the order and the position, as in real ones (`{"o":"id","v":…}`). */
export function encodeCursor<R>(order: Order<R>, position: Position): string {
	return Buffer.from(JSON.stringify({ o: orderName(order), v: position })).toString('base64');
}

export function decodeCursor<R>(text: string, order: Order<R>): Position {
	try {
		const { o, v } = JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
		if (o === orderName(order) && Array.isArray(v) && typeof v[1] === 'number')
			return v as Position;
	} catch {
		// Not one of ours: refused below like any other.
	}
	throw badPagination('InvalidPaginationParameter', 'cursor is not valid');
}

/** A list in some order, in which positions can be found without walking. */
export class Sequence<R extends { id: number }> {
	constructor(
		/** Ascending by the order's field, ties by id. */
		private readonly rows: readonly R[],
		private readonly order: Order<R>,
		private readonly valueOf: (row: R) => SortValue,
	) {}

	get length(): number {
		return this.rows.length;
	}

	at(index: number): R {
		return this.rows[this.order.descending ? this.rows.length - 1 - index : index];
	}

	positionOf(row: R): Position {
		return [this.valueOf(row), row.id];
	}

	/** The index of the first row behind a position. */
	behind(position: Position): number {
		return this.search((comparison) => comparison > 0, position);
	}

	/** The index of the first row at or behind a position. */
	from(position: Position): number {
		return this.search((comparison) => comparison >= 0, position);
	}

	private search(reached: (comparison: number) => boolean, [value, id]: Position): number {
		const sign = this.order.descending ? -1 : 1;
		let [low, high] = [0, this.rows.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			const row = this.at(middle);
			const comparison = sign * (compare(this.valueOf(row), value) || row.id - id);
			if (reached(comparison)) high = middle;
			else low = middle + 1;
		}
		return low;
	}
}
