import type { Call } from '../http/route';
import { presentCustomRole, presentGroup, presentOrganization } from '../present/records';
import { presentIdentity, presentUser } from '../present/users';
import type { Group, GroupMembership, Organization, Ticket, User } from '../store/records';

type Arrays = Record<string, unknown>;
type Sideload<R> = (call: Call, rows: R[]) => unknown;

function unique<T extends { id: number }>(rows: Array<T | undefined>): T[] {
	return [...new Set(rows)].filter((row) => row !== undefined);
}

function users(call: Call, ids: Array<number | null>): unknown[] {
	const found = unique(ids.map((id) => (id === null ? undefined : call.world.store.users.get(id))));
	return found.map((user) => presentUser(call.world, user));
}

function groups(call: Call, ids: Array<number | null>): unknown[] {
	const found = ids.map((id) => (id === null ? undefined : call.world.store.groups.get(id)));
	return unique<Group>(found).map((group) => presentGroup(call.world, group));
}

function organizations(call: Call, ids: Array<number | null>): unknown[] {
	const { store } = call.world;
	const found = ids.map((id) => (id === null ? undefined : store.organizations.get(id)));
	return unique<Organization>(found).map((row) => presentOrganization(call.world, row));
}

function openTickets(call: Call, user: User): number {
	const assigned = [...call.world.store.tickets.by('assignee', user.id)];
	return assigned.filter(({ status }) => status !== 'closed' && status !== 'solved').length;
}

/** `include=` on users (zendesk-api §2.3); an unknown one is ignored. */
const USER_SIDELOADS: Record<string, Sideload<User>> = {
	groups: (call, rows) =>
		groups(
			call,
			rows.flatMap(({ id }) => call.world.store.groupsOf(id).map(({ group_id }) => group_id)),
		),
	identities: (call, rows) =>
		rows
			.flatMap(({ id }) => call.world.store.identities.sortedBy('user', id))
			.map((identity) => presentIdentity(call.world, identity)),
	organizations: (call, rows) =>
		organizations(
			call,
			rows.map(({ organization_id }) => organization_id),
		),
	roles: (call, rows) =>
		unique(
			rows.map(({ custom_role_id: id }) =>
				id === null ? undefined : call.world.store.customRoles.get(id),
			),
		).map((role) => presentCustomRole(call.world, role)),
	open_ticket_count: (call, rows) =>
		Object.fromEntries(rows.map((user) => [user.id, openTickets(call, user)])),
};

const TICKET_SIDELOADS: Record<string, Sideload<Ticket>> = {
	users: (call, rows) =>
		users(
			call,
			rows.flatMap(({ requester_id, submitter_id, assignee_id }) => [
				requester_id,
				submitter_id,
				assignee_id,
			]),
		),
	groups: (call, rows) =>
		groups(
			call,
			rows.map(({ group_id }) => group_id),
		),
	organizations: (call, rows) =>
		organizations(
			call,
			rows.map(({ organization_id }) => organization_id),
		),
};

const MEMBERSHIP_SIDELOADS: Record<string, Sideload<GroupMembership>> = {
	users: (call, rows) =>
		users(
			call,
			rows.map(({ user_id }) => user_id),
		),
	groups: (call, rows) =>
		groups(
			call,
			rows.map(({ group_id }) => group_id),
		),
};

function load<R>(call: Call, rows: R[], sideloads: Record<string, Sideload<R>>): Arrays {
	const wanted = (call.query.list('include') ?? []).filter((name) => name in sideloads);
	return Object.fromEntries(wanted.map((name) => [name, sideloads[name](call, rows)]));
}

/** The extra top-level arrays that `include=` asks for. */
export const userSideloads = (call: Call, rows: User[]) => load(call, rows, USER_SIDELOADS);
export const ticketSideloads = (call: Call, rows: Ticket[]) => load(call, rows, TICKET_SIDELOADS);
export const membershipSideloads = (call: Call, rows: GroupMembership[]) =>
	load(call, rows, MEMBERSHIP_SIDELOADS);
