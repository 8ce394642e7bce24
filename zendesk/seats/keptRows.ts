import { countOf, isTrue, type KeptRow, listOf, textOf, userIdOf } from '../report/kept';
import type { Refusal } from '../verdict';
import { RECLAIM_REASONS, type ReclaimReason } from './reasons';
import type { SeatRow, SeatStatus } from './rows';

/** What a row of *Seat: Get Many* tells, simplified or raw, also when it was kept in a table meanwhile. */
export interface KeptSeat
	extends Pick<SeatRow, 'id' | 'name' | 'email' | 'status' | 'seat' | 'last_login_at'> {
	role_name: string;
	seat_evidence: string;
	product_roles: string[];
	groups: string[];
	reclaim: ReclaimReason[];
	missing: string[];
	/** null when the row doesn't tell. */
	role_type: number | null;
	/** The row as it came. */
	row: KeptRow;
}

export interface KeptSeats {
	/** Who is on the staff. */
	staff: KeptSeat[];
	/** Who was on the staff before, and is no more. */
	gone: KeptSeat[];
	/** Rows that are none, by their index. */
	refusals: Array<{ index: number; refusal: Refusal }>;
}

const NO_SEAT: Refusal = {
	reason: 'invalid',
	message: "The item is not a seat, as 'Seat: Get Many' returns them",
	advice: "Connect the items of 'Seat: Get Many', or of the table in which they were kept",
};

const STATUSES: SeatStatus[] = ['active', 'suspended', 'downgraded', 'deleted'];
const SEATS: Array<SeatRow['seat']> = ['paid', 'light', 'free', 'unknown', 'none'];

/** One of some words, or else the last word. */
function wordOf<T extends string>(words: readonly T[], value: unknown, otherwise: T): T {
	return words.find((word) => word === value) ?? otherwise;
}

function keptSeat(id: number, row: KeptRow): KeptSeat {
	const reasons = listOf(row.reclaim);
	return {
		id,
		name: textOf(row.name) ?? `User ${id}`,
		email: textOf(row.email),
		role_name: textOf(row.role_name) ?? textOf(row.role) ?? '',
		role_type: countOf(row.role_type ?? null),
		status: wordOf(STATUSES, row.status, isTrue(row.suspended) ? 'suspended' : 'active'),
		seat: wordOf(SEATS, row.seat, 'unknown'),
		seat_evidence: textOf(row.seat_evidence) ?? '',
		product_roles: listOf(row.product_roles),
		groups: listOf(row.groups),
		reclaim: RECLAIM_REASONS.filter((reason) => reasons.includes(reason)),
		last_login_at: textOf(row.last_login_at),
		missing: listOf(row.missing),
		row,
	};
}

export function isGone({ status, seat }: Pick<KeptSeat, 'status' | 'seat'>): boolean {
	return status === 'deleted' || status === 'downgraded' || seat === 'none';
}

/** Reads rows of seats; an empty table gives an empty item, which is none. Of two rows of a user the later one counts. */
export function readKeptSeats(rows: KeptRow[]): KeptSeats {
	const seats = new Map<number, KeptSeat>();
	const refusals: KeptSeats['refusals'] = [];
	rows.forEach((row, index) => {
		if (Object.keys(row).length === 0) return;
		const id = userIdOf(row);
		if (id === undefined || !('seat' in row)) refusals.push({ index, refusal: NO_SEAT });
		else seats.set(id, keptSeat(id, row));
	});
	const all = Array.from(seats.values());
	return { staff: all.filter((seat) => !isGone(seat)), gone: all.filter(isGone), refusals };
}
