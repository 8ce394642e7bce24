import { listUserFields, type UserField } from '../../api/userFields';
import type { ZendeskUser } from '../../api/records';
import type { Client } from '../../http/client';
import { isRecord } from '../../http/errors';
import type { UserFields } from '../payload';
import { sameTags, spelledTag } from './spelling';

/** What the account's user fields are. */
export interface Catalog {
	/** By key; `undefined` = not read, or not readable. */
	byKey?: ReadonlyMap<string, UserField>;
	/** The tags that Zendesk itself gives and takes, as the values of fields come and go. */
	tags: ReadonlySet<string>;
	/** This credential may not read the user fields. */
	isClosed?: boolean;
}

export const NO_CATALOG: Catalog = { tags: new Set() };

/** The tags that a field gives to somebody with this value. */
export function tagsGiven(
	{ type, tag, active, custom_field_options: options = [] }: UserField,
	value: unknown,
): string[] {
	if (!active) return [];
	if (type === 'checkbox') return value === true && tag ? [spelledTag(tag)] : [];
	const values = [value].flat();
	return options.flatMap((option) =>
		values.includes(option.value) ? [spelledTag(option.value)] : [],
	);
}

/** Every tag that a field can give. */
export function tagsPossible(field: UserField): string[] {
	const values = (field.custom_field_options ?? []).map(({ value }) => value);
	return tagsGiven(field, field.type === 'checkbox' ? true : values);
}

export function catalogFrom(fields: UserField[] | undefined): Catalog {
	if (fields === undefined) return { ...NO_CATALOG, isClosed: true };
	return {
		byKey: new Map(fields.map((field) => [field.key, field])),
		tags: new Set(fields.flatMap(tagsPossible)),
	};
}

/** A client is one run, which reads the user fields once. */
const ASKED = new WeakMap<Client, Promise<Catalog>>();
const KNOWN = new WeakMap<Client, Catalog>();

/** What this run knows of the user fields; nothing where no row has needed them. */
export function knownCatalog(client: Client): Catalog {
	return KNOWN.get(client) ?? NO_CATALOG;
}

async function read(client: Client): Promise<Catalog> {
	const catalog = catalogFrom(await listUserFields(client));
	KNOWN.set(client, catalog);
	return catalog;
}

/** Whether fields can't be compared or written without knowing the account's user fields. */
function isNeeded(fields: UserFields, user: ZendeskUser | undefined): boolean {
	const { user_fields: values, tags } = fields;
	if (isRecord(values) && Object.keys(values).length > 0) return true;
	return tags !== undefined && !sameTags(tags, user?.tags ?? []);
}

/** Fields to write, and to whom; without a user, to somebody new or not looked up. */
export type Wish = readonly [fields: UserFields | null, user?: ZendeskUser];

/**
 * The account's user fields, read at the first of a run's rows that needs them: one that sets a user field, or changes tags.
 *
 * @throws {ZendeskError} when Zendesk does not answer
 */
export async function catalogFor(client: Client, wishes: Wish[]): Promise<Catalog> {
	if (!wishes.some(([fields, user]) => fields !== null && isNeeded(fields, user))) {
		return knownCatalog(client);
	}
	const asked = ASKED.get(client) ?? read(client);
	ASKED.set(client, asked);
	return await asked;
}
