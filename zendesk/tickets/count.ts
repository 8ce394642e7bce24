import { RELATIONS } from '../api/tickets';
import type { TicketStatus, ZendeskUser } from '../api/records';
import type { Client } from '../http/client';
import { scanTickets } from './scan';

const STATUSES: TicketStatus[] = ['new', 'open', 'pending', 'hold', 'solved', 'closed'];

/**
 * Counts a user's tickets by how he stands in them and by status. Exact: it reads the lists, because Zendesk's own counts
 * are cached.
 *
 * @returns `{ id, name, email, not_closed, assigned: { new, …, closed, total }, requested, ccd, followed }`
 */
export async function countTickets(
	client: Client,
	user: ZendeskUser,
): Promise<Record<string, unknown>> {
	const scan = await scanTickets(client, user.id, { relations: RELATIONS });
	const counts = RELATIONS.map((relation) => {
		const byStatus = STATUSES.map(
			(status) => [status, scan.counts[relation][status] ?? 0] as const,
		);
		const total = byStatus.reduce((sum, [, count]) => sum + count, 0);
		return [relation, { ...Object.fromEntries(byStatus), total }] as const;
	});
	return {
		id: user.id,
		name: user.name,
		email: user.email,
		not_closed: scan.tickets.size,
		...Object.fromEntries(counts),
	};
}
