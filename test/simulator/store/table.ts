type Key = string | number;
type KeysOf<R> = (row: R) => readonly Key[];

interface Row {
	id: number;
}

/** What a table tells whoever listens: the row as it was (`undefined` = new) and as it is. */
export type ChangeListener<R> = (before: R | undefined, row: R) => void;

export type RemovalListener<R> = (row: R) => void;

/**
 * Rows by id, in the order of their ids, with indexes that are never out of date as long as rows change
 * through `update`. Arrays inside a row are replaced, not changed in place.
 */
export class Table<R extends Row, I extends string = never> {
	private readonly byId = new Map<number, R>();
	private readonly ascending: R[] = [];
	private readonly indexes: Array<{ name: I; keysOf: KeysOf<R>; sets: Map<Key, Set<R>> }>;
	private readonly listeners: Array<ChangeListener<R>> = [];
	private readonly removalListeners: Array<RemovalListener<R>> = [];
	private readonly sorted = new Map<keyof R, R[]>();

	constructor(indexes: Record<I, KeysOf<R>>) {
		this.indexes = Object.entries<KeysOf<R>>(indexes).map(([name, keysOf]) => ({
			name: name as I,
			keysOf,
			sets: new Map(),
		}));
	}

	get size(): number {
		return this.byId.size;
	}

	get(id: number): R | undefined {
		return this.byId.get(id);
	}

	/** All rows, lowest id first. */
	all(): readonly R[] {
		return this.ascending;
	}

	/** Rows with this key, in no particular order. */
	by(index: I, key: Key): ReadonlySet<R> {
		return this.setsOf(index).get(key) ?? EMPTY;
	}

	/** Rows with one of these keys, lowest id first. */
	sortedBy(index: I, ...keys: Key[]): R[] {
		const rows = keys.flatMap((key) => [...this.by(index, key)]);
		return rows.sort((a, b) => a.id - b.id);
	}

	first(index: I, key: Key): R | undefined {
		return this.by(index, key).values().next().value;
	}

	/**
	 * All rows by a field, ascending, ties by id; kept until that field changes somewhere, or a row comes
	 * in between: one that comes behind all others, as in a log, is added.
	 */
	ordered(field: keyof R): readonly R[] {
		let rows = this.sorted.get(field);
		if (!rows) {
			rows = [...this.ascending].sort((a, b) => compare(a[field], b[field]) || a.id - b.id);
			this.sorted.set(field, rows);
		}
		return rows;
	}

	onChange(listener: ChangeListener<R>): void {
		this.listeners.push(listener);
	}

	onRemove(listener: RemovalListener<R>): void {
		this.removalListeners.push(listener);
	}

	insert(row: R): R {
		this.byId.set(row.id, row);
		const last = this.ascending.at(-1);
		if (last === undefined || last.id < row.id) this.ascending.push(row);
		else this.ascending.splice(this.position(row.id), 0, row);
		for (const { keysOf, sets } of this.indexes) {
			for (const key of keysOf(row)) addTo(sets, key, row);
		}
		this.addToOrders(row);
		this.tell(undefined, row);
		return row;
	}

	update(row: R, patch: Partial<R>): R {
		const before = { ...row };
		Object.assign(row, patch);
		for (const { keysOf, sets } of this.indexes) {
			const [left, joined] = [keysOf(before), keysOf(row)];
			for (const key of left) if (!joined.includes(key)) sets.get(key)?.delete(row);
			for (const key of joined) if (!left.includes(key)) addTo(sets, key, row);
		}
		for (const field of this.sorted.keys()) {
			if (before[field] !== row[field]) this.sorted.delete(field);
		}
		this.tell(before, row);
		return row;
	}

	remove(row: R): void {
		if (!this.byId.delete(row.id)) return;
		this.ascending.splice(this.position(row.id), 1);
		for (const { keysOf, sets } of this.indexes) {
			for (const key of keysOf(row)) sets.get(key)?.delete(row);
		}
		this.sorted.clear();
		for (const listener of this.removalListeners) listener(row);
	}

	private setsOf(index: I): Map<Key, Set<R>> {
		const found = this.indexes.find(({ name }) => name === index);
		if (!found) throw new Error(`No index ${index}`);
		return found.sets;
	}

	/** Where the row with this id is, or would be. */
	private position(id: number): number {
		let [low, high] = [0, this.ascending.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.ascending[middle].id < id) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	private addToOrders(row: R): void {
		for (const [field, rows] of this.sorted) {
			const last = rows.at(-1);
			const isBehind = !last || (compare(last[field], row[field]) || last.id - row.id) < 0;
			if (isBehind) rows.push(row);
			else this.sorted.delete(field);
		}
	}

	private tell(before: R | undefined, row: R): void {
		for (const listener of this.listeners) listener(before, row);
	}
}

const EMPTY: ReadonlySet<never> = new Set();

function addTo<R>(sets: Map<Key, Set<R>>, key: Key, row: R): void {
	const set = sets.get(key);
	if (set) set.add(row);
	else sets.set(key, new Set([row]));
}

/** The order of lists: nothing first, then by number or text. */
export function compare(a: unknown, b: unknown): number {
	if (a === b) return 0;
	if (a === null || a === undefined) return -1;
	if (b === null || b === undefined) return 1;
	return a < b ? -1 : 1;
}
