import type { ZendeskUser } from '../api/records';
import type { Doubt, RowEnd } from '../bulk/bulk';
import { attempt, type Client } from '../http/client';
import type { ZendeskError } from '../http/errors';

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

const isEarly = ({ kind }: ZendeskError) => kind === 'not-found' || kind === 'conflict';

/** A change of one user, tried until he has settled. */
export async function onceSettled<Done>(
	client: Client,
	user: ZendeskUser,
	change: () => Promise<RowEnd<Done>>,
): Promise<RowEnd<Done>> {
	for (;;) {
		const end = await change();
		if (!('error' in end) || !isEarly(end.error) || !mayWait(client, user)) return end;
		await client.wait(TRY_EVERY_MS, WHY);
	}
}

/** As {@link onceSettled}, for a change that throws. */
export async function whenSettled<Done>(
	client: Client,
	user: ZendeskUser,
	change: () => Promise<Done>,
): Promise<Done> {
	for (;;) {
		const done = await attempt(change());
		if (done.ok) return done.value;
		if (!isEarly(done.error) || !mayWait(client, user)) throw done.error;
		await client.wait(TRY_EVERY_MS, WHY);
	}
}

function mayWait(client: Client, user: ZendeskUser): boolean {
	return isFresh(client, user) && !client.signal?.aborted;
}

/** What a job says of a user who may be too fresh: then it is ordered again, a moment later. */
export function unlessFresh(client: Client, user: ZendeskUser, said: string): Doubt | undefined {
	const isRefused = /RecordNotFound|not found|DatabaseConflict|collision/i.test(said);
	return isRefused && isFresh(client, user)
		? { doubt: said, again: true, afterMs: TRY_EVERY_MS, why: WHY }
		: undefined;
}
