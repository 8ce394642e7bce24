import type { Simulator, User } from '../simulator';
import type { AccountState, Losses } from './types';

/** Who and what was there before the first run: everybody else is new. */
export interface Arranged {
	users: ReadonlySet<number>;
	tickets: ReadonlySet<number>;
}

export function arranged({ store }: Simulator): Arranged {
	const ids = (table: { all(): ReadonlyArray<{ id: number }> }) =>
		new Set(table.all().map(({ id }) => id));
	return {
		users: ids(store.users),
		tickets: ids(store.tickets),
	};
}

type Row = Record<string, unknown>;

/** Times and ids differ from run to run, as do the ids of new records. */
const VOLATILE = /^(id|url|audit_id)$|_at$|_by$/;

function kept(record: object): Row {
	return Object.fromEntries(Object.entries(record).filter(([key]) => !VOLATILE.test(key)));
}

function sorted<T>(rows: T[]): T[] {
	// The order of a record's fields is chance.
	const textOf = (row: T) => JSON.stringify(Object.entries(row as Row).sort());
	const named = rows.map((row) => ({ row, text: textOf(row) }));
	return named
		.sort((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)))
		.map(({ row }) => row);
}

/** A line of the off-boarding's mark says when it began, which is another time in each run. */
const MARKED_AT = /(\[n8n off-boarding\] \w+) \S+;/g;

/**
 * All that an account holds and that a run could touch, comparable with another account in which the same was arranged:
 * new users and tickets are named by what they are, and everything is sorted.
 */
export function stateOf(sim: Simulator, before: Arranged): AccountState {
	const { store } = sim;
	const who = (id: number | null) => {
		const user = id === null ? undefined : store.users.get(id);
		if (!user || before.users.has(user.id)) return id;
		return `new ${user.email ?? user.deleted_email ?? user.external_id ?? user.name}`;
	};
	const which = (id: number) => {
		const ticket = store.tickets.get(id)!;
		return before.tickets.has(id) ? id : `new ${ticket.external_id ?? ticket.subject}`;
	};
	const list = <T>(table: { all(): readonly T[] }, row: (record: T) => Row) =>
		sorted(table.all().map(row));
	return {
		users: list(store.users, (user) => ({
			who: who(user.id),
			...kept(user),
			tags: [...user.tags].sort(),
			notes: user.notes?.replace(MARKED_AT, '$1 …;') ?? null,
			purged: user.purged_at !== null,
		})),
		identities: list(store.identities, ({ user_id, type, value, primary, verified }) => ({
			who: who(user_id),
			type,
			value,
			primary,
			verified,
		})),
		groupMemberships: list(store.groupMemberships, (membership) => ({
			...kept(membership),
			user_id: who(membership.user_id),
		})),
		organizationMemberships: list(store.organizationMemberships, (membership) => ({
			...kept(membership),
			user_id: who(membership.user_id),
		})),
		tickets: list(store.tickets, (ticket) => ({
			which: which(ticket.id),
			...kept(ticket),
			assignee_id: who(ticket.assignee_id),
			requester_id: who(ticket.requester_id),
			submitter_id: who(ticket.submitter_id),
			follower_ids: ticket.follower_ids.map(who).sort(),
			email_cc_ids: ticket.email_cc_ids.map(who).sort(),
			tags: [...ticket.tags].sort(),
			deleted: ticket.deleted_at !== null,
		})),
		comments: list(store.comments, ({ ticket_id, author_id, body, public: open }) => ({
			which: which(ticket_id),
			author: who(author_id),
			body,
			public: open,
		})),
		sessions: list(store.sessions, ({ user_id }) => ({ who: who(user_id) })),
		// n8n's own tokens come and go.
		tokens: sorted(
			store.oauthTokens
				.all()
				.filter(({ user_id }) => user_id !== sim.credentials.adminId)
				.map(({ user_id, scopes }) => ({ who: who(user_id), scopes })),
		),
		webhooks: sorted([...store.webhooks.values()].map((hook) => ({ ...kept(hook), secret: null }))),
		productRoles: sorted([...store.entitlements].map(([id, roles]) => ({ who: who(id), roles }))),
		handovers: sorted(
			store.handovers.map(({ ticketId, why }) => ({ which: which(ticketId), why })),
		),
		// Of two who become admins the first one is told of the second: which of them that is, is chance.
		mails: sorted(
			store.mails.map(({ userId, kind }) => ({
				who: kind === 'new-admin' ? null : who(userId),
				kind,
			})),
		),
	};
}

/** How many rows of a kind are there more often than they should be, by what names them. */
function extra(expected: unknown[], actual: unknown[], name: (row: Row) => unknown): number {
	const left = new Map<string, number>();
	for (const row of expected) count(left, name(row as Row), 1);
	for (const row of actual) count(left, name(row as Row), -1);
	return [...left.values()].reduce((sum, each) => sum + Math.max(0, -each), 0);
}

function count(counts: Map<string, number>, name: unknown, by: number): void {
	const key = JSON.stringify(name);
	counts.set(key, (counts.get(key) ?? 0) + by);
}

// New ones may still come: whether they did is seen once the work is done.
const isOld = (name: unknown) => typeof name === 'number';
const isThere = (user: User) => user.active && isOld((user as User & Row).who);
const isFree = ({ active, suspended }: User) => active && !suspended;

/** Users whom the expected account has and the other one hasn't. */
function missing(expected: unknown[], actual: unknown[], isWell: (user: User) => boolean): number {
	const well = (rows: unknown[]) => rows.filter((row) => isWell(row as User));
	return extra(well(actual), well(expected), ({ who }) => who);
}

const isOldTicket = (row: unknown) => isOld((row as Row).which);
const named = ({ which, body, author }: Row) => [which, body, author];
const address = ({ who, type, value }: Row) => [who, type, value];
const placed = ({ which, assignee_id, requester_id, group_id, deleted }: Row) => [
	which,
	assignee_id,
	requester_id,
	group_id,
	deleted,
];

/**
 * What is lost or doubled in an account.
 *
 * @param isFinal whether the work is done; else tickets may still be on their way, and people suspended meanwhile
 */
export function lossesOf(
	expected: AccountState,
	actual: AccountState,
	isFinal: boolean,
): Pick<Losses, 'duplicates' | 'ticketsLost' | 'usersRemoved'> {
	const ticketsLost = isFinal
		? extra(actual.tickets, expected.tickets, placed)
		: extra(actual.tickets, expected.tickets.filter(isOldTicket), ({ which }) => which);
	return {
		duplicates:
			extra(expected.users, actual.users, ({ who }) => who) +
			extra(expected.tickets, actual.tickets, ({ which }) => which) +
			extra(expected.comments, actual.comments, named) +
			(isFinal ? extra(expected.identities, actual.identities, address) : 0),
		ticketsLost: ticketsLost + extra(expected.handovers, actual.handovers, ({ which }) => which),
		usersRemoved: missing(expected.users, actual.users, isFinal ? isFree : isThere),
	};
}
