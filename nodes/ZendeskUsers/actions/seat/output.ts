import { type SeatRow, simplifySeat } from '../../../../zendesk/seats/rows';
import type { Output } from '../../../shared/output';
import { USER_OUTPUT } from '../user/output';

const SEAT_FIELDS = [
	'groups',
	'inactive_days',
	'missing',
	'product_roles',
	'reclaim',
	'role_name',
	'seat',
	'seat_evidence',
	'status',
];

/** What a seat looks like in the output: the seat's own fields, and those of its holder. */
export const SEAT_OUTPUT: Output<SeatRow> = {
	simplify: simplifySeat,
	fields: [...SEAT_FIELDS, ...USER_OUTPUT.fields].sort(),
};
