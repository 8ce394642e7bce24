import { toSecond } from '../core/time';
import { invalidField } from '../http/errors';
import type { Group, GroupMembership, User } from '../store/records';
import type { Act } from '../world';
import { unassignInGroup } from './handover';

/** Makes this membership the user's default one. */
export function makeDefaultGroup(act: Act, membership: GroupMembership): void {
	const { store } = act.world;
	const updated_at = toSecond(act.now);
	for (const other of store.groupMemberships.by('user', membership.user_id)) {
		const isDefault = other.id === membership.id;
		if (other.default !== isDefault) {
			store.groupMemberships.update(other, { default: isDefault, updated_at });
		}
	}
	const user = store.users.get(membership.user_id);
	if (user && user.default_group_id !== membership.group_id) {
		store.users.update(user, { default_group_id: membership.group_id, updated_at });
	}
}

/** Adds an agent to a group; his first group becomes his default one. */
export function joinGroup(act: Act, user: User, group: Group, isDefault = false): GroupMembership {
	const { store } = act.world;
	const first = store.groupMemberships.by('user', user.id).size === 0;
	const at = toSecond(act.now);
	const membership = store.groupMemberships.insert({
		id: store.ids.next('groupMembership'),
		user_id: user.id,
		group_id: group.id,
		default: false,
		created_at: at,
		updated_at: at,
	});
	if (isDefault || first) makeDefaultGroup(act, membership);
	return membership;
}

/** Validates and adds a membership (zendesk-api §5.1). */
export function createMembership(
	act: Act,
	userId: number,
	groupId: number,
	isDefault: boolean,
): GroupMembership {
	const { store } = act.world;
	const user = store.users.get(userId);
	const group = store.groups.get(groupId);
	if (!user?.active || user.role === 'end-user') {
		throw invalidField('user_id', 'User: must be an agent', 'InvalidValue');
	}
	if (!group || group.deleted) throw invalidField('group_id', 'Group: is invalid', 'InvalidValue');
	if (store.isMember(userId, groupId)) {
		throw invalidField('user_id', 'User: has already been taken', 'DuplicateValue');
	}
	return joinGroup(act, user, group, isDefault);
}

/** Removes a membership; another one becomes the default, and a job unassigns the working tickets. */
export function removeMembership(act: Act, membership: GroupMembership): void {
	const { store, switches } = act.world;
	const others = store.groupsOf(membership.user_id).filter(({ id }) => id !== membership.id);
	if (others.length === 0 && switches.lastMembership === 'refused') {
		throw invalidField('base', 'User must belong to at least one group', 'InvalidValue');
	}
	store.groupMemberships.remove(membership);
	if (membership.default) {
		const user = store.users.get(membership.user_id);
		if (others.length > 0) makeDefaultGroup(act, others[0]);
		else if (user) store.users.update(user, { default_group_id: null });
	}
	unassignInGroup(act, membership.user_id, membership.group_id);
}

/** An agent who stops being one leaves all groups at once (§2.6). */
export function leaveAllGroups(act: Act, user: User): void {
	const { store } = act.world;
	for (const membership of store.groupsOf(user.id)) store.groupMemberships.remove(membership);
	store.users.update(user, { default_group_id: null });
}
