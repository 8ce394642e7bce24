import { deleteSessions, hasSessions, listOAuthTokens, revokeOAuthToken } from '../api/access';
import type { ZendeskUser } from '../api/records';
import { showMany, updateUser } from '../api/users';
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

/** Notes are written as a whole: what a colleague has added since they were read would be lost. */
const FRESH_MS = 1_000;

/** The user as they are now, read again unless that was within the last second. */
export async function readAnew(client: Client, { user, at }: Seen): Promise<ZendeskUser> {
	if (client.clock.now() - at < FRESH_MS) return user;
	const [now] = await showMany(client, 'ids', [user.id], { deleted: true });
	return now?.active ? now : user;
}

/**
 * Suspends the leaver and writes the marker into the notes, both in one call. A suspended agent can't be assigned tickets,
 * so nothing new reaches them while their tickets move.
 */
export async function suspendWithMarker(
	client: Client,
	seen: Seen,
	makeMarker: (user: ZendeskUser) => Marker,
): Promise<{ user: ZendeskUser; marker: Marker }> {
	const user = await readAnew(client, seen);
	const marker = makeMarker(user);
	const fields = { suspended: true, notes: addMarker(user.notes, marker) };
	return { user: await updateLeaver(client, user, fields), marker };
}

/** Lifts the suspension that this marker speaks of, and notes that the level is reached: one call. */
export async function liftSuspension(
	client: Client,
	seen: Seen,
	marker: Marker,
): Promise<ZendeskUser> {
	const user = await readAnew(client, seen);
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
