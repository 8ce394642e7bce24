import type { ZendeskUser } from '../api/records';
import { showMany } from '../api/users';
import { attempt, type Client } from '../http/client';
import { refusalOf, type Refusal } from '../verdict';

/** Zendesk takes a delivery for lost after 12 s, and n8n answers it only when the user has been read. */
const PATIENCE_MS = 6_000;

/** The whole user, or why he isn't there. */
export type FullUser =
	| { full_user: ZendeskUser }
	| { full_user: null; full_user_reason: string; full_user_message: string };

const GONE: Refusal = {
	reason: 'not-found',
	message: 'Zendesk does not know this user, or not any more',
};

const NO_ANSWER: Refusal = {
	reason: 'unavailable',
	message: `Zendesk did not answer within ${PATIENCE_MS / 1000} seconds`,
};

export function withoutUser({ reason, message }: Refusal): FullUser {
	return { full_user: null, full_user_reason: reason, full_user_message: message };
}

/**
 * Reads the user of an event, also when he is deleted, but only for a few seconds: the event itself is worth more.
 *
 * @param patience its signal is the client's; it is aborted in any case, so that nothing goes on in the background
 */
export async function readFullUser(
	client: Client,
	userId: number | string,
	patience: AbortController,
): Promise<FullUser> {
	const read = attempt(showMany(client, 'ids', [userId], { deleted: true }));
	const timeIsUp = client.clock.sleep(PATIENCE_MS, patience.signal);
	const answer = await Promise.race([read, timeIsUp]);
	patience.abort();
	if (!answer) return withoutUser(NO_ANSWER);
	if (!answer.ok) return withoutUser(refusalOf(answer.error));
	const [user] = answer.value;
	return user ? { full_user: user } : withoutUser(GONE);
}
