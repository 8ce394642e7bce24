import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import type { Guards } from '../changes/guards';
import { verdictIfTooMany } from '../changes/tooMany';
import { attempt, type Client } from '../http/client';
import { inParallel } from '../http/parallel';
import { type Refusal, refused, type Verdict, verdictOfError } from '../verdict';
import { findUsers, type Matches, theOne, theOneToChange } from './find';
import { mergeOne } from './mergeOne';
import {
	addressOfMerged,
	isDeleted,
	type MergeParameters,
	mergeRefusal,
	type Pair,
	sameUser,
} from './mergeRefusals';
import type { UserRef } from './reference';
import { nameOf, simplifyUser } from './view';

export interface MergeRow {
	/** The row's number among the input items, for messages. */
	item: number;
	/** Who disappears. */
	gone: UserRef;
	/** Who stays. */
	kept: UserRef;
}

export interface MergeContext {
	client: Client;
	guards: Guards;
	isDryRun: boolean;
	/** Told at each row that has its verdict. */
	onEnded?: () => void;
	parameters: MergeParameters;
}

/** A row that has its verdict already, or whom it is about. */
type Case = { verdict: Verdict } | Pair;

function refusedCase(refusal: Refusal, user?: ZendeskUser): { verdict: Verdict } {
	return { verdict: refused(refusal, user && simplifyUser(user)) };
}

/** An earlier run may be why nobody is there; only an email stays behind to prove it. */
function maybeMerged(refusal: Refusal, { by }: UserRef): Refusal {
	if (refusal.reason !== 'not-found' || by === 'email') return refusal;
	const advice = `${refusal.advice}. One who was merged by an earlier run is recognized by email`;
	return { ...refusal, advice };
}

/** Who is to disappear. Nobody there, or nobody any more: done by an earlier run, or not to be done. */
async function whoGoes(
	{ client, parameters }: MergeContext,
	{ gone: ref, kept: keptRef }: MergeRow,
	matches: Matches,
	kept: ZendeskUser,
): Promise<{ verdict: Verdict } | ZendeskUser> {
	const one = theOne(ref, matches, parameters.gone);
	const user = 'user' in one ? one.user : undefined;
	if (user?.active && user.id !== kept.id) {
		const named = theOneToChange(ref, matches, parameters.gone);
		return 'refusal' in named ? refusedCase(named.refusal) : user;
	}
	const isOther = ref.by !== keptRef.by || !sameText(String(ref.value), String(keptRef.value));
	const mayBeMerged = matches.length <= 1 && isOther;
	const address = mayBeMerged ? await addressOfMerged(client, ref, user, kept) : undefined;
	if (address !== undefined) {
		const message = `Merged already: ${address} is another address of ${nameOf(kept)}`;
		return { verdict: { outcome: 'unchanged', message, data: simplifyUser(kept) } };
	}
	if ('refusal' in one) return refusedCase(maybeMerged(one.refusal, ref));
	return one.user.id === kept.id
		? refusedCase(sameUser(parameters, kept), kept)
		: refusedCase(isDeleted(parameters.gone, one.user), one.user);
}

/** Whom a row is about, or why they are not to be merged. */
async function judge(
	context: MergeContext,
	row: MergeRow,
	matches: { gone: Matches; kept: Matches },
): Promise<Case> {
	const { parameters, guards } = context;
	const keeper = theOneToChange(row.kept, matches.kept, parameters.kept);
	if ('refusal' in keeper) return refusedCase(keeper.refusal);
	const kept = keeper.user;
	if (!kept.active) return refusedCase(isDeleted(parameters.kept, kept), kept);
	const gone = await whoGoes(context, row, matches.gone, kept);
	if ('verdict' in gone) return gone as { verdict: Verdict };
	const refusal = await mergeRefusal(guards, { gone, kept }, parameters);
	return refusal ? refusedCase(refusal, gone) : { gone, kept };
}

const keyOf = ({ by, value }: UserRef) => `${by} ${String(value).trim().toLowerCase()}`;

/**
 * Rows that contradict each other as they stand, whatever has become of the users they name: once one of them is done, the
 * address of who has disappeared names who is left, and the next run would merge that one.
 */
function contradiction(
	rows: MergeRow[],
	row: MergeRow,
): { item: number; isKept: boolean } | undefined {
	const [gone, kept] = [keyOf(row.gone), keyOf(row.kept)];
	const first = rows.find((other) => keyOf(other.gone) === gone)!;
	if (keyOf(first.kept) !== kept) return { item: first.item, isKept: false };
	const chained = rows.find((other) => keyOf(other.gone) === kept);
	return chained && { item: chained.item, isKept: true };
}

/** Rows of one run that can't all be done: nobody is merged twice, and nobody is kept who disappears. */
function apart(rows: MergeRow[], cases: Case[], { kept: parameter }: MergeParameters): Case[] {
	const first = new Map<number, { pair: Pair; item: number }>();
	for (const [i, pair] of cases.entries()) {
		if ('gone' in pair && !first.has(pair.gone.id)) {
			first.set(pair.gone.id, { pair, item: rows[i].item });
		}
	}
	return cases.map((pair, i) => {
		if (!('gone' in pair)) return pair;
		const { gone, kept } = pair;
		const twin = first.get(gone.id)!;
		const other = first.get(kept.id);
		if (twin.pair !== pair && twin.pair.kept.id === kept.id) {
			const message = `Item ${twin.item} merges the same two users`;
			const data = simplifyUser(kept);
			return { verdict: { outcome: 'skipped', reason: 'same-row', message, data } };
		}
		if (twin.pair !== pair) {
			const message = `Item ${twin.item} merges ${nameOf(gone)} into ${nameOf(twin.pair.kept)}`;
			const advice = 'Correct one of the two rows';
			return refusedCase({ reason: 'ambiguous', message, advice }, gone);
		}
		const clash = contradiction(rows, rows[i]);
		if (clash && !clash.isKept) {
			const message = `Item ${clash.item} merges the same user into another one`;
			const advice = 'Correct one of the two rows';
			return refusedCase({ reason: 'ambiguous', message, advice }, gone);
		}
		const item = other?.item ?? clash?.item;
		if (item === undefined) return pair;
		const message = `'${parameter}': ${nameOf(kept)} disappears by item ${item}`;
		const advice = 'Name the user who is left in the end in both rows';
		return refusedCase({ reason: 'ambiguous', message, advice }, gone);
	});
}

/** Rows by the user who stays, because two merges into the same one at once would collide. */
function byKeeper(cases: Case[]): Array<Array<{ index: number; pair: Pair }>> {
	const queues = new Map<number, Array<{ index: number; pair: Pair }>>();
	for (const [index, pair] of cases.entries()) {
		if (!('gone' in pair)) continue;
		const queue = queues.get(pair.kept.id) ?? [];
		queue.push({ index, pair });
		queues.set(pair.kept.id, queue);
	}
	return Array.from(queues.values());
}

/**
 * Merges duplicate end users: looks at all rows first (who, may they be merged), then merges, several at once. Zendesk
 * has no job for it.
 *
 * @returns one verdict a row; see {@link mergeOne} for its data
 */
export async function mergeUsers(context: MergeContext, rows: MergeRow[]): Promise<Verdict[]> {
	const { client, isDryRun, onEnded, parameters } = context;
	const refs = rows.flatMap(({ gone, kept }) => [gone, kept]);
	const found = await attempt(findUsers(client, refs, { deleted: true }));
	if (!found.ok) return rows.map(() => verdictOfError(found.error));
	const judged = await inParallel(rows, async (row, i): Promise<Case> => {
		const [gone, kept] = found.value.slice(2 * i, 2 * i + 2);
		const done = await attempt(judge(context, row, { gone, kept }));
		return done.ok ? done.value : { verdict: verdictOfError(done.error) };
	});
	const cases = apart(rows, judged, parameters);
	const refuse = await verdictIfTooMany(context.guards);
	if (refuse) {
		return cases.map((entry) =>
			'verdict' in entry ? entry.verdict : refuse(simplifyUser(entry.gone)),
		);
	}
	const verdicts: Verdict[] = cases.map((entry) => {
		if ('verdict' in entry) onEnded?.();
		return 'verdict' in entry ? entry.verdict : { outcome: 'unknown', data: {} };
	});
	await inParallel(byKeeper(cases), async (queue) => {
		for (const { index, pair } of queue) {
			const done = await attempt(mergeOne(client, pair, isDryRun));
			verdicts[index] = done.ok ? done.value : verdictOfError(done.error, simplifyUser(pair.gone));
			onEnded?.();
		}
	});
	return verdicts;
}
