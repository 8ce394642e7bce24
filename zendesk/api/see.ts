import type { ZendeskUser } from './records';
import { showMany, showUser } from './users';
import type { Client } from '../http/client';
import { inParallel } from '../http/parallel';

/**
 * Users by their IDs, deleted ones included (`active` is false then). Whom a list leaves out is asked for once more, alone:
 * not seen is not gone.
 *
 * @returns by ID; who is missing here was twice not there
 */
export async function seeUsers(client: Client, ids: number[]): Promise<Map<number, ZendeskUser>> {
	const found = await showMany(client, 'ids', ids, { deleted: true });
	const seen = new Map(found.map((user) => [user.id, user]));
	const unseen = [...new Set(ids)].filter((id) => !seen.has(id));
	await inParallel(unseen, async (id) => {
		const user = await showUser(client, id);
		if (user?.id === id) seen.set(id, user);
	});
	return seen;
}
