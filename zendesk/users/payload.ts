import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import { isRecord } from '../http/errors';

/** What forms and plans can write to a user, by the API's names. */
export const WRITABLE_FIELDS: ReadonlySet<string> = new Set([
	'alias',
	'custom_role_id',
	'details',
	'email',
	'external_id',
	'locale',
	'name',
	'notes',
	'only_private_comments',
	'organization_id',
	'phone',
	'role',
	'signature',
	'suspended',
	'tags',
	'ticket_restriction',
	'time_zone',
	'user_fields',
	'verified',
]);

/** Fields of a user as the API takes them, e.g. `{ name, email, user_fields }`. */
export type UserFields = Record<string, unknown>;

/** Zendesk keeps tags in lower case, each once, and without blanks. */
function sameTags(a: unknown, b: unknown): boolean {
	const spelled = (tag: unknown) => String(tag).trim().toLowerCase().replace(/\s+/g, '_');
	const list = (value: unknown) =>
		[...new Set(Array.isArray(value) ? value.map(spelled) : [])].sort().join(' ');
	return list(a) === list(b);
}

/** Whether a field has nothing in it. */
export function isEmpty(value: unknown): boolean {
	return empty(value) || (Array.isArray(value) && value.length === 0);
}

/** Zendesk turns an emptied text into "" and an absent one into null. */
function empty(value: unknown): boolean {
	return value === null || value === undefined || value === '';
}

/** A date in a user field comes back as midnight UTC. */
function sameUserField(wanted: unknown, is: unknown): boolean {
	if (empty(wanted) && empty(is)) return true;
	if (typeof wanted === 'string' && /^\d{4}-\d\d-\d\d$/.test(wanted) && typeof is === 'string') {
		return is.slice(0, 10) === wanted;
	}
	return JSON.stringify(wanted) === JSON.stringify(is);
}

function sameKey(wanted: unknown, is: unknown): boolean {
	return (empty(wanted) && empty(is)) || sameText(wanted as string, is as string);
}

/** Fields that are not compared like plain values. */
const SAME: Record<string, (wanted: unknown, is: unknown) => boolean> = {
	tags: sameTags,
	// Zendesk finds both without regard to case; rewriting the case would be a change that nobody wants.
	email: sameKey,
	external_id: sameKey,
};

/** Inputs that say how to write, and are no fields of the record. */
const WRITE_ONLY = new Set(['skip_verify_email']);

/**
 * What of `wanted` the user does not have yet. User fields are compared one by one, because Zendesk merges them.
 *
 * @returns `{}` when there is nothing to write
 */
export function changedFields(wanted: UserFields, user: ZendeskUser): UserFields {
	const changed: UserFields = {};
	for (const [key, value] of Object.entries(wanted)) {
		if (WRITE_ONLY.has(key) || value === undefined) continue;
		if (key === 'user_fields' && isRecord(value)) {
			const current = isRecord(user.user_fields) ? user.user_fields : {};
			const fields = Object.entries(value).filter(
				([name, field]) => !sameUserField(field, current[name]),
			);
			if (fields.length > 0) changed.user_fields = Object.fromEntries(fields);
			continue;
		}
		const same = SAME[key]?.(value, user[key]) ?? (sameUserField(value, user[key]) as boolean);
		if (!same) changed[key] = value;
	}
	return changed;
}

/** Whether Zendesk refuses a value because somebody else has it: an email or an external id. */
export function isDuplicate(said: string): boolean {
	return /already (being used|been taken)/i.test(said);
}

/** The user as he is once these fields are written. */
export function withFields(user: ZendeskUser, fields: UserFields): ZendeskUser {
	const userFields = isRecord(fields.user_fields)
		? { user_fields: { ...(user.user_fields as object), ...fields.user_fields } }
		: {};
	return { ...user, ...fields, ...userFields };
}
