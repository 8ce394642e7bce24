import { isArchived } from '../domain/ticket-record';
import { countOf, type List } from '../http/pagination';
import type { Call, Reply, Route } from '../http/route';
import type { Ticket } from '../store/records';
import { TICKET_ORDERS, ticketsReply } from './tickets';
import { activeUser, countReply } from './users';

/** The four lists of zendesk-api §4 and the index behind each; the archive is part of them. */
const LISTS = {
	requested: { index: 'requester', countable: false, excludable: true },
	assigned: { index: 'assignee', countable: true, excludable: false },
	ccd: { index: 'cc', countable: true, excludable: false },
	followed: { index: 'follower', countable: false, excludable: true },
} as const;

type ListName = keyof typeof LISTS;

function ticketsOf(call: Call, name: ListName): List<Ticket> {
	const { index, excludable } = LISTS[name];
	const rows = call.world.store.tickets.sortedBy(index, activeUser(call).id);
	const exclude = excludable && call.query.flag('exclude_archived');
	const where = exclude ? (ticket: Ticket) => !isArchived(ticket, call.now) : undefined;
	const isOffset = name === 'assigned' && call.world.switches.assignedTicketPages === 'offset';
	return { rows, where, ...TICKET_ORDERS, paging: isOffset ? 'no-cursor' : 'both' };
}

function listed(call: Call, name: ListName): Reply {
	const reply = ticketsReply(call, ticketsOf(call, name));
	if (!call.query.flag('exclude_count')) return reply;
	const shown = Object.entries(reply.body as object).filter(([key]) => key !== 'count');
	return { ...reply, body: Object.fromEntries(shown) };
}

const agents = { scope: 'tickets', allowed: 'agents' } as const;

export const userTicketRoutes: Route[] = (Object.keys(LISTS) as ListName[]).flatMap((name) => {
	const path = `/api/v2/users/:id/tickets/${name}`;
	const list: Route = { method: 'GET', path, ...agents, handler: (call) => listed(call, name) };
	const count: Route = {
		method: 'GET',
		path: `${path}/count`,
		...agents,
		handler: (call) => countReply(call, countOf(ticketsOf(call, name))),
	};
	return LISTS[name].countable ? [list, count] : [list];
});
