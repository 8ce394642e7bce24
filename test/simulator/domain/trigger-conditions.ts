import { STATUSES, type Ticket, type User } from '../store/records';
import type { Condition, Conditions, RuleValue } from '../store/rule-records';

/** One write of a ticket, as triggers look at it. */
export interface TicketEvent {
	/** `undefined` = the ticket is new. */
	before: Ticket | undefined;
	ticket: Ticket;
	actor: User | null;
	/** Whether a comment came with it, and a public one. */
	comment: { public: boolean } | undefined;
}

/** The operators that look at one value, and at the value before the write. */
type Comparison = (now: string, wanted: string[], before: string | undefined) => boolean;

/** https://developer.zendesk.com/documentation/ticketing/reference-guides/conditions-reference/ */
const COMPARISONS: Partial<Record<string, Comparison>> = {
	is: (now, [wanted]) => now === wanted,
	is_not: (now, [wanted]) => now !== wanted,
	less_than: (now, [wanted]) => rank(now) < rank(wanted),
	greater_than: (now, [wanted]) => rank(now) > rank(wanted),
	includes: (now, wanted) => wanted.some((one) => now.split(' ').includes(one)),
	not_includes: (now, wanted) => !wanted.some((one) => now.split(' ').includes(one)),
	changed: (now, _wanted, before) => before !== undefined && now !== before,
	not_changed: (now, _wanted, before) => now === before,
	value: (now, [wanted], before) => now === wanted && now !== before,
	not_value: (now, [wanted], before) => !(now === wanted && now !== before),
	value_previous: (now, [wanted], before) => before === wanted && now !== before,
	not_value_previous: (now, [wanted], before) => !(before === wanted && now !== before),
};

/** Statuses and priorities have an order of their own. */
const ORDERS = [STATUSES, ['low', 'normal', 'high', 'urgent']] as const;

function rank(value: string): number {
	const order = ORDERS.find((each) => each.some((known) => known === value));
	return order ? order.findIndex((known) => known === value) : Number(value);
}

const shown = (value: unknown) => (value === null || value === undefined ? '' : String(value));

/** What a condition's field holds; a ticket's own fields have their own names. */
const FIELDS: Partial<Record<string, (event: TicketEvent, ticket: Ticket) => unknown>> = {
	update_type: ({ before }) => (before ? 'Change' : 'Create'),
	current_tags: (_event, { tags }) => tags.join(' '),
	comment_is_public: ({ comment }) => comment?.public ?? '',
	role: ({ actor }) => (actor === null ? '' : actor.role === 'end-user' ? 'end_user' : 'agent'),
};

const TICKET_FIELDS = new Set<string>([
	'status',
	'type',
	'priority',
	'group_id',
	'assignee_id',
	'requester_id',
	'organization_id',
	'brand_id',
	'custom_status_id',
] satisfies Array<keyof Ticket | 'custom_status_id'>);

function read(event: TicketEvent, ticket: Ticket, field: string): string | undefined {
	const special = FIELDS[field];
	if (special) return shown(special(event, ticket));
	return TICKET_FIELDS.has(field) ? shown(ticket[field as keyof Ticket]) : undefined;
}

/** Values that stand for whoever it is. */
function resolve(value: RuleValue, { actor, ticket }: TicketEvent): string[] {
	const names: Partial<Record<string, string>> = {
		current_user: shown(actor?.id),
		requester_id: shown(ticket.requester_id),
	};
	return (Array.isArray(value) ? value : [value])
		.flatMap((one) => shown(one).split(' '))
		.map((one) => names[one] ?? one);
}

/** Whether one condition holds; one that this account doesn't know never does. */
function holds(event: TicketEvent, { field, operator, value }: Condition): boolean {
	const compare = COMPARISONS[operator];
	const now = read(event, event.ticket, field);
	if (!compare || now === undefined) return false;
	const before = event.before && read(event, event.before, field);
	return compare(now, resolve(value, event), before);
}

/** All of `all`, and one of `any` if there are any. */
export function isMet(event: TicketEvent, { all, any }: Conditions): boolean {
	return (
		all.every((condition) => holds(event, condition)) &&
		(any.length === 0 || any.some((condition) => holds(event, condition)))
	);
}
