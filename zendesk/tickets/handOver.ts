import type { Ticket, ZendeskUser } from '../api/records';
import type { Relation } from '../api/tickets';

/** Somebody who takes tickets over. */
export interface Successor {
	user: ZendeskUser;
	groupIds: ReadonlySet<number>;
	/** The group for tickets whose own group the successor is not in. */
	defaultGroupId?: number;
	/** The brands whose tickets the successor sees; not given: all, or not known. */
	brandIds?: ReadonlySet<number>;
}

/** Who takes which ticket. */
export interface Successors {
	/** For every ticket that no other rule decides. */
	person?: Successor;
	/** By the ticket's group. */
	byGroup: ReadonlyMap<number, Successor>;
	/** Assigned tickets stay in their group without an assignee. */
	queue: boolean;
	/** The groups with somebody who takes from the queue; not given: not looked at. */
	staffed?: ReadonlySet<number>;
	/** Names of brands and groups, by ID, as far as messages need them. */
	names?: ReadonlyMap<number, string>;
}

/** What is written to one ticket, and in which relations it moves by that. */
export interface TicketChange {
	fields: Record<string, unknown>;
	relations: Relation[];
}

/** Why a ticket can't move; the same words for all tickets of the same kind, so that they can be counted. */
export interface Stuck {
	stuck: string;
}

interface Case {
	ticket: Ticket;
	leaverId: number;
	successors: Successors;
}

type Step = (situation: Case) => Record<string, unknown> | Stuck | undefined;

function personFor({ ticket, successors }: Case): Successor | undefined {
	return (
		(ticket.group_id === null ? undefined : successors.byGroup.get(ticket.group_id)) ??
		successors.person
	);
}

function isStuck(step: Record<string, unknown> | Stuck): step is Stuck {
	return 'stuck' in step;
}

/** Zendesk keeps solved tickets with an assignee. */
export const canBeQueued = ({ status, group_id: groupId }: Ticket) =>
	status !== 'solved' && groupId !== null;

function nameRecord({ names }: Successors, id: number): string {
	const name = names?.get(id);
	return name === undefined ? `with the ID ${id}` : `'${name}'`;
}

/** Why nobody is there for an assigned ticket. */
function nobodyFor({ ticket, successors }: Case): Stuck {
	if (!successors.queue) return { stuck: 'nobody is named for assigned tickets of this group' };
	return {
		stuck:
			ticket.group_id !== null && canBeQueued(ticket)
				? `nobody else who could take tickets is in the group ${nameRecord(successors, ticket.group_id)}`
				: 'solved tickets need an assignee, so they can’t go to the group’s queue',
	};
}

const assigned: Step = (situation) => {
	const { ticket, leaverId, successors } = situation;
	if (ticket.assignee_id !== leaverId) return undefined;
	const { group_id: group, brand_id: brand } = ticket;
	const isStaffed = group !== null && (successors.staffed?.has(group) ?? true);
	if (successors.queue && canBeQueued(ticket) && isStaffed) {
		return { assignee_id: null, group_id: group };
	}
	const person = personFor(situation);
	if (!person) return nobodyFor(situation);
	if (brand && person.brandIds?.has(brand) === false) {
		return {
			stuck: `${person.user.name} has no access to the brand ${nameRecord(successors, brand)}`,
		};
	}
	const groupId = group !== null && person.groupIds.has(group) ? group : person.defaultGroupId;
	if (groupId === undefined) return { stuck: `${person.user.name} is in no group` };
	return { assignee_id: person.user.id, group_id: groupId };
};

const requested: Step = (situation) => {
	if (situation.ticket.requester_id !== situation.leaverId) return undefined;
	const person = personFor(situation);
	return person
		? { requester_id: person.user.id }
		: { stuck: 'a ticket needs a requester, and nobody is named to take it over' };
};

const followed: Step = (situation) => {
	const { ticket, leaverId } = situation;
	if (!ticket.follower_ids.includes(leaverId)) return undefined;
	const person = personFor(situation);
	const followers: Array<Record<string, unknown>> = [{ user_id: leaverId, action: 'delete' }];
	if (person && !ticket.follower_ids.includes(person.user.id)) {
		followers.push({ user_id: person.user.id, action: 'put' });
	}
	return { followers };
};

const ccd: Step = (situation) => {
	const { ticket, leaverId } = situation;
	const person = personFor(situation);
	if (ticket.email_cc_ids.includes(leaverId)) {
		const emailCcs: Array<Record<string, unknown>> = [{ user_id: leaverId, action: 'delete' }];
		if (person && !ticket.email_cc_ids.includes(person.user.id)) {
			emailCcs.push({ user_id: person.user.id, action: 'put' });
		}
		return { email_ccs: emailCcs };
	}
	// Accounts without "CCs and followers" know collaborators only; with it, these are the sum of both.
	const isFollower = ticket.follower_ids.includes(leaverId);
	if (!ticket.collaborator_ids.includes(leaverId) || isFollower) return undefined;
	const others = ticket.collaborator_ids.filter((id) => id !== leaverId);
	return { collaborator_ids: [...new Set(person ? [...others, person.user.id] : others)] };
};

const STEPS: Record<Relation, Step> = { assigned, requested, followed, ccd };

/**
 * What has to be written to one ticket so that the leaver is out of it: one update for all his relations to it.
 *
 * @returns `undefined` when the leaver has no part in the ticket (any more)
 */
export function changeFor(
	ticket: Ticket,
	leaverId: number,
	successors: Successors,
	relations: readonly Relation[],
): TicketChange | Stuck | undefined {
	if (ticket.status === 'closed') return undefined;
	const change: TicketChange = { fields: {}, relations: [] };
	for (const relation of relations) {
		const step = STEPS[relation]({ ticket, leaverId, successors });
		if (step === undefined) continue;
		if (isStuck(step)) return step;
		Object.assign(change.fields, step);
		change.relations.push(relation);
	}
	return change.relations.length > 0 ? change : undefined;
}
