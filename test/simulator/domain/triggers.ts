import { Issues } from '../http/errors';
import { toId, type Input } from '../http/query';
import type { Audit, Ticket } from '../store/records';
import type { Action, Trigger } from '../store/rule-records';
import type { Act } from '../world';
import { setAssignment } from './ticket-assignment';
import { amendTicket } from './ticket-record';
import { isMet, type TicketEvent } from './trigger-conditions';

const shown = (value: Action['value']) => (Array.isArray(value) ? value[0] : value);

/** Whom an action names: nobody, somebody, or whoever writes or asks. */
function person({ ticket, actor }: TicketEvent, value: Action['value']): number | null {
	const name = shown(value);
	if (name === '') return null;
	if (name === 'current_user') return actor?.id ?? null;
	return name === 'requester_id' ? ticket.requester_id : toId(name);
}

const tagsOf = (value: Action['value']) =>
	(Array.isArray(value) ? value : String(value).split(' ')).map(String).filter(Boolean);

type Apply = (act: Act, draft: Ticket, value: Action['value'], event: TicketEvent) => void;

/** A group or an assignee that can't be is left alone, as in a rule that has gone stale. */
function assign(act: Act, draft: Ticket, input: Input): void {
	const [tried, issues] = [{ ...draft }, new Issues()];
	setAssignment(act, tried, input, issues, 'trigger');
	if (!issues.any) Object.assign(draft, tried);
}

/** What follows from an action; all others, such as notifications, change no ticket. */
const APPLY: Partial<Record<string, Apply>> = {
	status: (_act, draft, value) => (draft.status = String(shown(value)) as Ticket['status']),
	priority: (_act, draft, value) => (draft.priority = String(shown(value)) as Ticket['priority']),
	type: (_act, draft, value) => (draft.type = String(shown(value)) as Ticket['type']),
	group_id: (act, draft, value) => assign(act, draft, { group_id: shown(value) }),
	assignee_id: (act, draft, value, event) =>
		assign(act, draft, { assignee_id: person(event, value) }),
	set_tags: (_act, draft, value) => (draft.tags = tagsOf(value)),
	current_tags: (_act, draft, value) =>
		(draft.tags = [...new Set([...draft.tags, ...tagsOf(value)])]),
	remove_tags: (_act, draft, value) =>
		(draft.tags = draft.tags.filter((tag) => !tagsOf(value).includes(tag))),
	follower: (act, draft, value, event) => {
		const id = person(event, value);
		const user = id === null ? undefined : act.world.store.users.get(id);
		if (user?.active && user.role !== 'end-user') {
			draft.follower_ids = [...new Set([...draft.follower_ids, user.id])];
		}
	},
};

function fire(act: Act, audit: Audit, trigger: Trigger, event: TicketEvent): boolean {
	const draft = { ...event.ticket };
	for (const { field, value } of trigger.actions) APPLY[field]?.(act, draft, value, event);
	if (draft.status === 'closed') draft.closed_at ??= act.now;
	return amendTicket(act, event.ticket, draft, audit, trigger);
}

/**
 * The account's triggers after a ticket was written, in the order of their positions. One that changes the ticket
 * makes the others look once more, and none runs twice; what they do stands in the audit of the write itself.
 *
 * @see https://support.zendesk.com/hc/en-us/articles/4408822236058
 */
export function runTriggers(act: Act, event: TicketEvent, audit: Audit): void {
	const triggers = act.world.store.triggers
		.all()
		.filter(({ active }) => active)
		.sort((a, b) => a.position - b.position);
	const left = new Set(triggers);
	for (;;) {
		const changed = [...left].find((trigger) => {
			if (!isMet(event, trigger.conditions)) return false;
			left.delete(trigger);
			return fire(act, audit, trigger, event);
		});
		if (!changed) return;
	}
}
