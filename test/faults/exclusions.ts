import type { FaultId } from './types';

/** Cells of the matrix that can't apply. */
export interface Exclusion {
	faults: FaultId[];
	/** Names of scenarios, or a pattern that they match. */
	scenarios: string[] | RegExp;
	/** Why it can't happen there: `reads only`. */
	reason: string;
}

export const EXCLUSIONS: Exclusion[] = [];

/** Why the cell isn't in the matrix; `undefined` = it is. */
export function exclusionOf(fault: FaultId, scenario: string): string | undefined {
	return EXCLUSIONS.find(
		({ faults, scenarios }) =>
			faults.includes(fault) &&
			(scenarios instanceof RegExp ? scenarios.test(scenario) : scenarios.includes(scenario)),
	)?.reason;
}
