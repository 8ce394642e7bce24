import type { Client } from '../http/client';
import { collect } from '../http/pages';
import type { Identity } from './records';

/** @see https://developer.zendesk.com/api-reference/ticketing/users/user_identities/ */

export async function listIdentities(client: Client, userId: number): Promise<Identity[]> {
	return await collect<Identity>(client, `/api/v2/users/${userId}/identities`, 'identities');
}

export async function makePrimary(
	client: Client,
	userId: number,
	identityId: number,
): Promise<void> {
	await client.send(
		{ method: 'PUT', path: `/api/v2/users/${userId}/identities/${identityId}/make_primary` },
		{ operation: 'always' },
	);
}

export async function deleteIdentity(
	client: Client,
	userId: number,
	identityId: number,
): Promise<void> {
	await client.send(
		{ method: 'DELETE', path: `/api/v2/users/${userId}/identities/${identityId}` },
		{ operation: 'always' },
	);
}
