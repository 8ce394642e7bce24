import { DAY } from '../core/time';
import { isArchived } from '../domain/ticket-record';
import { listReply, type List } from '../http/pagination';
import type { Call, Reply, Route } from '../http/route';
import { presentDeletedTicket } from '../present/activity';
import type { Ticket } from '../store/records';

/** After that they are gone for good. */
const KEPT = 30 * DAY;

function list(call: Call): Reply {
	const { now, world } = call;
	const tickets: List<Ticket> = {
		rows: world.store.tickets.sortedBy('deleted', 'deleted'),
		where: (ticket) => now - (ticket.deleted_at ?? 0) <= KEPT && !isArchived(ticket, now),
		sortBys: ['id', 'subject', 'deleted_at'],
	};
	return listReply(call, 'deleted_tickets', tickets, (ticket) =>
		presentDeletedTicket(world, ticket),
	);
}

export const deletedTicketRoutes: Route[] = [
	{
		method: 'GET',
		path: '/api/v2/deleted_tickets',
		scope: 'tickets',
		allowed: 'agents',
		limits: [{ name: 'deleted-tickets' }],
		handler: list,
	},
];
