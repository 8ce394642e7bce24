import type { TicketEvent } from '../api/records';
import type { Act, ActKind } from './acts';

/** Creations and deletions are told by a child of the audit; everything else that people do to a ticket is an edit. */
function kindOf({ child_events: children }: TicketEvent): ActKind {
	if (!Array.isArray(children)) return 'tickets_edited';
	if (children.some(({ event_type: type }) => type === 'Create')) return 'tickets_created';
	const isDeletion = children.some(
		({ event_type: type, status }) => type === 'Change' && status === 'deleted',
	);
	return isDeletion ? 'tickets_deleted' : 'tickets_edited';
}

/** What an audit of a ticket shows that somebody did; nothing when it was Zendesk itself. */
export function actOfTicketEvent(event: TicketEvent): Act | undefined {
	if (!(event.updater_id > 0)) return undefined;
	const seconds = event.timestamp ?? Date.parse(event.created_at) / 1000;
	return { userId: event.updater_id, at: seconds * 1000, kind: kindOf(event) };
}
