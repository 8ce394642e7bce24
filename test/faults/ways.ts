import type { Fault as SimulatedFault, FaultTrigger, LogEntry } from '../simulator';
import { everythingIn } from './secrets';
import type { Play, Ran, Subject } from './types';

const MINUTE = 60_000;

/** What happens at a route, once or as often as `times` says. */
export interface Trouble {
	then: SimulatedFault;
	/** Default: the first request of the route, once. */
	when?: Omit<FaultTrigger, 'route'>;
}

/**
 * Lets the trouble happen at each route that the scenario asks, in an account of its own each, and runs the scenario. A
 * trouble that did not happen is a mistake of the test.
 *
 * @param check what must be so after the run
 * @param isHit which routes; all unless told otherwise
 * @returns how many routes there were
 */
export async function atEachRoute(
	subject: Subject,
	trouble: (route: string, index: number) => Trouble | Trouble[],
	check: (play: Play, ran: Ran, route: string) => Promise<void>,
	isHit: (route: string) => boolean = () => true,
): Promise<number> {
	const routes = subject.undisturbed.routes.filter(isHit);
	for (const [i, route] of routes.entries()) {
		await named(route, async () => {
			const play = await subject.play();
			for (const { when, then } of [trouble(route, i)].flat()) {
				play.sim.faults.add({ when: { ...when, route }, then });
			}
			const ran = await play.act();
			play.sim.faults.verifyAllFired();
			await check(play, ran, route);
		});
	}
	return routes.length;
}

/** One after the other, to as many requests of a route in a row. */
export function inARow(faults: SimulatedFault[]): Trouble[] {
	return faults.map((then, i) => ({ when: { nth: i + 1 }, then }));
}

/** To every request of a route. */
export const always = (then: SimulatedFault): Trouble => ({ when: { times: Infinity }, then });

/** So many entries of a list in turn, others for each index: all are met by turns. */
export function some<T>(list: readonly T[], count: number, index: number): T[] {
	return Array.from(
		{ length: Math.min(count, list.length) },
		(_, i) => list[(index * count + i) % list.length],
	);
}

/** At most so many numbers from 1 to `last`, spread evenly, the first and the last among them. */
export function spread(last: number, most: number): number[] {
	if (last <= most) return Array.from({ length: last }, (_, i) => i + 1);
	return Array.from({ length: most }, (_, i) => 1 + Math.round((i * (last - 1)) / (most - 1)));
}

/** Says at what it was that the check did not hold. */
export async function named(what: string, check: () => Promise<void>): Promise<void> {
	try {
		await check();
	} catch (error) {
		(error as Error).message = `${what}: ${(error as Error).message}`;
		throw error;
	}
}

/** Whether a route writes; searches by POST don't exist in what the pack uses. */
export const isWrite = (route: string) => !route.startsWith('GET ');

export const isRead = (route: string) => !isWrite(route);

/** Requests of the API: how and when n8n gets its tokens isn't ours. */
export const isCall = ({ path }: LogEntry) => path.startsWith('/api/');

/** What makes two requests the same. */
export function sameness({ method, path, query, body }: LogEntry): string {
	return JSON.stringify([method, path, query, body]);
}

/** People without email and external ID can't be looked up: nobody can tell whether they were created. */
export const isNameless = ({ scenario }: Subject) =>
	/^User: Create \(.*names? only\)$/.test(scenario.name);

/**
 * Every row has the verdict that it has undisturbed, at the first or the second run, after a write of which nobody was told
 * what became of it. Unknown is only what can't be looked up.
 */
export function expectVerdicts(subject: Subject, ran: Ran): void {
	const { verdicts, again } = subject.undisturbed;
	expect(ran.error).toBeUndefined();
	expect(ran.verdicts).toHaveLength(verdicts.length);
	for (const [i, verdict] of ran.verdicts.entries()) {
		if (isNameless(subject) && verdict.startsWith('unknown')) continue;
		expect([verdicts[i], again[i]]).toContain(verdict);
	}
}

/** All words that people could read of a run. */
export function wordsOf({ kept, error }: Ran): string {
	return everythingIn([error, kept]);
}

/** What n8n can't publish it takes back, with calls of its own. */
export const callersOf = ({ scenario }: Subject) =>
	scenario.name.startsWith('Zendesk Users Trigger: publish') ? 2 : 1;

/** A delivery is answered within seconds, so nothing is tried for long there. */
export const isHasty = ({ scenario }: Subject) =>
	scenario.name.startsWith('Zendesk Users Trigger: receive');

/** A run that did not end as it does undisturbed has to say why. */
export function expectWordsUnlessSame({ undisturbed }: Subject, ran: Ran, words: RegExp): void {
	const { verdicts, again } = undisturbed;
	const isSame =
		ran.error === undefined &&
		ran.verdicts.length === verdicts.length &&
		ran.verdicts.every((verdict, i) => verdict === verdicts[i] || verdict === again[i]);
	if (!isSame) expect(wordsOf(ran)).toMatch(words);
}

/** Once the trouble is over, the run from the top ends as an undisturbed one. */
export async function expectNextRunConverges(play: Play): Promise<void> {
	await expectSilence(play);
	await play.expectNoLoss();
	play.sim.faults.clear();
	await play.expectConverged(await play.act());
}

/** A run that has ended sends nothing any more. */
export async function expectSilence({ sim }: Play): Promise<void> {
	// What was on its way already arrives.
	await sim.clock.sleep(1_000);
	const mark = sim.log.mark();
	await sim.clock.sleep(MINUTE);
	expect(sim.log.since(mark)).toEqual([]);
}
