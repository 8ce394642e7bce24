import type { Input } from '../http/query';
import type { User } from '../store/records';

type Reader<K extends keyof User> = (value: unknown) => User[K] | undefined;

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const flag = (value: unknown) => (typeof value === 'boolean' ? value : undefined);
const textOrNull = (value: unknown) => (value === null ? null : text(value));
const textOrNothing = (value: unknown) => (value === null || value === '' ? null : text(value));
const flagOrNull = (value: unknown) => (value === null ? null : flag(value));

/** Fields that are stored as they come; a value of the wrong type is ignored. */
const PLAIN: { [K in keyof User]?: Reader<K> } = {
	name: (value) => text(value)?.trim(),
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
