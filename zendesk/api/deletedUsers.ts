import { attempt, type Client } from '../http/client';
import { pages } from '../http/pages';
import type { DeletedUser } from './records';

/** @see https://developer.zendesk.com/api-reference/ticketing/users/users/#list-deleted-users */

const DELETED_USERS = '/api/v2/deleted_users';

/** What Zendesk calls everybody who was deleted permanently; their email and phone are null. */
const ERASED_NAME = 'Permanently Deleted User';

/**
 * Whether somebody was deleted permanently. Exports say so by a flag on whoever was deleted; other lists don't have it, and
 * there the name tells, as far as it can: somebody may have been called so before.
 *
 * @param user a record that any list gave, `active` false or missing where only the deleted are listed
 */
export function isErased(user: {
	name: string;
	active?: unknown;
	permanently_deleted?: unknown;
}): boolean {
	const { name, active = false, permanently_deleted: flag } = user;
	if (active !== false) return false;
	return typeof flag === 'boolean' ? flag : name === ERASED_NAME;
}

/** Soft-deleted users, the purged ones included. */
export function listDeletedUsers(client: Client) {
	return pages<DeletedUser>(client, DELETED_USERS, 'deleted_users');
}

/** @returns the soft-deleted user, or `undefined` when he is not deleted, purged already or unknown */
export async function showDeletedUser(
	client: Client,
	id: number,
): Promise<DeletedUser | undefined> {
	const answer = await attempt(client.get(`${DELETED_USERS}/${id}`, {}, 'deleted_user'));
	if (answer.ok) return answer.value.json.deleted_user as DeletedUser;
	if (answer.error.kind === 'not-found') return undefined;
	throw answer.error;
}

/**
 * Deletes for good. After a lost answer the user is either gone (done) or still among the deleted (sent again); whom
 * another run has purged meanwhile is gone as well.
 */
export async function purgeUser(client: Client, id: number): Promise<void> {
	const purged = await attempt(
		client.send(
			{ method: 'DELETE', path: `${DELETED_USERS}/${id}` },
			{
				operation: 'never-blind',
				expects: 'deleted_user',
				lookUp: async () =>
					(await showDeletedUser(client, id)) === undefined
						? { status: 200, headers: {}, json: {} }
						: 'not-done',
			},
		),
	);
	if (purged.ok || (purged.error.kind === 'not-found' && (await wasPurged(client, id)))) return;
	throw purged.error;
}

/** Zendesk keeps a record of each permanent deletion: the proof that this id was somebody once. */
export async function wasPurged(client: Client, id: number): Promise<boolean> {
	const key = 'compliance_deletion_statuses';
	const answer = await attempt(client.get(`/api/v2/users/${id}/${key}`, {}, key));
	if (answer.ok) {
		const statuses = answer.value.json[key];
		return Array.isArray(statuses) && statuses.length > 0;
	}
	if (answer.error.kind === 'not-found' || answer.error.kind === 'invalid') return false;
	throw answer.error;
}
