import { deleteIdentity, listIdentities, makePrimary } from '../api/identities';
import type { ZendeskUser } from '../api/records';
import { showMany, updateUser } from '../api/users';
import type { Client } from '../http/client';
import type { UserFields } from './payload';
import { sameText } from './reference';

/**
 * Gives a user another primary e-mail. Zendesk only adds the address as a second one, so it is made primary here, and the
 * former one is removed (unless it is to be kept).
 *
 * Run again after a break it finds what is there and goes on.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/users/users/#update-user
 */
export async function changeEmail(
	client: Client,
	user: ZendeskUser,
	fields: UserFields & { email: string },
	keepOldEmail: boolean,
): Promise<ZendeskUser> {
	// Unverified addresses can't become primary, and Zendesk would send a verification mail.
	const updated = await updateUser(client, user.id, { ...fields, verified: true });
	if (sameText(updated.email, fields.email)) return updated;
	const identities = await listIdentities(client, user.id);
	const wanted = identities.find(
		({ type, value }) => type === 'email' && sameText(value, fields.email),
	);
	if (wanted) await makePrimary(client, user.id, wanted.id);
	const former = identities.find(
		({ type, value }) => type === 'email' && sameText(value, user.email),
	);
	if (former && wanted && !keepOldEmail) await deleteIdentity(client, user.id, former.id);
	const [now] = await showMany(client, 'ids', [user.id]);
	return now ?? updated;
}
