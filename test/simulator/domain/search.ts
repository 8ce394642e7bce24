import { unprocessable } from '../http/errors';
import type { Group, Organization, Ticket, User } from '../store/records';
import { STATUSES } from '../store/records';
import type { Act } from '../world';
import { isAddress } from './identities';
import {
	compares,
	groupTerms,
	matchesText,
	matchesTime,
	onlyValue,
	parseQuery,
	type Term,
} from './search-query';

type Matcher<R> = (record: R, term: Term, act: Act) => boolean;

/** `none`, an id, `me`, an email or a name. */
function matchesPerson(ids: ReadonlyArray<number | null>, { value }: Term, act: Act): boolean {
	const { store } = act.world;
	if (value === 'none') return ids.every((id) => id === null);
	if (value === 'me') return ids.includes(act.actor?.id ?? null);
	if (/^\d+$/.test(value)) return ids.includes(Number(value));
	if (value.includes('@')) return ids.includes(store.userByEmail(value)?.id ?? null);
	return ids.some((id) => id !== null && matchesText(store.users.get(id)?.name ?? null, value));
}

function matchesNamed(id: number | null, name: string | undefined, { value }: Term): boolean {
	if (value === 'none') return id === null;
	return /^\d+$/.test(value) ? id === Number(value) : matchesText(name ?? null, value);
}

const USER_FIELDS: Record<string, Matcher<User>> = {
	email: (user, term, act) => emailMatches(user, term.value, act),
	name: (user, term) => matchesText(user.name, term.value),
	role: (user, { value }, act) => user.role === value || customRoleName(user, act) === value,
	is_suspended: (user, term) => String(user.suspended) === term.value,
	is_verified: (user, term) => String(user.verified) === term.value,
	external_id: (user, term) => user.external_id?.toLowerCase() === term.value,
	tags: (user, term) => user.tags.includes(term.value),
	notes: (user, term) => matchesText(user.notes, term.value),
	details: (user, term) => matchesText(user.details, term.value),
	phone: (user, term) => user.phone?.includes(term.value) ?? false,
	organization: (user, term, act) =>
		matchesNamed(user.organization_id, organizationName(user.organization_id, act), term),
	group: (user, term, act) =>
		act.world.store
			.groupsOf(user.id)
			.some(({ group_id }) => matchesNamed(group_id, groupName(group_id, act), term)),
	created: (user, term) => matchesTime(term, user.created_at),
	updated: (user, term) => matchesTime(term, user.updated_at),
};

const TICKET_FIELDS: Record<string, Matcher<Ticket>> = {
	assignee: (ticket, term, act) => matchesPerson([ticket.assignee_id], term, act),
	requester: (ticket, term, act) => matchesPerson([ticket.requester_id], term, act),
	submitter: (ticket, term, act) => matchesPerson([ticket.submitter_id], term, act),
	cc: (ticket, term, act) => matchesPerson(ticket.email_cc_ids, term, act),
	status: (ticket, term) => matchesStatus(ticket, term),
	tags: (ticket, term) => ticket.tags.includes(term.value),
	external_id: (ticket, term) => ticket.external_id?.toLowerCase() === term.value,
	priority: (ticket, term) => (ticket.priority ?? 'none') === term.value,
	ticket_type: (ticket, term) => (ticket.type ?? 'none') === term.value,
	subject: (ticket, term) => matchesText(ticket.subject, term.value),
	description: (ticket, term) => matchesText(ticket.description, term.value),
	group: (ticket, term, act) =>
		matchesNamed(ticket.group_id, groupName(ticket.group_id, act), term),
	organization: (ticket, term, act) =>
		matchesNamed(ticket.organization_id, organizationName(ticket.organization_id, act), term),
	created: (ticket, term) => matchesTime(term, ticket.created_at),
	updated: (ticket, term) => matchesTime(term, ticket.updated_at),
};

const NAMED_FIELDS: Record<string, Matcher<Group | Organization>> = {
	name: (record, term) => matchesText(record.name, term.value),
	created: (record, term) => matchesTime(term, record.created_at),
	updated: (record, term) => matchesTime(term, record.updated_at),
};

/** `status<solved` goes by the course of a ticket's life. */
function matchesStatus(ticket: Ticket, term: Term): boolean {
	const wanted = STATUSES.findIndex((status) => status === term.value);
	return wanted >= 0 && compares(term, STATUSES.indexOf(ticket.status), wanted);
}

function emailMatches(user: User, value: string, act: Act): boolean {
	if (value === 'none') return user.email === null;
	const matches = (email: string | null) =>
		value.includes('*') ? matchesText(email, value) : email?.toLowerCase() === value;
	if (matches(user.email)) return true;
	if (!act.world.switches.searchFindsSecondaryEmail) return false;
	const identities = act.world.store.identities.by('user', user.id);
	return [...identities].some((row) => isAddress(row) && !row.primary && matches(row.value));
}

const customRoleName = (user: User, act: Act) =>
	user.custom_role_id === null
		? undefined
		: act.world.store.customRoles.get(user.custom_role_id)?.name.toLowerCase();
const groupName = (id: number | null, act: Act) =>
	id === null ? undefined : act.world.store.groups.get(id)?.name;
const organizationName = (id: number | null, act: Act) =>
	id === null ? undefined : act.world.store.organizations.get(id)?.name;

function passes<R>(
	record: R,
	groups: Term[][],
	fields: Record<string, Matcher<R>>,
	freeText: (record: R, value: string) => boolean,
	act: Act,
): boolean {
	const holds = (term: Term): boolean => {
		const matcher = term.field === undefined ? undefined : fields[term.field];
		// An unknown field finds nothing.
		const found = matcher
			? matcher(record, term, act)
			: term.field === undefined && freeText(record, term.value);
		return found !== term.negated;
	};
	return groups.every((alternatives) => alternatives.some(holds));
}

const userText = (user: User, value: string) =>
	matchesText(user.name, value) || matchesText(user.email, value) || matchesText(user.notes, value);
const ticketText = (ticket: Ticket, value: string) =>
	matchesText(ticket.subject, value) || matchesText(ticket.description, value);
const nameText = (record: Group | Organization, value: string) => matchesText(record.name, value);

/** Candidates by an index plus everything whose index entry is outdated; `undefined` = look at all. */
function userCandidates(terms: Term[], act: Act): Iterable<User> {
	const { store, search } = act.world;
	const email = onlyValue(terms, 'email');
	const externalId = onlyValue(terms, 'external_id');
	const role = onlyValue(terms, 'role');
	// The same address or id may belong to one user in each brand.
	if (act.world.switches.brandSeparated) return store.users.all();
	if (email !== undefined && !/\*|^none$/.test(email)) {
		return recent([store.userByEmail(email)], search.users.ids(), (id) => store.users.get(id));
	}
	if (externalId !== undefined) {
		const found = store.userByExternalId(externalId);
		return recent([found], search.users.ids(), (id) => store.users.get(id));
	}
	if (role === 'agent' || role === 'admin') {
		return recent(store.staff(), search.users.ids(), (id) => store.users.get(id));
	}
	return store.users.all();
}

function ticketCandidates(terms: Term[], act: Act): Iterable<Ticket> {
	const { store, search } = act.world;
	const indexes = { assignee: 'assignee', requester: 'requester', cc: 'cc' } as const;
	for (const [field, index] of Object.entries(indexes)) {
		const value = onlyValue(terms, field);
		if (value === undefined || !/^\d+$/.test(value)) continue;
		const found = store.tickets.by(index, Number(value));
		return recent(found, search.tickets.ids(), (id) => store.tickets.get(id));
	}
	return store.tickets.all();
}

function recent<R>(
	found: Iterable<R | undefined>,
	ids: Iterable<number>,
	get: (id: number) => R | undefined,
): Set<R> {
	const rows = new Set<R>();
	for (const row of found) if (row) rows.add(row);
	for (const id of ids) {
		const row = get(id);
		if (row) rows.add(row);
	}
	return rows;
}

/** Active users whom the index finds; what it knows may be two minutes old, what is returned is not. */
export function searchUsers(act: Act, terms: Term[]): User[] {
	const groups = groupTerms(terms.filter(({ field }) => field !== 'type'));
	const hits: User[] = [];
	for (const user of userCandidates(terms, act)) {
		const known = user.active ? act.world.search.users.view(user, act.now) : undefined;
		if (known?.active && passes(known, groups, USER_FIELDS, userText, act)) hits.push(user);
	}
	return hits;
}

function searchTickets(act: Act, terms: Term[]): Ticket[] {
	const groups = groupTerms(terms.filter(({ field }) => field !== 'type'));
	const hits: Ticket[] = [];
	for (const ticket of ticketCandidates(terms, act)) {
		if (ticket.deleted_at !== null) continue;
		const known = act.world.search.tickets.view(ticket, act.now);
		if (known && passes(known, groups, TICKET_FIELDS, ticketText, act)) hits.push(ticket);
	}
	return hits;
}

export type SearchHit =
	| { type: 'user'; record: User }
	| { type: 'ticket'; record: Ticket }
	| { type: 'group'; record: Group }
	| { type: 'organization'; record: Organization };

export type SearchType = SearchHit['type'];

const SEARCHES: { [T in SearchType]: (act: Act, terms: Term[]) => Array<SearchHit['record']> } = {
	ticket: searchTickets,
	user: searchUsers,
	group: (act, terms) => searchNamed(act.world.store.groups.all(), act, terms),
	organization: (act, terms) => searchNamed(act.world.store.organizations.all(), act, terms),
};

function searchNamed<R extends Group | Organization>(
	rows: readonly R[],
	act: Act,
	terms: Term[],
): R[] {
	const groups = groupTerms(terms.filter(({ field }) => field !== 'type'));
	return rows.filter((row) => passes(row, groups, NAMED_FIELDS, nameText, act));
}

/** Runs a query over the types it names, or over all of them; newest first. */
export function runSearch(act: Act, query: string | undefined, type?: SearchType): SearchHit[] {
	const terms = parseQuery(query ?? '');
	if (terms.length === 0 && !type) throw unprocessable('invalid', 'Invalid search: query is empty');
	const named = terms.filter(({ field }) => field === 'type').map(({ value }) => value);
	const types = (Object.keys(SEARCHES) as SearchType[]).filter((candidate) =>
		type ? candidate === type : named.length === 0 || named.includes(candidate),
	);
	const hits = types.flatMap((hitType) =>
		SEARCHES[hitType](act, terms).map((record) => ({ type: hitType, record }) as SearchHit),
	);
	return hits.sort(
		(a, b) => b.record.created_at - a.record.created_at || b.record.id - a.record.id,
	);
}
