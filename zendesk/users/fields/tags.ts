import type { ZendeskUser } from '../../api/records';
import { isRecord } from '../../http/errors';
import type { UserFields } from '../payload';
import { type Catalog, tagsGiven, tagsPossible } from './catalog';
import { sameTags, spelledTags } from './spelling';

/** Tags that Zendesk itself gives and takes with the values of user fields: nobody else's to write. */

function givenBy({ byKey }: Catalog, values: unknown): string[] {
	if (!isRecord(values)) return [];
	return Object.entries(values).flatMap(([key, value]) => {
		const field = byKey?.get(key);
		return field ? tagsGiven(field, value) : [];
	});
}

/** The tags of user fields that the user has once these fields are written. */
function fieldTagsAfter(
	fields: UserFields,
	user: ZendeskUser | undefined,
	catalog: Catalog,
): string[] {
	const now = spelledTags(user?.tags).filter((tag) => catalog.tags.has(tag));
	const values = isRecord(fields.user_fields) ? fields.user_fields : {};
	const before = givenBy(catalog, user?.user_fields);
	const after = givenBy(catalog, { ...(user?.user_fields as object | undefined), ...values });
	const stay = now.filter((tag) => !before.includes(tag) || after.includes(tag));
	return [...new Set([...stay, ...givenBy(catalog, values)])];
}

/** The tags that are people's own, without those of user fields. */
export function ownTags(tags: unknown, catalog: Catalog): string[] {
	return spelledTags(tags).filter((tag) => !catalog.tags.has(tag));
}

/**
 * All tags to write, so that those of user fields stay as they are.
 *
 * @returns `undefined` when the user has the wanted ones
 */
export function tagsToWrite(
	fields: UserFields,
	user: ZendeskUser,
	catalog: Catalog,
): unknown | undefined {
	if (catalog.tags.size === 0) return sameTags(fields.tags, user.tags) ? undefined : fields.tags;
	const own = ownTags(fields.tags, catalog);
	if (sameTags(own, ownTags(user.tags, catalog))) return undefined;
	return [...own, ...fieldTagsAfter(fields, user, catalog)];
}

/** @returns a wanted tag that belongs to a user field, and that the user would not have by the field's value */
export function looseTag(
	fields: UserFields,
	user: ZendeskUser | undefined,
	catalog: Catalog,
): { tag: string; key: string } | undefined {
	if (catalog.tags.size === 0) return undefined;
	const given = fieldTagsAfter(fields, user, catalog);
	const tag = spelledTags(fields.tags).find(
		(wanted) => catalog.tags.has(wanted) && !given.includes(wanted),
	);
	if (tag === undefined) return undefined;
	const fieldsKnown = [...(catalog.byKey?.values() ?? [])];
	const owner = fieldsKnown.find((field) => tagsPossible(field).includes(tag));
	return { tag, key: owner?.key ?? '' };
}
