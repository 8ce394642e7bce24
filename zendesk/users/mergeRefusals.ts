import { showDeletedUser } from '../api/deletedUsers';
import { isAddress, listIdentities } from '../api/identities';
import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import type { Guards } from '../changes/guards';
import type { Client } from '../http/client';
import type { Refusal } from '../verdict';
import type { UserRef } from './reference';
import { isStaff, nameOf } from './view';

/** Zendesk's limit for the one who disappears. */
export const MOST_TICKETS = 10_000;

/** The two of a row. */
export interface Pair {
	gone: ZendeskUser;
	kept: ZendeskUser;
}

/** Display names of the parameters that pick the two, for messages. */
export interface MergeParameters {
	gone: string;
	kept: string;
}

export function sameUser({ gone, kept }: MergeParameters, user: ZendeskUser): Refusal {
	return {
		reason: 'invalid',
		message: `'${gone}' and '${kept}' are the same user, ${nameOf(user)}`,
		advice: 'Name two users. If an earlier run has merged them, nothing is left to do',
	};
}

export function isDeleted(parameter: string, user: ZendeskUser): Refusal {
	return {
		reason: 'deleted',
		message: `'${parameter}': ${nameOf(user)} is deleted`,
		advice: 'Check the row. One who was merged by an earlier run is recognized by email',
	};
}

export function tooManyTickets(user: ZendeskUser, tickets: number): Refusal {
	return {
		reason: 'limit',
		message: `${nameOf(user)} has requested ${tickets} tickets, and Zendesk merges users with ${MOST_TICKETS} at most`,
		advice: 'Exchange the two users, so that the one with fewer tickets disappears',
	};
}

function notEndUser(parameter: string, user: ZendeskUser): Refusal | undefined {
	if (!isStaff(user)) return undefined;
	return {
		reason: 'staff',
		message: `'${parameter}': ${nameOf(user)} is an ${user.role}, and Zendesk merges end users only`,
		advice: "Pick another user, or make this one an end user first with 'User: Downgrade'",
	};
}

function isShared(parameter: string, user: ZendeskUser): Refusal | undefined {
	if (user.shared !== true) return undefined;
	return {
		reason: 'forbidden',
		message: `'${parameter}': ${nameOf(user)} comes from another Zendesk account by ticket sharing, and can't be merged`,
		advice: 'Pick another user',
	};
}

/**
 * Zendesk would merge them; but addresses and tickets move to an account with the other state, so that somebody who was
 * locked out could get in again, or the other way round. Merging can't be undone.
 */
function differentAccess({ gone, kept }: Pair): Refusal | undefined {
	if (gone.suspended === kept.suspended) return undefined;
	const [locked, free] = gone.suspended ? [gone, kept] : [kept, gone];
	return {
		reason: 'invalid',
		message: `${nameOf(locked)} is suspended and ${nameOf(free)} is not: the addresses of ${nameOf(gone)} would get the access of ${nameOf(kept)}`,
		advice: "Make them alike first, with 'User: Suspend' or 'User: Unsuspend'",
	};
}

/** @returns why these two must not be merged */
export async function mergeRefusal(
	guards: Guards,
	pair: Pair,
	parameters: MergeParameters,
): Promise<Refusal | undefined> {
	const { gone, kept } = pair;
	return (
		notEndUser(parameters.gone, gone) ??
		notEndUser(parameters.kept, kept) ??
		isShared(parameters.gone, gone) ??
		isShared(parameters.kept, kept) ??
		(await guards.check(gone, 'merge')) ??
		(await guards.check(kept, 'merge into')) ??
		differentAccess(pair)
	);
}

/**
 * Whether somebody who is not there any more has become a part of the user who is kept: then one of his addresses is a
 * second one of that user. A primary one may as well have been there always.
 *
 * @param found who stands behind the reference now
 * @returns the address that proves it
 */
export async function addressOfMerged(
	client: Client,
	ref: UserRef,
	found: ZendeskUser | undefined,
	kept: ZendeskUser,
): Promise<string | undefined> {
	const isGone = found !== undefined && !found.active;
	const address =
		ref.by === 'email' ? ref.value : isGone && (await showDeletedUser(client, found.id))?.email;
	if (!address || sameText(address, kept.email)) return undefined;
	const identities = await listIdentities(client, kept.id);
	return identities.some((identity) => isAddress(identity, address)) ? address : undefined;
}
