import { attempt, type Client } from '../http/client';
import { isMadeMeanwhile, serverTime } from '../http/headers';
import { batchesOf } from '../http/jobs';
import { type PageOptions, pages } from '../http/pages';
import { inParallel } from '../http/parallel';
import type { Reply, ZendeskRequest } from '../http/types';
import type { ZendeskUser } from './records';

/** @see https://developer.zendesk.com/api-reference/ticketing/users/users/ */

const USERS = '/api/v2/users';

function usersOf(reply: Reply): ZendeskUser[] {
	return Array.isArray(reply.json.users) ? (reply.json.users as ZendeskUser[]) : [];
}

function userOf(reply: Reply): ZendeskUser {
	return reply.json.user as ZendeskUser;
}

/** The credential's own user. Zendesk answers 200 to nobody as well: then `id` is null. */
export async function showMe(
	client: Client,
): Promise<Omit<ZendeskUser, 'id'> & { id: number | null }> {
	return userOf(await client.get(`${USERS}/me`, {}, 'user')) as never;
}

export type ManyKey = 'ids' | 'external_ids';

/**
 * Users by id or external id, a hundred a call, all calls at once. Unknown ids are left out by Zendesk, and the order is
 * not kept.
 */
export async function showMany(
	client: Client,
	key: ManyKey,
	values: Array<string | number>,
	{ deleted = false }: { deleted?: boolean } = {},
): Promise<ZendeskUser[]> {
	const found = await inParallel(batchesOf(values), async (batch) =>
		usersOf(
			await client.get(
				`${USERS}/show_many`,
				{ [key]: batch.join(','), include_deleted: deleted ? true : undefined },
				'users',
			),
		),
	);
	return found.flat();
}

/** @returns the user, also a deleted one (`active` is false then); `undefined` where Zendesk knows nobody of this ID */
export async function showUser(client: Client, id: number): Promise<ZendeskUser | undefined> {
	const shown = await attempt(client.get(`${USERS}/${id}`, {}, 'user'));
	if (shown.ok) return userOf(shown.value);
	if (shown.error.kind === 'not-found') return undefined;
	throw shown.error;
}

/** Exact and up to date, also right after a change, unlike a search by `query`. */
export async function findByExternalId(client: Client, externalId: string): Promise<ZendeskUser[]> {
	return usersOf(await client.get(`${USERS}/search`, { external_id: externalId }, 'users'));
}

/** Through the search index, which is some minutes behind. At most 100 users. */
export async function searchUsers(
	client: Client,
	query: string,
	page: { page?: number; per_page?: number } = {},
): Promise<ZendeskUser[]> {
	return usersOf(await client.get(`${USERS}/search`, { query, ...page }, 'users'));
}

export function listUsers(client: Client, options: PageOptions = {}) {
	return pages<ZendeskUser>(client, USERS, 'users', options);
}

/** All members, also those who have another default organization. */
export function listOrganizationUsers(
	client: Client,
	organizationId: number,
	options: PageOptions = {},
) {
	const path = `/api/v2/organizations/${organizationId}/users`;
	return pages<ZendeskUser>(client, path, 'users', options);
}

/** @throws {ZendeskError} `unknown-outcome` when the answer was lost: the caller knows how to look the user up */
export async function createUser(
	client: Client,
	user: Record<string, unknown>,
	lookUp?: () => Promise<ZendeskUser | 'not-done' | undefined>,
): Promise<ZendeskUser> {
	const reply = await client.send(
		{ method: 'POST', path: USERS, body: { user } },
		{
			operation: 'natural-key',
			expects: 'user',
			lookUp: async () => {
				const found = await lookUp?.();
				return typeof found === 'object'
					? { status: 201, headers: {}, json: { user: found } }
					: found;
			},
		},
	);
	return userOf(reply);
}

/** Sets fields of one user; may be repeated, because it sets values. */
export async function updateUser(
	client: Client,
	id: number,
	fields: Record<string, unknown>,
): Promise<ZendeskUser> {
	return userOf(
		await client.send(
			{ method: 'PUT', path: `${USERS}/${id}`, body: { user: fields } },
			{ operation: 'always', expects: 'user' },
		),
	);
}

/** Creates a user, or updates the one with the same email or external id. The natural key makes a repeat harmless. */
export async function createOrUpdateUser(
	client: Client,
	user: Record<string, unknown>,
): Promise<{ user: ZendeskUser; created: boolean }> {
	const startedMs = client.clock.now();
	const reply = await client.send(
		{ method: 'POST', path: `${USERS}/create_or_update`, body: { user } },
		{ operation: 'always', expects: 'user' },
	);
	const written = userOf(reply);
	const tookMs = client.clock.now() - startedMs;
	const isOurs =
		reply.isRepeat === true && isMadeMeanwhile(written, serverTime(reply.headers), tookMs);
	return { user: written, created: reply.status === 201 || isOurs };
}

/**
 * The order for a job that creates or updates up to 100 users. Zendesk allows it once its support has switched on bulk
 * user import for the account; 403 otherwise.
 */
export function createOrUpdateManyRequest(users: Array<Record<string, unknown>>): ZendeskRequest {
	return { method: 'POST', path: `${USERS}/create_or_update_many`, body: { users } };
}

/** The order for a job that creates up to 100 users; needs bulk user import as well. */
export function createManyRequest(users: Array<Record<string, unknown>>): ZendeskRequest {
	return { method: 'POST', path: `${USERS}/create_many`, body: { users } };
}

/** The order for a job that deletes up to 100 users the soft way. Admins only. */
export function destroyManyRequest(ids: number[]): ZendeskRequest {
	return { method: 'DELETE', path: `${USERS}/destroy_many`, query: { ids: ids.join(',') } };
}

/** The order for a job that sets fields of up to 100 users, each its own. */
export function updateManyRequest(users: Array<Record<string, unknown>>): ZendeskRequest {
	return { method: 'PUT', path: `${USERS}/update_many`, body: { users } };
}

/**
 * Deletes a user the soft way: email and external id are freed, the record goes to the deleted users.
 * A repeat after a lost answer meets a user who is gone already, which is what was wanted.
 */
export async function deleteUser(client: Client, id: number): Promise<void> {
	const answer = await attempt(
		client.send(
			{ method: 'DELETE', path: `${USERS}/${id}` },
			{ operation: 'always', expects: 'user' },
		),
	);
	if (answer.ok) return;
	const [user] = await showMany(client, 'ids', [id], { deleted: true });
	if (user?.active) throw answer.error;
	if (user === undefined && answer.error.kind !== 'not-found') throw answer.error;
}

/**
 * How many agents and admins there are. Beyond 100,000 Zendesk's figure may be a day old.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/users/users/#count-users
 */
export async function countStaff(client: Client): Promise<number> {
	const query = { 'role[]': ['agent', 'admin'] };
	const { count } = (await client.get(`${USERS}/count`, query, 'count')).json;
	return Number((count as Record<string, unknown> | undefined)?.value);
}

/** How many tickets a user has asked for, closed ones included, as Zendesk counts them: its word may be some hours old. */
export async function countRequestedTickets(client: Client, id: number): Promise<number> {
	const { user_related: related } = (await client.get(`${USERS}/${id}/related`, {}, 'user_related'))
		.json;
	return Number((related as Record<string, unknown> | undefined)?.requested_tickets ?? 0);
}

/**
 * Merges an end user into another one. It can't be undone, and a second time it would meet a user who is gone.
 *
 * @param goneId who disappears
 * @param lookUp asked when the answer was lost: the user who stays, when the merge has happened
 * @returns the user who stays
 * @see https://support.zendesk.com/hc/en-us/articles/4408887695898
 */
export async function mergeUser(
	client: Client,
	goneId: number,
	keptId: number,
	lookUp: () => Promise<ZendeskUser | 'not-done' | undefined>,
): Promise<ZendeskUser> {
	const reply = await client.send(
		{ method: 'PUT', path: `${USERS}/${goneId}/merge`, body: { user: { id: keptId } } },
		{
			operation: 'never-blind',
			expects: 'user',
			lookUp: async () => {
				const found = await lookUp();
				return typeof found === 'object'
					? { status: 200, headers: {}, json: { user: found } }
					: found;
			},
		},
	);
	return userOf(reply);
}
