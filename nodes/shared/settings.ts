import { type Refusal, refused } from '../../zendesk/verdict';
import type { Field, Form } from './form';
import type { RowResult } from './results';
import { isRefusal } from './values';

/** A field that holds for a whole run, and how it is read. */
export interface Setting<T> {
	field: Field;
	read: (form: Form) => T | Refusal;
}

/** The settings of an operation, by their names in the code. */
export type Settings<T> = { [Key in keyof T]: Setting<T[Key]> };

/** One row of a run and its form. */
export interface RowForm {
	row: number;
	form: Form;
}

/** Why a row takes no part. */
export interface RowRefusal {
	row: number;
	refusal: Refusal;
}

/** What a run goes by. */
export interface Settled<T> {
	/** `undefined` when there is nothing to go by: then each row is refused. */
	settings?: T;
	/** Whose settings can be read and are the same. */
	rows: RowForm[];
	refusals: RowRefusal[];
}

function differs({ displayName }: Field, first: number, other: number): Refusal {
	return {
		reason: 'invalid',
		message: `'${displayName}' holds for the whole run, but item ${other} says something else than item ${first}`,
		advice: 'Give all items the same value, or run them apart',
	};
}

/** The settings as one row says them. */
function readRow<T>(table: Settings<T>, form: Form): T | Refusal {
	const settings: Partial<T> = {};
	for (const key in table) {
		const value = table[key].read(form);
		if (isRefusal(value)) return value;
		settings[key] = value;
	}
	return settings as T;
}

/**
 * Reads what holds for the whole run in each of its rows, because an expression may say something else in each: a row
 * whose settings can't be meant is refused, and the others have to agree. Nobody's word is taken for somebody else's row.
 */
export function settle<T>(table: Settings<T>, rows: RowForm[]): Settled<T> {
	const refusals: RowRefusal[] = [];
	const good: Array<RowForm & { settings: T }> = [];
	for (const { row, form } of rows) {
		const settings = readRow(table, form);
		if (isRefusal(settings)) refusals.push({ row, refusal: settings });
		else good.push({ row, form, settings });
	}
	const [first] = good;
	for (const key in table) {
		const said = JSON.stringify(first?.settings[key]);
		const other = good.find(({ settings }) => JSON.stringify(settings[key]) !== said);
		if (other === undefined) continue;
		const refusal = differs(table[key].field, first.row, other.row);
		return { rows: [], refusals: [...refusals, ...good.map(({ row }) => ({ row, refusal }))] };
	}
	return {
		settings: first?.settings,
		rows: good.map(({ row, form }) => ({ row, form })),
		refusals,
	};
}

/** The results of rows that take no part. */
export function refuseRows(refusals: RowRefusal[]): RowResult[] {
	return refusals.map(({ row, refusal }) => ({ row, verdict: refused(refusal) }));
}
