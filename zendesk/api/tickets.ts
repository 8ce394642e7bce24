import type { Client } from '../http/client';
import { batchesOf } from '../http/jobs';
import { serverTime } from '../http/headers';
import { collect, type Page, PAGE_SIZE, pages } from '../http/pages';
import { inParallel } from '../http/parallel';
import type { ZendeskRequest } from '../http/types';
import type { FiledTicket, Ticket } from './records';

/** How a user can stand in a ticket, by the name of Zendesk's list. */
export type Relation = 'assigned' | 'requested' | 'ccd' | 'followed';

export const RELATIONS: readonly Relation[] = ['assigned', 'requested', 'ccd', 'followed'];

/** @see https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#list-tickets */
export function listTicketsOf(
	client: Client,
	userId: number,
	relation: Relation,
	query: { sort?: string } = {},
): AsyncGenerator<Page<Ticket>> {
	return pages<Ticket>(client, `/api/v2/users/${userId}/tickets/${relation}`, 'tickets', { query });
}

/** The ids of a user's tickets that are not closed. */
export async function listOpenTickets(
	client: Client,
	userId: number,
	relation: Relation,
): Promise<number[]> {
	const ids = new Set<number>();
	for await (const { records } of listTicketsOf(client, userId, relation)) {
		for (const { id, status } of records) if (status !== 'closed') ids.add(id);
	}
	return Array.from(ids);
}

export async function showTickets(client: Client, ids: number[]): Promise<Ticket[]> {
	const found = await inParallel(batchesOf(ids), async (batch) => {
		const query = { ids: batch.join(',') };
		const { json } = await client.get('/api/v2/tickets/show_many', query, 'tickets');
		return Array.isArray(json.tickets) ? (json.tickets as Ticket[]) : [];
	});
	return found.flat();
}

/**
 * The order for a job that changes up to 100 tickets, each its own way.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#batch-update-tickets
 */
export function updateTicketsRequest(tickets: Array<Record<string, unknown>>): ZendeskRequest {
	return { method: 'PUT', path: '/api/v2/tickets/update_many', body: { tickets } };
}

/**
 * The tickets with an external ID. Right after their creation too, but not those in the archive, where Zendesk moves
 * tickets some months after they were closed.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#list-tickets-by-external-id
 */
export async function findByExternalId(client: Client, externalId: string): Promise<FiledTicket[]> {
	const found = await collect<FiledTicket>(client, '/api/v2/tickets', 'tickets', {
		query: { external_id: externalId },
		limit: PAGE_SIZE,
	});
	return found.filter((ticket) => ticket.external_id === externalId);
}

/** What came back for the order to file a ticket. */
export interface Filed {
	ticket: FiledTicket;
	/** Zendesk had the key already and answers with the ticket of that time. */
	isRepeat: boolean;
	/** Zendesk's clock, in milliseconds; undefined when it did not say. */
	at?: number;
}

/**
 * Files a ticket. Zendesk keeps the key for two hours and answers a repeat with the first answer, so a lost answer is
 * simply asked for again.
 *
 * @throws {ZendeskError} with the code `IdempotentRequestError` when the key came with another ticket before
 * @see https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#idempotency
 */
export async function createTicket(
	client: Client,
	ticket: Record<string, unknown>,
	key: string,
): Promise<Filed> {
	const { json, headers } = await client.send(
		{
			method: 'POST',
			path: '/api/v2/tickets',
			body: { ticket },
			headers: { 'Idempotency-Key': key },
		},
		{ operation: 'idempotency-key', expects: 'ticket' },
	);
	return {
		ticket: json.ticket as FiledTicket,
		isRepeat: headers['x-idempotency-lookup'] === 'hit',
		at: serverTime(headers),
	};
}
