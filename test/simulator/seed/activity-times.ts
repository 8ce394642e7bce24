import { DateTime } from 'luxon';
import { DAY, HOUR, MINUTE, SECOND, toSecond } from '../core/time';
import type { Random } from '../core/random';

/** Where days begin and clocks change: both hemispheres, zones without a change, half an hour beside the others. */
const ZONES = [
	'America/New_York',
	'Europe/Berlin',
	'Australia/Sydney',
	'Asia/Kolkata',
	'Asia/Tokyo',
	'Etc/UTC',
];

/** From one moment until another, both in ms. */
export interface Period {
	from: number;
	until: number;
}

/** The beginnings of all days of a period in a zone. */
function midnights({ from, until }: Period, zone: string): number[] {
	const found: number[] = [];
	let day = DateTime.fromMillis(from, { zone }).startOf('day');
	for (; day.toMillis() <= until; day = day.plus({ days: 1 }).startOf('day')) {
		found.push(day.toMillis());
	}
	return found;
}

/** When clocks change between two times, if they do. */
function clockChange(zone: string, from: number, until: number): number[] {
	const offsetAt = (ms: number) => DateTime.fromMillis(ms, { zone }).offset;
	if (offsetAt(from) === offsetAt(until)) return [];
	let [low, high] = [from, until];
	while (high - low > SECOND) {
		const middle = toSecond((low + high) / 2);
		if (offsetAt(middle) === offsetAt(from)) low = middle;
		else high = middle;
	}
	return [high];
}

/** Moments at which a reader of days may go wrong: around changes of clocks, and where a day ends and begins. */
function pitfalls(period: Period): { changes: number[]; borders: number[] } {
	const changes: number[] = [];
	const borders: number[] = [];
	for (const zone of ZONES) {
		const days = midnights(period, zone);
		borders.push(...days, ...days.map((midnight) => midnight - SECOND));
		for (const [index, midnight] of days.slice(1).entries()) {
			for (const change of clockChange(zone, days[index], midnight)) {
				changes.push(change, change - SECOND, change - 30 * MINUTE, change + 30 * MINUTE);
			}
		}
	}
	const within = (at: number) => at >= period.from && at <= period.until;
	return { changes: changes.filter(within), borders: borders.filter(within) };
}

/** Some second of the period, on a weekday and by day more often than not. */
function workingTime(random: Random, { from, until }: Period): number {
	for (let attempt = 0; ; attempt++) {
		const at = toSecond(from + random.next() * (until - from));
		const isWeekend = [0, 6].includes(new Date(at).getUTCDay());
		const isNight = at % DAY < 6 * HOUR || at % DAY > 19 * HOUR;
		if (attempt === 3 || !(isWeekend || isNight)) return at;
	}
}

/**
 * So many moments of a period, whole seconds, the earliest first: pitfalls, seconds in which much happens
 * at once, and working days.
 */
export function activityTimes(random: Random, count: number, period: Period): number[] {
	const { changes: left, borders } = pitfalls(period);
	const rush = Array.from({ length: Math.ceil(count / 500) }, () => workingTime(random, period));
	const times = Array.from({ length: count }, () => {
		const kind = random.next();
		if (kind < 0.05) return left.pop() ?? random.pick(borders) ?? workingTime(random, period);
		return kind < 0.15 ? random.pick(rush) : workingTime(random, period);
	});
	return times.sort((a, b) => a - b);
}
