import type { Issues } from '../http/errors';
import { isObject, toId, type Input } from '../http/query';
import type { User } from '../store/records';
import type { UserField, UserFieldType } from '../store/user-fields';
import type { World } from '../world';

/** What a value becomes in the record; `undefined` = the field can't have it. */
type Reader = (value: unknown, field: UserField, world: World) => unknown;

const plainText: Reader = (value) =>
	typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
		? String(value)
		: undefined;

/** Texts are taken for what they spell, other types are refused (IBM, "Supported data types for Zendesk custom attributes"). */
function numberOf(pattern: RegExp): Reader {
	return (value) => {
		const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
		return pattern.test(text) ? Number(text) : undefined;
	};
}

const CHECKED = new Map<unknown, boolean>([
	[true, true],
	['true', true],
	[false, false],
	['false', false],
]);

/** Dates come back as midnight UTC (recorded), whatever the time was. */
const midnight: Reader = (value) => {
	const [, date] = /^(\d{4}-\d{2}-\d{2})(?:$|T)/.exec(String(value)) ?? [];
	return date !== undefined && !Number.isNaN(Date.parse(date))
		? `${date}T00:00:00+00:00`
		: undefined;
};

const isOption = (value: unknown, { custom_field_options: options }: UserField) =>
	options.some((option) => option.value === value);

const RECORDS: Record<string, (world: World, id: number) => unknown> = {
	'zen:user': ({ store }, id) => store.users.get(id),
	'zen:organization': ({ store }, id) => store.organizations.get(id),
	'zen:ticket': ({ store }, id) => store.tickets.get(id),
};

const READERS: Record<UserFieldType, Reader> = {
	text: plainText,
	textarea: plainText,
	checkbox: (value) => CHECKED.get(value),
	date: midnight,
	integer: numberOf(/^-?\d+$/),
	decimal: numberOf(/^-?\d+(\.\d+)?$/),
	regexp: (value, { regexp_for_validation: pattern }) =>
		typeof value === 'string' && new RegExp(pattern ?? '').test(value) ? value : undefined,
	dropdown: (value, field) => (isOption(value, field) ? value : undefined),
	multiselect: (value, field) =>
		Array.isArray(value) && value.every((one) => isOption(one, field))
			? [...new Set(value)]
			: undefined,
	// The ID comes back as text (OpenAPI's examples of users).
	lookup: (value, { relationship_target_type: target }, world) => {
		const find = RECORDS[target ?? ''];
		const isThere = find ? find(world, toId(value)) : typeof value === 'string';
		return isThere ? String(value) : undefined;
	},
};

const blankOf = ({ type }: UserField) => (type === 'checkbox' ? false : null);

/** The account's user fields of somebody without values: checkboxes false, others null (zendesk-api §2.1). */
export function emptyUserFields(world: World): Record<string, unknown> {
	return Object.fromEntries(
		world.store.userFields.all().map((field) => [field.key, blankOf(field)]),
	);
}

function isBlank(value: unknown): boolean {
	return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/**
 * What a request makes of the user fields: merged per key, unknown keys ignored (§2.4). A value that doesn't fit is
 * complained about under this key of the details, as clients have met it; the words are UNCONFIRMED.
 */
export function readUserFields(
	world: World,
	input: Input,
	current: User['user_fields'],
	issues: Issues,
): User['user_fields'] {
	const given = isObject(input.user_fields) ? input.user_fields : {};
	const values = { ...current };
	for (const [key, value] of Object.entries(given)) {
		const field = world.store.userFields.get(key);
		if (!field) continue;
		const read = isBlank(value) ? blankOf(field) : READERS[field.type](value, field, world);
		if (read !== undefined) values[key] = read;
		else if (world.switches.wrongUserFieldValue === '422') {
			issues.add('custom_field_values.base', `${field.title}: is invalid`);
		}
	}
	return values;
}
