import type { ZendeskUser } from '../api/records';
import { createOrUpdateManyRequest, createOrUpdateUser } from '../api/users';
import { type BulkOrder, type Finding, type RowEnd, runBulk, verdictOfEnd } from '../bulk/bulk';
import { attempt, type Client } from '../http/client';
import type { JobItem, JobRunner } from '../http/jobs';
import { inParallel } from '../http/parallel';
import { dryRun, type Outcome, refused, type Verdict, verdictOfError } from '../verdict';
import { changeEmail } from './email';
import { findUsers } from './find';
import { gather, lower, type UpsertRow, type Wanted } from './gather';
import { changedFields } from './payload';
import type { UserRef } from './reference';
import { type UserUpdate, updateOrder } from './update';
import { simplifyUser } from './view';

export interface UpsertContext {
	client: Client;
	jobs: JobRunner;
	isDryRun: boolean;
	/** Send rows to Zendesk without looking whether they differ from what is there. */
	writeUnchanged: boolean;
	/** Told once when the account does not allow bulk imports. */
	onSingles?: () => void;
	/** Told at each row that has been written, or refused by Zendesk. */
	onEnded?: () => void;
}

type Done = { user: Record<string, unknown>; outcome: Outcome };

function refOf({ externalId, email }: UpsertRow): UserRef {
	return externalId ? { by: 'externalId', value: externalId } : { by: 'email', value: email! };
}

function nameOfRow({ externalId, email }: UpsertRow): string {
	return externalId ? `the user with the external ID ${externalId}` : `the user ${email}`;
}

/** Zendesk answers a failed upsert with the row's position as `id`. */
function positionOf(item: JobItem): number | undefined {
	return item.index ?? (item.success ? undefined : item.id);
}

function matchUpserts(rows: Wanted[], items: JobItem[]): Array<Finding<Done>> {
	const findings: Array<Finding<Done>> = new Array(rows.length).fill(undefined);
	const byKey = new Map<string, number>();
	for (const [i, { externalId, email }] of rows.entries()) {
		if (externalId) byKey.set(`x:${lower(externalId)}`, i);
		if (email) byKey.set(`e:${lower(email)}`, i);
	}
	for (const item of items) {
		const i =
			byKey.get(`x:${lower(item.externalId)}`) ??
			byKey.get(`e:${lower(item.email)}`) ??
			positionOf(item);
		const row = i === undefined ? undefined : rows[i];
		if (row === undefined || i === undefined) continue;
		findings[i] = item.success
			? {
					done: {
						user: { id: item.id, ...row.fields },
						outcome: /created/i.test(item.status ?? '') ? 'created' : 'updated',
					},
				}
			: { refused: item.details ?? item.error ?? 'Zendesk gave no reason' };
	}
	return findings;
}

/** Looks rows up by their key; equal ones are done, whoever did it. */
async function lookUp(client: Client, rows: Wanted[]): Promise<Array<Finding<Done>>> {
	const found = await findUsers(client, rows.map(refOf));
	return rows.map(({ fields }, i) => {
		const [user] = found[i];
		const isDone = user && Object.keys(changedFields(fields, user)).length === 0;
		return isDone ? { done: { user: simplifyUser(user), outcome: 'updated' } } : undefined;
	});
}

function upsertOrder(client: Client): BulkOrder<Wanted, Done> {
	return {
		request: (rows) => createOrUpdateManyRequest(rows.map(({ fields }) => fields)),
		match: matchUpserts,
		lookUp: async (rows) => await lookUp(client, rows),
		// E-mail and external id are natural keys: the same order again finds the same user.
		repeatable: () => true,
	};
}

/** A user who is there and differs. */
interface Changed extends UserUpdate {
	wanted: Wanted;
}

function updated(end: RowEnd<ZendeskUser>): RowEnd<Done> {
	return 'done' in end ? { done: { user: simplifyUser(end.done), outcome: 'updated' } } : end;
}

async function changeOne(client: Client, { user, fields }: Changed): Promise<RowEnd<Done>> {
	const changed = await attempt(
		changeEmail(client, user, { ...fields, email: String(fields.email) }, false),
	);
	return updated(changed.ok ? { done: changed.value } : { error: changed.error });
}

async function upsertOne(client: Client, { fields }: Wanted): Promise<RowEnd<Done>> {
	const written = await attempt(createOrUpdateUser(client, fields));
	if (!written.ok) return { error: written.error };
	const { user, created } = written.value;
	return { done: { user: simplifyUser(user), outcome: created ? 'created' : 'updated' } };
}

/** New users, and those whose external id is not known, by jobs; one by one where the account does not allow that. */
async function upsertAll(
	{ client, jobs, onSingles, onEnded }: UpsertContext,
	rows: Wanted[],
): Promise<Array<RowEnd<Done>>> {
	const singles = async () =>
		await inParallel(rows, async (row) => await upsertOne(client, row), onEnded);
	if (rows.length === 1) return await singles();
	const ends = await runBulk(jobs, rows, upsertOrder(client), onEnded);
	const isOff = ends.some((end) => 'error' in end && end.error.status === 403);
	if (!isOff) return ends;
	onSingles?.();
	return await singles();
}

/**
 * Makes users be as the rows say. Rows with an external id are compared with what is there first, and only differences
 * are written.
 *
 * @returns one verdict a row
 */
export async function upsertUsers(context: UpsertContext, rows: UpsertRow[]): Promise<Verdict[]> {
	const { client, jobs, isDryRun, writeUnchanged, onEnded } = context;
	const verdicts: Verdict[] = new Array(rows.length);
	const { wanted, clashes } = gather(rows);
	for (const [index, other] of clashes) {
		verdicts[index] = refused({
			reason: 'ambiguous',
			message: `Item ${other} names the same user with another external ID or e-mail`,
			advice: 'Correct one of the two rows',
		});
	}
	const answer = (one: Wanted, verdict: Verdict) => {
		for (const index of one.indexes) verdicts[index] = verdict;
	};
	const answerEnd = (one: Wanted, end: RowEnd<Done>) =>
		answer(
			one,
			'done' in end
				? { outcome: end.done.outcome, data: end.done.user }
				: verdictOfEnd(end, `${nameOfRow(one)} was not written`, one.fields),
		);

	// A dry run looks for all; otherwise a row by e-mail alone costs a search of its own, and goes straight to the job.
	const sought = isDryRun
		? wanted
		: writeUnchanged
			? []
			: wanted.filter(({ externalId }) => externalId);
	const found = await attempt(findUsers(client, sought.map(refOf)));
	if (!found.ok) return rows.map((_, i) => verdicts[i] ?? verdictOfError(found.error));

	const known = new Map(sought.map((one, i) => [one, found.value[i]]));
	const changed: Changed[] = [];
	const others: Wanted[] = [];
	for (const one of wanted) {
		const matches = known.get(one) ?? [];
		const [user] = matches;
		const fields = user ? changedFields(one.fields, user) : {};
		if (matches.length > 1) {
			answer(
				one,
				refused({
					reason: 'ambiguous',
					message: `${matches.length} users match ${nameOfRow(one)} (IDs ${matches.map(({ id }) => id).join(', ')})`,
					advice: 'Tell them apart in Zendesk first',
				}),
			);
		} else if (!user) {
			if (isDryRun) answer(one, dryRun('created', one.fields));
			else others.push(one);
		} else if (Object.keys(fields).length === 0) {
			answer(one, { outcome: 'unchanged', data: simplifyUser(user) });
		} else if (isDryRun) {
			answer(one, dryRun('updated', { ...simplifyUser(user), would_change: Object.keys(fields) }));
		} else {
			changed.push({ wanted: one, user, fields });
		}
	}

	const withEmail = changed.filter(({ fields }) => 'email' in fields);
	const plain = changed.filter(({ fields }) => !('email' in fields));
	const [emailEnds, plainEnds, otherEnds] = await Promise.all([
		inParallel(withEmail, async (one) => await changeOne(client, one), onEnded),
		runBulk(jobs, plain, updateOrder(client, plain), onEnded),
		upsertAll(context, others),
	]);
	withEmail.forEach((one, i) => answerEnd(one.wanted, emailEnds[i]));
	plain.forEach((one, i) => answerEnd(one.wanted, updated(plainEnds[i])));
	others.forEach((one, i) => answerEnd(one, otherEnds[i]));
	return verdicts;
}
