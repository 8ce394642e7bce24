import { DAY, toSecond } from './core/time';
import { issueDirectly } from './domain/oauth';
import { deleteUser } from './domain/deletion';
import { createMembership } from './domain/memberships';
import { blankOrganization } from './domain/organization-records';
import { setOrganization } from './domain/organizations';
import { blankTicket } from './domain/ticket-record';
import { adminState, plainAgentState, systemRole, type RoleState } from './domain/roles';
import { addGroupRecord, addPerson, STAFF_FIELDS } from './seed/account';
import type { Simulator } from './simulator';
import type { OAuthToken, Session } from './store/access-records';
import {
	ROLE_TYPE,
	type Group,
	type GroupMembership,
	type Organization,
	type Ticket,
	type User,
} from './store/records';
import type { Act } from './world';

export * from './arrange-activity';
export * from './arrange-brands';
export * from './arrange-identities';
export * from './arrange-ownership';
export * from './arrange-product-roles';

/**
 * Arranging for tests: every helper puts a record straight into the store, as if it had long been there
 * (the search index knows it), and returns it.
 */
type Fields<T> = Partial<Omit<T, 'id'>>;

const system = (sim: Simulator): Act => ({ world: sim.world, now: yesterday(sim), actor: null });

const yesterday = (sim: Simulator) => toSecond(sim.clock.now() - DAY);

function addUser(sim: Simulator, fields: Fields<User>, kind: string): User {
	const serial = sim.store.users.size + 1;
	const name = fields.name ?? `${kind} ${serial}`;
	const email =
		fields.email === undefined ? `${kind.toLowerCase()}.${serial}@example.com` : fields.email;
	const user = addPerson(system(sim), { ...fields, name }, email);
	if (typeof fields.organization_id === 'number') {
		setOrganization(system(sim), user, fields.organization_id);
	}
	sim.search.users.forget(user.id);
	return user;
}

export function addCustomer(sim: Simulator, fields: Fields<User> = {}): User {
	return addUser(sim, fields, 'Customer');
}

/** A customer whom somebody deleted the soft way: email and external id are freed. */
export function addDeletedCustomer(sim: Simulator, fields: Fields<User> = {}): User {
	return deleteUser(system(sim), addCustomer(sim, fields));
}

export interface StaffFields extends Fields<User> {
	/** Groups to be in; the first one is the default. Default: the account's default group. */
	groups?: Group[];
}

function addStaff(sim: Simulator, kind: string, state: RoleState, fields: StaffFields): User {
	const { groups = sim.store.groups.all().filter((group) => group.default), ...rest } = fields;
	const user = addUser(sim, { ...STAFF_FIELDS, ...state, ...rest }, kind);
	for (const group of groups) join(sim, user, group);
	return user;
}

/** An agent with a full seat, in the custom role "Staff" where the plan has it. */
export function addAgent(sim: Simulator, fields: StaffFields = {}): User {
	const role = sim.store.customRoles.all().find(({ name }) => name === 'Staff');
	const state = role
		? { role: 'agent' as const, role_type: ROLE_TYPE.custom, custom_role_id: role.id }
		: plainAgentState(sim.world);
	return addStaff(sim, 'Agent', state, fields);
}

export function addLightAgent(sim: Simulator, fields: StaffFields = {}): User {
	const role = systemRole(sim.world, ROLE_TYPE.lightAgent);
	const state = {
		role: 'agent' as const,
		role_type: ROLE_TYPE.lightAgent,
		custom_role_id: role?.id ?? null,
	};
	return addStaff(sim, 'Light', state, fields);
}

export function addAdmin(sim: Simulator, fields: StaffFields = {}): User {
	const state = adminState(sim.world);
	return addStaff(sim, 'Admin', state, { moderator: true, ...fields });
}

export function addGroup(sim: Simulator, fields: Fields<Group> = {}): Group {
	const group = addGroupRecord(
		system(sim),
		fields.name ?? `Group ${sim.store.groups.size + 1}`,
		false,
	);
	return sim.store.groups.update(group, fields);
}

/** Puts somebody in a group. */
export function join(
	sim: Simulator,
	user: User,
	group: Group,
	options: { default?: boolean } = {},
): GroupMembership {
	return createMembership(system(sim), user.id, group.id, options.default ?? false);
}

export function addOrganization(sim: Simulator, fields: Fields<Organization> = {}): Organization {
	const at = yesterday(sim);
	return sim.store.organizations.insert({
		name: `Organization ${sim.store.organizations.size + 1}`,
		...blankOrganization(at),
		...fields,
		id: sim.store.ids.next('organization'),
	});
}

export interface TicketFields extends Fields<Ticket> {
	/** Default: a new customer. */
	requester?: User;
	assignee?: User;
	/** Default: the assignee's default group. */
	group?: Group;
	followers?: User[];
	ccs?: User[];
}

export function addTicket(sim: Simulator, given: TicketFields = {}): Ticket {
	const { requester = addCustomer(sim), assignee, group, followers, ccs, ...fields } = given;
	const at = yesterday(sim);
	const status = fields.status ?? (assignee ? 'open' : 'new');
	const ticket = sim.store.tickets.insert({
		...blankTicket(at),
		subject: 'Printer on fire',
		description: 'Smoke everywhere',
		requester_id: requester.id,
		submitter_id: requester.id,
		assignee_id: assignee?.id ?? null,
		group_id: group?.id ?? assignee?.default_group_id ?? null,
		organization_id: requester.organization_id,
		follower_ids: (followers ?? []).map(({ id }) => id),
		email_cc_ids: (ccs ?? []).map(({ id }) => id),
		channel: 'web',
		closed_at: status === 'closed' ? at : null,
		...fields,
		// Zendesk's stamps have no fractions of seconds, and safe updates compare them.
		updated_at: toSecond(fields.updated_at ?? at),
		status,
		id: sim.store.ids.next('ticket'),
	});
	sim.store.comments.insert({
		id: sim.store.ids.next('comment'),
		ticket_id: ticket.id,
		author_id: requester.id,
		body: ticket.description,
		public: true,
		created_at: ticket.created_at,
		audit_id: sim.store.ids.next('audit'),
	});
	sim.search.tickets.forget(ticket.id);
	return ticket;
}

export function addSession(sim: Simulator, user: User, fields: Fields<Session> = {}): Session {
	const at = toSecond(sim.clock.now());
	return sim.store.sessions.insert({
		user_id: user.id,
		authenticated_at: at,
		last_seen_at: at,
		...fields,
		id: sim.store.ids.next('session'),
	});
}

/** An OAuth token of this user, as an app of his would have it. */
export function addToken(sim: Simulator, user: User, scopes = ['read', 'write']): OAuthToken {
	return issueDirectly(sim.world, sim.clock.now(), user.id, scopes, null);
}
