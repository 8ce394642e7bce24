import type { ZendeskUser } from '../api/records';
import type { UserFields } from '../users/payload';

/** Which Zendesk users belong to a source; what is given has to hold together. Nothing given = everybody. */
export interface Scope {
	/** What the external ids of the source begin with. */
	externalIdPrefix?: string;
	tag?: string;
	role?: ZendeskUser['role'];
	organizationId?: number;
}

/** The fields of a user that decide; also those of one who is not there yet. */
type Scoped = Pick<Partial<ZendeskUser>, 'external_id' | 'tags' | 'role' | 'organization_id'>;

const TESTS: { [Key in keyof Required<Scope>]: (user: Scoped, wanted: never) => boolean } = {
	externalIdPrefix: ({ external_id: id }, prefix: string) =>
		id?.toLowerCase().startsWith(prefix.toLowerCase()) ?? false,
	tag: ({ tags = [] }, tag: string) =>
		tags.some((each) => each.toLowerCase() === tag.toLowerCase()),
	role: ({ role = 'end-user' }, wanted: string) => role === wanted,
	organizationId: ({ organization_id: id }, wanted: number) => id === wanted,
};

const NAMES: { [Key in keyof Required<Scope>]: string } = {
	externalIdPrefix: 'External ID Prefix',
	tag: 'Tag',
	role: 'Role',
	organizationId: 'Organization ID',
};

/** @returns the part of the scope that the user is outside of, by its display name; `undefined` inside */
export function outsideOf(scope: Scope, user: Scoped): string | undefined {
	const keys = (Object.keys(TESTS) as Array<keyof Scope>).filter((key) => scope[key] !== undefined);
	const missed = keys.find((key) => !TESTS[key](user, scope[key] as never));
	return missed && NAMES[missed];
}

export function isEverybody(scope: Scope): boolean {
	return Object.values(scope).every((value) => value === undefined);
}

/** The fields with the tag of the scope, so that whoever gets them is in it. */
export function taggedFor({ tag }: Scope, fields: UserFields, tagsNow: string[]): UserFields {
	const tags = Array.isArray(fields.tags) ? (fields.tags as string[]) : tagsNow;
	const isTagged = tag === undefined || outsideOf({ tag }, { tags }) === undefined;
	return isTagged ? fields : { ...fields, tags: [...tags, tag] };
}

/** What somebody is given who is created, so that the next run finds them in its scope. */
export function bornInto(scope: Scope, fields: UserFields): UserFields {
	return {
		...(scope.organizationId === undefined ? {} : { organization_id: scope.organizationId }),
		...(scope.role === undefined ? {} : { role: scope.role }),
		...taggedFor(scope, fields, []),
	};
}

/**
 * Whether a user is in the scope, or comes into it by these fields: somebody without an external id, whom the source
 * knows by the email, becomes one of its users.
 *
 * @returns as {@link outsideOf}
 */
export function outsideOfWith(
	scope: Scope,
	user: ZendeskUser,
	fields: UserFields,
): string | undefined {
	const isAdopted = !user.external_id && typeof fields.external_id === 'string';
	if (!isAdopted) return outsideOf(scope, user);
	const { external_id, tags = user.tags } = fields as Partial<ZendeskUser>;
	return outsideOf(scope, { ...user, external_id, tags });
}
