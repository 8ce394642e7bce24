import { iso, SECOND } from '../core/time';
import { addressOf } from '../domain/audit-log';
import { SYSTEM } from '../domain/ticket-record';
import type { Audit, AuditEvent } from '../store/records';
import type { World } from '../world';
import { presentComment } from './tickets';

type Json = Record<string, unknown>;

/** In this export a channel is a name; only comments have the object. */
const channelOf = ({ author_id }: Audit) => (author_id === SYSTEM ? 'Rule' : 'Web service');

/** Without the sideload an event only says that there is a comment. */
function presentCommentEvent(world: World, event: AuditEvent, via: string, isFull: boolean): Json {
	const comment = world.store.comments.get(event.id);
	const shown =
		isFull && comment
			? presentComment(comment)
			: { id: event.id, via, comment_present: true, comment_public: comment?.public ?? true };
	return { ...shown, via_reference_id: null, event_type: 'Comment' };
}

function presentChild(world: World, audit: Audit, event: AuditEvent, withComments: boolean): Json {
	const via = channelOf(audit);
	const { id, type, field_name = '', value, previous_value } = event;
	if (type === 'Comment') return presentCommentEvent(world, event, via, withComments);
	const before = type === 'Change' ? { previous_value } : {};
	return { id, via, via_reference_id: null, [field_name]: value, ...before, event_type: type };
}

/** An audit as the export of ticket events has it: the field itself is the key of its value (zendesk-api §6). */
export function presentTicketEvent(world: World, audit: Audit, withComments: boolean): Json {
	const { id, ticket_id, author_id, created_at } = audit;
	return {
		id,
		ticket_id,
		timestamp: created_at / SECOND,
		created_at: iso(created_at),
		updater_id: author_id,
		via: channelOf(audit),
		system: author_id === SYSTEM ? {} : { ip_address: addressOf(author_id) },
		metadata: {},
		event_type: 'Audit',
		child_events: audit.events.map((event) => presentChild(world, audit, event, withComments)),
	};
}
