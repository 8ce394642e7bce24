import { clearStages, setStage, stagesSoFar } from '../engine/engine';
import type { SimulatorOptions } from '../simulator';
import { arranged, lossesOf, stateOf } from './account';
import { countSecrets, secretsOf } from './secrets';
import type { Fault, Losses, Play, Ran, Scenario, Subject, Undisturbed } from './types';
import { watchWaits } from './waits';
import { isCall, sameness } from './ways';

const NOTHING: Losses = {
	duplicates: 0,
	ticketsLost: 0,
	usersRemoved: 0,
	secretsFound: 0,
	earlyRetries: 0,
};

/** What all plays of this process lost. */
export const losses: Losses = { ...NOTHING };

/**
 * Lets a fault hit a scenario.
 *
 * @throws also when it finds nothing to hit: a cell must not be passed by doing nothing
 */
export async function hit(fault: Fault, subject: Subject): Promise<string> {
	const before = stagesSoFar();
	const outcome = await fault.hit(subject);
	if (stagesSoFar() > before) return outcome;
	throw new Error('There is nothing to hit: exclude the cell, and say why');
}

/** Adds to the sum, and throws if there is anything to add: no loss is expected anywhere. */
function lose(found: Partial<Losses>): void {
	for (const [kind, count] of Object.entries(found) as Array<[keyof Losses, number]>) {
		losses[kind] += count;
	}
	expect({ ...NOTHING, ...found }).toEqual(NOTHING);
}

async function startPlay(
	scenario: Scenario,
	options: SimulatorOptions,
	undisturbed?: Undisturbed,
): Promise<Play> {
	clearStages();
	const stage = setStage({ searchLagSeconds: 0, ...scenario.options, ...options });
	const { sim } = stage;
	let stop = () => {};
	const runScenario = await scenario.arrange({
		...stage,
		run: async (run) => await stage.run({ ...run, stop: (press) => (stop = press) }),
	});
	const before = arranged(sim);
	const earlyRetries = watchWaits(sim);
	let early = 0;
	const state = async () => {
		await sim.settle();
		return stateOf(sim, before);
	};
	const expectState = async () => {
		const actual = await state();
		lose(lossesOf(undisturbed!.state, actual, true));
		expect(actual).toEqual(undisturbed!.state);
	};
	return {
		...stage,
		stop: () => stop(),
		state,
		expectState,
		async act() {
			const ran = await runScenario();
			const secretsFound = countSecrets(ran, secretsOf(sim));
			const newlyEarly = earlyRetries() - early;
			early += newlyEarly;
			lose({ secretsFound, earlyRetries: newlyEarly });
			expect(stage.outsiders).toEqual([]);
			return ran;
		},
		async expectSame(ran: Ran) {
			expect({ error: ran.error, verdicts: ran.verdicts }).toEqual({
				error: undefined,
				verdicts: undisturbed!.verdicts,
			});
			await expectState();
		},
		async expectConverged(again: Ran) {
			const { verdicts, again: unchanged } = undisturbed!;
			expect(again.error).toBeUndefined();
			expect(again.verdicts).toHaveLength(verdicts.length);
			for (const [i, verdict] of again.verdicts.entries()) {
				expect([verdicts[i], unchanged[i]]).toContain(verdict);
			}
			await expectState();
		},
		async expectNoLoss() {
			lose(lossesOf(undisturbed!.state, await state(), false));
		},
	};
}

/** How the scenario ends when nothing happens to it, run twice: the second run writes nothing. */
async function observe(scenario: Scenario): Promise<Undisturbed> {
	const play = await startPlay(scenario, {});
	const mark = play.sim.log.mark();
	const first = await play.act();
	expect(first.error).toBeUndefined();
	const calls = play.sim.log.since(mark).filter(isCall);
	const state = await play.state();
	const markAgain = play.sim.log.mark();
	const again = await play.act();
	expect(again.error).toBeUndefined();
	expect(await play.state()).toEqual(state);
	return {
		state,
		verdicts: first.verdicts,
		again: again.verdicts,
		routes: [...new Set(calls.map(({ route }) => route!))],
		requests: calls.length,
		writesAgain: play.sim.log
			.writes(({ n, status }) => n > markAgain && status !== null && status < 400)
			.filter(isCall)
			.map(({ route }) => route!),
		times: (request) => calls.filter((call) => sameness(call) === sameness(request)).length,
	};
}

export async function subjectOf(scenario: Scenario): Promise<Subject> {
	const undisturbed = await observe(scenario);
	return {
		scenario,
		undisturbed,
		play: async (options = {}) => await startPlay(scenario, options, undisturbed),
	};
}
