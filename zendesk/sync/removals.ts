import { listUsers } from '../api/users';
import type { Client } from '../http/client';
import type { Refusal } from '../verdict';
import { leastScope, type Limits, tooManyRemovals } from './limits';
import { outsideOf, type Scope } from './scope';

/** Counts who is in the scope, until there are enough. */
async function countScope(client: Client, scope: Scope, enough: number): Promise<number> {
	let count = 0;
	for await (const { records } of listUsers(client, { query: { role: scope.role } })) {
		count += records.filter((user) => outsideOf(scope, user) === undefined).length;
		if (count >= enough) return count;
	}
	return count;
}

/**
 * Whether so many may be removed from a scope: a part of whom Zendesk has in it now, never of what a list or an item says.
 * Reads no more pages of users than it needs to be sure.
 */
export async function refuseRemovals(
	client: Client,
	scope: Scope,
	removals: number,
	limits: Limits,
): Promise<Refusal | undefined> {
	const enough = leastScope(removals, limits);
	// Whoever is removed is in the scope.
	if (enough <= removals) return undefined;
	return tooManyRemovals(removals, await countScope(client, scope, enough), limits);
}
