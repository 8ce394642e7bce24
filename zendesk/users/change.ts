import type { ZendeskUser } from '../api/records';
import type { Guards } from '../changes/guards';
import { verdictIfTooMany } from '../changes/tooMany';
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
import { type Asked, askRows, dropContradictions, readFields } from './askChanges';
import { knownCatalog } from './fields/catalog';
import { changedFields, mergedFields, type UserFields } from './payload';
import { type UpdateEnd, verdictOfPart } from './partly';
import { refuseUnverifiedRise } from './proof';
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
	/** The row's number among the input items, for messages. */
	item: number;
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
interface Write extends UserUpdate, Pick<WantedChange, 'explain'> {
	checks: Array<() => Promise<Refusal | undefined>>;
	rows: Array<{ index: number; outcome: Outcome }>;
}

/**
 * Changes many users: finds them together, writes only what differs (one call for one user, jobs of a hundred for more)
 * and answers every row.
 */
export async function changeUsers(context: ChangeContext, rows: ChangeRow[]): Promise<Verdict[]> {
	const { client, jobs, guards, onEnded } = context;
	const verdicts: Verdict[] = new Array(rows.length);
	const asked = await askRows(context, rows, verdicts);
	if (asked === undefined) return verdicts;
	const writes: Write[] = [];
	for (const one of dropContradictions(rows, asked, verdicts)) {
		const write = await planWrite(context, one, verdicts);
		if (write) writes.push(write);
	}

	const all = await unlessTooMany(guards, await checked(writes, verdicts), verdicts);
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

/** What is to be written to a user, all of whose rows agree. */
async function planWrite(
	{ client, guards }: ChangeContext,
	{ user, changes }: Asked,
	verdicts: Verdict[],
): Promise<Write | undefined> {
	const answer = (verdict: Verdict) => {
		for (const { index } of changes) verdicts[index] = verdict;
	};
	const data = simplifyUser(user);
	const all = changes.map(({ wanted }) => wanted);
	const fields = all.reduce<UserFields>((sum, one) => mergedFields(sum, one.fields), {});
	const read = await readFields(client, fields, user);
	if ('verdict' in read) return void answer(read.verdict);
	const changed = changedFields(read.fields, user, knownCatalog(client));
	if (Object.keys(changed).length === 0) return void answer({ outcome: 'unchanged', data });
	const [{ kind, explain }] = all;
	const refusal = await attempt(guards.check(user, kind));
	if (!refusal.ok) return void answer(verdictOfError(refusal.error, data));
	if (refusal.value) return void answer(refused(refusal.value, data));
	return {
		user,
		fields: changed,
		keepOldEmail: all.some((one) => one.keepOldEmail),
		keepOrganizations: all.some((one) => one.keepOrganizations),
		checks: [
			...all.flatMap(({ check }) => (check ? [check] : [])),
			...changes.flatMap(({ ref, wanted }) =>
				wanted.kind === 'upgrade' && ref.by === 'email'
					? [async () => await refuseUnverifiedRise(client, user, ref.value)]
					: [],
			),
		],
		explain,
		rows: changes.map(({ index, wanted: { outcome } }) => ({ index, outcome })),
	};
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

async function firstRefusal(
	checks: Write['checks'],
	data: Verdict['data'],
): Promise<Verdict | undefined> {
	for (const check of checks) {
		const answer = await attempt(check());
		if (!answer.ok) return verdictOfError(answer.error, data);
		if (answer.value) return refused(answer.value, data);
	}
	return undefined;
}

/** Nothing is written when too many people would lose something: their rows say so. */
async function unlessTooMany(
	guards: Guards,
	writes: Write[],
	verdicts: Verdict[],
): Promise<Write[]> {
	const refuse = await verdictIfTooMany(guards);
	if (refuse === undefined) return writes;
	for (const { user, rows } of writes) {
		for (const { index } of rows) verdicts[index] = refuse(simplifyUser(user));
	}
	return [];
}

/** Asks the checks of all writes at once; who does not pass gets a verdict and is not written. */
async function checked(writes: Write[], verdicts: Verdict[]): Promise<Write[]> {
	const passed = await inParallel(writes, async ({ user, checks, rows }) => {
		const verdict = await firstRefusal(checks, simplifyUser(user));
		if (verdict) for (const { index } of rows) verdicts[index] = verdict;
		return verdict === undefined;
	});
	return writes.filter((_, i) => passed[i]);
}
