import { deleteSessions, hasSessions, listOAuthTokens, revokeOAuthToken } from '../api/access';
import type { ZendeskUser } from '../api/records';
import { updateUser } from '../api/users';
import { attempt, type Client } from '../http/client';
import { isClosed } from '../http/errors';
import { whenSettled } from '../users/fresh';
import { newMark, readMark, withMark } from './mark';

/** What was there to cut. What the credential or the plan does not let us see stays, and the report says so. */
export interface Cut {
	sessions: 'ended' | 'none' | 'unseen';
	/** `unseen`: they can be listed by admins only. */
	tokens: number | 'unseen';
}

const SESSIONS = {
	ended: 'sessions ended',
	none: 'no sessions',
	unseen: 'sessions could not be ended: the credential needs an admin',
};

export function describeCut({ sessions, tokens }: Cut): string {
	const revoked =
		tokens === 'unseen'
			? 'OAuth tokens could not be listed: the credential needs an admin and the scope read'
			: `${tokens} OAuth token(s) revoked`;
	return `${SESSIONS[sessions]}, ${revoked}`;
}

export function didNothing({ sessions, tokens }: Cut): boolean {
	return sessions !== 'ended' && (tokens === 'unseen' || tokens === 0);
}

/** Sets fields of the leaver; waits where Zendesk does not let a brand-new user be changed yet. */
export async function updateLeaver(
	client: Client,
	user: ZendeskUser,
	fields: Record<string, unknown>,
): Promise<ZendeskUser> {
	return await whenSettled(client, user, async () => await updateUser(client, user.id, fields));
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
	return await updateLeaver(client, user, {
		suspended: true,
		...(marked ? {} : { notes: withMark(user.notes, newMark(user, client.clock.now())) }),
	});
}

/** @returns what the work brought, or `unseen` where the credential or the plan does not open it */
async function unlessClosed<T>(work: Promise<T>): Promise<T | 'unseen'> {
	const done = await attempt(work);
	if (done.ok) return done.value;
	if (isClosed(done.error)) return 'unseen';
	throw done.error;
}

async function endSessions(
	client: Client,
	userId: number,
	likely: boolean,
): Promise<'ended' | 'none'> {
	// Asking first costs a call; it is saved where the user could sign in until a moment ago.
	if (!likely && !(await hasSessions(client, userId))) return 'none';
	await deleteSessions(client, userId);
	return 'ended';
}

/** Ends sessions and revokes OAuth tokens, as far as there are any. */
export async function endAccess(
	client: Client,
	userId: number,
	{ sessionsLikely }: { sessionsLikely: boolean },
): Promise<Cut> {
	const sessions = await unlessClosed(endSessions(client, userId, sessionsLikely));
	const tokens = await unlessClosed(listOAuthTokens(client, userId));
	if (tokens === 'unseen') return { sessions, tokens };
	for (const { id } of tokens) await revokeOAuthToken(client, id);
	return { sessions, tokens: tokens.length };
}

/** Lifts the suspension again, if it was ours, and notes that the level is reached: one call. */
export async function liftSuspension(client: Client, user: ZendeskUser): Promise<ZendeskUser> {
	const mark = readMark(user);
	if (!mark || mark.finished) return user;
	return await updateLeaver(client, user, {
		suspended: mark.suspendedBefore,
		notes: withMark(user.notes, { ...mark, finished: true }),
	});
}
