import { DateTime } from 'luxon';
import { addDays, dateOf } from '../dates';

/** No clock change is longer, and the shortest is half an hour. */
const CLOCK_CHANGES_MS = [3_600_000, 1_800_000];

/** When a day begins where the clock shows a zone's time. Midnight may come twice in the night of a change, or never. */
function startOfDay(date: string, zone: string): number {
	let start = DateTime.fromISO(date, { zone }).startOf('day').toMillis();
	for (const ms of CLOCK_CHANGES_MS) {
		if (dateOf(start - ms, zone) === date) start -= ms;
	}
	return start;
}

/** Days in a row in a time zone; most of them have 24 hours. */
export class Days {
	readonly dates: string[] = [];
	/** The first moment. */
	readonly startMs: number;
	/** The first moment behind the last day. */
	readonly endMs: number;
	private readonly starts: number[];

	/** @param from, to dates, both included; none at all when `to` is before `from` */
	constructor(
		readonly from: string,
		readonly to: string,
		readonly zone: string,
	) {
		for (let date = from; date <= to; date = addDays(date, 1)) this.dates.push(date);
		this.starts = this.dates.map((date) => startOfDay(date, zone));
		this.startMs = startOfDay(from, zone);
		this.endMs = startOfDay(addDays(to, 1), zone);
	}

	/** Which of the days a moment belongs to, from 0; -1 when none. */
	indexOf(ms: number): number {
		if (ms < this.startMs || ms >= this.endMs) return -1;
		let [low, high] = [0, this.starts.length];
		while (high - low > 1) {
			const middle = (low + high) >> 1;
			if (this.starts[middle] <= ms) low = middle;
			else high = middle;
		}
		return low;
	}
}
