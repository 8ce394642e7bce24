import type { Refusal } from '../verdict';

/** How much a plan may change before somebody has to look. */
export interface Limits {
	/** Changes in all. */
	maxChanges: number;
	/** Removals, in percent of the users who belong to the source. */
	maxRemovals: number;
}

export function tooManyChanges(changes: number, { maxChanges }: Limits): Refusal | undefined {
	if (changes <= maxChanges) return undefined;
	return {
		reason: 'limit',
		message: `${changes} changes are more than 'Max Changes' allows (${maxChanges}), so none is made`,
		advice: "Check the source; if all of that is really wanted, raise 'Max Changes'",
	};
}

/** @param of the users who belong to the source */
export function tooManyRemovals(
	removals: number,
	of: number,
	{ maxRemovals }: Limits,
): Refusal | undefined {
	if (removals === 0 || (removals / of) * 100 <= maxRemovals) return undefined;
	return {
		reason: 'limit',
		message: `${removals} of ${of} users would be removed, which is more than 'Max Removals (%)' allows (${maxRemovals} %), so nobody is`,
		advice:
			"Check whether the source is complete; if they have really left, raise 'Max Removals (%)'",
	};
}
