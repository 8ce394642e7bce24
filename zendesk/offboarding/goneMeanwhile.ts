import type { ZendeskUser } from '../api/records';
import { showMany } from '../api/users';
import { attempt, type Client } from '../http/client';
import type { ZendeskError } from '../http/errors';
import { nameOf } from '../users/view';
import type { Refusal } from '../verdict';

/**
 * What a "not found" means in the middle of an off-boarding: the leaver was there when the run began, so another run, or
 * somebody in Zendesk, has deleted them since.
 *
 * @returns `undefined` where the leaver is still there, or can't be seen
 */
export async function explainGone(
	client: Client,
	user: ZendeskUser,
	error: ZendeskError,
): Promise<Refusal | undefined> {
	if (error.kind !== 'not-found') return undefined;
	const found = await attempt(showMany(client, 'ids', [user.id], { deleted: true }));
	if (!found.ok || found.value.some(({ id, active }) => id === user.id && active)) return undefined;
	return deletedMeanwhile(user);
}

export function deletedMeanwhile(user: ZendeskUser): Refusal {
	return {
		reason: 'conflict',
		message: `${nameOf(user)} was deleted while this run was at work: another run, or somebody in Zendesk, did it`,
		advice: 'Run it again: what is done already is recognized',
	};
}
