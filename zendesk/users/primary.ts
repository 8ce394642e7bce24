import { addIdentity, listIdentities, makePrimary, type NewIdentity } from '../api/identities';
import type { Identity } from '../api/records';
import { attempt, type Client } from '../http/client';
import { ZendeskError } from '../http/errors';

/** Tells whether an identity is the one that is wanted. */
type IsIt = (identity: Identity) => boolean;

/** The identity: added now, or there already, as a second one, from a run that broke off or from a faster one; then with all. */
async function findOrAdd(
	client: Client,
	userId: number,
	wanted: NewIdentity,
	isIt: IsIt,
): Promise<{ identity: Identity; all?: Identity[] }> {
	const added = await attempt(addIdentity(client, userId, wanted, isIt));
	if (added.ok) return { identity: added.value };
	const all = await listIdentities(client, userId);
	const identity = all.find(isIt);
	if (identity) return { identity, all };
	throw added.error;
}

/**
 * Gives a user a value as the primary one of its kind; whatever was primary before stays as a second one.
 *
 * @param there the identity, where it is known to be the user's already
 * @returns all identities of the user as they are then; `undefined` where nothing was there before
 * @throws {ZendeskError} Zendesk refused it, or did it without effect
 */
export async function addAsPrimary(
	client: Client,
	userId: number,
	wanted: NewIdentity,
	isIt: IsIt,
	there?: Identity,
): Promise<Identity[] | undefined> {
	const { identity, all } = there
		? { identity: there }
		: await findOrAdd(client, userId, wanted, isIt);
	// A first one is the primary one at once.
	if (identity.primary && !there) return all;
	const identities = await makePrimary(client, userId, identity.id);
	if (identities.some(({ id, primary }) => id === identity.id && primary)) return identities;
	throw new ZendeskError({
		kind: 'invalid',
		message: `Zendesk made ${wanted.value} the primary one without effect`,
		advice: 'Make it the primary one in Zendesk',
	});
}
