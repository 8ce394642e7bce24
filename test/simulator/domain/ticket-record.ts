import { DAY, toSecond } from '../core/time';
import { DEFAULT_BRAND_ID } from '../store/brand-records';
import type { Audit, AuditEvent, Comment, Ticket } from '../store/records';
import type { Act } from '../world';

/** zendesk-api §4: closed tickets are archived after about 120 days. */
const ARCHIVED_AFTER = 120 * DAY;

export function isArchived(ticket: Ticket, now: number): boolean {
	return ticket.closed_at !== null && now - ticket.closed_at >= ARCHIVED_AFTER;
}

/** Zendesk itself, as the author of an audit. */
export const SYSTEM = -1;

/** A ticket about which nothing was said yet. */
export function blankTicket(at: number): Omit<Ticket, 'id' | 'requester_id' | 'submitter_id'> {
	return {
		external_id: null,
		subject: null,
		description: '',
		status: 'new',
		priority: null,
		type: null,
		assignee_id: null,
		group_id: null,
		organization_id: null,
		brand_id: DEFAULT_BRAND_ID,
		follower_ids: [],
		email_cc_ids: [],
		tags: [],
		custom_fields: [],
		due_at: null,
		problem_id: null,
		is_public: true,
		channel: 'api',
		created_at: at,
		updated_at: at,
		closed_at: null,
		deleted_at: null,
		deleted_by: null,
	};
}

/** Fields that move without being worth an event. */
const SILENT = new Set<keyof Ticket>([
	'updated_at',
	'closed_at',
	'deleted_at',
	'deleted_by',
	'is_public',
	'description',
]);

const plain = (value: unknown) => (Array.isArray(value) ? value.join(' ') : value);

/** An event for each field; `before` = the ticket that was changed, `undefined` = it is new. */
function eventsFor(act: Act, patch: Partial<Ticket>, before?: Ticket): AuditEvent[] {
	return Object.entries(patch)
		.filter(([field]) => !SILENT.has(field as keyof Ticket))
		.map(([field_name, value]) => ({
			id: act.world.store.ids.next('event'),
			type: before ? 'Change' : 'Create',
			field_name,
			value: plain(value),
			...(before ? { previous_value: plain(before[field_name as keyof Ticket]) } : {}),
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
	const events = eventsFor(act, changes, ticket);
	act.world.store.tickets.update(ticket, { ...changes, updated_at: toSecond(act.now) });
	const audit = newAudit(act, ticket.id, events);
	if (comment) addComment(act, audit, comment);
	return audit;
}

/** What a trigger adds to a write, in the audit of that write. Returns whether anything changed. */
export function amendTicket(
	act: Act,
	ticket: Ticket,
	patch: Partial<Ticket>,
	audit: Audit,
	{ id, title }: { id: number; title: string },
): boolean {
	const changes = changesOf(ticket, patch);
	const events = eventsFor(act, changes, ticket).map((event) => ({
		...event,
		rule: { id, title },
	}));
	act.world.store.tickets.update(ticket, changes);
	audit.events = [...audit.events, ...events];
	return events.length > 0;
}

/** Inserts a new ticket with its description as the first comment. */
export function insertTicket(act: Act, ticket: Ticket, comment: CommentDraft): Audit {
	act.world.store.tickets.insert(ticket);
	const { subject, status, priority, requester_id, assignee_id, group_id } = ticket;
	const created = { subject, status, priority, requester_id, assignee_id, group_id };
	const audit = newAudit(act, ticket.id, eventsFor(act, created));
	addComment(act, audit, comment);
	return audit;
}

const DELETED = 'deleted';

/** The soft delete of a ticket: it is in no list any more, and its last audit says who did it. */
export function deleteTicket(act: Act, ticket: Ticket): void {
	const { store } = act.world;
	store.tickets.update(ticket, {
		deleted_at: act.now,
		deleted_by: act.actor?.id ?? null,
		updated_at: toSecond(act.now),
	});
	const id = store.ids.next('event');
	const change = { field_name: 'status', value: DELETED, previous_value: ticket.status };
	newAudit(act, ticket.id, [{ id, type: 'Change', ...change }]);
}

/** The permanent deletion of one that is deleted: what was said goes with it, what the audits count stays. */
export function eraseTicket({ world: { store } }: Act, ticket: Ticket): void {
	for (const comment of store.comments.sortedBy('ticket', ticket.id))
		store.comments.remove(comment);
	store.tickets.remove(ticket);
}

export function isDeletion({ events }: Audit): boolean {
	return events.some(({ field_name, value }) => field_name === 'status' && value === DELETED);
}
