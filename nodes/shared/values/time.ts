import { DateTime } from 'luxon';
import { isDate, isZone } from '../../../zendesk/dates';
import { readText, show } from './text';

/**
 * The name of a time zone, e.g. `Europe/Berlin`.
 *
 * @throws {RangeError}
 */
export function readZone(value: unknown): string | undefined {
	const text = readText(value);
	if (text === undefined || isZone(text)) return text;
	throw new RangeError(`${show(value)} is not the name of a time zone like Europe/Berlin`);
}

/**
 * A date, e.g. `2026-11-20`.
 *
 * @throws {RangeError}
 */
export function readDate(value: unknown): string | undefined {
	const text = readText(value);
	if (text === undefined || isDate(text)) return text;
	throw new RangeError(`${show(value)} is not a date like 2026-11-20`);
}

function timeOf(value: unknown, zone: string): number | undefined {
	if (typeof value === 'number') return new Date(value).valueOf();
	if (value instanceof Date || DateTime.isDateTime(value)) return value.valueOf();
	const text = readText(value);
	// Not by the engine's own parser, which finds a date in any text with a number.
	return text === undefined ? undefined : DateTime.fromISO(text, { zone }).toMillis();
}

/**
 * A time in ISO 8601, in milliseconds, or as a date of JavaScript or Luxon.
 *
 * @param zone where a text without a zone is meant
 * @returns milliseconds since the epoch
 * @throws {RangeError}
 */
export function readTime(value: unknown, zone: string): number | undefined {
	const time = timeOf(value, zone);
	if (time === undefined || !Number.isNaN(time)) return time;
	throw new RangeError(`${show(value)} is not a time like 2026-01-31T09:00:00Z`);
}
