import type { Client } from '../http/client';
import { isRecord } from '../http/errors';
import type { Entitlements } from './records';

/**
 * The product roles of one user; Zendesk has no list of them. Agents may read it.
 *
 * @throws {ZendeskError} `not-found` for users without any, and with the code `InvalidEndpoint` where the plan has none;
 * `unavailable` when Zendesk's own service does not answer
 * @see https://developer.zendesk.com/api-reference/ticketing/users/users/#get-full-user-entitlements
 */
export async function showEntitlements(client: Client, userId: number): Promise<Entitlements> {
	const { json } = await client.get(
		`/api/v2/users/${userId}/entitlements/full`,
		{},
		'entitlements',
	);
	return isRecord(json.entitlements) ? (json.entitlements as Entitlements) : {};
}
