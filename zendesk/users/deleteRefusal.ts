import { listOpenTickets } from '../api/tickets';
import type { ZendeskUser } from '../api/records';
import type { Client } from '../http/client';
import type { Refusal } from '../verdict';
import { nameOf } from './view';

/** So many tickets are named in a message; the rest is counted. */
const NAMED_TICKETS = 20;

/** The tickets that are not closed and that the user has requested: as long as there are any, Zendesk deletes nobody. */
export async function openRequestedTickets(client: Client, userId: number): Promise<number[]> {
	return await listOpenTickets(client, userId, 'requested');
}

export function ticketsInTheWay(user: Pick<ZendeskUser, 'id' | 'name'>, open: number[]): Refusal {
	const named = open.slice(0, NAMED_TICKETS).join(', ');
	const rest = open.length > NAMED_TICKETS ? ` and ${open.length - NAMED_TICKETS} more` : '';
	return {
		reason: 'tickets-left',
		message: `${nameOf(user)} is the requester of ${open.length} ticket(s) that are not closed: ${named}${rest}`,
		advice:
			"Close them, or give them to another requester with 'Ticket: Transfer' (relation 'Requested')",
	};
}

/** Zendesk's refusal to delete, with the tickets that are in the way. */
export async function explainDeleteRefusal(
	client: Client,
	user: Pick<ZendeskUser, 'id' | 'name'>,
	said: string,
): Promise<Refusal> {
	const open = await openRequestedTickets(client, user.id);
	if (open.length === 0) {
		return {
			reason: 'invalid',
			message: `Zendesk did not delete ${nameOf(user)}: ${said}`,
			advice:
				'The account owner and users shared from another Zendesk account can only be deleted in Zendesk itself',
		};
	}
	return ticketsInTheWay(user, open);
}
