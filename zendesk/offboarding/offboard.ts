import type { ZendeskUser } from '../api/records';
import { attempt, type Client } from '../http/client';
import type { JobRunner } from '../http/jobs';
import { SuccessorDesk } from '../tickets/successors';
import { TicketTransfer } from '../tickets/transfer';
import type { Guards } from '../users/guards';
import { purgeAndConfirm, stillListed } from '../users/purge';
import { simplifyUser } from '../users/view';
import type { UserRef } from '../users/reference';
import type { Roles } from '../roles/accountRoles';
import { dryRun, type Refusal, refused, type Verdict, verdictOfError } from '../verdict';
import { findLeaver, type Leaver } from './leaver';
import { LEVELS, type Level } from './levels';
import { OwnershipDesk } from './ownership';
import { type Desk, type OffboardOptions, type Plan, preflight, type Wish } from './preflight';
import { OffboardReport } from './report';
import { type Leaving, stagesFor } from './stages';

export interface OffboardRow extends Wish {
	leaver: UserRef;
}

export interface OffboardContext {
	client: Client;
	jobs: JobRunner;
	guards: Guards;
	roles: Roles;
	options: OffboardOptions;
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

async function find(context: OffboardContext, row: OffboardRow): Promise<Case> {
	const { client, parameters } = context;
	const found = await attempt(findLeaver(client, row.leaver, row.level, parameters.leaver));
	if (!found.ok) return { verdict: verdictOfError(found.error) };
	if ('refusal' in found.value) return { verdict: refused(found.value.refusal) };
	return { found: found.value, report: newReport(context, row.level) };
}

function idOf(entry: Case): number | undefined {
	if (!('found' in entry)) return undefined;
	return entry.found.state === 'purged' ? entry.found.id : entry.found.user.id;
}

/** Row by row, so that the guards know of everybody whom they have let go before. */
async function guard(context: OffboardContext, cases: Case[]): Promise<Case[]> {
	const seen = new Map<number, number>();
	const guarded: Case[] = [];
	for (const [index, entry] of cases.entries()) {
		const id = idOf(entry);
		const twin = id === undefined ? undefined : seen.get(id);
		if (id !== undefined && twin === undefined) seen.set(id, index);
		if (!('found' in entry)) {
			guarded.push(entry);
		} else if (twin !== undefined) {
			const message = `Item ${twin} names the same leaver`;
			guarded.push({ verdict: { outcome: 'skipped', reason: 'same-row', message, data: { id } } });
		} else if (entry.found.state === 'active') {
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

/** Runs the stages one after the other; the first one that can't be done ends the way, and the report says where. */
async function takeOut(
	{ client, jobs, options, onStage }: OffboardContext,
	plan: Plan,
	{ level, cutAccess }: Wish,
	report: OffboardReport,
): Promise<Verdict> {
	const leaving: Leaving = {
		client,
		jobs,
		level,
		cutAccess,
		plan,
		report,
		user: plan.user,
		transfer: new TicketTransfer(client, jobs, plan.order),
	};
	const stages = stagesFor(leaving);
	if (options.dryRun) {
		const states = stages.map(({ foresee }) => foresee?.(leaving) ?? 'would be done');
		for (const [i, { stage }] of stages.entries()) report.did(stage, states[i]);
		return dryRun(
			states.includes('would be done') ? LEVELS[level].outcome : 'unchanged',
			report.toData(),
		);
	}
	let wrote = false;
	for (const [i, { stage, run }] of stages.entries()) {
		onStage?.(plan.user.id, stage);
		const end = await attempt(run(leaving));
		if (end.ok && 'did' in end.value) {
			wrote ||= end.value.did === 'done';
			report.did(stage, end.value.did, end.value.detail);
			continue;
		}
		report.did(stage, 'failed');
		for (const later of stages.slice(i + 1)) report.did(later.stage, 'not reached');
		report.became(leaving.user);
		return end.ok
			? refused((end.value as { refusal: Refusal }).refusal, report.toData())
			: verdictOfError(end.error, report.toData());
	}
	if (LEVELS[level].purged) report.gone('purged');
	else if (LEVELS[level].deleted) report.gone('deleted');
	else report.became(leaving.user);
	return { outcome: wrote ? LEVELS[level].outcome : 'unchanged', data: report.toData() };
}

/**
 * Off-boards staff: looks at every row first (who, may he go, who takes over), then takes all who may go through the
 * stages side by side. Run again from the top, it goes on where a broken run ended, and writes nothing when all is done.
 *
 * @returns one verdict a row, with the report as its data
 */
export async function offboard(context: OffboardContext, rows: OffboardRow[]): Promise<Verdict[]> {
	const { client, roles, options, parameters } = context;
	const found = await Promise.all(rows.map((row) => find(context, row)));
	const guarded = await guard(context, found);
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
			const plan = await attempt(preflight(desk, entry.found.user, rows[index], report));
			if (!plan.ok) return { verdict: verdictOfError(plan.error, report.toData()) };
			return 'refusal' in plan.value
				? { verdict: refused(plan.value.refusal, report.toData()) }
				: { plan: plan.value, report };
		}),
	);

	const all = await Promise.all(
		planned.map(async (entry, index): Promise<Ended> => {
			const { level } = rows[index];
			if ('verdict' in entry) return entry;
			if ('plan' in entry) {
				const { plan, report } = entry;
				return await ended(takeOut(context, plan, rows[index], report), { id: plan.user.id });
			}
			if (entry.found.state === 'purged') {
				const data = { id: entry.found.id, after: { state: 'purged' } };
				return { verdict: { outcome: 'unchanged', reason: 'deleted', data } };
			}
			const { user } = entry.found as { user: ZendeskUser };
			return await ended(finishDeleted(context, user, level, entry.report), { id: user.id });
		}),
	);
	return all.map(({ verdict }) => verdict);
}
