import { iso, isoOrNull } from '../core/time';
import { CUSTOM_STATUS_IDS } from '../domain/tickets';
import type { Audit, AuditEvent, Comment, Ticket } from '../store/records';
import type { World } from '../world';

type Json = Record<string, unknown>;

/** The one form of the simulated account. */
const FORM_ID = 340_000_000_002;

const via = (channel: string): Json => ({
	channel,
	source: { from: {}, to: {}, rel: null },
});

export function presentTicket(world: World, ticket: Ticket): Json {
	const { follower_ids, email_cc_ids, status } = ticket;
	return {
		url: world.url(`tickets/${ticket.id}.json`),
		id: ticket.id,
		external_id: ticket.external_id,
		via: via(ticket.channel),
		created_at: iso(ticket.created_at),
		updated_at: iso(ticket.updated_at),
		generated_timestamp: Math.floor(ticket.updated_at / 1000),
		type: ticket.type,
		subject: ticket.subject,
		raw_subject: ticket.subject,
		description: ticket.description,
		priority: ticket.priority,
		status,
		custom_status_id: CUSTOM_STATUS_IDS[status === 'closed' ? 'solved' : status],
		recipient: null,
		requester_id: ticket.requester_id,
		submitter_id: ticket.submitter_id,
		assignee_id: ticket.assignee_id,
		organization_id: ticket.organization_id,
		group_id: ticket.group_id,
		collaborator_ids: [...new Set([...follower_ids, ...email_cc_ids])],
		follower_ids,
		email_cc_ids,
		forum_topic_id: null,
		problem_id: ticket.problem_id,
		has_incidents: false,
		is_public: ticket.is_public,
		due_at: isoOrNull(ticket.due_at),
		tags: ticket.tags,
		custom_fields: ticket.custom_fields,
		fields: ticket.custom_fields,
		satisfaction_rating: null,
		sharing_agreement_ids: [],
		followup_ids: [],
		ticket_form_id: FORM_ID,
		brand_id: ticket.brand_id,
		allow_channelback: false,
		allow_attachments: true,
		from_messaging_channel: false,
		support_type: 'agent',
	};
}

const METADATA = { system: {}, custom: {} };

export function presentComment(comment: Comment): Json {
	return {
		id: comment.id,
		type: 'Comment',
		author_id: comment.author_id,
		body: comment.body,
		html_body: `<div class="zd-comment" dir="auto">${escapeHtml(comment.body)}</div>`,
		plain_body: comment.body,
		public: comment.public,
		attachments: [],
		audit_id: comment.audit_id,
		via: via('api'),
		created_at: iso(comment.created_at),
		metadata: METADATA,
	};
}

function escapeHtml(text: string): string {
	const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
	return text.replace(/[&<>]/g, (character) => entities[character]);
}

function presentEvent(event: AuditEvent): Json {
	const { id, type, body, field_name, value, rule } = event;
	if (type === 'Comment') return { id, type, body };
	const shown = { id, type, field_name, value };
	if (rule === undefined) return shown;
	const source = { from: { id: rule.id, title: rule.title }, to: {}, rel: 'trigger' };
	return { ...shown, via: { channel: 'rule', source } };
}

export function presentAudit(audit: Audit): Json {
	return {
		id: audit.id,
		ticket_id: audit.ticket_id,
		created_at: iso(audit.created_at),
		author_id: audit.author_id,
		metadata: METADATA,
		events: audit.events.map(presentEvent),
		via: via('api'),
	};
}
