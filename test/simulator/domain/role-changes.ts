import { invalidField } from '../http/errors';
import type { User } from '../store/records';
import type { Act } from '../world';
import { handOver, openTicketsOf, releaseToGroups } from './handover';
import { joinGroup, leaveAllGroups } from './memberships';
import { END_USER, isSmall, sameRole, type RoleState } from './roles';

/** Gives somebody a role, with all that Zendesk does about it (zendesk-api §2.2, §2.6). */
export function applyRole(act: Act, user: User, next: RoleState): void {
	if (sameRole(user, next)) return;
	if (next.role === 'end-user') downgrade(act, user, 'downgraded');
	else if (user.role === 'end-user') upgrade(act, user, next);
	else changeStaff(act, user, next);
	if (next.role === 'admin') tellAdmins(act, user);
}

/** §2.6: no role type, no groups, no default group, tickets handed over, the seat is free. */
export function downgrade(act: Act, user: User, why: 'downgraded' | 'deleted'): void {
	const { store } = act.world;
	leaveAllGroups(act, user);
	store.users.update(user, {
		...END_USER,
		ticket_restriction: 'requested',
		restricted_agent: true,
		moderator: false,
		only_private_comments: false,
	});
	store.entitlements.delete(user.id);
	handOver(act, user, why);
}

function upgrade(act: Act, user: User, next: RoleState): void {
	const { store, switches } = act.world;
	store.users.update(user, {
		...next,
		ticket_restriction: null,
		restricted_agent: false,
		moderator: next.role === 'admin',
	});
	const group = store.groups.all().find((candidate) => candidate.default && !candidate.deleted);
	if (group && switches.ownDefaultGroupOnUpgrade) joinGroup(act, user, group, true);
}

/** Between staff roles memberships are kept; losing the right to have tickets empties the desk (§2.6). */
function changeStaff(act: Act, user: User, next: RoleState): void {
	const { world } = act;
	const becomesSmall = isSmall(next) && !isSmall(user);
	if (becomesSmall && world.switches.lightAgentDowngrade === 'refused-with-open-tickets') {
		const open = openTicketsOf(world, user.id).length;
		if (open > 0) {
			throw invalidField('base', `User is assigned to ${open} ticket(s) that are not closed.`);
		}
	}
	world.store.users.update(user, {
		...next,
		moderator: next.role === 'admin',
		...(isSmall(next) ? { only_private_comments: true } : {}),
	});
	if (becomesSmall) releaseToGroups(act, user);
}

/** §2.2: promoting to admin emails all admins. */
function tellAdmins(act: Act, user: User): void {
	const { store } = act.world;
	for (const admin of store.users.sortedBy('role', 'admin')) {
		if (admin.email === null) continue;
		store.mails.push({ to: admin.email, userId: user.id, kind: 'new-admin', at: act.now });
	}
}
