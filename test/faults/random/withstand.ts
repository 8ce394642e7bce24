import { onDeath } from '../faults/F30-killed-or-twice';
import { withDeadline } from '../faults/F08-answer-stalls';
import { subjectOf } from '../play';
import type { Ran, Undisturbed } from '../types';
import { type Case, trialOf } from './cases';
import { watchOver } from './guards';
import { brew } from './storms';

/** After so many runs it must have ended as an undisturbed one. */
const MOST_RUNS = 3;

/** What random runs came to, added up. */
export interface Tally {
	runs: number;
	/** Troubles that were planned, and that hit a request. */
	planned: number;
	fired: number;
	killed: number;
	/** Cases that were through at once, and that took further runs. */
	atOnce: number;
	afterMore: number;
	/** Cases in which Zendesk wasn't asked anything: their rows can't be meant. */
	idle: number;
}

export const newTally = (): Tally => ({
	runs: 0,
	planned: 0,
	fired: 0,
	killed: 0,
	atOnce: 0,
	afterMore: 0,
	idle: 0,
});

/** Every row ends as in a first or in a second run that nothing happens to. */
function isThrough({ verdicts, again }: Undisturbed, ran: Ran): boolean {
	return (
		ran.error === undefined &&
		ran.verdicts.length === verdicts.length &&
		ran.verdicts.every((verdict, i) => verdict === verdicts[i] || verdict === again[i])
	);
}

const NO_OR_TWO = /^no verdict$|^(?!change|unchanged|blocked|leaver).* and /;

function expectOneEach(verdicts: string[]): void {
	expect(verdicts.filter((verdict) => NO_OR_TWO.test(verdict))).toEqual([]);
}

const isBad = (verdict: string) => /failed|unknown/.test(verdict);

/** Zendesk has refused it, and is asked again: who is to be deleted once their tickets are closed is suspended until then. */
const isRefused = (verdict: string) => isBad(verdict) || /suspended: tickets-left/.test(verdict);

/** Of rows that are the very same none fails while another one is done. */
function expectTwinsAlike({ work, order }: Case, { verdicts }: Undisturbed): void {
	// A plan is made of rows before it is applied; of pairs to be merged some are left out.
	if (!('rows' in order) || /Apply|Merge/.test(work)) return;
	const texts = order.rows.map((row) => JSON.stringify(row));
	const torn = texts.filter((text) => {
		const twins = verdicts.filter((_, i) => texts[i] === text);
		return twins.some(isBad) && twins.some((verdict) => !/failed|unknown|skipped/.test(verdict));
	});
	expect(torn).toEqual([]);
}

/** Zendesk itself recognises these by email, external ID or key. */
const RECOGNISED = /^POST \/api\/v2\/(users(\/create(_or_update)?(_many)?)?|tickets)$/;

/**
 * What is done isn't written again; what Zendesk has refused may be asked for again, and what is to be written unchanged is
 * written.
 */
function expectNothingAgain({ order }: Case, { again, writesAgain }: Undisturbed): void {
	if (again.some(isRefused) || ('choices' in order && order.choices?.writeUnchanged === true))
		return;
	expect(writesAgain.filter((route) => !RECOGNISED.test(route))).toEqual([]);
}

/**
 * Plays a case in two accounts, in one without and in one with its storm, until the second ends as the first.
 *
 * @throws where it doesn't, or where anything is lost on the way
 */
export async function withstand(given: Case, tally = newTally()): Promise<void> {
	tally.runs++;
	const trial = trialOf(given);
	const subject = await subjectOf(trial.scenario);
	const { undisturbed } = subject;
	expectOneEach(undisturbed.verdicts);
	expectTwinsAlike(given, undisturbed);
	expectNothingAgain(given, undisturbed);
	if (undisturbed.requests === 0) {
		tally.idle++;
		return;
	}
	const play = await subject.play();
	const { sim } = play;
	const check = watchOver(sim, await play.state(), trial.begun());
	withDeadline(sim);
	onDeath(sim, () => play.stop());
	const planned = brew(play, given.storm, undisturbed);
	for (let run = 1; ; run++) {
		if (run === MOST_RUNS) sim.faults.clear();
		const ran = await play.act();
		const wasKilled = sim.faults.dead;
		if (wasKilled) sim.faults.revive();
		if (!wasKilled) expectOneEach(ran.verdicts);
		const isEnd = !wasKilled && isThrough(undisturbed, ran);
		if (run === 1) {
			const fired = planned - sim.faults.unfired().length;
			tally.planned += planned;
			tally.fired += fired;
		}
		tally.killed += Number(wasKilled);
		if (isEnd || !given.storm.isHasty) {
			await play.expectNoLoss();
			check(await play.state());
		}
		if (isEnd || run === MOST_RUNS) {
			if (isEnd && run === 1) await play.expectState();
			else await play.expectConverged(ran);
			tally.atOnce += Number(run === 1);
			tally.afterMore += Number(run > 1);
			return;
		}
	}
}
