import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import type { UserFields } from '../users/payload';
import { nameOf } from '../users/view';
import type { Refusal } from '../verdict';
import { ADOPTED_TAG } from './change';
import type { Desired, MatchBy, People } from './people';
import { outsideOf, type Scope } from './scope';

/**
 * A user who was there before and whom a source knows by an address alone. An address that nobody has verified is a claim:
 * anybody can register with a customer's address elsewhere, be renamed into them, and have them deleted.
 */

/** Whether nothing but an address tells that a row is about this user. */
function isFoundByAddress({ externalId }: Desired, user: ZendeskUser): boolean {
	return !sameText(externalId, user.external_id);
}

/** Whether the address of a row is what finds the user, or found them once: it is no value to be written then. */
export function isAddressKey(row: Desired, user: ZendeskUser, matchBy: MatchBy): boolean {
	return matchBy === 'email' || isFoundByAddress(row, user) || isAdopted(user);
}

/** Whether a row would make a user one of the source's who is not yet. */
export function isAdoption(row: Desired, user: ZendeskUser): boolean {
	return Boolean(row.externalId) && isFoundByAddress(row, user);
}

/** Whether a user came to a source by an address alone. */
export function isAdopted({ tags }: Pick<ZendeskUser, 'tags'>): boolean {
	return tags.some((tag) => sameText(tag, ADOPTED_TAG));
}

/** Whether writing these fields ties a user to a source: nobody who is of it already gets another external ID. */
export function ties(user: ZendeskUser, { external_id: externalId }: UserFields): boolean {
	return (
		typeof externalId === 'string' && externalId !== '' && !sameText(externalId, user.external_id)
	);
}

/** The fields with the mark of somebody who is adopted, or is to be: no source takes it off by the tags that it maps. */
export function markAdopted(user: ZendeskUser, fields: UserFields): UserFields {
	const tags = Array.isArray(fields.tags) ? (fields.tags as string[]) : user.tags;
	return isAdopted({ tags }) ? fields : { ...fields, tags: [...tags, ADOPTED_TAG] };
}

/** Whether a user has the mark of a source: only people, their systems and this sync give external IDs and tags. */
function isMarked(user: ZendeskUser, scope: Scope): boolean {
	const { tag, externalIdPrefix: prefix } = scope;
	return (tag !== undefined || prefix !== undefined) && outsideOf(scope, user) === undefined;
}

/**
 * Whether a row is about one whom the source has already, by the address that is theirs. A second address that nobody has
 * verified is no such: anybody adds one to their own account. Nor does such a row prove its own address.
 */
function isOwn(row: Desired, user: ZendeskUser, scope: Scope): boolean {
	const { externalId, email, emailVerified, fields } = row;
	const proves = fields.verified === true && !user.verified && !emailVerified;
	return !externalId && isMarked(user, scope) && sameText(email, user.email) && !proves;
}

/** Whether it takes a verified address to tell that a row is about this user: an address that nobody has verified finds nobody. */
export function needsProof(row: Desired, user: ZendeskUser, scope: Scope): boolean {
	return isFoundByAddress(row, user) && !isOwn(row, user, scope);
}

/** Why a row may not be about a user whom it found by the address, with or without an external ID. */
export function unprovenRefusal(
	row: Desired,
	user: ZendeskUser,
	people: People,
	scope: Scope,
): Refusal | undefined {
	if (!needsProof(row, user, scope)) return undefined;
	const { email, emailVerified, externalId } = row;
	const isKnown = people.isVerified(user, email);
	if (emailVerified && isKnown) return undefined;
	const open = [...(emailVerified ? [] : ['the source']), ...(isKnown ? [] : ['Zendesk'])];
	const who = nameOf(user);
	return {
		reason: 'unverified',
		message: `${who} has the email ${email}, but it is not verified in ${open.join(' and ')}, so nothing shows that ${externalId ?? 'the row'} is the same person`,
		advice: `Verify it there and map 'Email Is Verified'; or give the user ${externalId ? `the external ID ${externalId}` : 'an external ID of the source'} in Zendesk`,
	};
}

/** Whom no sync removes, because an address alone says that they are the source's. */
export function adoptedStays(user: ZendeskUser): Refusal {
	return {
		reason: 'out-of-scope',
		message: `${nameOf(user)} was there before and belongs to the source by the email alone, so no sync suspends or deletes them`,
		advice: `If they are to go, do it in Zendesk or with 'Zendesk Users'; or take off the tag '${ADOPTED_TAG}', and the next sync decides`,
	};
}

/**
 * What a row wants of a user whom it finds by an address. A key finds and changes nothing: an address of theirs that is not
 * the primary one does not become it.
 */
export function withoutKey(
	row: Desired,
	user: ZendeskUser,
	people: People,
	matchBy: MatchBy,
): Desired {
	const { email, fields } = row;
	if (!isAddressKey(row, user, matchBy) || sameText(email, user.email)) return row;
	if (!people.owns(user, email)) return row;
	const others = Object.entries(fields).filter(([field]) => field !== 'email');
	return { ...row, fields: Object.fromEntries(others) };
}
