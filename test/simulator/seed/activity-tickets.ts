import type { Random } from '../core/random';
import { mayBeAssigned } from '../domain/handover';
import {
	blankTicket,
	deleteTicket,
	insertTicket,
	saveTicket,
	type CommentDraft,
} from '../domain/ticket-record';
import type { Ticket, User } from '../store/records';
import type { Act, World } from '../world';
import { SUBJECTS, TAGS } from './names';

/** With what the past is made. */
export interface Stage {
	world: World;
	random: Random;
	/** Somebody of the team who is at work at this time. */
	colleagueAt: (at: number) => User | undefined;
	customers: readonly User[];
}

/** What happens how often; the rest is edits by the team. */
const CREATED = 0.3;
const BY_CUSTOMERS = 0.4;
const REPLIED = 0.1;
const BY_ZENDESK = 0.15;
const COMMENTED = 0.4;

/** Writes the past of tickets, an audit for each time; so many of them are deletions. */
export function seedTicketEvents(stage: Stage, times: number[], deletions: number): void {
	const { random } = stage;
	const living: Ticket[] = [];
	let left = deletions;
	for (const [index, at] of times.entries()) {
		const colleague = stage.colleagueAt(at);
		const act: Act = { world: stage.world, now: at, actor: colleague ?? null };
		const isDeletion = random.next() < left / (times.length - index);
		if (living.length === 0 || (!isDeletion && random.chance(CREATED))) {
			living.push(create(stage, act));
			continue;
		}
		const position = random.between(0, living.length - 1);
		const ticket = living[position];
		if (isDeletion) {
			deleteTicket(act, ticket);
			left--;
		} else {
			edit(stage, act, ticket);
		}
		if (isDeletion || ticket.status === 'closed') {
			living[position] = living[living.length - 1];
			living.pop();
		}
	}
}

function create({ world, random, customers }: Stage, act: Act): Ticket {
	const customer = customers.length > 0 ? random.pick(customers) : undefined;
	const isOwn = !act.actor || (customer !== undefined && random.chance(BY_CUSTOMERS));
	const requester = customer ?? act.actor ?? world.store.staff()[0];
	const author = isOwn ? requester : (act.actor ?? requester);
	const subject = random.pick(SUBJECTS);
	const description = `${subject}. Could you please have a look at it?`;
	const ticket: Ticket = {
		...blankTicket(act.now),
		id: world.store.ids.next('ticket'),
		subject,
		description,
		requester_id: requester.id,
		submitter_id: author.id,
		organization_id: requester.organization_id,
		channel: isOwn ? 'email' : 'web',
	};
	insertTicket({ ...act, actor: author }, ticket, comment(description, author));
	return ticket;
}

const comment = (body: string, author: User, isPublic = true): CommentDraft => ({
	body,
	public: isPublic,
	author_id: author.id,
});

function edit(stage: Stage, act: Act, ticket: Ticket): void {
	const { world, random } = stage;
	const kind = random.next();
	const requester = world.store.users.get(ticket.requester_id);
	if (kind < REPLIED && requester?.role === 'end-user') {
		const patch: Partial<Ticket> = ticket.status === 'new' ? {} : { status: 'open' };
		saveTicket({ ...act, actor: requester }, ticket, patch, comment('Any news?', requester));
	} else if (kind < REPLIED + BY_ZENDESK || !act.actor) {
		saveTicket({ ...act, actor: null }, ticket, automaticChange(act, ticket));
	} else if (mayBeAssigned(act.actor)) {
		const patch = { ...takeOver(act.actor, ticket), ...random.pick(CHANGES)(ticket, random) };
		const reply = random.chance(COMMENTED) ? comment('We are on it.', act.actor) : undefined;
		saveTicket(act, ticket, patch, reply);
	} else {
		saveTicket(act, ticket, {}, comment('Noted.', act.actor, false));
	}
}

/** What business rules do: solved tickets are closed some day, others are tagged. */
function automaticChange(act: Act, ticket: Ticket): Partial<Ticket> {
	if (ticket.status === 'solved') return { status: 'closed', closed_at: act.now };
	return toggleTag(ticket, 'triaged');
}

function toggleTag({ tags }: Ticket, tag: string): Partial<Ticket> {
	return { tags: tags.includes(tag) ? tags.filter((other) => other !== tag) : [...tags, tag] };
}

const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;

/** Each changes something, whatever the ticket is like. */
const CHANGES: Array<(ticket: Ticket, random: Random) => Partial<Ticket>> = [
	({ status }) => ({ status: status === 'open' ? 'pending' : 'open' }),
	({ status }) => ({ status: status === 'solved' ? 'open' : 'solved' }),
	({ priority }, random) => ({
		priority: random.pick(PRIORITIES.filter((other) => other !== priority)),
	}),
	(ticket, random) => toggleTag(ticket, random.pick(TAGS)),
];

/** Whoever works on a ticket of nobody takes it. */
function takeOver(agent: User, { assignee_id }: Ticket): Partial<Ticket> {
	if (assignee_id !== null || agent.default_group_id === null) return {};
	return { assignee_id: agent.id, group_id: agent.default_group_id, status: 'open' };
}
