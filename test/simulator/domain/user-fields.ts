import type { Input } from '../http/query';
import type { User } from '../store/records';
import type { World } from '../world';

type Reader<K extends keyof User> = (value: unknown) => User[K] | undefined;

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const flag = (value: unknown) => (typeof value === 'boolean' ? value : undefined);
const number = (value: unknown) => (typeof value === 'number' ? value : undefined);
const textOrNull = (value: unknown) => (value === null ? null : text(value));
const textOrNothing = (value: unknown) => (value === null || value === '' ? null : text(value));
const flagOrNull = (value: unknown) => (value === null ? null : flag(value));

/** Fields that are stored as they come; a value of the wrong type is ignored. */
const PLAIN: { [K in keyof User]?: Reader<K> } = {
	name: (value) => text(value)?.trim(),
	time_zone: text,
	locale: text,
	locale_id: number,
	phone: textOrNothing,
	shared_phone_number: flagOrNull,
	alias: textOrNull,
	signature: textOrNull,
	details: textOrNull,
	notes: textOrNull,
	moderator: flag,
	only_private_comments: flag,
	suspended: flag,
	// "" and null clear it (zendesk-api §2.4); another spelling of the same id rewrites its case.
	external_id: (value) => (typeof value === 'number' ? String(value) : textOrNothing(value)),
};

/** The part of a user that a request writes directly. */
export function plainFields(input: Input): Partial<User> {
	const patch: Input = {};
	for (const [field, read] of Object.entries(PLAIN)) {
		const value = field in input ? read(input[field]) : undefined;
		if (value !== undefined) patch[field] = value;
	}
	return patch as Partial<User>;
}

/** Tags are lower case, without blanks and repeats; a text is split at blanks. */
export function cleanTags(value: unknown): string[] | undefined {
	const parts = typeof value === 'string' ? value.split(/[\s,]+/) : value;
	if (!Array.isArray(parts)) return undefined;
	const tags = parts.map((tag) => String(tag).trim().toLowerCase().replace(/\s+/g, '_'));
	return [...new Set(tags.filter((tag) => tag !== ''))];
}

/** PUT `tags` replaces all of them (§2.4); without user tagging they are not kept at all (§2.1). */
export function tagFields(world: World, input: Input): Partial<User> {
	const tags = cleanTags(input.tags);
	return tags && world.switches.userTagging === 'on' ? { tags } : {};
}

/** Dates come back as midnight UTC (§2.1, recorded). */
function normalDate(value: unknown): unknown {
	const [date] = /^\d{4}-\d{2}-\d{2}/.exec(String(value)) ?? [];
	return date ? `${date}T00:00:00+00:00` : value;
}

/** The account's user fields of somebody without values: checkboxes false, others null (§2.1). */
export function emptyUserFields(world: World): Record<string, unknown> {
	const fields = [...world.store.userFields];
	return Object.fromEntries(fields.map(([key, type]) => [key, type === 'checkbox' ? false : null]));
}

/** Merged per key; unknown keys are ignored (§2.4). */
export function userFieldValues(
	world: World,
	input: Input,
	current: User['user_fields'],
): Partial<User> {
	const given = input.user_fields;
	if (typeof given !== 'object' || given === null) return {};
	const user_fields = { ...current };
	for (const [key, value] of Object.entries(given)) {
		const type = world.store.userFields.get(key);
		if (type) user_fields[key] = type === 'date' && value !== null ? normalDate(value) : value;
	}
	return { user_fields };
}
