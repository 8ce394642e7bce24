import type { ZendeskUser } from '../api/records';
import { deleteUser, destroyManyRequest } from '../api/users';
import { type BulkOrder, endOfCall, type RowEnd, runBulk, verdictOfEnd } from '../bulk/bulk';
import { matchResults } from '../bulk/results';
import type { Guards } from '../changes/guards';
import { verdictIfTooMany } from '../changes/tooMany';
import { attempt, type Client } from '../http/client';
import { explainItem } from '../http/jobItems';
import type { JobRunner } from '../http/jobs';
import { inParallel } from '../http/parallel';
import { dryRun, refused, type Refusal, type Verdict, verdictOfError } from '../verdict';
import { explainDeleteRefusal, openRequestedTickets, ticketsInTheWay } from './deleteRefusal';
import { findUsers, theOneToChange } from './find';
import { onceSettled, unlessFresh } from './fresh';
import type { UserRef } from './reference';
import { seeUsers } from '../api/see';
import { isStaff, nameOf, simplifyUser } from './view';

export interface RemoveContext {
	client: Client;
	jobs: JobRunner;
	guards: Guards;
	isDryRun: boolean;
	/** Told at each row that has been written, or refused by Zendesk. */
	onEnded?: () => void;
	/** The display name of the parameter that picks the user, for messages. */
	parameter: string;
}

/** Why a user may not be deleted here; who is let through counts as gone for the rows after him. */
async function refusalFor(guards: Guards, user: ZendeskUser): Promise<Refusal | undefined> {
	const refusal = await guards.check(user, 'delete');
	if (refusal || !isStaff(user)) return refusal;
	return {
		reason: 'staff',
		message: `${nameOf(user)} is an ${user.role} and was not deleted`,
		advice:
			"Use the operation 'Offboard' for staff: it hands over the tickets first, so that nothing is lost",
	};
}

function deleteOrder(client: Client): BulkOrder<ZendeskUser, ZendeskUser> {
	return {
		request: (users) => destroyManyRequest(users.map(({ id }) => id)),
		match: (users, items) => {
			const results = matchResults(
				users.map(({ id }) => ({ id })),
				items,
			).items;
			return users.map((user, i) => {
				const item = results[i];
				if (item === undefined) return undefined;
				if (item.success) return { done: user };
				const said = explainItem(item);
				const early = unlessFresh(client, user, `${item.error} ${said}`);
				if (early) return early;
				// Who is not there any more may have been deleted by an order whose answer was lost.
				const isGone = /RecordNotFound|not found/i.test(`${item.error} ${said}`);
				return isGone ? { doubt: said } : { refused: said };
			});
		},
		lookUp: async (users) => {
			const seen = await seeUsers(
				client,
				users.map(({ id }) => id),
			);
			return users.map((user) => (seen.get(user.id)?.active ? undefined : { done: user }));
		},
		repeatable: () => true,
		verify: () => true,
	};
}

async function deleteOne(client: Client, user: ZendeskUser): Promise<RowEnd<ZendeskUser>> {
	const end = await onceSettled(client, user, async () =>
		endOfCall(await attempt(deleteUser(client, user.id))),
	);
	return 'done' in end ? { done: user } : end;
}

async function verdictOfDeletion(
	{ client }: Pick<RemoveContext, 'client'>,
	user: ZendeskUser,
	end: RowEnd<ZendeskUser>,
): Promise<Verdict> {
	const data = simplifyUser(user);
	if ('done' in end) return { outcome: 'deleted', data: { ...data, deleted: true } };
	if (!('refused' in end)) return verdictOfEnd(end, `${nameOf(user)} was not deleted`, data);
	const explained = await attempt(explainDeleteRefusal(client, user, end.refused));
	return explained.ok ? refused(explained.value, data) : verdictOfError(explained.error, data);
}

async function foresee(
	{ client }: Pick<RemoveContext, 'client'>,
	user: ZendeskUser,
): Promise<Verdict> {
	const data = simplifyUser(user);
	const open = await attempt(openRequestedTickets(client, user.id));
	if (!open.ok) return verdictOfError(open.error, data);
	return open.value.length > 0
		? refused(ticketsInTheWay(user, open.value), data)
		: dryRun('deleted', data);
}

/** What would become of users who may go. */
export async function foreseeRemovals(
	context: Pick<RemoveContext, 'client'>,
	users: ZendeskUser[],
): Promise<Verdict[]> {
	return await inParallel(users, async (user) => await foresee(context, user));
}

/** Deletes users who may go (the soft way): one by a single call, more by jobs. */
export async function removeUsers(
	context: Pick<RemoveContext, 'client' | 'jobs' | 'onEnded'>,
	users: ZendeskUser[],
): Promise<Verdict[]> {
	const { client, jobs, onEnded } = context;
	const ends =
		users.length === 1
			? [await deleteOne(client, users[0])]
			: await runBulk(jobs, users, deleteOrder(client), onEnded);
	return await inParallel(
		users,
		async (user, i) => await verdictOfDeletion(context, user, ends[i]),
	);
}

/** Deletes customers. Staff are refused: they leave by off-boarding. */
export async function deleteUsers(context: RemoveContext, refs: UserRef[]): Promise<Verdict[]> {
	const { client, guards, isDryRun, parameter, onEnded } = context;
	const found = await attempt(findUsers(client, refs, { deleted: true }));
	if (!found.ok) return refs.map(() => verdictOfError(found.error));
	const verdicts: Verdict[] = new Array(refs.length);
	/** Who is to go, with all rows that name him. */
	const going = new Map<number, { user: ZendeskUser; indexes: number[] }>();
	for (const [index, ref] of refs.entries()) {
		const one = theOneToChange(ref, found.value[index], parameter);
		if ('refusal' in one) {
			verdicts[index] = refused(one.refusal);
			continue;
		}
		const { user } = one;
		const twin = going.get(user.id);
		if (twin) {
			twin.indexes.push(index);
		} else if (!user.active) {
			const data = { ...simplifyUser(user), deleted: true };
			verdicts[index] = { outcome: 'unchanged', reason: 'deleted', data };
		} else {
			const refusal = await attempt(refusalFor(guards, user));
			const data = simplifyUser(user);
			if (!refusal.ok) verdicts[index] = verdictOfError(refusal.error, data);
			else if (refusal.value) verdicts[index] = refused(refusal.value, data);
			else going.set(user.id, { user, indexes: [index] });
		}
	}

	for (const verdict of verdicts) if (verdict) onEnded?.();
	const refuse = await verdictIfTooMany(guards);
	if (refuse) {
		for (const { user, indexes } of going.values()) {
			for (const index of indexes) verdicts[index] = refuse(simplifyUser(user));
		}
		return verdicts;
	}
	const all = [...going.values()];
	const users = all.map(({ user }) => user);
	const done = isDryRun ? await foreseeRemovals(context, users) : await removeUsers(context, users);
	for (const [i, verdict] of done.entries()) {
		for (const index of all[i].indexes) verdicts[index] = verdict;
	}
	return verdicts;
}
