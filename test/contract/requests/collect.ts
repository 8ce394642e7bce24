import { clearStages, setStage } from '../../engine/engine';
import { SCENARIOS } from '../../faults/scenarios';
import { RUNS } from '../../security/operations';
import type { Sent } from './check';

/** Who sent what. */
export interface Run {
	name: string;
	sent: Sent[];
}

/** Runs every operation and trigger of the tables once, each on an account of its own, and keeps what they send. */
export async function collectRequests(): Promise<Run[]> {
	const runs: Run[] = [];
	for (const { name, scene } of RUNS) {
		const stage = setStage({ searchLagSeconds: 0 });
		const run = scene(stage.sim);
		const mark = stage.sim.log.mark();
		await stage.run(run);
		runs.push({ name, sent: stage.sim.log.since(mark) });
		clearStages();
	}
	for (const { name, options, arrange } of SCENARIOS) {
		const stage = setStage({ searchLagSeconds: 0, ...options });
		const run = await arrange(stage);
		await run();
		runs.push({ name, sent: [...stage.sim.log.entries] });
		clearStages();
	}
	return runs;
}
