import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import type { UserFields } from '../users/payload';
import { nameOf } from '../users/view';
import type { Refusal } from '../verdict';
import { ADOPTED_TAG } from './change';
import type { Desired, MatchBy, People } from './people';

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

/** The fields with the mark of somebody who is adopted. */
export function markAdopted(user: ZendeskUser, fields: UserFields): UserFields {
	const tags = Array.isArray(fields.tags) ? (fields.tags as string[]) : user.tags;
	return isAdopted({ tags }) ? fields : { ...fields, tags: [...tags, ADOPTED_TAG] };
}

/** Why a row may not take a user over by the address. */
export function adoptionRefusal(
	row: Desired,
	user: ZendeskUser,
	people: People,
): Refusal | undefined {
	const { email, emailVerified, externalId } = row;
	const isKnown = people.isVerified(user, email);
	if (emailVerified && isKnown) return undefined;
	const open = [...(emailVerified ? [] : ['the source']), ...(isKnown ? [] : ['Zendesk'])];
	const who = nameOf(user);
	return {
		reason: 'unverified',
		message: `${who} has the email ${email}, but it is not verified in ${open.join(' and ')}, so nothing shows that ${externalId} is the same person`,
		advice: `Verify it there and map 'Email Is Verified'; or give the user the external ID ${externalId} in Zendesk`,
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
