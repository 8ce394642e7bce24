import type { ZendeskUser } from '../api/records';
import type { Catalog } from '../users/fields/catalog';
import { ownTags } from '../users/fields/tags';
import { changedFields, isEmpty, type UserFields } from '../users/payload';
import { fieldsOf } from './change';
import type { Desired } from './people';

/** Which side counts where both have a value; `blanks` = what Zendesk has already is kept. */
export type Conflict = 'source' | 'blanks';

/** What is empty in Zendesk, of the user fields one by one. */
function blanksOf(before: UserFields, changed: UserFields, catalog: Catalog): UserFields {
	return Object.fromEntries(
		Object.entries(changed).flatMap(([key, value]) => {
			const own = key === 'tags' ? ownTags(before.tags, catalog) : before[key];
			if (key !== 'user_fields') return isEmpty(own) ? [[key, value]] : [];
			const blanks = blanksOf((before[key] ?? {}) as UserFields, value as UserFields, catalog);
			return Object.keys(blanks).length > 0 ? [[key, blanks]] : [];
		}),
	);
}

/** The changed fields, with the user fields that stay. */
export function merged(before: UserFields, changed: UserFields): UserFields {
	return 'user_fields' in changed
		? {
				...changed,
				user_fields: { ...(before.user_fields as object), ...(changed.user_fields as object) },
			}
		: changed;
}

/**
 * What of the managed fields differs.
 *
 * @param groups the ids of the groups that the user is in now, in their order
 */
export function compare(
	row: Desired,
	user: ZendeskUser,
	groups: number[],
	conflict: Conflict,
	catalog: Catalog,
): { before: UserFields; changed: UserFields } {
	const before = fieldsOf(user, row.fields);
	const differing = changedFields(row.fields, user, catalog);
	const changed = conflict === 'blanks' ? blanksOf(before, differing, catalog) : differing;
	if (row.groups !== undefined) {
		before.groups = groups;
		const wanted = [...row.groups].sort((a, b) => a - b);
		const isKept = conflict === 'blanks' && groups.length > 0;
		if (String(wanted) !== String(groups) && !isKept) changed.groups = wanted;
	}
	return { before, changed };
}
