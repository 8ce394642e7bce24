import type { ZendeskUser } from '../api/records';
import { showMany, updateManyRequest, updateUser } from '../api/users';
import { type Client, attempt } from '../http/client';
import { batchesOf, itemsById, type JobEnd, type JobRunner } from '../http/jobs';
import {
	dryRun,
	type Outcome,
	type Refusal,
	refused,
	type Verdict,
	verdictOfError,
} from '../verdict';
import { changeEmail } from './email';
import { findUsers, theOne } from './find';
import { changedFields, type UserFields } from './payload';
import type { UserRef } from './reference';
import { nameOf, simplifyUser } from './view';

/** What one row wants of one user. */
export interface WantedChange {
	fields: UserFields;
	/** The verdict's word once the fields are written. */
	outcome: Outcome;
	/** Leave the former e-mail with the user as a second address. */
	keepOldEmail?: boolean;
}

export interface ChangeRow {
	ref: UserRef;
	/** Looks at the user as he is and says what to write, or why not. */
	want: (user: ZendeskUser) => Promise<WantedChange | Refusal> | WantedChange | Refusal;
}

export interface ChangeContext {
	client: Client;
	jobs: JobRunner;
	isDryRun: boolean;
	/** The display name of the parameter that picks the user, for messages. */
	parameter: string;
}

/** One user's write: all rows that name the same user share it. */
interface Write {
	user: ZendeskUser;
	fields: UserFields;
	keepOldEmail: boolean;
	rows: Array<{ index: number; outcome: Outcome }>;
}

/** How a user's write ended. */
type Done = { user: ZendeskUser } | { verdict: (data: Record<string, unknown>) => Verdict };

/** One user by a single call, which answers with the user; an e-mail needs its own steps. */
async function writeOne(client: Client, { user, fields, keepOldEmail }: Write): Promise<Done> {
	const written = await attempt(
		typeof fields.email === 'string'
			? changeEmail(client, user, { ...fields, email: fields.email }, keepOldEmail)
			: updateUser(client, user.id, fields),
	);
	return written.ok
		? { user: written.value }
		: { verdict: (data) => verdictOfError(written.error, data) };
}

/** Sends a batch whose end is in doubt so often; setting the same values again does no harm. */
const TRIES = 2;

function notChanged({ user }: Write, end: JobEnd): Done {
	const item = end.state === 'completed' ? itemsById(end.items).get(user.id) : undefined;
	const said = item?.details ?? item?.error ?? ('message' in end ? end.message : 'no reason given');
	return {
		verdict: (data) => ({
			outcome: end.state === 'unknown' ? 'unknown' : 'failed',
			reason: end.state === 'unknown' ? 'unavailable' : 'invalid',
			message: `${nameOf(user)} was not changed: ${said}`,
			advice: 'Correct the row, or run it again: what is already done is recognised',
			data,
		}),
	};
}

/**
 * One job for up to a hundred users. What became of each is read back afterwards: a job's word may be lost, and an
 * update may be accepted without effect.
 */
async function writeBatch(
	{ client, jobs }: ChangeContext,
	batch: Write[],
): Promise<Map<Write, Done>> {
	const done = new Map<Write, Done>();
	let left = batch;
	for (let tries = 1; left.length > 0; tries++) {
		const end = await jobs.run(
			updateManyRequest(left.map(({ user, fields }) => ({ id: user.id, ...fields }))),
		);
		const ids = left.map(({ user }) => user.id);
		const read = await attempt(
			end.state === 'refused' ? Promise.reject(end.error) : showMany(client, 'ids', ids),
		);
		if (!read.ok) {
			for (const write of left) {
				done.set(write, { verdict: (data) => verdictOfError(read.error, data) });
			}
			break;
		}
		const now = new Map(read.value.map((user) => [user.id, user]));
		const missing: Write[] = [];
		for (const write of left) {
			const user = now.get(write.user.id);
			if (user && Object.keys(changedFields(write.fields, user)).length === 0) {
				done.set(write, { user });
			} else {
				missing.push(write);
			}
		}
		left = end.state === 'completed' || tries === TRIES ? [] : missing;
		if (left.length === 0) for (const write of missing) done.set(write, notChanged(write, end));
	}
	return done;
}

/**
 * Changes many users: finds them together, writes only what differs (one call for one user, jobs of a hundred for more)
 * and answers every row.
 */
export async function changeUsers(context: ChangeContext, rows: ChangeRow[]): Promise<Verdict[]> {
	const { client, parameter } = context;
	const verdicts: Verdict[] = new Array(rows.length);
	const found = await attempt(
		findUsers(
			client,
			rows.map(({ ref }) => ref),
		),
	);
	if (!found.ok) return rows.map(() => verdictOfError(found.error));

	const writes = new Map<number, Write>();
	for (const [index, row] of rows.entries()) {
		const one = theOne(row.ref, found.value[index], parameter);
		if ('refusal' in one) {
			verdicts[index] = refused(one.refusal);
			continue;
		}
		// One after the other: a guard that lets somebody go must know of those who went before.
		const wanted = await attempt(Promise.resolve(row.want(one.user)));
		if (!wanted.ok) {
			verdicts[index] = verdictOfError(wanted.error, simplifyUser(one.user));
		} else if ('reason' in wanted.value) {
			verdicts[index] = refused(wanted.value, simplifyUser(one.user));
		} else {
			const { fields, outcome, keepOldEmail = false } = wanted.value;
			const before = writes.get(one.user.id);
			const changed = changedFields({ ...before?.fields, ...fields }, one.user);
			if (Object.keys(changed).length === 0) {
				verdicts[index] = { outcome: 'unchanged', data: simplifyUser(one.user) };
			} else {
				writes.set(one.user.id, {
					user: one.user,
					fields: changed,
					keepOldEmail: keepOldEmail || (before?.keepOldEmail ?? false),
					rows: [...(before?.rows ?? []), { index, outcome }],
				});
			}
		}
	}

	const all = [...writes.values()];
	if (context.isDryRun) {
		for (const { user, fields, rows: asked } of all) {
			const data = { ...simplifyUser(user), would_change: Object.keys(fields) };
			for (const { index, outcome } of asked) verdicts[index] = dryRun(outcome, data);
		}
		return verdicts;
	}
	// Jobs can't switch the primary e-mail.
	const single = all.length === 1 ? all : all.filter(({ fields }) => 'email' in fields);
	const bulk = all.filter((write) => !single.includes(write));
	const results = await Promise.all([
		...single.map(async (write) => new Map([[write, await writeOne(client, write)]])),
		...batchesOf(bulk).map((batch) => writeBatch(context, batch)),
	]);
	for (const [write, done] of results.flatMap((result) => [...result])) {
		for (const { index, outcome } of write.rows) {
			verdicts[index] =
				'user' in done
					? { outcome, data: simplifyUser(done.user) }
					: done.verdict(simplifyUser(write.user));
		}
	}
	return verdicts;
}
