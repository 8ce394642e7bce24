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

/** In a small scope, so many removals are no sign of a broken source, whatever the percentage: the only leaver of eight goes. */
export const ALWAYS_ALLOWED = 2;

/** With so many users, a scope is not small any more: 10 % are two. */
export const SMALL_SCOPE = 20;

/** How many users have to be in the scope so that so many of them may be removed, whatever is small. */
export function leastScope(removals: number, { maxRemovals }: Limits): number {
	if (removals === 0) return 0;
	if (maxRemovals === 0) return Infinity;
	const least = Math.ceil((removals * 100) / maxRemovals - 1e-9);
	// In a smaller scope than that, so few may go anyway.
	return removals <= ALWAYS_ALLOWED && least <= SMALL_SCOPE ? 0 : least;
}

/** @param of the users of the source who could be removed, as Zendesk has them */
export function tooManyRemovals(removals: number, of: number, limits: Limits): Refusal | undefined {
	if (of >= leastScope(removals, limits)) return undefined;
	if (removals <= ALWAYS_ALLOWED && of < SMALL_SCOPE && limits.maxRemovals > 0) return undefined;
	return {
		reason: 'limit',
		message: `${removals} of ${of} users would be removed, which is more than 'Max Removals (%)' allows (${limits.maxRemovals} %), so nobody is`,
		advice:
			"Check whether the source is complete; if they have really left, raise 'Max Removals (%)'",
	};
}
