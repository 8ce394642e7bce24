import type { ZendeskUser } from '../api/records';
import type { Doubt, RowEnd } from '../bulk/bulk';
import type { Client } from '../http/client';

/**
 * For a minute or two after his creation Zendesk may answer a change of a user as if he were not there.
 *
 * @see https://docs.zuora.com/en/zephr/configuration--integrations/settings/extensions/zendesk
 */
const SETTLES_WITHIN_MS = 180_000;
const TRY_EVERY_MS = 10_000;
const WHY = 'Zendesk does not let a brand-new user be changed yet';

function isFresh(client: Client, { created_at: createdAt }: ZendeskUser): boolean {
	return client.clock.now() - Date.parse(createdAt) < SETTLES_WITHIN_MS;
}

/** A change of one user, tried until he has settled. */
export async function onceSettled<Done>(
	client: Client,
	user: ZendeskUser,
	change: () => Promise<RowEnd<Done>>,
): Promise<RowEnd<Done>> {
	for (;;) {
		const end = await change();
		const isEarly = 'error' in end && ['not-found', 'conflict'].includes(end.error.kind);
		if (!isEarly || !isFresh(client, user) || client.signal?.aborted) return end;
		await client.wait(TRY_EVERY_MS, WHY);
	}
}

/** What a job says of a user who may be too fresh: then it is ordered again, a moment later. */
export function unlessFresh(client: Client, user: ZendeskUser, said: string): Doubt | undefined {
	const isEarly = /RecordNotFound|not found|DatabaseConflict|collision/i.test(said);
	return isEarly && isFresh(client, user)
		? { doubt: said, again: true, afterMs: TRY_EVERY_MS, why: WHY }
		: undefined;
}
