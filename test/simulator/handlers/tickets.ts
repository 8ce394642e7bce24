import { SECOND } from '../core/time';
import { isLimited, maySeeTicket } from '../domain/ticket-access';
import { createTicket, findTicket, updateTicket, type TicketWrite } from '../domain/tickets';
import { deleteTicket, isArchived } from '../domain/ticket-record';
import { badRequest } from '../http/errors';
import { idempotent } from '../http/idempotency';
import { countOf, listReply, page, type List } from '../http/pagination';
import { toId, wrapped, wrappedMany } from '../http/query';
import {
	act,
	callerOf,
	created,
	noContent,
	ok,
	type Call,
	type Reply,
	type Route,
} from '../http/route';
import { presentAudit, presentComment, presentTicket } from '../present/tickets';
import type { Comment, Ticket } from '../store/records';
import { jobReply, refusal } from './job-replies';
import { ticketSideloads } from './sideloads';
import { countReply } from './users';

const location = (call: Call, ticket: Ticket) => call.world.url(`tickets/${ticket.id}.json`);

/** What of a list its caller may see. */
function inSight(call: Call, list: List<Ticket>): List<Ticket> {
	const caller = callerOf(call);
	if (!isLimited(call.world, caller)) return list;
	const where = (row: Ticket) =>
		maySeeTicket(call.world, caller, row) && list.where?.(row) !== false;
	return { ...list, where, total: undefined };
}

/** A page of tickets with the sideloads asked for. */
export function ticketsReply(call: Call, list: List<Ticket>): Reply {
	const { rows, paging } = page(call, inSight(call, list));
	const tickets = rows.map((ticket) => presentTicket(call.world, ticket));
	const shown = { tickets, ...ticketSideloads(call, rows), ...paging };
	return ok(shown);
}

/** Orders of ticket lists: few by cursor, more by offset (zendesk-api §4). */
export const TICKET_ORDERS: Pick<List<Ticket>, 'sorts' | 'sortBys'> = {
	sorts: ['updated_at', 'id', 'status'],
	sortBys: ['id', 'subject', 'created_at', 'updated_at', 'status'],
};

const alive = (ticket: Ticket) => ticket.deleted_at === null;

/** All tickets; the archive is not part of this list. */
function allTickets(call: Call): List<Ticket> {
	const { tickets } = call.world.store;
	const externalId = call.query.get('external_id');
	const start = Number(call.query.get('start_time') ?? NaN) * SECOND;
	return {
		rows: externalId === undefined ? tickets.all() : tickets.sortedBy('external_id', externalId),
		where: (ticket) =>
			alive(ticket) &&
			!isArchived(ticket, call.now) &&
			(Number.isNaN(start) || ticket.updated_at >= start),
		ordered: externalId === undefined ? (field) => tickets.ordered(field) : undefined,
		...TICKET_ORDERS,
	};
}

function showMany(call: Call): Reply {
	const ids = call.query.shortList('ids');
	if (!ids) throw badRequest('InvalidValue', 'ids is required');
	const found = [...new Set(ids.map((id) => call.world.store.tickets.get(toId(id))))];
	const caller = callerOf(call);
	const rows = found
		.filter((ticket) => ticket !== undefined)
		.filter((row) => alive(row) && maySeeTicket(call.world, caller, row));
	const tickets = rows.map((ticket) => presentTicket(call.world, ticket));
	const paging = { count: tickets.length, next_page: null, previous_page: null };
	return ok({ tickets, ...ticketSideloads(call, rows), ...paging });
}

function show(call: Call): Reply {
	const ticket = findTicket(act(call), call.params.id);
	const shown = { ticket: presentTicket(call.world, ticket), ...ticketSideloads(call, [ticket]) };
	return ok(shown);
}

const written = (call: Call, { ticket, audit }: TicketWrite) => ({
	ticket: presentTicket(call.world, ticket),
	audit: presentAudit(audit),
});

/** The only endpoint with an Idempotency-Key (§9). */
function create(call: Call): Reply {
	return idempotent(call, () => {
		const write = createTicket(act(call), wrapped(call.body, 'ticket'));
		return created(written(call, write), location(call, write.ticket));
	});
}

function update(call: Call): Reply {
	const ticket = findTicket(act(call), call.params.id);
	return ok(written(call, updateTicket(act(call), ticket, wrapped(call.body, 'ticket'))));
}

function remove(call: Call): Reply {
	deleteTicket(act(call), findTicket(act(call), call.params.id));
	return noContent();
}

/** One change for all (`ids`), or a change each (`{tickets: […]}`). */
function updateMany(call: Call): Reply {
	const ids = call.query.shortList('ids');
	const changes = ids
		? ids.map((id) => ({ id, input: wrapped(call.body, 'ticket') }))
		: wrappedMany(call.body, 'tickets').map((input) => ({
				id: input.id,
				input,
			}));
	return jobReply(call, {
		type: 'Bulk Update Ticket',
		worker: 'TicketBulkUpdateJob',
		doing: 'Updating ticket',
		items: changes.map(({ id, input }) => (at) => {
			const { ticket } = updateTicket(at, findTicket(at, id), input, true);
			return { id: ticket.id, action: 'update', success: true, status: 'Updated' };
		}),
		onRefusal: refusal(
			'TicketUpdate',
			changes.map(({ id }) => toId(id)),
		),
	});
}

function comments(call: Call): Reply {
	const ticket = findTicket(act(call), call.params.id);
	const sort = call.query.get('sort');
	const descending = call.query.get('sort_order') === 'desc' || sort?.startsWith('-') === true;
	const list: List<Comment> = {
		rows: call.world.store.comments.sortedBy('ticket', ticket.id),
		order: { field: 'created_at', descending },
		sorts: ['created_at'],
	};
	return listReply(call, 'comments', list, presentComment);
}

const agents = { scope: 'tickets', allowed: 'agents' } as const;
const editors = { scope: 'tickets', allowed: 'ticket-editors' } as const;
const ALL = '/api/v2/tickets';

export const ticketRoutes: Route[] = [
	{ method: 'GET', path: ALL, ...agents, handler: (call) => ticketsReply(call, allTickets(call)) },
	{
		method: 'GET',
		path: `${ALL}/count`,
		...agents,
		handler: (call) => countReply(call, countOf(allTickets(call))),
	},
	{ method: 'GET', path: `${ALL}/show_many`, ...agents, handler: showMany },
	{ method: 'POST', path: ALL, ...agents, handler: create },
	{ method: 'PUT', path: `${ALL}/update_many`, ...editors, handler: updateMany },
	{ method: 'GET', path: `${ALL}/:id`, ...agents, handler: show },
	{
		method: 'PUT',
		path: `${ALL}/:id`,
		...editors,
		limits: [
			{ name: 'update-ticket' },
			{
				name: 'update-ticket-by-user',
				key: (call) => `${call.caller?.id}:${call.params.id}`,
			},
		],
		handler: update,
	},
	{
		method: 'DELETE',
		path: `${ALL}/:id`,
		scope: 'tickets',
		allowed: 'ticket-deleters',
		limits: [{ name: 'delete-ticket' }],
		handler: remove,
	},
	{ method: 'GET', path: `${ALL}/:id/comments`, ...agents, handler: comments },
];
