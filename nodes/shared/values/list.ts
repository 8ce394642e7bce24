import { readWords, show } from './text';

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

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** A list that is written as JSON, or anything else as it is. */
function parseList(value: unknown): unknown {
	if (typeof value !== 'string' || !/^\s*\[/.test(value)) return value;
	const list = parseJson(value);
	if (list === undefined) {
		throw new RangeError(`${show(value)} begins like a list in JSON, but is none`);
	}
	if (Array.isArray(list) && list.length > 0) return list;
	throw new RangeError(`${show(value)} is a list without an entry`);
}

/**
 * The texts of a list, also of one in JSON; a single value is one text.
 *
 * @returns `undefined` for nothing; a list for a list, a text for anything else
 * @throws {RangeError} for an entry that is blank, a list, an object or a word for nothing, and for a text like `[]`
 */
export function readTexts(value: unknown): string[] | string | undefined {
	const list = parseList(value);
	if (list === undefined || list === null) return undefined;
	if (!Array.isArray(list)) return readWords(list) ?? '';
	return list.map((entry) => {
		const text = readWords(entry);
		if (text === undefined) throw new RangeError('an entry of the list is empty');
		return text;
	});
}
