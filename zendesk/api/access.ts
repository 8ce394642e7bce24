import { attempt, type Client } from '../http/client';
import { collect, pages } from '../http/pages';
import type { OAuthToken } from './records';

/**
 * Sessions and OAuth tokens of a user: what lets somebody in.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/account-configuration/sessions/
 * @see https://developer.zendesk.com/api-reference/ticketing/oauth/oauth_tokens/
 */

export async function hasSessions(client: Client, userId: number): Promise<boolean> {
	const sessions = await collect(client, `/api/v2/users/${userId}/sessions`, 'sessions', {
		limit: 1,
	});
	return sessions.length > 0;
}

/** Signs the user out everywhere. */
export async function deleteSessions(client: Client, userId: number): Promise<void> {
	await client.send(
		{ method: 'DELETE', path: `/api/v2/users/${userId}/sessions` },
		{ operation: 'always' },
	);
}

/** The user's OAuth tokens. Zendesk lists them for the account as a whole only. */
export async function listOAuthTokens(client: Client, userId: number): Promise<OAuthToken[]> {
	const tokens: OAuthToken[] = [];
	for await (const page of pages<OAuthToken>(client, '/api/v2/oauth/tokens', 'tokens', {
		query: { all: true },
	})) {
		tokens.push(...page.records.filter((token) => token.user_id === userId));
	}
	return tokens;
}

/** A token that is gone already is what was wanted. */
export async function revokeOAuthToken(client: Client, tokenId: number): Promise<void> {
	const answer = await attempt(
		client.send(
			{ method: 'DELETE', path: `/api/v2/oauth/tokens/${tokenId}` },
			{ operation: 'always' },
		),
	);
	if (!answer.ok && answer.error.kind !== 'not-found') throw answer.error;
}
