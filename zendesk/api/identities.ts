import { attempt, type Client } from '../http/client';
import type { Reply } from '../http/types';
import { collect } from '../http/pages';
import { sameText } from './text';
import type { Identity } from './records';

/** @see https://developer.zendesk.com/api-reference/ticketing/users/user_identities/ */

export async function listIdentities(client: Client, userId: number): Promise<Identity[]> {
	return await collect<Identity>(client, `/api/v2/users/${userId}/identities`, 'identities');
}

/** Adds a verified email, about which Zendesk sends no mail. Finds it again when the answer was lost. */
export async function addEmail(client: Client, userId: number, email: string): Promise<Identity> {
	const reply = await client.send(
		{
			method: 'POST',
			path: `/api/v2/users/${userId}/identities`,
			body: { identity: { type: 'email', value: email, verified: true, skip_verify_email: true } },
		},
		{
			operation: 'natural-key',
			expects: 'identity',
			lookUp: async (): Promise<Reply | 'not-done'> => {
				const identity = emailIn(await listIdentities(client, userId), email);
				return identity ? { status: 201, headers: {}, json: { identity } } : 'not-done';
			},
		},
	);
	return reply.json.identity as Identity;
}

export function emailIn(identities: Identity[], email: string | null): Identity | undefined {
	return identities.find(({ type, value }) => type === 'email' && sameText(value, email));
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

/** Puts another address in the place of one: verified, so that Zendesk sends no mail about it. */
export async function replaceEmail(
	client: Client,
	userId: number,
	identityId: number,
	email: string,
): Promise<void> {
	await client.send(
		{
			method: 'PUT',
			path: `/api/v2/users/${userId}/identities/${identityId}`,
			body: { identity: { value: email, verified: true } },
		},
		{ operation: 'always', expects: 'identity' },
	);
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
