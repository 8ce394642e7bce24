import { readAddress, readManyIdentities } from '../api/identities';
import type { Client } from '../http/client';
import { nameOf } from '../users/view';
import type { Refusal } from '../verdict';
import type { Case } from './judge';
import { type Limits, tooManyRemovals } from './limits';
import { type Leaving, refuseRemovals } from './removals';
import type { Scope } from './scope';

/** A plan's removals, which may come in parts and a day later. */

export function isRemoval({ change: { action }, fields }: Case): boolean {
	return action === 'delete' || fields.suspended === true;
}

/** The biggest plan that any of the removals says that it is a part of. */
function readTotal(removals: Case[]): { removals: number; of?: number } {
	const said = removals.map(({ change: { removals: total = 0, of } }) => ({ removals: total, of }));
	return said.reduce((most, each) => (each.removals > most.removals ? each : most), {
		removals: 0,
	});
}

/**
 * Whether removals are too many: those that are here, of whom Zendesk has in the scope now; and all those of the plan that
 * they are a part of, so that no limit is passed by bringing them in parts.
 */
export async function refuseParts(
	client: Client,
	scope: Scope,
	cases: Case[],
	limits: Limits,
): Promise<Refusal | undefined> {
	const own = cases.length;
	if (own === 0) return undefined;
	const suspends = cases.some(({ change: { action } }) => action !== 'delete');
	const of = (removals: number): Leaving => ({ left: removals, removals, suspends });
	const total = readTotal(cases);
	if (total.removals > own) {
		const refusal =
			total.of === undefined
				? await refuseRemovals(client, scope, of(total.removals), limits, total.removals - own)
				: tooManyRemovals(total.removals, total.of, limits);
		if (refusal) return { ...refusal, message: `Of the whole plan: ${refusal.message}` };
	}
	return await refuseRemovals(client, scope, of(own), limits);
}

/** Those who were missing and have an address that the plan did not look for in the source. */
export async function findNewAddresses(client: Client, cases: Case[]): Promise<Map<Case, Refusal>> {
	const changed = new Map<Case, Refusal>();
	const open = cases.flatMap((entry) => {
		const { user, change } = entry;
		return user && change.addresses ? [{ entry, user, addresses: change.addresses }] : [];
	});
	const now = await readManyIdentities(
		client,
		open.map(({ user }) => user.id),
	);
	for (const { entry, user, addresses } of open) {
		const known = new Set(addresses.map((address) => address.toLowerCase()));
		const added = (now.get(user.id) ?? []).flatMap((one) => readAddress(one) ?? []);
		const unseen = added.filter((address) => !known.has(address));
		if (unseen.length === 0) continue;
		changed.set(entry, {
			reason: 'conflict',
			message: `${nameOf(user)} was missing from the source, but has the email ${unseen.join(', ')}, which the plan did not look for`,
			advice: 'Make a new plan',
		});
	}
	return changed;
}
