import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import { isRecord } from '../http/errors';
import { type Catalog, NO_CATALOG } from './fields/catalog';
import { empty, sameValue } from './fields/compare';
import { sameTags } from './fields/spelling';
import { tagsToWrite } from './fields/tags';
import { samePhone } from './phone';

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

/** Whether a field has nothing in it. */
export function isEmpty(value: unknown): boolean {
	return empty(value) || (Array.isArray(value) && value.length === 0);
}

function sameKey(wanted: unknown, is: unknown): boolean {
	return (empty(wanted) && empty(is)) || sameText(wanted as string, is as string);
}

const spelledLocale = (value: unknown) => String(value).trim().toLowerCase().replace(/_/g, '-');

/** Nobody is without a language and a time zone: an empty one says nothing. */
const unlessEmpty =
	(same: Same): Same =>
	(wanted, is, user) =>
		empty(wanted) || same(wanted, is, user);

type Same = (wanted: unknown, is: unknown, user: ZendeskUser) => boolean;

/** Fields that are not compared like plain values. */
const SAME: Record<string, Same> = {
	// Zendesk finds both without regard to case; rewriting the case would be a change that nobody wants.
	email: sameKey,
	external_id: sameKey,
	// Zendesk keeps a number as it comes, or writes it anew.
	phone: samePhone,
	locale: unlessEmpty((wanted, is) => spelledLocale(wanted) === spelledLocale(is)),
	// Zendesk tells the zone by its own name, and by that of the IANA beside it.
	time_zone: unlessEmpty((wanted, is, { iana_time_zone: iana }) =>
		[is, iana].some((name) => sameKey(wanted, name)),
	),
};

const NOBODY = {} as ZendeskUser;

/** Whether two rows want the same of a field, whatever their spelling. */
export function sameWanted(field: string, one: unknown, other: unknown): boolean {
	if (field === 'tags') return sameTags(one, other);
	const same = SAME[field] ?? sameValue;
	return same(one, other, NOBODY) || same(other, one, NOBODY);
}

/** Inputs that say how to write, and are no fields of the record. */
const WRITE_ONLY = new Set(['skip_verify_email']);

/**
 * What of `wanted` the user does not have yet. User fields are compared one by one, because Zendesk merges them. Tags are
 * compared without those of user fields, and written with them, because Zendesk replaces all.
 *
 * @param catalog what is known of the account's user fields
 * @returns `{}` when there is nothing to write
 */
export function changedFields(
	wanted: UserFields,
	user: ZendeskUser,
	catalog: Catalog = NO_CATALOG,
): UserFields {
	const changed: UserFields = {};
	for (const [key, value] of Object.entries(wanted)) {
		if (WRITE_ONLY.has(key) || value === undefined) continue;
		if (key === 'user_fields' && isRecord(value)) {
			const current = isRecord(user.user_fields) ? user.user_fields : {};
			const fields = Object.entries(value).filter(
				([name, field]) => !sameValue(field, current[name]),
			);
			if (fields.length > 0) changed.user_fields = Object.fromEntries(fields);
			continue;
		}
		if (key === 'tags') {
			const tags = tagsToWrite(wanted, user, catalog);
			if (tags !== undefined) changed.tags = tags;
			continue;
		}
		const same = SAME[key]?.(value, user[key], user) ?? sameValue(value, user[key]);
		if (!same) changed[key] = value;
	}
	return changed;
}

export function withoutFields(fields: UserFields, ...names: string[]): UserFields {
	return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

/** Whether Zendesk refuses a value because somebody else has it: an email or an external id. */
export function isDuplicate(said: string): boolean {
	return /already (being used|been taken)/i.test(said);
}

/** Both together: of what they both have, the later one counts, of user fields one by one. */
export function mergedFields<Fields extends UserFields>(
	earlier: Fields,
	later: UserFields,
): Fields {
	const userFields = isRecord(later.user_fields)
		? { user_fields: { ...(earlier.user_fields as object | undefined), ...later.user_fields } }
		: {};
	return { ...earlier, ...later, ...userFields };
}

/** The user once these fields are written. */
export const withFields = (user: ZendeskUser, fields: UserFields): ZendeskUser =>
	mergedFields(user, fields);
