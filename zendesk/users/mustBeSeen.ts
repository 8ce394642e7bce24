import type { Catalog } from './fields/catalog';
import type { UserFields } from './payload';

/**
 * Fields that can take something away from somebody who is there: rights, access, organizations. They are only written to
 * users who were read before, so that the guards know whom it is about; what is empty takes away, too.
 */
const MUST_BE_SEEN = [
	'role',
	'custom_role_id',
	'organization_id',
	'suspended',
	'ticket_restriction',
	'only_private_comments',
];

/**
 * Whether a row must not be written blind, to whoever has its key. Besides rights, that holds for tags where the account's
 * user fields own some of them.
 */
export function mustBeSeen(fields: UserFields, catalog: Catalog): boolean {
	return (
		MUST_BE_SEEN.some((field) => fields[field] !== undefined) ||
		(catalog.tags.size > 0 && fields.tags !== undefined)
	);
}
