import {
	addEmail,
	deleteIdentity,
	emailIn,
	listIdentities,
	makePrimary,
	replaceEmail,
} from '../api/identities';
import type { Identity, ZendeskUser } from '../api/records';
import { attempt, type Client } from '../http/client';
import { ZendeskError } from '../http/errors';

/** The identity of the new address: added now, or there already, as a second address or from a run that broke off. */
async function identityFor(client: Client, id: number, email: string): Promise<Identity> {
	const added = await attempt(addEmail(client, id, email));
	if (added.ok) return added.value;
	const there = emailIn(await listIdentities(client, id), email);
	if (there) return there;
	throw added.error;
}

/** The next run finds the new address and has no way to tell the former one from a second one that is wanted. */
function formerLeft(error: ZendeskError, id: number, former: string): ZendeskError {
	return new ZendeskError({
		...error,
		message: `The email was changed, but the former address ${former} is still there: ${error.message}`,
		advice: `Remove ${former} from the user (ID ${id}) in Zendesk; another run does not do it`,
	});
}

/**
 * Replaces the primary address by one request, so that a run which breaks off leaves the one or the other: with both, the
 * next run would see nothing left to do, and the former address would stay a way in.
 *
 * @returns whether it is done; an account that does not take this has other ways
 */
async function replaced(client: Client, user: ZendeskUser, email: string): Promise<boolean> {
	const identities = await listIdentities(client, user.id);
	const former = emailIn(identities, user.email);
	if (!former) return false;
	const there = emailIn(identities, email);
	// An address is taken once, even by the user himself.
	if (there && there.id !== former.id) await deleteIdentity(client, user.id, there.id);
	const done = await attempt(replaceEmail(client, user.id, former.id, email));
	if (!done.ok && done.error.kind !== 'invalid' && done.error.kind !== 'forbidden')
		throw done.error;
	return done.ok;
}

/** Adds the new address, as Zendesk does it to one in a user's record, makes it the primary one and removes the former one. */
async function added(
	client: Client,
	user: ZendeskUser,
	email: string,
	keepOldEmail: boolean,
): Promise<void> {
	const wanted = await identityFor(client, user.id, email);
	// A first email is the primary one at once.
	if (wanted.primary) return;
	const identities = await makePrimary(client, user.id, wanted.id);
	const former = emailIn(identities, user.email);
	if (!former || former.primary || keepOldEmail) return;
	const deleted = await attempt(deleteIdentity(client, user.id, former.id));
	if (!deleted.ok) throw formerLeft(deleted.error, user.id, former.value);
}

/**
 * Gives a user another primary email; the former one is gone then, unless it is to be kept.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/users/user_identities/#update-identity
 */
export async function changeEmail(
	client: Client,
	user: ZendeskUser,
	email: string,
	keepOldEmail: boolean,
): Promise<void> {
	if (!keepOldEmail && (await replaced(client, user, email))) return;
	await added(client, user, email, keepOldEmail);
}
