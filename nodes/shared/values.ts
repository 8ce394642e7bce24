import { DateTime } from 'luxon';
import type { INodePropertyOptions } from 'n8n-workflow';
import { isZone } from '../../zendesk/dates';
import type { Refusal } from '../../zendesk/verdict';
import { isRefusal } from './operation';

/**
 * What forms and expressions give, as the values that they stand for. Empty values are `undefined`; what can't be meant is
 * thrown as a `RangeError` in words for people, to stand behind the parameter's name.
 */

/** @returns what `read` does, or what it throws as a refusal that names the parameter */
export function orRefusal<T>(
	displayName: string,
	read: () => T,
	{ reason = 'invalid', advice = 'Correct the value' }: Partial<Refusal> = {},
): T | Refusal {
	try {
		return read();
	} catch (error) {
		return { reason, message: `'${displayName}': ${(error as Error).message}`, advice };
	}
}

/** @returns all of them, or the first one that is a refusal */
export function allOrRefusal<T extends object>(values: { [Key in keyof T]: T[Key] | Refusal }):
	| T
	| Refusal {
	return (Object.values(values) as unknown[]).find(isRefusal) ?? (values as T);
}

export function readText(value: unknown): string | undefined {
	if (typeof value === 'object' && value !== null) {
		throw new RangeError('it must be one value, not a list or an object');
	}
	if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
		throw new RangeError(`${String(value)} is too long for a number to be exact; give it as text`);
	}
	return String(value ?? '').trim() || undefined;
}

const FLAGS = new Map([
	['true', true],
	['false', false],
]);

export function readFlag(value: unknown): boolean | undefined {
	const text = readText(value);
	if (text === undefined) return undefined;
	const flag = FLAGS.get(text.toLowerCase());
	if (flag === undefined) throw new RangeError(`'${text}' is neither true nor false`);
	return flag;
}

export function readId(value: unknown): number | undefined {
	const text = readText(value);
	if (text === undefined) return undefined;
	if (!/^\d+$/.test(text)) throw new RangeError(`'${text}' is not an ID, which is a number`);
	const id = Number(text);
	if (Number.isSafeInteger(id)) return id;
	throw new RangeError(`'${text}' is not an ID of Zendesk, which has at most 16 digits`);
}

/** A whole number within bounds. */
export function readNumber(value: unknown, least: number, most: number): number | undefined {
	const text = readText(value);
	if (text === undefined) return undefined;
	const number = Number(text);
	if (Number.isInteger(number) && number >= least && number <= most) return number;
	throw new RangeError(`'${text}' is not a whole number from ${least} to ${most}`);
}

/** The name of a time zone, e.g. `Europe/Berlin`. */
export function readZone(value: unknown): string | undefined {
	const text = readText(value);
	if (text === undefined || isZone(text)) return text;
	throw new RangeError(`'${text}' is not the name of a time zone like Europe/Berlin`);
}

function nameOf({ name, value }: INodePropertyOptions): string {
	return typeof value === 'number' ? `${value} (${name})` : String(value);
}

/** The value of one of a parameter's options. */
export function readChoice<T>(options: INodePropertyOptions[], value: unknown): T | undefined {
	const text = readText(value);
	if (text === undefined) return undefined;
	const chosen = options.find((option) => String(option.value) === text);
	if (chosen) return chosen.value as T;
	throw new RangeError(`'${text}' is none of: ${options.map(nameOf).join(', ')}`);
}

/** The values of some of a parameter's options; a single one may come without a list. */
export function readChoices<T>(options: INodePropertyOptions[], value: unknown): T[] | undefined {
	const chosen = [value].flat().map((entry) => readChoice<T>(options, entry));
	const given = chosen.filter((choice) => choice !== undefined);
	return given.length > 0 ? given : undefined;
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
 */
export function readTime(value: unknown, zone: string): number | undefined {
	const time = timeOf(value, zone);
	if (time === undefined || !Number.isNaN(time)) return time;
	throw new RangeError(`'${String(value)}' is not a time like 2026-01-31T09:00:00Z`);
}
