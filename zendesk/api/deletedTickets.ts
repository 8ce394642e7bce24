import type { Client } from '../http/client';
import { pages } from '../http/pages';
import type { DeletedTicket } from './records';

/** How long a deleted ticket stays in the list. */
export const KEPT_DAYS = 30;

/**
 * Deleted tickets that can still be restored, with who deleted them; in the order of their creation, whatever `sort_by` says
 * with cursors.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#list-deleted-tickets
 */
export function listDeletedTickets(client: Client) {
	return pages<DeletedTicket>(client, '/api/v2/deleted_tickets', 'deleted_tickets');
}
