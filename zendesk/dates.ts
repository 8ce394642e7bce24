import { DateTime } from 'luxon';

/** Dates as people write them, and time zones. */

/** The date of a moment, e.g. `2026-11-20`. */
export function dateOf(ms: number, zone: string): string {
	return DateTime.fromMillis(ms, { zone }).toISODate()!;
}

/** So many days after a date, or before it. */
export function addDays(date: string, days: number): string {
	return DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toISODate()!;
}

/** How many days a date is behind another. */
export function daysBetween(from: string, to: string): number {
	const at = (date: string) => DateTime.fromISO(date, { zone: 'utc' });
	return Math.round(at(to).diff(at(from), 'days').days);
}

const DATE = /^\d{4}-\d\d-\d\d$/;

/** @returns whether it is a date like `2026-11-20` */
export function isDate(value: unknown): value is string {
	return typeof value === 'string' && DATE.test(value) && !Number.isNaN(Date.parse(value));
}

/** @returns whether it is the name of a time zone, e.g. `Europe/Berlin` */
export function isZone(zone: string): boolean {
	return DateTime.local({ zone }).isValid;
}
