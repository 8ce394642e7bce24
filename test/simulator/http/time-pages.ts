import { SECOND, toSecond } from '../core/time';
import type { Call } from './route';

/** What an export by time exports. */
export interface Stream<R> {
	/** In the order of their time. */
	rows: readonly R[];
	/** In ms. */
	timeOf: (row: R) => number;
	where?: (row: R) => boolean;
	/** What is later doesn't show yet, in ms. */
	latest?: number;
}

export interface TimePage<R> {
	rows: R[];
	/** Whole seconds since the epoch: where the next page begins. */
	end_time: number;
	next_page: string;
	end_of_stream: boolean;
}

/** The index of the first row of which something is true that is true of all behind it. */
export function firstWhere<R>(rows: readonly R[], isBehind: (row: R) => boolean): number {
	let [low, high] = [0, rows.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (isBehind(rows[middle])) high = middle;
		else low = middle + 1;
	}
	return low;
}

/**
 * By time: everything of the last second of a page belongs to it, and the next page begins with that
 * second again, so rows repeat. A page always gets beyond the second with which it begins.
 */
export function timePage<R>(
	call: Call,
	{ rows, timeOf, where, latest = Infinity }: Stream<R>,
	from: number,
	size: number,
): TimePage<R> {
	const secondOf = (row: R) => toSecond(timeOf(row));
	const end = firstWhere(rows, (row) => timeOf(row) > latest);
	const shown: R[] = [];
	let index = firstWhere(rows, (row) => timeOf(row) >= from);
	let last = from;
	for (; index < end; index++) {
		const row = rows[index];
		if (where && !where(row)) continue;
		if (shown.length >= size && secondOf(row) > last && last > from) break;
		shown.push(row);
		last = secondOf(row);
	}
	const end_time = Math.floor(last / SECOND);
	const query = call.query.with({ start_time: String(end_time) });
	return {
		rows: shown,
		end_time,
		next_page: `${call.world.origin}${call.path}?${query}`,
		end_of_stream: index >= end,
	};
}
