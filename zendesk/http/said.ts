import { isRecord, quote } from './errors';

/** Where a record keeps its words, the clearest first. */
const WORDS = ['description', 'message', 'detail', 'title', 'error'];

/**
 * The words in whatever Zendesk puts where a reason stands: a text, a list of texts or records, or lists by field
 * (`{ email: [{ description }] }`). Nothing of it is taken for markup, and it is never longer than a line.
 *
 * @returns `undefined` when nothing is said
 */
export function readReason(value: unknown): string | undefined {
	const said = [...new Set(wordsIn(value))].join('; ');
	return said === '' ? undefined : quote(said);
}

function wordsIn(value: unknown): string[] {
	if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()];
	if (Array.isArray(value)) return value.flatMap(wordsIn);
	if (!isRecord(value)) return [];
	const word = WORDS.map((key) => value[key]).find(
		(each) => typeof each === 'string' && each.trim() !== '',
	);
	return word === undefined ? Object.values(value).flatMap(wordsIn) : wordsIn(word);
}

/** The codes that stand beside such words: an entry's `error` or `code`. */
export function readCodes(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(readCodes);
	if (!isRecord(value)) return [];
	const own = [value.error, value.code].filter((code) => typeof code === 'string');
	return [...own.map(quote), ...Object.values(value).flatMap(readCodes)];
}
