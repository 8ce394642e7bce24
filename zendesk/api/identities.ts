import { attempt, type Client } from '../http/client';
import type { Reply } from '../http/types';
import { collect } from '../http/pages';
import { sameText } from './text';
import type { Identity } from './records';

/** @see https://developer.zendesk.com/api-reference/ticketing/users/user_identities/ */

/** Identities that are an email address, by which somebody signs in and is found; any of them may be the primary one. */
const ADDRESSES: ReadonlySet<string> = new Set(['email', 'google', 'microsoft']);

export async function listIdentities(client: Client, userId: number): Promise<Identity[]> {
	return await collect<Identity>(client, `/api/v2/users/${userId}/identities`, 'identities');
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
