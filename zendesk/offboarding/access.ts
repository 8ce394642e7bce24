import { deleteSessions, hasSessions, listOAuthTokens, revokeOAuthToken } from '../api/access';
import type { ZendeskUser } from '../api/records';
import { updateUser } from '../api/users';
import { attempt, type Client } from '../http/client';
import { isClosed } from '../http/errors';
import { addMarker, type Marker } from '../identity/marker';
import { whenSettled } from '../users/fresh';

/** What was there to cut. What the credential or the plan doesn't let us see stays, and the verdict says so. */
export interface Cut {
	sessions: 'ended' | 'none' | 'unseen';
	/** `unseen`: they can be listed by admins only. */
	tokens: number | 'unseen';
}

const SESSIONS = { ended: 'sessions ended', none: 'no sessions', unseen: 'sessions not seen' };

export function describeCut({ sessions, tokens }: Cut): string {
	const revoked =
		tokens === 'unseen' ? 'OAuth tokens not seen' : `${tokens} OAuth token(s) revoked`;
	return `${SESSIONS[sessions]}, ${revoked}`;
}

/** What may be left of the access, as sentences for people. */
export function describeUnseen({ sessions, tokens }: Cut): string[] {
	return [
		...(sessions === 'unseen'
			? ["Sessions couldn't be ended: the credential needs an admin. Sign the user out in Zendesk"]
			: []),
		...(tokens === 'unseen'
			? [
					"OAuth tokens couldn't be listed: the credential needs an admin and the scope 'read'. Check Admin Center › Apps and integrations › OAuth clients",
				]
			: []),
	];
}

export function didNothing({ sessions, tokens }: Cut): boolean {
	return sessions !== 'ended' && (tokens === 'unseen' || tokens === 0);
}

/** Sets fields of the leaver; waits where Zendesk doesn't let a brand-new user be changed yet. */
export async function updateLeaver(
	client: Client,
	user: ZendeskUser,
	fields: Record<string, unknown>,
): Promise<ZendeskUser> {
	return await whenSettled(client, user, async () => await updateUser(client, user.id, fields));
}

/** A user as they were at this moment of our clock. */
export interface Seen {
	user: ZendeskUser;
	at: number;
}

/**
 * Suspends the leaver and writes the marker into the notes, both in one call. A suspended agent can't be assigned tickets,
 * so nothing new reaches them while their tickets move.
 *
 * @param user as read a moment ago: notes are written as a whole, and what somebody has added since would be lost
 */
export async function suspendWithMarker(
	client: Client,
	user: ZendeskUser,
	marker: Marker,
): Promise<ZendeskUser> {
	const fields = { suspended: true, notes: addMarker(user.notes, marker) };
	return await updateLeaver(client, user, fields);
}

/**
 * Lifts the suspension that this marker speaks of, and notes that the level is reached: one call.
 *
 * @param user as read a moment ago
 */
export async function liftSuspension(
	client: Client,
	user: ZendeskUser,
	marker: Marker,
): Promise<ZendeskUser> {
	return await updateLeaver(client, user, {
		suspended: marker.suspendedBefore,
		notes: addMarker(user.notes, { ...marker, finished: true }),
	});
}

/** @returns what the work brought, or `unseen` where the credential or the plan doesn't open it */
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
