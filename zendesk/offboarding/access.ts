import { deleteSessions, hasSessions, listOAuthTokens, revokeOAuthToken } from '../api/access';
import type { ZendeskUser } from '../api/records';
import { updateUser } from '../api/users';
import { attempt, type Client } from '../http/client';
import { newMark, readMark, withMark } from './mark';

/** What was there to cut. */
export interface Cut {
	sessions: 'ended' | 'none';
	tokens: number;
	/** OAuth tokens can be listed by admins only; then they stay, and the report says so. */
	tokensUnseen: boolean;
}

export function describeCut({ sessions, tokens, tokensUnseen }: Cut): string {
	const unseen =
		'OAuth tokens could not be listed: the credential needs an admin and the scope read';
	return [
		sessions === 'ended' ? 'sessions ended' : 'no sessions',
		tokensUnseen ? unseen : `${tokens} OAuth token(s) revoked`,
	].join(', ');
}

export function didNothing({ sessions, tokens }: Cut): boolean {
	return sessions === 'none' && tokens === 0;
}

/**
 * Suspends the leaver and writes the mark into his notes, both in one call. A suspended agent can't be assigned tickets,
 * so nothing new reaches him while his tickets move.
 *
 * @returns the user afterwards; the same object when there was nothing to write
 */
export async function suspendWithMark(client: Client, user: ZendeskUser): Promise<ZendeskUser> {
	const mark = readMark(user);
	const marked = mark !== undefined && !mark.finished;
	if (user.suspended && marked) return user;
	return await updateUser(client, user.id, {
		suspended: true,
		...(marked ? {} : { notes: withMark(user.notes, newMark(user, client.clock.now())) }),
	});
}

/** Ends sessions and revokes OAuth tokens, as far as there are any. */
export async function endAccess(
	client: Client,
	userId: number,
	{ sessionsLikely }: { sessionsLikely: boolean },
): Promise<Cut> {
	// Asking first costs a call; it is saved where the user could sign in until a moment ago.
	const signedIn = sessionsLikely || (await hasSessions(client, userId));
	if (signedIn) await deleteSessions(client, userId);
	const tokens = await attempt(listOAuthTokens(client, userId));
	if (!tokens.ok && tokens.error.kind !== 'forbidden' && tokens.error.kind !== 'scope') {
		throw tokens.error;
	}
	const list = tokens.ok ? tokens.value : [];
	for (const { id } of list) await revokeOAuthToken(client, id);
	return {
		sessions: signedIn ? 'ended' : 'none',
		tokens: list.length,
		tokensUnseen: !tokens.ok,
	};
}

/** Lifts the suspension again, if it was ours, and notes that the level is reached: one call. */
export async function liftSuspension(client: Client, user: ZendeskUser): Promise<ZendeskUser> {
	const mark = readMark(user);
	if (!mark || mark.finished) return user;
	return await updateUser(client, user.id, {
		suspended: mark.suspendedBefore,
		notes: withMark(user.notes, { ...mark, finished: true }),
	});
}
