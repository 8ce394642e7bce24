import { isDate } from '../dates';
import { countOf, type KeptRow, userIdOf } from '../report/kept';
import type { Refusal } from '../verdict';

/** What a summary of *Activity: Get Many* tells of somebody. */
export interface LastActivity {
	/** The index of the row. */
	row: number;
	/** A date; null when no activity is known. */
	lastActive: string | null;
	/** Days from there to the last day of the reading; null when the row doesn't tell. */
	inactiveDays: number | null;
}

export interface ActivityRows {
	/** By user id. */
	activity: Map<number, LastActivity>;
	/** Rows that are none, by their index. */
	refusals: Array<{ index: number; refusal: Refusal }>;
}

const NO_SUMMARY: Refusal = {
	reason: 'invalid',
	message: "The item is not a summary of a user, as 'Activity: Get Many' returns them",
	advice:
		"Connect 'Activity: Get Many' with 'Return' set to 'Summary of Each User', or set 'Activity' to 'From Last Sign-In'",
};

/** What 'Activity: Get Many' returns beside summaries, and the empty item of an empty table. */
function isBesides(row: KeptRow): boolean {
	return row.kind === 'cursor' || isDate(row.date) || Object.keys(row).length === 0;
}

/** Reads the summaries among the rows, also when they were kept in a table; of two of a user the later one counts. */
export function readActivityRows(rows: KeptRow[]): ActivityRows {
	const read: ActivityRows = { activity: new Map(), refusals: [] };
	rows.forEach((row, index) => {
		if (isBesides(row)) return;
		const id = userIdOf(row);
		if (id === undefined || !('last_active' in row || 'inactive_days' in row)) {
			read.refusals.push({ index, refusal: NO_SUMMARY });
			return;
		}
		const lastActive = isDate(row.last_active) ? row.last_active : null;
		const known = read.activity.get(id);
		if (known && (known.lastActive ?? '') > (lastActive ?? '')) return;
		read.activity.set(id, { row: index, lastActive, inactiveDays: countOf(row.inactive_days) });
	});
	return read;
}
