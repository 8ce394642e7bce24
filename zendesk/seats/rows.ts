import type { ReclaimReason } from './reasons';
import type { Seat } from '../roles/roleTypes';

/** `downgraded` and `deleted`: was on the staff in an earlier list, and is an end user or gone now. */
export type SeatStatus = 'active' | 'suspended' | 'downgraded' | 'deleted';

/** What a row could not be told; `product_roles` also when they were not asked for. */
export type Missing = 'activity' | 'custom_roles' | 'product_roles';

/** A staff member and the seat, with the whole record as Zendesk gives it. */
export interface SeatRow {
	id: number;
	name: string;
	email: string | null;
	/** As Zendesk shows it, e.g. `Team lead` or `Light agent`. */
	role_name: string;
	/** e.g. `Guide - Admin`; the Support role first. */
	product_roles: string[];
	status: SeatStatus;
	/** `none` for those who are no staff any more. */
	seat: Seat | 'none';
	/** Why: the seat's own sentence, and behind it what the reasons to reclaim go by. */
	seat_evidence: string;
	last_login_at: string | null;
	reclaim: ReclaimReason[];
	/** Days without a sign of life; from the creation for those who never gave one. */
	inactive_days: number | null;
	/** Their names. */
	groups: string[];
	missing: Missing[];
	[key: string]: unknown;
}

/** The fields that most workflows go on with, and all that *Seat: Create Report* needs. */
export function simplifySeat(row: SeatRow): Record<string, unknown> {
	return {
		id: row.id,
		name: row.name,
		email: row.email,
		role_name: row.role_name,
		product_roles: row.product_roles,
		status: row.status,
		seat: row.seat,
		seat_evidence: row.seat_evidence,
		last_login_at: row.last_login_at,
		reclaim: row.reclaim,
	};
}
