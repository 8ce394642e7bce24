import type { ZendeskUser } from '../api/records';
import { showMany } from '../api/users';
import { attempt, type Client } from '../http/client';
import type { JobRunner } from '../http/jobs';
import { SuccessorDesk } from '../tickets/successors';
import { TicketTransfer } from '../tickets/transfer';
import type { Guards } from '../users/guards';
import { purgeAndConfirm, stillListed } from '../users/purge';
import { nameOf, simplifyUser } from '../users/view';
import type { UserRef } from '../users/reference';
import type { Roles } from '../roles/accountRoles';
import { dryRun, type Refusal, refused, type Verdict, verdictOfError } from '../verdict';
import { FormerUsers } from '../identity/formerUsers';
import type { Marker } from '../identity/marker';
import { findContradictions } from './contradictions';
import { findLeaver, type Leaver, type LeaverSearch } from './leaver';
import { LEVELS, type Level } from './levels';
import { OwnershipDesk } from './ownership';
import { type Desk, type OffboardOptions, type Plan, preflight, type Wish } from './preflight';
import { OffboardReport } from './report';
import { hasRole, type Leaving, stagesFor } from './stages';

export interface OffboardRow extends Wish {
	/** The row's number among the input items, for messages. */
	item: number;
	leaver: UserRef;
}

export interface OffboardContext {
	client: Client;
	jobs: JobRunner;
	guards: Guards;
	roles: Roles;
	options: OffboardOptions;
	/** What n8n calls this run, for the marker in the notes. */
	run: string;
	/** Display names of the parameters that pick the two, for messages. */
	parameters: { leaver: string; successor: string };
	/** Told when a leaver enters a stage. */
	onStage?: (leaverId: number, stage: string) => void;
}

type Ended = { verdict: Verdict };

/** What is known of a row so far; each step takes the rows on that are still open. */
type Case =
	| Ended
	| { found: Leaver; report: OffboardReport }
	| { plan: Plan; report: OffboardReport };

async function ended(work: Promise<Verdict>, data: Record<string, unknown>): Promise<Ended> {
	const done = await attempt(work);
	return { verdict: done.ok ? done.value : verdictOfError(done.error, data) };
}

function newReport({ client, options }: OffboardContext, level: Level): OffboardReport {
	return new OffboardReport(level, options.dryRun, () => client.clock.now());
}

async function find(
	context: OffboardContext,
	search: LeaverSearch,
	row: OffboardRow,
): Promise<Case> {
	const found = await attempt(findLeaver(search, row.leaver, row.level));
	if (!found.ok) return { verdict: verdictOfError(found.error) };
	if ('refusal' in found.value) return { verdict: refused(found.value.refusal) };
	return { found: found.value, report: newReport(context, row.level) };
}

function idOf(entry: Case): number | undefined {
	if (!('found' in entry)) return undefined;
	return entry.found.state === 'erased' ? entry.found.id : entry.found.user.id;
}

/** Whether anything can be written to them at all. */
function isChanged(
	found: Leaver,
	level: Level,
): found is Extract<Leaver, { state: 'active' | 'deleted' }> {
	return found.state === 'active' || (found.state === 'deleted' && LEVELS[level].purged);
}

/** Row by row, so that the guards know of everybody whom they have let go before. */
async function guard(
	context: OffboardContext,
	rows: OffboardRow[],
	cases: Case[],
): Promise<Case[]> {
	const ids = cases.map(idOf);
	const contradictions = findContradictions(rows, ids);
	const guarded: Case[] = [];
	for (const [index, entry] of cases.entries()) {
		const id = ids[index];
		const first = id === undefined ? index : ids.indexOf(id);
		const contradiction = contradictions.get(index);
		if (!('found' in entry)) {
			guarded.push(entry);
		} else if (contradiction) {
			guarded.push({ verdict: refused(contradiction, { id }) });
		} else if (first !== index) {
			const message = `Item ${rows[first].item} names the same leaver`;
			guarded.push({ verdict: { outcome: 'skipped', reason: 'same-row', message, data: { id } } });
		} else if (isChanged(entry.found, rows[index].level)) {
			const { user } = entry.found;
			const refusal = await attempt(context.guards.refusal(user, 'off-board'));
			const data = simplifyUser(user);
			if (!refusal.ok) guarded.push({ verdict: verdictOfError(refusal.error, data) });
			else guarded.push(refusal.value ? { verdict: refused(refusal.value, data) } : entry);
		} else {
			guarded.push(entry);
		}
	}
	return guarded;
}

/** Somebody whom an earlier run has deleted: at most the purge is left. */
async function finishDeleted(
	{ client, options }: OffboardContext,
	user: ZendeskUser,
	level: Level,
	report: OffboardReport,
): Promise<Verdict> {
	report.found(user, []);
	report.gone('deleted');
	if (!LEVELS[level].purged) {
		return options.dryRun
			? dryRun('unchanged', report.toData())
			: { outcome: 'unchanged', reason: 'deleted', data: report.toData() };
	}
	if (options.dryRun) {
		report.did('delete permanently', 'would be done');
		return dryRun(LEVELS[level].outcome, report.toData());
	}
	if (await purgeAndConfirm(client, user.id)) {
		report.did('delete permanently', 'done');
		report.gone('purged');
		return { outcome: 'purged', data: report.toData() };
	}
	report.did('delete permanently', 'failed');
	return refused(stillListed(user), report.toData());
}

/** How a leaver's way ended, and who is to be looked at once more before that is believed. */
interface TakenOut {
	verdict: Verdict;
	leaving?: Leaving;
}

/** Runs the stages one after the other; the first one that can't be done ends the way, and the report says where. */
async function takeOut(
	{ client, jobs, options, run, onStage }: OffboardContext,
	plan: Plan,
	{ level, cutAccess }: Wish,
	report: OffboardReport,
): Promise<TakenOut> {
	const leaving: Leaving = {
		client,
		jobs,
		level,
		cutAccess,
		plan,
		report,
		run,
		seen: plan.seen,
		unverified: new Set(),
		transfer: new TicketTransfer(client, jobs, plan.order),
	};
	const stages = stagesFor(leaving);
	if (options.dryRun) {
		const states = stages.map(({ foresee }) => foresee?.(leaving) ?? 'would be done');
		for (const [i, { stage }] of stages.entries()) report.did(stage, states[i]);
		const wouldBe = states.includes('would be done') ? LEVELS[level].outcome : 'unchanged';
		return { verdict: dryRun(wouldBe, report.toData()) };
	}
	let wrote = false;
	for (const [i, spec] of stages.entries()) {
		const { stage } = spec;
		onStage?.(plan.seen.user.id, stage);
		const end = await attempt(spec.run(leaving));
		if (end.ok && 'did' in end.value) {
			wrote ||= end.value.did === 'done';
			report.did(stage, end.value.did, end.value.detail);
			continue;
		}
		report.did(stage, 'failed');
		for (const later of stages.slice(i + 1)) report.did(later.stage, 'not reached');
		report.became(leaving.seen.user);
		const verdict = end.ok
			? refused((end.value as { refusal: Refusal }).refusal, report.toData())
			: verdictOfError(end.error, report.toData());
		return { verdict: withUnverified(verdict, leaving) };
	}
	if (LEVELS[level].purged) report.gone('purged');
	else if (LEVELS[level].deleted) report.gone('deleted');
	else report.became(leaving.seen.user);
	const verdict: Verdict = {
		outcome: wrote ? LEVELS[level].outcome : 'unchanged',
		data: report.toData(),
	};
	return { verdict: withUnverified(verdict, leaving), leaving };
}

function withUnverified(verdict: Verdict, { unverified }: Leaving): Verdict {
	return unverified.size === 0 ? verdict : { ...verdict, unverified: [...unverified] };
}

/** What was asked for and isn't so when the run is over, by the words of Zendesk's interface. */
function findDifferences(user: ZendeskUser, { level, seen }: Leaving): string[] {
	const isSuspended = LEVELS[level].staysSuspended || seen.user.suspended;
	return [
		...(hasRole(user, level) ? [] : [`the role is '${user.role}'`]),
		...(user.suspended === isSuspended
			? []
			: [user.suspended ? 'they are suspended' : 'they are not suspended']),
	];
}

function judgeEnd(taken: TakenOut, leaving: Leaving, now: ZendeskUser | undefined): Verdict {
	const { verdict } = taken;
	const { level, report, seen } = leaving;
	if (now === undefined) {
		const unseen = `Zendesk doesn't show ${nameOf(seen.user)} any more. Check the user in Zendesk`;
		return { ...verdict, unverified: [...(verdict.unverified ?? []), unseen] };
	}
	report.became(now);
	const differences = now.active ? findDifferences(now, leaving) : ['they are deleted'];
	if (differences.length === 0) return { ...verdict, data: report.toData() };
	const refusal: Refusal = {
		reason: 'conflict',
		message: `${nameOf(now)} is not as '${LEVELS[level].name}' asks: ${differences.join(', ')}. Somebody, or an automation, changed that during the run`,
		advice: 'Find out who did, then run it again',
	};
	return withUnverified(refused(refusal, report.toData()), leaving);
}

/** Looks once more at everybody whose account stays: the verdict says what is, not what was ordered. */
async function verify(client: Client, all: TakenOut[]): Promise<Verdict[]> {
	const open = all.flatMap(({ leaving }) =>
		leaving && !LEVELS[leaving.level].deleted ? [leaving.seen.user.id] : [],
	);
	const found = await attempt(showMany(client, 'ids', open, { deleted: true }));
	const byId = new Map(found.ok ? found.value.map((user) => [user.id, user]) : []);
	return all.map((taken) => {
		const { leaving } = taken;
		if (!leaving || LEVELS[leaving.level].deleted) return taken.verdict;
		return judgeEnd(taken, leaving, byId.get(leaving.seen.user.id));
	});
}

/** Somebody whom an older run has brought to the level: an end user, to whom nothing is done. */
function judgeSettled(user: ZendeskUser, { startedAt }: Marker, level: Level): Verdict {
	return {
		outcome: 'unchanged',
		message: `${nameOf(user)} is as '${LEVELS[level].name}' asks since the run of ${startedAt.slice(0, 10)}; tickets and access were not looked at again`,
		data: { ...simplifyUser(user), level: LEVELS[level].name },
	};
}

/**
 * Off-boards staff: looks at every row first (who, may he go, who takes over), then takes all who may go through the
 * stages side by side. Run again from the top, it goes on where a broken run ended, and writes nothing when all is done.
 *
 * @returns one verdict a row, with the report as its data
 */
export async function offboard(context: OffboardContext, rows: OffboardRow[]): Promise<Verdict[]> {
	const { client, roles, options, parameters } = context;
	const search: LeaverSearch = {
		client,
		former: new FormerUsers(client),
		parameter: parameters.leaver,
	};
	const found = await Promise.all(rows.map((row) => find(context, search, row)));
	const seenAt = client.clock.now();
	const guarded = await guard(context, rows, found);
	const desk: Desk = {
		client,
		roles,
		ownership: options.checkOwnership ? new OwnershipDesk(client) : undefined,
		successors: new SuccessorDesk(client, parameters.successor),
		leaving: new Set(guarded.map(idOf).filter((id) => id !== undefined)),
	};

	const planned = await Promise.all(
		guarded.map(async (entry, index): Promise<Case> => {
			if (!('found' in entry) || entry.found.state !== 'active') return entry;
			const { report } = entry;
			const seen = { user: entry.found.user, at: seenAt };
			const plan = await attempt(preflight(desk, seen, rows[index], report));
			if (!plan.ok) return { verdict: verdictOfError(plan.error, report.toData()) };
			return 'refusal' in plan.value
				? { verdict: refused(plan.value.refusal, report.toData()) }
				: { plan: plan.value, report };
		}),
	);

	const all = await Promise.all(
		planned.map(async (entry, index) => await finish(context, entry, rows[index])),
	);
	return await verify(client, all);
}

async function finish(context: OffboardContext, entry: Case, wish: Wish): Promise<TakenOut> {
	const { level } = wish;
	if ('verdict' in entry) return entry;
	const { report } = entry;
	if ('plan' in entry) {
		const { plan } = entry;
		const done = await attempt(takeOut(context, plan, wish, report));
		return done.ok
			? done.value
			: { verdict: verdictOfError(done.error, { id: plan.seen.user.id }) };
	}
	const { found } = entry;
	switch (found.state) {
		case 'erased': {
			const data = { id: found.id, after: { state: 'purged' } };
			return { verdict: { outcome: 'unchanged', reason: 'deleted', data } };
		}
		case 'settled':
			return { verdict: judgeSettled(found.user, found.marker, level) };
		default:
			return await ended(finishDeleted(context, found.user, level, report), { id: found.user.id });
	}
}
