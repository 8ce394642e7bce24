import type { ZendeskUser } from '../api/records';
import { listUsers } from '../api/users';
import type { Client } from '../http/client';
import { isStaff } from '../users/view';
import type { Refusal } from '../verdict';
import { isAdopted } from './adoption';
import { leastScope, type Limits, tooManyRemovals } from './limits';
import { outsideOf, type Scope } from './scope';

/** How many are to go. */
export interface Leaving {
	/** Everybody, also those who are only reported. */
	left: number;
	/** Those among them who would be suspended or deleted. */
	removals: number;
	/** Whether any of them would be suspended: whoever is suspended already can't be. */
	suspends: boolean;
}

/** How many are there: who can't be removed makes no scope any bigger. */
interface Counts {
	scope: number;
	removable: number;
}

/** Whether a sync could remove a user at all. */
export function isRemovable(user: ZendeskUser, scope: Scope, suspends: boolean): boolean {
	if (isStaff(user) || isAdopted(user) || (suspends && user.suspended)) return false;
	return outsideOf(scope, user) === undefined;
}

export function countUsers(users: ZendeskUser[], scope: Scope, suspends: boolean): Counts {
	return {
		scope: users.filter((user) => outsideOf(scope, user) === undefined).length,
		removable: users.filter((user) => isRemovable(user, scope, suspends)).length,
	};
}

/** Whether so many may go from so many: all of the scope, and those who are removed of those who could be. */
export function refuseLeaving(
	{ left, removals }: Leaving,
	{ scope, removable }: Counts,
	limits: Limits,
): Refusal | undefined {
	return tooManyRemovals(left, scope, limits) ?? tooManyRemovals(removals, removable, limits);
}

/** Counts who is in the scope, until there are enough. */
async function countScope(
	client: Client,
	scope: Scope,
	{ left, removals, suspends }: Leaving,
	limits: Limits,
): Promise<Counts> {
	const counts: Counts = { scope: 0, removable: 0 };
	const enough = [leastScope(left, limits), leastScope(removals, limits)];
	// Staff are only counted where staff have left.
	const role = scope.role ?? (left === removals ? 'end-user' : undefined);
	for await (const { records } of listUsers(client, { query: { role } })) {
		const more = countUsers(records, scope, suspends);
		counts.scope += more.scope;
		counts.removable += more.removable;
		if (counts.scope >= enough[0] && counts.removable >= enough[1]) return counts;
	}
	return counts;
}

/**
 * Whether so many may be removed from a scope: a part of whom Zendesk has in it now, never of what a list or an item says.
 * Reads no more pages of users than it needs to be sure.
 *
 * @param gone who was in the scope when the plan was made, and may have been removed by another part of it
 */
export async function refuseRemovals(
	client: Client,
	scope: Scope,
	leaving: Leaving,
	limits: Limits,
	gone = 0,
): Promise<Refusal | undefined> {
	const { left, removals } = leaving;
	const isSure = (count: number) => leastScope(count, limits) <= count;
	// Whoever is removed is in the scope.
	if (isSure(left) && isSure(removals)) return undefined;
	const counts = await countScope(client, scope, leaving, limits);
	const { scope: all, removable } = counts;
	return refuseLeaving(leaving, { scope: all + gone, removable: removable + gone }, limits);
}
