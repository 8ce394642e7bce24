import { readEntries } from './list';
import { readText, show } from './text';

/** Zendesk's IDs begin with no zero, but numbers of employees do. */
const DIGITS = /^[1-9]\d*$/;

/**
 * The ID of a record in Zendesk: digits only, so that neither `1e3` nor `0x10` is taken for another record's.
 *
 * @throws {RangeError} for anything else
 */
export function readId(value: unknown): number | undefined {
	const text = typeof value === 'boolean' ? String(value) : readText(value);
	if (text === undefined) return undefined;
	if (!DIGITS.test(text)) throw new RangeError(`${show(value)} is not an ID, which is a number`);
	const id = Number(text);
	if (Number.isSafeInteger(id)) return id;
	throw new RangeError(`${show(value)} is not an ID of Zendesk, which has at most 16 digits`);
}

/**
 * Several IDs, as a list or as text with commas, semicolons or line breaks, each once.
 *
 * @returns `undefined` for nothing, `[]` for an empty list
 * @throws {RangeError} when one of them is none
 */
export function readIds(value: unknown): number[] | undefined {
	const entries = readEntries(value);
	return entries && [...new Set(entries.flatMap((entry) => readId(entry) ?? []))];
}
