import { csvOf } from '../report/csv';
import { listOf } from '../report/kept';
import type { KeptSeat } from './keptRows';
import { type Prices, rounded, savingOf } from './savings';

/** Of a seat first, then of its holder; what else the rows have stands behind them. */
const FIRST = [
	'id',
	'name',
	'email',
	'role_name',
	'status',
	'seat',
	'seat_evidence',
	'reclaim',
	'saving_per_month',
	'currency',
	'product_roles',
	'groups',
	'last_login_at',
	'inactive_days',
	'created_at',
	'missing',
	'role',
	'role_type',
	'custom_role_id',
	'suspended',
];

/** Tables number their rows as `id`, so the user's stands here. */
const OWN_ID = 'user_id';

const LISTS = new Set(['reclaim', 'product_roles', 'groups', 'missing', 'tags']);

/** As a cell: lists one after the other, other structures as JSON, nothing for what is not known. */
function textOf(column: string, value: unknown): string {
	if (value === undefined || value === null) return '';
	if (LISTS.has(column)) return listOf(value).join('; ');
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A row with everything that is known of it, under the names of its columns. */
function fieldsOf(seat: KeptSeat, prices: Prices | undefined): Record<string, unknown> {
	const row = { ...seat.row, id: seat.id };
	if (!prices) return row;
	const saving = rounded(savingOf(seat, prices));
	return { ...row, saving_per_month: saving, currency: prices.currency };
}

/** All seats with all their fields, for a spreadsheet: who is gone as well. */
export function seatCsv(seats: KeptSeat[], prices: Prices | undefined): string {
	const rows = seats.map((seat) => fieldsOf(seat, prices));
	const told = new Set(rows.flatMap(Object.keys));
	const columns = [
		...FIRST.filter((column) => told.has(column)),
		...[...told].filter((column) => !FIRST.includes(column) && column !== OWN_ID),
	];
	const lines = rows.map((row) => columns.map((column) => textOf(column, row[column])));
	return csvOf([columns.length > 0 ? columns : FIRST, ...lines]);
}
