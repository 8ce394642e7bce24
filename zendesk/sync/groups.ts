import {
	createMembershipsRequest,
	destroyMembershipsRequest,
	listAllMemberships,
} from '../api/groups';
import type { BulkOrder, Finding } from '../bulk/bulk';
import { matchResults } from '../bulk/results';
import type { Client } from '../http/client';
import { explainItem, type JobItem } from '../http/jobItems';
import type { Memberships } from './people';

/** Somebody who is to be in a group. */
export interface Join {
	userId: number;
	groupId: number;
}

/** A membership that is to end. */
export interface Leave {
	id: number;
	userId: number;
}

/** What to change so that each user is in his groups and in no others. */
export function membershipsToChange(
	memberships: Memberships,
	wanted: Array<{ userId: number; groups: number[] }>,
): { joins: Join[]; leaves: Leave[] } {
	const joins: Join[] = [];
	const leaves: Leave[] = [];
	for (const { userId, groups } of wanted) {
		const current = memberships.get(userId) ?? [];
		const isIn = (groupId: number) => current.some((membership) => membership.groupId === groupId);
		joins.push(...groups.filter((id) => !isIn(id)).map((groupId) => ({ userId, groupId })));
		const extra = current.filter(({ groupId }) => !groups.includes(groupId));
		leaves.push(...extra.map(({ id }) => ({ id, userId })));
	}
	return { joins, leaves };
}

function findingOf(item: JobItem | undefined): Finding<true> {
	if (item === undefined) return undefined;
	if (item.success) return { done: true };
	// A membership that is there already, or gone already, is what was wanted.
	return { doubt: explainItem(item) };
}

export function joinOrder(client: Client): BulkOrder<Join, true> {
	return {
		request: (joins) =>
			createMembershipsRequest(
				joins.map(({ userId, groupId }) => ({ user_id: userId, group_id: groupId })),
			),
		match: (joins, items) => {
			// The ids of its results are those of new memberships: only a place tells whose one is.
			const places = items.map((item) => ({ ...item, id: undefined }));
			const areAllDone = items.length === joins.length && items.every(({ success }) => success);
			const results = areAllDone
				? items
				: matchResults(
						joins.map(() => ({})),
						places,
					).items;
			return joins.map((_, i) => findingOf(results[i]));
		},
		lookUp: async (joins) => {
			const all = await listAllMemberships(client);
			return joins.map(({ userId, groupId }) =>
				all.some((each) => each.user_id === userId && each.group_id === groupId)
					? { done: true }
					: undefined,
			);
		},
		repeatable: () => true,
	};
}

export function leaveOrder(client: Client): BulkOrder<Leave, true> {
	return {
		request: (leaves) => destroyMembershipsRequest(leaves.map(({ id }) => id)),
		match: (leaves, items) => {
			const results = matchResults(leaves, items).items;
			return leaves.map((_, i) => findingOf(results[i]));
		},
		lookUp: async (leaves) => {
			const there = new Set((await listAllMemberships(client)).map(({ id }) => id));
			return leaves.map(({ id }) => (there.has(id) ? undefined : { done: true }));
		},
		repeatable: () => true,
	};
}
