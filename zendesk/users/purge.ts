import { isErased, purgeUser, showDeletedUser, wasPurged } from '../api/deletedUsers';
import type { DeletedUser, ZendeskUser } from '../api/records';
import type { Guards } from '../changes/guards';
import { verdictIfTooMany } from '../changes/tooMany';
import { attempt, type Client } from '../http/client';
import { inParallel } from '../http/parallel';
import { dryRun, refused, type Refusal, type Verdict, verdictOfError } from '../verdict';
import { seeUsers } from '../api/see';
import { nameOf, simplifyUser } from './view';

/**
 * How long Zendesk may take to show a user among the deleted ones.
 *
 * @see https://docs.zuora.com/en/zephr/configuration--integrations/settings/extensions/zendesk (a minute or two)
 */
const APPEARS_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 2_000;

/** Waits until a user whom we deleted shows up among the deleted ones: only then can he be purged. */
export async function confirmDeleted(client: Client, id: number): Promise<boolean> {
	const until = client.clock.now() + APPEARS_WITHIN_MS;
	while ((await showDeletedUser(client, id)) === undefined) {
		if (client.clock.now() >= until || client.signal?.aborted) return false;
		await client.wait(LOOK_EVERY_MS, 'Zendesk does not show the user among the deleted ones yet');
	}
	return true;
}

/** Purges and makes sure of it: afterwards Zendesk no longer shows the user among the deleted ones. */
export async function purgeAndConfirm(client: Client, id: number): Promise<boolean> {
	await purgeUser(client, id);
	const until = client.clock.now() + APPEARS_WITHIN_MS;
	while ((await showDeletedUser(client, id)) !== undefined) {
		if (client.clock.now() >= until || client.signal?.aborted) return false;
		await client.wait(LOOK_EVERY_MS, 'Zendesk still shows the user among the deleted ones');
	}
	return true;
}

export function stillListed(user: Pick<ZendeskUser, 'id' | 'name'>): Refusal {
	return {
		reason: 'unavailable',
		message: `Zendesk accepted the permanent deletion of ${nameOf(user)} but still lists this user among the deleted ones`,
		advice: 'Run it again in a few minutes',
	};
}

export function notListedYet(user: Pick<ZendeskUser, 'id' | 'name'>): Refusal {
	return {
		reason: 'unavailable',
		message: `Zendesk deleted ${nameOf(user)} but does not show this user among the deleted ones yet`,
		advice: 'Run it again in a few minutes',
	};
}

/** Somebody who came back has another account: who names them by their address means the former one too. */
function mayBeProtected(
	user: Pick<DeletedUser, 'id' | 'name' | 'email'>,
	heir: ZendeskUser,
): Refusal {
	return {
		reason: 'protected',
		message: `${nameOf(user)} had the address ${user.email}, which is now the protected user ${nameOf(heir)}'s, and was not deleted permanently`,
		advice:
			"If they are two people, take the user out of the option 'Protected Users' for this run",
	};
}

export interface PurgeContext {
	client: Client;
	guards: Guards;
	isDryRun: boolean;
	/** Told at each row that has its verdict. */
	onEnded?: () => void;
}

async function purgeDeleted(
	{ client, guards, isDryRun }: PurgeContext,
	{ id, name, email }: Pick<DeletedUser, 'id' | 'name' | 'email'>,
): Promise<Verdict> {
	const data = { id, name, deleted: true };
	const refusal = await guards.check({ id, name }, 'delete permanently');
	if (refusal) return refused(refusal, data);
	const heir = email ? await guards.findProtected({ email }) : undefined;
	if (heir) return refused(mayBeProtected({ id, name, email }, heir), data);
	if (isDryRun) return dryRun('purged', data);
	if (await purgeAndConfirm(client, id)) return { outcome: 'purged', data };
	return { ...refused(stillListed({ id, name }), data), outcome: 'unknown' };
}

/** Deletes one soft-deleted user for good. */
async function purgeOne(context: PurgeContext, id: number): Promise<Verdict> {
	const { client, isDryRun } = context;
	const deleted = await showDeletedUser(client, id);
	if (deleted) return await purgeDeleted(context, deleted);
	if (await wasPurged(client, id)) {
		return { outcome: 'unchanged', reason: 'deleted', data: { id, deleted: true } };
	}
	const user = (await seeUsers(client, [id])).get(id);
	// Deleted a moment ago.
	if (user?.active === false && !isErased(user)) {
		const isReady = isDryRun || (await confirmDeleted(client, id));
		if (isReady) return await purgeDeleted(context, user);
		return refused(notListedYet(user), { id, name: user.name, deleted: true });
	}
	if (user?.active) {
		return refused(
			{
				reason: 'invalid',
				message: `${nameOf(user)} is not deleted yet, and can't be deleted permanently before`,
				advice: "Delete the user first with 'User: Delete' (customers) or 'User: Offboard' (staff)",
			},
			simplifyUser(user),
		);
	}
	return refused(
		{
			reason: 'not-found',
			message: `No deleted user has the ID ${id}`,
			advice: 'Check the ID; Zendesk also purges deleted users by itself after 30 days',
		},
		{ id },
	);
}

/**
 * Deletes soft-deleted users for good, one by one: Zendesk has no job for it. Whoever is named counts for *Max Changes*,
 * as nobody knows before who of them is still there.
 *
 * @returns one verdict a row
 */
export async function purgeAll(context: PurgeContext, ids: number[]): Promise<Verdict[]> {
	const { guards, onEnded } = context;
	const refuse = await verdictIfTooMany(guards, ids);
	if (refuse) return ids.map((id) => refuse({ id }));
	return await inParallel(
		ids,
		async (id) => {
			const done = await attempt(purgeOne(context, id));
			return done.ok ? done.value : verdictOfError(done.error, { id });
		},
		onEnded,
	);
}
