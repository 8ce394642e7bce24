import { isAddress, listIdentities } from '../api/identities';
import type { ZendeskUser } from '../api/records';
import type { Client } from '../http/client';
import type { Refusal } from '../verdict';
import { nameOf } from './view';

/** Addresses of users, as they were found, that nobody has verified and that are not their primary ones. */
const CLAIMS = new WeakMap<ZendeskUser, Set<string>>();

/** Remembers of a user, as they were read, that they only say that this address is theirs. */
export function noteClaim(user: ZendeskUser, email: string): void {
	const claims = CLAIMS.get(user) ?? new Set<string>();
	CLAIMS.set(user, claims.add(email.toLowerCase()));
}

/**
 * Whether a user was found by a second address that nobody has verified. Anybody can add somebody else's address to their
 * own profile, so it finds nobody who is to be changed.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/users/user_identities/
 */
export function isClaim(user: ZendeskUser, email: string | undefined): boolean {
	return email !== undefined && CLAIMS.get(user)?.has(email.toLowerCase()) === true;
}

const VERIFY = 'Verify the address in Zendesk, or name the user by ID or external ID';

/** Why a row by such an address is not done. */
export function refuseClaim(user: ZendeskUser, email: string): Refusal {
	return {
		reason: 'unverified',
		message: `The email ${email} is an unverified second address of ${nameOf(user)}, which anybody can have entered. Nobody was changed`,
		advice: VERIFY,
	};
}

/**
 * Refuses to give more rights to somebody who is named by an address that nobody has verified, be it the primary one, as
 * it usually is after an import: it is not known who reads it.
 */
export async function refuseUnverifiedRise(
	client: Client,
	user: ZendeskUser,
	email: string,
): Promise<Refusal | undefined> {
	const identities = await listIdentities(client, user.id);
	if (identities.some((one) => one.verified && isAddress(one, email))) return undefined;
	return {
		reason: 'unverified',
		message: `${nameOf(user)} was to get more rights, and their email ${email} is not verified. Nothing was changed`,
		advice: VERIFY,
	};
}
