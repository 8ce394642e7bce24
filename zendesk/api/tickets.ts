import type { Client } from '../http/client';
import { batchesOf } from '../http/jobs';
import { type Page, pages } from '../http/pages';
import { inParallel } from '../http/parallel';
import type { ZendeskRequest } from '../http/types';
import type { Ticket } from './records';

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

export async function showTickets(client: Client, ids: number[]): Promise<Ticket[]> {
	const found = await inParallel(batchesOf(ids), async (batch) => {
		const { json } = await client.get('/api/v2/tickets/show_many', { ids: batch.join(',') });
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
