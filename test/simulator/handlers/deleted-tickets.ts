import { DAY } from '../core/time';
import { eraseTicket, isArchived } from '../domain/ticket-record';
import { recordNotFound } from '../http/errors';
import { listReply, type List } from '../http/pagination';
import { toId } from '../http/query';
import type { Call, Reply, Route } from '../http/route';
import { presentDeletedTicket } from '../present/activity';
import type { Ticket } from '../store/records';
import { jobReply, refusal } from './job-replies';

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

/** Only what is deleted already; a job does it. */
function erase(call: Call): Reply {
	const ticket = call.world.store.tickets.get(toId(call.params.id));
	if (!ticket || ticket.deleted_at === null) throw recordNotFound();
	return jobReply(call, {
		type: 'Permanently Delete Ticket',
		worker: 'TicketPermanentDeletionJob',
		doing: 'Deleting ticket',
		items: [
			(later) => {
				eraseTicket(later, ticket);
				return { id: ticket.id, action: 'delete', success: true, status: 'Deleted' };
			},
		],
		onRefusal: refusal('TicketDelete', [ticket.id]),
	});
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
	{
		method: 'DELETE',
		path: '/api/v2/deleted_tickets/:id',
		scope: 'tickets',
		allowed: 'ticket-deleters',
		handler: erase,
	},
];
