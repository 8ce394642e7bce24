import type { FiledTicket } from '../api/records';

/**
 * What most workflows go on with.
 *
 * @param host of the account, e.g. `acme.zendesk.com`, for the link to the ticket
 */
export function simplifyTicket(ticket: FiledTicket, host: string): Record<string, unknown> {
	return {
		id: ticket.id,
		agent_url: `https://${host}/agent/tickets/${ticket.id}`,
		subject: ticket.subject ?? null,
		status: ticket.status,
		priority: ticket.priority ?? null,
		type: ticket.type ?? null,
		requester_id: ticket.requester_id,
		assignee_id: ticket.assignee_id ?? null,
		group_id: ticket.group_id ?? null,
		external_id: ticket.external_id ?? null,
		created_at: ticket.created_at,
	};
}
