import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { readEntries } from './list';
import { readText, show } from './text';

/** One of a parameter's options, whose value is known. */
export interface Option<T> extends INodePropertyOptions {
	value: T & INodePropertyOptions['value'];
}

/** A parameter with one of some options. */
export interface Choice<T> extends INodeProperties {
	options: Array<Option<T>>;
	default: T & INodePropertyOptions['value'];
}

/** A parameter with some of some options. */
export interface Choices<T> extends INodeProperties {
	options: Array<Option<T>>;
	default: Array<T & INodePropertyOptions['value']> & INodeProperties['default'];
}

function spell({ name, value }: INodePropertyOptions): string {
	return typeof value === 'number' ? `${value} (${name})` : String(value);
}

/** A word without what people write differently: `On-Hold`, `on hold` and `ON_HOLD` are one. */
function plain(word: string): string {
	return word.toLowerCase().replace(/[\s_-]+/g, '');
}

/**
 * The value of one of a parameter's options; also in another case, or by the name that the form shows.
 *
 * @param exactly only the value itself, as it is stored
 * @throws {RangeError} for what is none of them, or names two
 */
export function readChoice<T>(
	options: Array<Option<T>>,
	value: unknown,
	exactly = false,
): T | undefined {
	const text = readText(value);
	// An option may itself stand for nothing.
	const same = options.filter((option) => String(option.value) === (text ?? value));
	if (same.length > 0 || text === undefined) return same[0]?.value;
	const alike = options.filter((option) =>
		[String(option.value), option.name].some((word) => plain(word) === plain(text)),
	);
	if (alike.length === 1 && !exactly) return alike[0].value;
	const known = options.filter((option) => option.value !== '').map(spell);
	throw new RangeError(`${show(value)} is none of: ${known.join(', ')}`);
}

/**
 * The values of some of a parameter's options, each once: as a list, or as text with commas between them.
 *
 * @returns `undefined` for nothing, `[]` for an empty list
 * @throws {RangeError} when one of them is none
 */
export function readChoices<T>(options: Array<Option<T>>, value: unknown): T[] | undefined {
	const entries = readEntries(value);
	return entries && [...new Set(entries.flatMap((entry) => readChoice(options, entry) ?? []))];
}
