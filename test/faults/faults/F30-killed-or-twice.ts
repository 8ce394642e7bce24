import type { Simulator } from '../../simulator';
import type { Fault, Ran, Subject } from '../types';
import { named, spread } from '../ways';

/** Of a long run not every request is the last one. */
const MOST_POINTS = 25;

/** What a row says when another run has done it, or is about to: in the end it is done once. */
const FASTER =
	/^(\S+: change )?(updated|unchanged|failed: (conflict|deleted|exists|invalid|not-found))$/;

/** So long a job of a hundred takes: those of the dead process still go on when the next run begins. */
const SLOW_JOBS = 300;

const MOMENTS = ['before', 'after'] as const;

/** What a row says whose order of the dead process Zendesk carried out between the look and the new order. */
const MEANWHILE = /^(\S+: change )?(updated|unchanged)$/;

/** How many rows have another verdict than in a first or a second run; it must match. */
function otherVerdicts({ undisturbed }: Subject, ran: Ran, words: RegExp): number {
	const { verdicts, again } = undisturbed;
	expect(ran.error).toBeUndefined();
	expect(ran.verdicts).toHaveLength(verdicts.length);
	const others = ran.verdicts.filter(
		(verdict, i) => verdict !== verdicts[i] && verdict !== again[i],
	);
	for (const verdict of others) expect(verdict).toMatch(words);
	return others.length;
}

/** Tells when the process is gone: with that request, so that nothing is sent again, and no time passes. */
export function onDeath({ faults }: Simulator, die: () => void): void {
	const meet = faults.meet.bind(faults);
	faults.meet = (arrival) => {
		const encounter = meet(arrival);
		if (encounter.name?.startsWith('kill-')) die();
		return encounter;
	};
}

/** @returns whether there was such a request */
async function kill(
	subject: Subject,
	n: number,
	moment: (typeof MOMENTS)[number],
): Promise<boolean> {
	const play = await subject.play({ jobSeconds: SLOW_JOBS });
	const { faults } = play.sim;
	onDeath(play.sim, () => play.stop());
	faults.killAt(n, moment);
	await play.act();
	// What was on its way already arrives, if at all, before the next run.
	await play.sim.clock.sleep(1_000);
	const isDead = faults.dead;
	faults.revive();
	otherVerdicts(subject, await play.act(), MEANWHILE);
	await play.expectState();
	return isDead;
}

/** Two workers on one schedule: each row ends as in a first or in a second run, or says who came first. */
async function twice(subject: Subject): Promise<number> {
	const play = await subject.play();
	const both = await Promise.all([play.act(), play.act()]);
	let others = 0;
	// What a trigger has told counts once, whoever told it.
	const isTrigger = /^Zendesk .* Trigger: /.test(subject.scenario.name);
	for (const ran of isTrigger ? [] : both) others += otherVerdicts(subject, ran, FASTER);
	await play.expectNoLoss();
	await play.expectConverged(await play.act());
	return others;
}

/** The process dies in the middle, and the node runs again from the top; or two of them run at once. */
export const killedOrTwice: Fault = {
	id: 'F30',
	async hit(subject) {
		const { requests } = subject.undisturbed;
		// The first request gets the token.
		const points = spread(requests + 1, MOST_POINTS);
		let kills = 0;
		for (const n of points) {
			for (const moment of MOMENTS) {
				await named(`killed ${moment} request ${n}`, async () => {
					const isKilled = await kill(subject, n, moment);
					if (n <= requests) expect(isKilled).toBe(true);
					kills += Number(isKilled);
				});
			}
		}
		const others = await twice(subject);
		return `killed ${kills} times, and twice at once (${others} rows told that the other was faster): same state after the next run`;
	},
};
