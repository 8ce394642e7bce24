import { inBackground, type Act, type World } from '../world';
import { ROLE_TYPE, type Handover, type Ticket, type User } from '../store/records';
import { isSmall } from './roles';
import { saveTicket } from './ticket-record';

/** Somebody to whom a ticket can be given (zendesk-api §4): working staff, neither light nor suspended. */
export function mayBeAssigned(user: User | undefined): user is User {
	return (
		user !== undefined &&
		user.active &&
		user.role !== 'end-user' &&
		!user.suspended &&
		!isSmall(user) &&
		user.role_type !== ROLE_TYPE.billingAdmin
	);
}

/** Tickets below closed that somebody has. */
export function openTicketsOf(world: World, assigneeId: number): Ticket[] {
	return world.store.tickets
		.sortedBy('assignee', assigneeId)
		.filter(({ status }) => status !== 'closed');
}

/** §2.6: the acting admin if he is in the ticket's group, else that group's agent with the lowest id. */
function heirOf(act: Act, ticket: Ticket): number | null {
	const { store } = act.world;
	if (ticket.group_id === null) return null;
	const { actor } = act;
	if (actor && mayBeAssigned(actor) && store.isMember(actor.id, ticket.group_id)) return actor.id;
	const members = [...store.groupMemberships.by('group', ticket.group_id)]
		.map(({ user_id }) => store.users.get(user_id))
		.filter(mayBeAssigned);
	return members.length > 0 ? Math.min(...members.map(({ id }) => id)) : null;
}

/** Moves a ticket on Zendesk's own account and keeps the evidence. */
function move(act: Act, ticket: Ticket, to: number | null, why: Handover['why']): void {
	const from = ticket.assignee_id;
	if (from === null) return;
	saveTicket({ ...act, actor: null }, ticket, { assignee_id: to });
	act.world.store.handovers.push({ ticketId: ticket.id, from, to, at: act.now, why });
}

/** Zendesk's hand-over when somebody is downgraded to an end user or removed; closed tickets stay his. */
export function handOver(act: Act, leaver: User, why: 'downgraded' | 'deleted'): void {
	inBackground(act, (later) => {
		for (const ticket of openTicketsOf(later.world, leaver.id)) {
			move(later, ticket, heirOf(later, ticket), why);
		}
	});
}

/** Downgrade to light agent or contributor: working tickets are unassigned, solved ones re-assigned (§2.6). */
export function releaseToGroups(act: Act, agent: User): void {
	inBackground(act, (later) => {
		for (const ticket of openTicketsOf(later.world, agent.id)) {
			const to = ticket.status === 'solved' ? heirOf(later, ticket) : null;
			move(later, ticket, to, 'light-agent');
		}
	});
}

/** After a group membership is gone: that user's working tickets of that group are unassigned (§5.1). */
export function unassignInGroup(act: Act, userId: number, groupId: number): void {
	inBackground(act, (later) => {
		for (const ticket of openTicketsOf(later.world, userId)) {
			if (ticket.group_id === groupId && ticket.status !== 'solved') {
				move(later, ticket, null, 'left-group');
			}
		}
	});
}
