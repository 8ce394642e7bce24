import { DateTime } from 'luxon';
import type { UserField } from '../../api/userFields';
import { readPattern } from './pattern';

/**
 * From what a row has to what Zendesk stores; throws a `RangeError` in words for people that stand behind the field's name.
 */
type Read = (value: unknown, field: UserField) => unknown;

function textOf(value: unknown): string {
	if (typeof value === 'object')
		throw new RangeError('it takes one value, not a list or an object');
	return String(value);
}

const FLAGS: ReadonlyArray<readonly [boolean, string[]]> = [
	[true, ['true', 'yes', 'on', '1']],
	[false, ['false', 'no', 'off', '0']],
];

const checkbox: Read = (value) => {
	const word = textOf(value).trim().toLowerCase();
	const [flag] = FLAGS.find(([, words]) => words.includes(word)) ?? [];
	if (flag === undefined) throw new RangeError(`'${word}' is neither true nor false`);
	return flag;
};

function numbers(pattern: RegExp, kind: string): Read {
	return (value) => {
		const text = textOf(value).trim();
		const number = pattern.test(text) ? Number(text) : NaN;
		if (Number.isInteger(number) && !Number.isSafeInteger(number)) {
			throw new RangeError(`${text} is too long to be exact`);
		}
		if (Number.isNaN(number)) throw new RangeError(`'${text}' is not ${kind}`);
		return number;
	};
}

/** The day as it is written: a time of day or a zone never moves it. */
const date: Read = (value) => {
	const text = textOf(value).trim();
	const [, day] = /^(\d{4}-\d\d-\d\d)(?:$|[T ]\d\d:)/.exec(text) ?? [];
	if (day !== undefined && DateTime.fromISO(day).isValid) return day;
	throw new RangeError(`'${text}' is not a date like 2026-01-31`);
};

const MOST_NAMED = 10;

/** The value of an option, or of the one option with this name. */
function optionIn({ custom_field_options: options = [] }: UserField, given: unknown): string {
	const text = textOf(given).trim();
	const same = (other: string) => other.toLowerCase() === text.toLowerCase();
	const byValue = options.find(({ value }) => value === text) ?? options.find((o) => same(o.value));
	const byName = options.filter(({ name }) => same(name));
	if (byValue) return byValue.value;
	if (byName.length === 1) return byName[0].value;
	const named = options.slice(0, MOST_NAMED).map(({ value }) => value);
	const more = options.length > MOST_NAMED ? ` and ${options.length - MOST_NAMED} more` : '';
	throw new RangeError(`'${text}' is none of its options: ${named.join(', ')}${more}`);
}

/** Some options: a list, or a text with commas. */
const multiselect: Read = (value, field) => {
	const given = Array.isArray(value) ? value : textOf(value).split(',');
	const filled = given.filter((one) => String(one).trim() !== '');
	return [...new Set(filled.map((one) => optionIn(field, one)))];
};

const READERS: Partial<Record<string, Read>> = {
	text: textOf,
	textarea: textOf,
	regexp: (value, field) => readPattern(textOf(value), field.regexp_for_validation),
	checkbox,
	integer: numbers(/^[+-]?\d+(\.0*)?$/, 'a whole number'),
	decimal: numbers(/^[+-]?(\d+\.?\d*|\.\d+)$/, 'a number like 1.5'),
	date,
	dropdown: (value, field) => optionIn(field, value),
	multiselect,
	// The ID of a record; those of custom objects are no numbers.
	lookup: (value) => textOf(value).trim(),
};

function isBlank(value: unknown): boolean {
	return (
		value === null ||
		value === undefined ||
		(typeof value === 'string' && value.trim() === '') ||
		(Array.isArray(value) && value.length === 0)
	);
}

/**
 * A row's value for a user field, as Zendesk stores it: `5` for `"5"`, a date as `YYYY-MM-DD`, a dropdown's option by its
 * value. A blank clears the field, which leaves a checkbox unchecked. Types that are not known pass through.
 *
 * @throws {RangeError} in words for people, where the field can't have it
 */
export function readValue(field: UserField, value: unknown): unknown {
	if (isBlank(value)) return field.type === 'checkbox' ? false : null;
	return (READERS[field.type] ?? ((given: unknown) => given))(value, field);
}
