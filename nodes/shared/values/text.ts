import { isMadeOfNothing, isWordOfNothing } from '../../../zendesk/api/text';

/** Of a value that can't be meant, so much is shown. */
const SHOWN = 60;

/** @returns the value as it stands in a message, e.g. `'perhaps'`, cut where it is long */
export function show(value: unknown): string {
	const text = typeof value === 'string' ? value.trim() : (JSON.stringify(value) ?? String(value));
	return `'${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}'`;
}

/**
 * One value as text without blanks around it; numbers are written out.
 *
 * @returns `undefined` for nothing: `undefined`, `null` and blank text
 * @throws {RangeError} for a list, an object, or a number that is none or not exact
 */
export function readText(value: unknown): string | undefined {
	if (typeof value === 'object' && value !== null) {
		throw new RangeError('it must be one value, not a list or an object');
	}
	if (typeof value === 'number' && !Number.isFinite(value)) {
		throw new RangeError(`${String(value)} is not a value`);
	}
	if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
		throw new RangeError(`${String(value)} is too long for a number to be exact; give it as text`);
	}
	if (value !== undefined && !['string', 'number', 'boolean', 'object'].includes(typeof value)) {
		throw new RangeError(`a ${typeof value} is not a value`);
	}
	return String(value ?? '').trim() || undefined;
}

/**
 * A text that others read or sort by: a tag, a comment. A `true` is none, and neither is `undefined` as a word, which an
 * expression made of nothing.
 *
 * @throws {RangeError}
 */
export function readWords(value: unknown): string | undefined {
	return refuseNothing(value, isWordOfNothing, 'what an expression makes of nothing');
}

/**
 * A key, by which somebody or something is found. What stands for nothing in an expression, a spreadsheet or a list, such
 * as `N/A` or `0`, is none: rows that share it would be taken for one.
 *
 * @throws {RangeError}
 */
export function readKey(value: unknown): string | undefined {
	return refuseNothing(value, isMadeOfNothing, 'what stands where there is nothing');
}

function refuseNothing(
	value: unknown,
	isNothing: (text: string) => boolean,
	is: string,
): string | undefined {
	if (typeof value === 'boolean') throw new RangeError(`${String(value)} is not a text`);
	const text = readText(value);
	if (text !== undefined && isNothing(text)) {
		throw new RangeError(`'${text}' is ${is}`);
	}
	return text;
}
