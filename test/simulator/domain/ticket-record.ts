import { DAY, toSecond } from '../core/time';
import type { Audit, AuditEvent, Comment, Ticket } from '../store/records';
import type { Act } from '../world';

/** zendesk-api §4: closed tickets are archived after about 120 days. */
const ARCHIVED_AFTER = 120 * DAY;

export function isArchived(ticket: Ticket, now: number): boolean {
	return ticket.closed_at !== null && now - ticket.closed_at >= ARCHIVED_AFTER;
}

/** Zendesk itself, as the author of an audit. */
export const SYSTEM = -1;

/** Fields that move without being worth an event. */
const SILENT = new Set<keyof Ticket>([
	'updated_at',
	'closed_at',
	'deleted_at',
	'is_public',
	'description',
]);

function eventsFor(act: Act, type: 'Create' | 'Change', patch: Partial<Ticket>): AuditEvent[] {
	return Object.entries(patch)
		.filter(([field]) => !SILENT.has(field as keyof Ticket))
		.map(([field_name, value]) => ({
			id: act.world.store.ids.next('event'),
			type,
			field_name,
			value: Array.isArray(value) ? value.join(' ') : value,
		}));
}

/** Fields that really change. */
function changesOf(ticket: Ticket, patch: Partial<Ticket>): Partial<Ticket> {
	const entries = Object.entries(patch).filter(([field, value]) => {
		const before = ticket[field as keyof Ticket];
		return JSON.stringify(before) !== JSON.stringify(value);
	});
	return Object.fromEntries(entries);
}

export interface CommentDraft {
	body: string;
	public: boolean;
	author_id: number;
}

/** Starts the audit of one write. */
function newAudit(act: Act, ticketId: number, events: AuditEvent[]): Audit {
	const { store } = act.world;
	return store.audits.insert({
		id: store.ids.next('audit'),
		ticket_id: ticketId,
		author_id: act.actor?.id ?? SYSTEM,
		created_at: toSecond(act.now),
		events,
	});
}

function addComment(act: Act, audit: Audit, draft: CommentDraft): Comment {
	const { store } = act.world;
	const id = store.ids.next('comment');
	audit.events = [...audit.events, { id, type: 'Comment', body: draft.body }];
	return store.comments.insert({
		id,
		ticket_id: audit.ticket_id,
		audit_id: audit.id,
		created_at: toSecond(act.now),
		...draft,
	});
}

/** Writes a ticket: `updated_at` moves (second precision) and an audit says what changed. */
export function saveTicket(
	act: Act,
	ticket: Ticket,
	patch: Partial<Ticket>,
	comment?: CommentDraft,
): Audit {
	const changes = changesOf(ticket, patch);
	act.world.store.tickets.update(ticket, { ...changes, updated_at: toSecond(act.now) });
	const audit = newAudit(act, ticket.id, eventsFor(act, 'Change', changes));
	if (comment) addComment(act, audit, comment);
	return audit;
}

/** Inserts a new ticket with its description as the first comment. */
export function insertTicket(act: Act, ticket: Ticket, comment: CommentDraft): Audit {
	act.world.store.tickets.insert(ticket);
	const { subject, status, priority, requester_id, assignee_id, group_id } = ticket;
	const created = { subject, status, priority, requester_id, assignee_id, group_id };
	const audit = newAudit(act, ticket.id, eventsFor(act, 'Create', created));
	addComment(act, audit, comment);
	return audit;
}
