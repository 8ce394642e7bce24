import { listTicketsOf } from '../api/tickets';
import type { ZendeskUser } from '../api/records';
import { purgeUser, showDeletedUser, wasPurged } from '../api/deletedUsers';
import { deleteUser, showMany } from '../api/users';
import { attempt, type Client } from '../http/client';
import { dryRun, refused, type Refusal, type Verdict, verdictOfError } from '../verdict';
import { findUsers, theOne } from './find';
import type { Guards } from './guards';
import type { UserRef } from './reference';
import { isStaff, nameOf, simplifyUser } from './view';

/** So many tickets are named in a message; the rest is counted. */
const NAMED_TICKETS = 20;

/**
 * How long Zendesk may take to show a user among the deleted ones.
 *
 * @see https://docs.zuora.com/en/zephr/configuration--integrations/settings/extensions/zendesk (a minute or two)
 */
const APPEARS_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 2_000;

/** The tickets that are not closed and that the user has requested: as long as there are any, Zendesk deletes nobody. */
async function openRequestedTickets(client: Client, userId: number): Promise<number[]> {
	const ids: number[] = [];
	for await (const page of listTicketsOf(client, userId, 'requested')) {
		ids.push(...page.records.filter(({ status }) => status !== 'closed').map(({ id }) => id));
	}
	return ids;
}

export interface RemoveContext {
	client: Client;
	guards: Guards;
	isDryRun: boolean;
	/** The display name of the parameter that picks the user, for messages. */
	parameter: string;
}

function ticketsInTheWay(user: Pick<ZendeskUser, 'id' | 'name'>, open: number[]): Refusal {
	const named = open.slice(0, NAMED_TICKETS).join(', ');
	const rest = open.length > NAMED_TICKETS ? ` and ${open.length - NAMED_TICKETS} more` : '';
	return {
		reason: 'tickets-left',
		message: `${nameOf(user)} is the requester of ${open.length} ticket(s) that are not closed: ${named}${rest}`,
		advice:
			"Close them, or give them to another requester with 'Ticket: Transfer' (relation 'Requested')",
	};
}

/** Zendesk's refusal to delete, with the tickets that are in the way. */
export async function explainDeleteRefusal(
	client: Client,
	user: Pick<ZendeskUser, 'id' | 'name'>,
	said: string,
): Promise<Refusal> {
	const open = await openRequestedTickets(client, user.id);
	if (open.length === 0) {
		return {
			reason: 'invalid',
			message: `Zendesk did not delete ${nameOf(user)}: ${said}`,
			advice:
				'The account owner and users shared from another Zendesk account can only be deleted in Zendesk itself',
		};
	}
	return ticketsInTheWay(user, open);
}

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
		message: `Zendesk accepted the permanent deletion of ${nameOf(user)} but still lists him among the deleted users`,
		advice: 'Run it again in a few minutes',
	};
}

async function deleteFound(
	{ client, guards, isDryRun }: RemoveContext,
	user: ZendeskUser,
): Promise<Verdict> {
	const data = simplifyUser(user);
	const refusal = await guards.refusal(user, 'delete');
	if (refusal) return refused(refusal, data);
	if (isStaff(user)) {
		return refused(
			{
				reason: 'staff',
				message: `${nameOf(user)} is an ${user.role} and was not deleted`,
				advice:
					"Use the operation 'Offboard' for staff: it hands over the tickets first, so that nothing is lost",
			},
			data,
		);
	}
	if (isDryRun) {
		const open = await openRequestedTickets(client, user.id);
		return open.length > 0 ? refused(ticketsInTheWay(user, open), data) : dryRun('deleted', data);
	}
	const done = await attempt(deleteUser(client, user.id));
	if (done.ok) return { outcome: 'deleted', data: { ...data, deleted: true } };
	if (done.error.kind !== 'invalid') return verdictOfError(done.error, data);
	return refused(await explainDeleteRefusal(client, user, done.error.message), data);
}

/** Deletes customers (the soft way). Staff are refused: they leave by off-boarding. */
export async function deleteUsers(context: RemoveContext, refs: UserRef[]): Promise<Verdict[]> {
	const { client, parameter } = context;
	const found = await attempt(findUsers(client, refs, { deleted: true }));
	if (!found.ok) return refs.map(() => verdictOfError(found.error));
	const verdicts: Verdict[] = [];
	for (const [index, ref] of refs.entries()) {
		const one = theOne(ref, found.value[index], parameter);
		if ('refusal' in one) {
			verdicts.push(refused(one.refusal));
		} else if (!one.user.active) {
			verdicts.push({
				outcome: 'unchanged',
				reason: 'deleted',
				data: { ...simplifyUser(one.user), deleted: true },
			});
		} else {
			const verdict = await attempt(deleteFound(context, one.user));
			verdicts.push(
				verdict.ok ? verdict.value : verdictOfError(verdict.error, simplifyUser(one.user)),
			);
		}
	}
	return verdicts;
}

/** Deletes one soft-deleted user for good. */
export async function purgeOne(client: Client, id: number, isDryRun: boolean): Promise<Verdict> {
	const deleted = await showDeletedUser(client, id);
	if (deleted) {
		const data = { id, name: deleted.name, deleted: true };
		if (isDryRun) return dryRun('purged', data);
		if (await purgeAndConfirm(client, id)) return { outcome: 'purged', data };
		return { ...refused(stillListed(deleted), data), outcome: 'unknown' };
	}
	if (await wasPurged(client, id)) {
		return { outcome: 'unchanged', reason: 'deleted', data: { id, deleted: true } };
	}
	const [user] = await showMany(client, 'ids', [id]);
	if (user) {
		return refused(
			{
				reason: 'invalid',
				message: `${nameOf(user)} is not deleted yet, so he can't be deleted permanently`,
				advice: "Delete him first with 'User: Delete' (customers) or 'User: Offboard' (staff)",
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
