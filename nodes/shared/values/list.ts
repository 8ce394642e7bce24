import { readWords } from './text';

const BETWEEN = /[\n\r,;]+/;

/**
 * The entries of a list, or of a text with commas, semicolons or line breaks between them; a single value is a list of
 * one. Blank entries are none.
 *
 * @returns `undefined` for nothing, also for a list of nothing but blanks; `[]` for an empty list
 */
export function readEntries(value: unknown): unknown[] | undefined {
	if (Array.isArray(value) && value.length === 0) return [];
	const entries = typeof value === 'string' ? value.split(BETWEEN) : [value].flat();
	const given = entries.filter((entry) => !isBlank(entry));
	return given.length > 0 ? given : undefined;
}

function isBlank(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
}

/**
 * A list of texts, e.g. emails and IDs; texts within a list are split as well.
 *
 * @throws {RangeError} for an entry that is a list, an object or a word for nothing
 */
export function readList(value: unknown): string[] {
	return (readEntries(value) ?? []).flatMap((entry) => {
		const text = readWords(entry);
		return (text ?? '')
			.split(BETWEEN)
			.map((part) => part.trim())
			.filter(Boolean);
	});
}

/**
 * One tag. Zendesk would make several of a text with blanks or commas.
 *
 * @throws {RangeError}
 */
export function readTag(value: unknown): string | undefined {
	const tag = readWords(value);
	if (tag === undefined || !/[\s,]/.test(tag)) return tag;
	throw new RangeError(`'${tag}' is not one tag, which has neither blanks nor commas`);
}
