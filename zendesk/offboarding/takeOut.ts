import type { ZendeskUser } from '../api/records';
import { attempt, type Client } from '../http/client';
import type { JobRunner } from '../http/jobs';
import { TicketTransfer } from '../tickets/transfer';
import { purgeAndConfirm, stillListed } from '../users/purge';
import { dryRun, type Refusal, refused, type Verdict, verdictOfError } from '../verdict';
import { explainGone } from './goneMeanwhile';
import type { Leaving } from './leaving';
import { LEVELS, type Level } from './levels';
import type { Look } from './look';
import type { OffboardOptions, Plan, Wish } from './preflight';
import type { OffboardReport } from './report';
import { stagesFor } from './stages';
import { type TakenOut, withUnverified } from './verifyEnd';

export interface TakeOutContext {
	client: Client;
	jobs: JobRunner;
	options: OffboardOptions;
	/** What n8n calls this run, for the marker in the notes. */
	run: string;
	/** Told when a leaver enters a stage. */
	onStage?: (leaverId: number, stage: string) => void;
}

/** Somebody whom an earlier run has deleted: at most the purge is left. */
export async function finishDeleted(
	{ client, options }: Pick<TakeOutContext, 'client' | 'options'>,
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
export async function takeOut(
	{ client, jobs, options, run, look, onStage }: TakeOutContext & { look: Look },
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
		look,
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
		const gone = end.ok ? undefined : await explainGone(client, plan.seen.user, end.error);
		const verdict = end.ok
			? refused((end.value as { refusal: Refusal }).refusal, report.toData())
			: gone
				? refused(gone, report.toData())
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
