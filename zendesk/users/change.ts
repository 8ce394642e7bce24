import type { ZendeskUser } from '../api/records';
import type { Guards } from '../changes/guards';
import type { ChangeKind } from '../changes/kinds';
import { type Client, attempt } from '../http/client';
import type { JobRunner } from '../http/jobs';
import { inParallel } from '../http/parallel';
import {
	dryRun,
	type Outcome,
	type Refusal,
	refused,
	type Verdict,
	verdictOfError,
} from '../verdict';
import { findUsers, theOne } from './find';
import { catalogFor } from './fields/catalog';
import { readRow } from './fields/read';
import { changedFields, mergedFields, type UserFields } from './payload';
import { type UpdateEnd, verdictOfPart } from './partly';
import { type UserUpdate, writeUsers } from './update';
import type { UserRef } from './reference';
import { nameOf, simplifyUser } from './view';

/** What one row wants of one user. */
export interface WantedChange {
	/** What is done to the user: the guards go by it. */
	kind: ChangeKind;
	fields: UserFields;
	/** The verdict's word once the fields are written. */
	outcome: Outcome;
	/** Leave the former email with the user as a second address. */
	keepOldEmail?: boolean;
	/** Leave the user in the organizations where they are; another one is added as the default one. */
	keepOrganizations?: boolean;
	/** A last look that costs requests; asked for all users at once, just before they are written. */
	check?: () => Promise<Refusal | undefined>;
	/** What Zendesk's refusal of this change means, and how to get on, where its words alone don't tell. */
	explain?: (said: string) => Refusal | undefined;
}

export interface ChangeRow {
	ref: UserRef;
	/** Looks at the user as he is and says what to write, or why not. */
	want: (user: ZendeskUser) => Promise<WantedChange | Refusal> | WantedChange | Refusal;
}

export interface ChangeContext {
	client: Client;
	jobs: JobRunner;
	guards: Guards;
	isDryRun: boolean;
	/** Told at each row that has been written, or refused by Zendesk. */
	onEnded?: () => void;
	/** The display name of the parameter that picks the user, for messages. */
	parameter: string;
}

/** One user's write: all rows that name the same user share it. */
interface Write extends UserUpdate, Pick<WantedChange, 'check' | 'explain'> {
	rows: Array<{ index: number; outcome: Outcome }>;
}

/**
 * Changes many users: finds them together, writes only what differs (one call for one user, jobs of a hundred for more)
 * and answers every row.
 */
export async function changeUsers(context: ChangeContext, rows: ChangeRow[]): Promise<Verdict[]> {
	const { client, jobs, guards, parameter, onEnded } = context;
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
			const { kind, outcome, keepOldEmail = false } = wanted.value;
			const { keepOrganizations, check, explain } = wanted.value;
			const before = writes.get(one.user.id);
			const all = mergedFields(before?.fields ?? {}, wanted.value.fields);
			const change = await changeOf(client, all, one.user);
			if ('verdict' in change) {
				verdicts[index] = change.verdict;
				continue;
			}
			const { changed } = change;
			if (Object.keys(changed).length === 0) {
				const unchanged: Verdict = { outcome: 'unchanged', data: simplifyUser(one.user) };
				// The last row counts: where it wants the user as he is, nothing is left to write of those before it.
				for (const { index: earlier } of before?.rows ?? []) verdicts[earlier] = unchanged;
				verdicts[index] = unchanged;
				writes.delete(one.user.id);
				continue;
			}
			const refusal = await attempt(guards.check(one.user, kind));
			if (!refusal.ok) {
				verdicts[index] = verdictOfError(refusal.error, simplifyUser(one.user));
			} else if (refusal.value) {
				verdicts[index] = refused(refusal.value, simplifyUser(one.user));
			} else {
				writes.set(one.user.id, {
					user: one.user,
					fields: changed,
					keepOldEmail: keepOldEmail || (before?.keepOldEmail ?? false),
					keepOrganizations: keepOrganizations || before?.keepOrganizations,
					check,
					explain,
					rows: [...(before?.rows ?? []), { index, outcome }],
				});
			}
		}
	}

	const all = await checked([...writes.values()], verdicts);
	for (const verdict of verdicts) if (verdict) onEnded?.();
	if (context.isDryRun) {
		for (const { user, fields, rows: asked } of all) {
			const data = { ...simplifyUser(user), would_change: Object.keys(fields) };
			for (const { index, outcome } of asked) verdicts[index] = dryRun(outcome, data);
		}
		return verdicts;
	}
	const ends = await writeUsers(client, jobs, all, onEnded);
	for (const [i, write] of all.entries()) {
		const end = ends[i];
		for (const { index, outcome } of write.rows) {
			verdicts[index] =
				'done' in end
					? { outcome, ...told(end.note), data: simplifyUser(end.done) }
					: verdictOfRefusal(write, end);
		}
	}
	return verdicts;
}

/** What of the fields is to be written, or the verdict of a row whose fields can't be. */
async function changeOf(
	client: Client,
	fields: UserFields,
	user: ZendeskUser,
): Promise<{ changed: UserFields } | { verdict: Verdict }> {
	const data = simplifyUser(user);
	const catalog = await attempt(catalogFor(client, [[fields, user]]));
	if (!catalog.ok) return { verdict: verdictOfError(catalog.error, data) };
	const read = readRow(fields, catalog.value, user);
	return 'refusal' in read
		? { verdict: refused(read.refusal, data) }
		: { changed: changedFields(read.fields, user, catalog.value) };
}

const told = (message?: string) => (message === undefined ? {} : { message });

function verdictOfRefusal(
	{ user, explain }: Write,
	end: Exclude<UpdateEnd, { done: unknown }>,
): Verdict {
	const verdict = verdictOfPart(end, nameOf(user), 'changed', simplifyUser(user));
	// Accounts and plans differ in how they refuse the same thing: by row, or the call as such.
	const said =
		'refused' in end
			? end.refused
			: 'error' in end && end.error.kind === 'forbidden'
				? end.error.message
				: undefined;
	return { ...verdict, ...(said === undefined ? {} : explain?.(said)) };
}

/** Asks the checks of all writes at once; who does not pass gets a verdict and is not written. */
async function checked(writes: Write[], verdicts: Verdict[]): Promise<Write[]> {
	const answers = await inParallel(writes, async ({ check }) =>
		check ? await attempt(check()) : ({ ok: true, value: undefined } as const),
	);
	return writes.filter(({ user, rows }, i) => {
		const answer = answers[i];
		if (answer.ok && answer.value === undefined) return true;
		const data = simplifyUser(user);
		for (const { index } of rows) {
			verdicts[index] = answer.ok
				? refused(answer.value!, data)
				: verdictOfError(answer.error, data);
		}
		return false;
	});
}
