import { iso } from '../core/time';
import { SYSTEM } from '../domain/ticket-record';
import type { Article, AuditLog, Ticket } from '../store/records';
import type { World } from '../world';

type Json = Record<string, unknown>;

const ACTION_LABELS: Record<AuditLog['action'], string> = {
	create: 'Created',
	destroy: 'Deleted',
	exported: 'Exported',
	login: 'Signed in',
	update: 'Updated',
};

/** The name of somebody, or Zendesk's own where it did something itself. */
function nameOf(world: World, actorId: number): string {
	return world.store.users.get(actorId)?.name ?? 'Zendesk';
}

export function presentAuditLog(world: World, entry: AuditLog): Json {
	return {
		url: world.url(`audit_logs/${entry.id}.json`),
		...entry,
		action_label: ACTION_LABELS[entry.action],
		actor_name: nameOf(world, entry.actor_id),
		created_at: iso(entry.created_at),
	};
}

/** Whom Zendesk names when nobody deleted the ticket is UNCONFIRMED. */
export function presentDeletedTicket(world: World, ticket: Ticket): Json {
	const actorId = ticket.deleted_by ?? SYSTEM;
	return {
		id: ticket.id,
		subject: ticket.subject,
		actor: { id: actorId, name: nameOf(world, actorId) },
		deleted_at: iso(ticket.deleted_at ?? 0),
		previous_state: ticket.status,
	};
}

/** The one section, language and permission group of the simulated help center. */
const PLACE = {
	locale: 'en-us',
	source_locale: 'en-us',
	section_id: 340_000_000_003,
	permission_group_id: 340_000_000_004,
	user_segment_id: null,
	user_segment_ids: [],
};

export function presentArticle(world: World, article: Article): Json {
	return {
		url: world.url(`help_center/en-us/articles/${article.id}.json`),
		html_url: `${world.origin}/hc/en-us/articles/${article.id}`,
		...article,
		...PLACE,
		created_at: iso(article.created_at),
		edited_at: iso(article.edited_at),
		updated_at: iso(article.updated_at),
		comments_disabled: false,
		content_tag_ids: [],
		label_names: [],
		outdated: false,
		outdated_locales: [],
		position: 0,
		promoted: false,
		vote_count: 0,
		vote_sum: 0,
	};
}
