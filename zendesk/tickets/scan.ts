import type { Ticket, TicketStatus } from '../api/records';
import { listTicketsOf, RELATIONS, type Relation } from '../api/tickets';
import type { Client } from '../http/client';
import { isRecord } from '../http/errors';
import { serverTime } from '../http/headers';

/** Which tickets are meant; what is not given does not restrict. */
export interface TicketFilter {
	relations: readonly Relation[];
	statuses?: readonly TicketStatus[];
	groupIds?: readonly number[];
}

export interface Scan {
	/** The tickets that can still be changed, by id. */
	tickets: Map<number, Ticket>;
	/** How the user stands in them, counted by status; a ticket counts in each of its relations. */
	counts: Record<Relation, Partial<Record<TicketStatus, number>>>;
	/** Zendesk's clock when the scan began, in milliseconds; undefined when it did not say. */
	at?: number;
}

/** Between the clock that dates an answer and the one that dates a ticket. */
const CLOCK_MARGIN_MS = 60_000;

export function matchesFilter(ticket: Ticket, { statuses, groupIds }: TicketFilter): boolean {
	return (
		(statuses === undefined || statuses.includes(ticket.status)) &&
		(groupIds === undefined || (ticket.group_id !== null && groupIds.includes(ticket.group_id)))
	);
}

function isDescending(tickets: Ticket[]): boolean {
	return tickets.every((ticket, i) => i === 0 || tickets[i - 1].updated_at >= ticket.updated_at);
}

/**
 * Reads the lists of a user's tickets, all at once.
 *
 * @param since only what has changed after an earlier scan: the newest come first, and reading stops at the first older one
 */
export async function scanTickets(
	client: Client,
	userId: number,
	filter: TicketFilter,
	since?: number,
): Promise<Scan> {
	const scan: Scan = {
		tickets: new Map(),
		counts: Object.fromEntries(RELATIONS.map((relation) => [relation, {}])) as Scan['counts'],
	};
	const oldest =
		since === undefined ? undefined : new Date(since - CLOCK_MARGIN_MS).toISOString().slice(0, 19);
	const read = async (relation: Relation) => {
		const query = oldest === undefined ? {} : { sort: '-updated_at' };
		for await (const page of listTicketsOf(client, userId, relation, query)) {
			const { records, headers, json } = page;
			scan.at ??= serverTime(headers);
			for (const ticket of records.filter((record) => matchesFilter(record, filter))) {
				const { [relation]: counts } = scan.counts;
				counts[ticket.status] = (counts[ticket.status] ?? 0) + 1;
				if (ticket.status !== 'closed') scan.tickets.set(ticket.id, ticket);
			}
			const last = records.at(-1);
			// An account that does not sort this list, or gives it by offset, which knows no `sort`, is read to its end.
			const isSorted = isRecord(json.meta) && isDescending(records);
			if (oldest && last && last.updated_at < oldest && isSorted) break;
		}
	};
	await Promise.all(filter.relations.map(read));
	return scan;
}
