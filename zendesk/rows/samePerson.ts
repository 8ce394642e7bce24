import { isRecord } from '../http/errors';
import type { Refusal } from '../verdict';

/** What a row says of a person. */
export interface Said {
	/** The row's number among the input items, for messages. */
	item: number;
	/** By the API's names; what a row doesn't say is not in it, or `undefined`. */
	fields: Readonly<Record<string, unknown>>;
}

/** Whether two values of a field mean the same. */
export type SameField = (field: string, one: unknown, other: unknown) => boolean;

/** How rows of one person are compared. */
export interface Comparison {
	same: SameField;
	/** Fields that only find the person, or say how to write: several of them are no contradiction. */
	keys?: ReadonlySet<string>;
	/** The person, as they are called in messages. */
	who: string;
}

const NO_KEYS: ReadonlySet<string> = new Set();

/** The fields of which both say something, and not the same. User fields count one by one. */
function findDisputed(
	one: Said['fields'],
	other: Said['fields'],
	{ same, keys = NO_KEYS }: Omit<Comparison, 'who'>,
): string[] {
	return Object.entries(one).flatMap(([field, value]) => {
		const is = other[field];
		if (keys.has(field) || value === undefined || is === undefined) return [];
		if (isRecord(value) && isRecord(is)) return findDisputed(value, is, { same });
		return same(field, value, is) ? [] : [field];
	});
}

/** Whether no field has different values in the two. */
export function agree(
	one: Said['fields'],
	other: Said['fields'],
	comparison: Omit<Comparison, 'who'>,
): boolean {
	return findDisputed(one, other, comparison).length === 0;
}

/** Rows that can't all be meant. */
export function contradiction(message: string): Refusal {
	return {
		reason: 'ambiguous',
		message,
		advice: 'Correct these rows: nothing of them was written',
	};
}

/** The first two of these rows that contradict each other. */
function findRivals<Row extends Said>(rows: Row[], comparison: Comparison): [Row, Row] | undefined {
	// What all rows before say together: a list may name somebody a thousand times.
	let before: Said['fields'] = {};
	for (const row of rows) {
		if (!agree(before, row.fields, comparison)) {
			const rival = rows.find((each) => !agree(each.fields, row.fields, comparison));
			return [rival ?? rows[0], row];
		}
		before = withRecords(row.fields, before);
	}
	return undefined;
}

/** Both together; of what both say, the second one counts. */
function withRecords(one: Said['fields'], other: Said['fields']): Said['fields'] {
	const both = { ...one };
	for (const [field, value] of Object.entries(other)) {
		const is = both[field];
		if (value === undefined) continue;
		both[field] = isRecord(is) && isRecord(value) ? { ...is, ...value } : value;
	}
	return both;
}

/**
 * The one rule for a person who is in a list twice: rows that agree, or of which each says something else of the person,
 * count as one; of rows that contradict each other none is written, whatever their order.
 *
 * @param rows all rows of one person
 * @returns why they can't be done, by the row, naming one that contradicts it; `undefined` where they can
 */
export function refuseContradictions<Row extends Said>(
	rows: Row[],
	comparison: Comparison,
): Map<Row, Refusal> | undefined {
	const rivals = findRivals(rows, comparison);
	if (rivals === undefined) return undefined;
	const [first, second] = rivals;
	return new Map(
		rows.map((row) => {
			const isOther = (each: Row) => !agree(each.fields, row.fields, comparison);
			const other = [first, second].find(isOther) ?? (row === first ? second : first);
			const fields = findDisputed(row.fields, other.fields, comparison);
			const what = fields.length > 0 ? `: ${fields.join(', ')}` : '';
			const message = `Item ${other.item} names ${comparison.who}, too, and says something else${what}`;
			return [row, contradiction(message)];
		}),
	);
}
