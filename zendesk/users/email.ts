import { addEmail, deleteIdentity, emailIn, listIdentities, makePrimary } from '../api/identities';
import type { Identity, ZendeskUser } from '../api/records';
import { attempt, type Client } from '../http/client';

/** The identity of the new address: added now, or there already, as a second address or from a run that broke off. */
async function identityFor(client: Client, id: number, email: string): Promise<Identity> {
	const added = await attempt(addEmail(client, id, email));
	if (added.ok) return added.value;
	const there = emailIn(await listIdentities(client, id), email);
	if (there) return there;
	throw added.error;
}

/**
 * Gives a user another primary e-mail, in three requests: Zendesk only adds an address as a second one, so it is made the
 * primary one here, and the former one is removed (unless it is to be kept).
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/users/user_identities/
 */
export async function changeEmail(
	client: Client,
	user: ZendeskUser,
	email: string,
	keepOldEmail: boolean,
): Promise<void> {
	const wanted = await identityFor(client, user.id, email);
	// A first e-mail is the primary one at once.
	if (wanted.primary) return;
	const identities = await makePrimary(client, user.id, wanted.id);
	const former = emailIn(identities, user.email);
	if (former && !former.primary && !keepOldEmail) await deleteIdentity(client, user.id, former.id);
}
