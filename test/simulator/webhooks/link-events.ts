import type { GroupMembership, Identity, OrganizationMembership } from '../store/records';
import { idText, type EventBody } from './envelope';
import type { Change } from './journal';
import type { Happening } from './user-events';

const identityOf = ({ id, primary, type, value }: Identity): EventBody => ({
	id: idText(id),
	primary,
	type,
	value,
});

/** Identities that came, went or became different; verification doesn't show in events (zendesk-api §7.3). */
export function identityEvents(changes: Array<Change<Identity>>): Happening[] {
	return changes.flatMap(({ before, after }): Happening[] => {
		const previous = before && identityOf(before);
		const current = after && identityOf(after);
		const userId = (after ?? before)!.user_id;
		if (!previous && !current) return [];
		if (!previous) return [{ userId, name: 'identity_created', event: { identity: current } }];
		if (!current) return [{ userId, name: 'identity_deleted', event: { identity: previous } }];
		if (JSON.stringify(current) === JSON.stringify(previous)) return [];
		return [{ userId, name: 'identity_changed', event: { current, previous } }];
	});
}

/** Identities go from one user to another in a merge only: the one who loses them is merged into the other. */
export function mergers(changes: Array<Change<Identity>>): Happening[] {
	const winners = new Map<number, number>();
	for (const { before: lost } of changes.filter(({ after }) => !after)) {
		const found = changes.find(({ before, after }) => !before && after && after.id === lost?.id);
		if (lost && found?.after) winners.set(lost.user_id, found.after.user_id);
	}
	return [...winners].map(([userId, winnerId]) => ({
		userId,
		name: 'merged',
		event: { user: { id: idText(winnerId) } },
	}));
}

/** The event of a membership that came or went; another default one is no event of its own. */
function membershipEvents<R extends { user_id: number }>(
	changes: Array<Change<R>>,
	kind: 'group' | 'organization',
	idOf: (row: R) => number,
): Happening[] {
	return changes.flatMap(({ before, after }): Happening[] => {
		const row = after ?? before;
		if (!row || (before && after)) return [];
		const name = `${kind}_membership_${after ? 'created' : 'deleted'}` as const;
		return [{ userId: row.user_id, name, event: { [kind]: { id: idText(idOf(row)) } } }];
	});
}

export function groupEvents(changes: Array<Change<GroupMembership>>): Happening[] {
	return membershipEvents(changes, 'group', ({ group_id }) => group_id);
}

export function organizationEvents(changes: Array<Change<OrganizationMembership>>): Happening[] {
	return membershipEvents(changes, 'organization', ({ organization_id }) => organization_id);
}
