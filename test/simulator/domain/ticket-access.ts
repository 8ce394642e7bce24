import type { Ticket, User } from '../store/records';
import type { World } from '../world';
import { isInBrand } from './brands';

/** What agents with a ticket restriction see (https://developer.zendesk.com/api-reference/ticketing/users/users/). */
const RESTRICTED: Partial<Record<string, (world: World, user: User, ticket: Ticket) => boolean>> = {
	assigned: (_world, user, ticket) => ticket.assignee_id === user.id,
	groups: ({ store }, user, { group_id }) => group_id !== null && store.isMember(user.id, group_id),
	organization: ({ store }, user, { organization_id }) =>
		store.organizationMemberships
			.sortedBy('user', user.id)
			.some((membership) => membership.organization_id === organization_id),
};

/** Whether somebody is kept from some tickets at all. */
export function isLimited({ store }: World, user: User): boolean {
	if (user.role === 'admin') return false;
	return (
		(user.ticket_restriction !== null && user.ticket_restriction in RESTRICTED) ||
		(store.brandsLeft.get(user.id)?.size ?? 0) > 0
	);
}

/** Whether an agent may see a ticket: by its brand, and by their own restriction. Their own tickets they always see. */
export function maySeeTicket(world: World, user: User, ticket: Ticket): boolean {
	if (!isInBrand(world, user, ticket.brand_id)) return false;
	const sees = RESTRICTED[user.ticket_restriction ?? ''];
	return (
		user.role === 'admin' || !sees || ticket.assignee_id === user.id || sees(world, user, ticket)
	);
}
