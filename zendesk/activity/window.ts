import { addDays, dateOf } from '../dates';
import { Days } from './days';

/** So long after the end of a day its last acts have arrived in all sources; the exports leave out the last minute. */
const SETTLED_MS = 10 * 60_000;

/** The last days up to today, which is not over. */
export function lastDays(nowMs: number, zone: string, count: number): Days {
	const today = dateOf(nowMs, zone);
	return new Days(addDays(today, 1 - count), today, zone);
}

/** The last days that are over. */
export function lastWholeDays(nowMs: number, zone: string, count: number): Days {
	const end = addDays(dateOf(nowMs - SETTLED_MS, zone), -1);
	return new Days(addDays(end, 1 - count), end, zone);
}

/** A part of the last days. */
export interface Slice {
	/** `undefined` = nothing is left to read: all whole days are. */
	days?: Days;
	/** The date from which to go on. */
	cursor: string;
	/** Whether all days that are over are read with this slice. */
	isLast: boolean;
}

/**
 * The next of the slices in which the last whole days are read.
 *
 * @param cursor of the slice before; `undefined` for the first one. What lies before the last days is skipped.
 * @param size days a slice
 */
export function nextSlice(whole: Days, cursor: string | undefined, size: number): Slice {
	const from = cursor !== undefined && cursor > whole.from ? cursor : whole.from;
	if (from > whole.to) return { cursor: from, isLast: true };
	const wanted = addDays(from, size - 1);
	const to = wanted < whole.to ? wanted : whole.to;
	return {
		days: new Days(from, to, whole.zone),
		cursor: addDays(to, 1),
		isLast: to === whole.to,
	};
}
