import { attempt, type Client } from '../http/client';
import { batchesOf } from '../http/jobs';
import { collect } from '../http/pages';
import { inParallel } from '../http/parallel';
import type { Reply } from '../http/types';
import type { Identity, ZendeskUser } from './records';
import { sameText } from './text';

/** @see https://developer.zendesk.com/api-reference/ticketing/users/user_identities/ */

/** Identities that are an email address, by which somebody signs in and is found; any of them may be the primary one. */
const ADDRESSES: ReadonlySet<string> = new Set(['email', 'google', 'microsoft']);

export async function listIdentities(client: Client, userId: number): Promise<Identity[]> {
	return await collect<Identity>(client, `/api/v2/users/${userId}/identities`, 'identities');
}

const isList = <T>(value: unknown): value is T[] => Array.isArray(value);

/** Who is gone meanwhile has none. */
async function listIfThere(client: Client, userId: number): Promise<Identity[]> {
	const listed = await attempt(listIdentities(client, userId));
	if (listed.ok) return listed.value;
	if (listed.error.kind === 'not-found') return [];
	throw listed.error;
}

/**
 * What an answer with side-loaded identities tells of its users. Whose primary address it does not show is left out: nobody
 * counts as without addresses because Zendesk did not tell them.
 */
export function readIdentities(users: unknown, identities: unknown): Map<number, Identity[]> {
	const told = new Map<number, Identity[]>();
	if (!isList<ZendeskUser>(users) || !isList<Identity>(identities)) return told;
	for (const { id } of users) told.set(id, []);
	for (const one of identities) told.get(one.user_id)?.push(one);
	for (const { id, email } of users) {
		if (email && !told.get(id)?.some((one) => isAddress(one, email))) told.delete(id);
	}
	return told;
}

/**
 * The identities of many users, a hundred a request; whoever the answer leaves out is asked for alone.
 *
 * @param ids of active users
 * @see https://developer.zendesk.com/documentation/ticketing/using-the-zendesk-api/side_loading/
 */
export async function readManyIdentities(
	client: Client,
	ids: number[],
): Promise<Map<number, Identity[]>> {
	const known = new Map<number, Identity[]>();
	await inParallel(batchesOf(ids), async (batch) => {
		const query = { ids: batch.join(','), include: 'identities' };
		const { json } = await client.get('/api/v2/users/show_many', query, 'users');
		for (const [id, own] of readIdentities(json.users, json.identities)) known.set(id, own);
	});
	const missed = ids.filter((id) => !known.has(id));
	await inParallel(missed, async (id) => known.set(id, await listIfThere(client, id)));
	return known;
}

export type NewIdentity = Pick<Identity, 'type' | 'value'>;

/** Adds a verified identity, about which Zendesk sends no mail. Finds it again when the answer was lost. */
export async function addIdentity(
	client: Client,
	userId: number,
	wanted: NewIdentity,
	isIt: (identity: Identity) => boolean,
): Promise<Identity> {
	const reply = await client.send(
		{
			method: 'POST',
			path: `/api/v2/users/${userId}/identities`,
			body: { identity: { ...wanted, verified: true, skip_verify_email: true } },
		},
		{
			operation: 'natural-key',
			expects: 'identity',
			lookUp: async (): Promise<Reply | 'not-done'> => {
				const identity = (await listIdentities(client, userId)).find(isIt);
				return identity ? { status: 201, headers: {}, json: { identity } } : 'not-done';
			},
		},
	);
	return reply.json.identity as Identity;
}

/** The address that an identity is, in lower case; `undefined` for one that is none, such as a phone number. */
export function readAddress({ type, value }: Identity): string | undefined {
	return ADDRESSES.has(type) ? value.toLowerCase() : undefined;
}

/** Whether this identity is this address, as an email or as the sign-in of a provider. */
export function isAddress({ type, value }: Identity, email: string | null): boolean {
	return ADDRESSES.has(type) && sameText(value, email);
}

/** @returns all identities of the user as they are then; Zendesk answers with them */
export async function makePrimary(
	client: Client,
	userId: number,
	identityId: number,
): Promise<Identity[]> {
	const { json } = await client.send(
		{ method: 'PUT', path: `/api/v2/users/${userId}/identities/${identityId}/make_primary` },
		{ operation: 'always' },
	);
	return Array.isArray(json.identities)
		? (json.identities as Identity[])
		: await listIdentities(client, userId);
}

/**
 * Puts another value in the place of one: verified, so that Zendesk sends no mail about it.
 *
 * @returns the identity as Zendesk has it then. A 200 is no proof: it may be as it was
 */
export async function replaceValue(
	client: Client,
	userId: number,
	identityId: number,
	value: string,
): Promise<Identity> {
	const { json } = await client.send(
		{
			method: 'PUT',
			path: `/api/v2/users/${userId}/identities/${identityId}`,
			body: { identity: { value, verified: true } },
		},
		{ operation: 'always', expects: 'identity' },
	);
	return json.identity as Identity;
}

/** Who is gone already, by an order whose answer was lost, is gone. */
export async function deleteIdentity(
	client: Client,
	userId: number,
	identityId: number,
): Promise<void> {
	const path = `/api/v2/users/${userId}/identities/${identityId}`;
	const deleted = await attempt(client.send({ method: 'DELETE', path }, { operation: 'always' }));
	if (!deleted.ok && deleted.error.kind !== 'not-found') throw deleted.error;
}
