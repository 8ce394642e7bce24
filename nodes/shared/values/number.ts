import { readText, show } from './text';

/** A number as people write it: no exponent, no other base, no blank within. */
const PLAIN = /^-?\d+(\.\d+)?$/;

function numberIn(value: unknown): number | undefined {
	// A flag is no number, although it could be counted as one.
	const text = typeof value === 'boolean' ? String(value) : readText(value);
	if (text === undefined) return undefined;
	return PLAIN.test(text) ? Number(text) : NaN;
}

/**
 * A whole number within bounds.
 *
 * @throws {RangeError} for anything else
 */
export function readNumber(value: unknown, least: number, most: number): number | undefined {
	const number = numberIn(value);
	if (number === undefined) return undefined;
	if (Number.isSafeInteger(number) && number >= least && number <= most) return number;
	const bounds = most >= Number.MAX_SAFE_INTEGER ? `${least} on` : `${least} to ${most}`;
	throw new RangeError(`${show(value)} is not a whole number from ${bounds}`);
}

/**
 * An amount of money from 0 to `most`, e.g. `19.5`.
 *
 * @throws {RangeError} for anything else
 */
export function readPrice(value: unknown, most: number): number | undefined {
	const price = numberIn(value);
	if (price === undefined) return undefined;
	if (price >= 0 && price <= most) return price;
	throw new RangeError(`${show(value)} is not a price from 0 to ${most}`);
}
