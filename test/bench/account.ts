import { clearStages, setStage, type Stage } from '../engine/engine';
import type { SimulatorOptions, User } from '../simulator';

/** What every account of the bench has: a network of 100 ms, Zendesk's usual limit, and jobs as recorded. */
const USUAL: SimulatorOptions = {
	latencyMs: 100,
	jobSeconds: 10,
	jobQueueSeconds: [1, 6],
	plan: { rpm: 700 },
};

/** The time of a job, for the name of a figure: how long it works a hundred records, and how long it waits before. */
export function nameTime(jobSeconds: number, [from, to]: [number, number]): string {
	return to === 0
		? `T = ${jobSeconds} s`
		: `T = ${jobSeconds} s after ${from}–${to} s in the queue`;
}

/** Runs one measurement on an account of its own, on a virtual clock: hours pass in seconds, and are counted. */
export async function onAccount<Result>(
	options: SimulatorOptions,
	measure: (stage: Stage) => Promise<Result>,
): Promise<Result> {
	const stage = setStage({ ...USUAL, ...options, plan: { ...USUAL.plan, ...options.plan } });
	stage.sim.log.keepBodies = false;
	try {
		return await measure(stage);
	} finally {
		clearStages();
	}
}

/** How long something takes on the account's clock, in seconds, and which requests it sent. */
export async function timed<Result>({ sim }: Stage, work: () => Promise<Result>) {
	const [startedAt, mark] = [sim.clock.now(), sim.log.mark()];
	const result = await work();
	return { result, seconds: (sim.clock.now() - startedAt) / 1000, log: sim.log.since(mark) };
}

/** How many of the users are as they were ordered. */
export function countUsers({ sim }: Stage, isRight: (user: User) => boolean): number {
	return sim.store.users.all().filter(isRight).length;
}
