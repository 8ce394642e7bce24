import { toSecond } from '../core/time';
import {
	createOrganizationMembership,
	makeDefaultOrganization,
	removeOrganizationMembership,
} from '../domain/organizations';
import { cleanTags } from '../domain/user-fields';
import { invalidField, Issues, recordNotFound } from '../http/errors';
import { listReply, type List } from '../http/pagination';
import { toId, wrapped } from '../http/query';
import { act, created, noContent, ok, type Call, type Reply, type Route } from '../http/route';
import { presentOrganization, presentOrganizationMembership } from '../present/records';
import type { Organization, OrganizationMembership, User } from '../store/records';
import { activeUser, countReply, usersReply } from './users';

function pathOrganization(call: Call): Organization {
	const organization = call.world.store.organizations.get(toId(call.params.id));
	if (!organization) throw recordNotFound();
	return organization;
}

function reply(call: Call, rows: readonly Organization[]): Reply {
	return listReply(call, 'organizations', { rows }, (row) => presentOrganization(call.world, row));
}

const textOrNull = (value: unknown) => (typeof value === 'string' ? value : null);

function create(call: Call): Reply {
	const { store } = call.world;
	const input = wrapped(call.body, 'organization');
	const name = String(input.name ?? '').trim();
	const issues = new Issues();
	if (name === '') issues.add('name', 'Name: cannot be blank', 'BlankValue');
	else if (store.organizations.first('name', name.toLowerCase())) {
		issues.add('name', `Name: ${name} has already been taken`, 'DuplicateValue');
	}
	issues.raise();
	const at = toSecond(call.now);
	const organization = store.organizations.insert({
		id: store.ids.next('organization'),
		name,
		external_id: textOrNull(input.external_id),
		domain_names: Array.isArray(input.domain_names) ? input.domain_names.map(String) : [],
		group_id: input.group_id === undefined || input.group_id === null ? null : toId(input.group_id),
		shared_tickets: input.shared_tickets === true,
		shared_comments: input.shared_comments === true,
		details: textOrNull(input.details),
		notes: textOrNull(input.notes),
		tags: cleanTags(input.tags) ?? [],
		organization_fields: {},
		created_at: at,
		updated_at: at,
	});
	const shown = presentOrganization(call.world, organization);
	return created({ organization: shown }, String(shown.url));
}

function members(call: Call): List<User> {
	const { store } = call.world;
	const memberships = store.organizationMemberships.by('organization', pathOrganization(call).id);
	const users = [...memberships].map(({ user_id }) => store.users.get(user_id));
	return {
		rows: users.filter((user): user is User => user?.active === true).sort((a, b) => a.id - b.id),
	};
}

const membershipsOf = (call: Call, user: User) =>
	call.world.store.organizationMemberships.sortedBy('user', user.id);

function organizationsOf(call: Call): Organization[] {
	const { organizations } = call.world.store;
	const rows = membershipsOf(call, activeUser(call));
	const found = rows.map(({ organization_id }) => organizations.get(organization_id));
	return found.filter((row) => row !== undefined).sort((a, b) => a.id - b.id);
}

/** A membership named by its own id, or by user and organization. */
function pathMembership(call: Call): OrganizationMembership {
	const { membershipId, organizationId, id } = call.params;
	const { organizationMemberships } = call.world.store;
	const membership =
		organizationId === undefined
			? organizationMemberships.get(toId(membershipId))
			: organizationMemberships
					.sortedBy('user', toId(id))
					.find(({ organization_id }) => organization_id === toId(organizationId));
	if (!membership || (id !== undefined && membership.user_id !== toId(id))) throw recordNotFound();
	return membership;
}

function membershipsReply(call: Call, rows: readonly OrganizationMembership[]): Reply {
	return listReply(call, 'organization_memberships', { rows }, (row) =>
		presentOrganizationMembership(call.world, row),
	);
}

const membershipBody = (call: Call, membership: OrganizationMembership) => ({
	organization_membership: presentOrganizationMembership(call.world, membership),
});

function createMembership(call: Call): Reply {
	const input = wrapped(call.body, 'organization_membership');
	const userId = toId(call.params.id ?? input.user_id);
	const organizationId = toId(input.organization_id);
	if (Number.isNaN(organizationId)) {
		throw invalidField('organization_id', 'Organization: cannot be blank', 'BlankValue');
	}
	const isDefault = input.default === true;
	const shown = membershipBody(
		call,
		createOrganizationMembership(act(call), userId, organizationId, isDefault),
	);
	return created(shown, String(shown.organization_membership.url));
}

function removeMembership(call: Call): Reply {
	removeOrganizationMembership(act(call), pathMembership(call));
	return noContent();
}

/** By the organization's id the answer is the membership, by the membership's id it is all of them. */
function makeDefault(call: Call): Reply {
	const membership = pathMembership(call);
	makeDefaultOrganization(act(call), membership);
	if (call.params.organizationId !== undefined) return ok(membershipBody(call, membership));
	const rows = call.world.store.organizationMemberships.sortedBy('user', membership.user_id);
	return membershipsReply(call, rows);
}

const ALL = '/api/v2/organizations';
const MEMBERSHIPS = '/api/v2/organization_memberships';
const OF_USER = '/api/v2/users/:id/organization_memberships';
const agents = { scope: 'organizations', allowed: 'agents' } as const;
const managers = { scope: 'organizations', allowed: 'organization-managers' } as const;

export const organizationRoutes: Route[] = [
	{
		method: 'GET',
		path: ALL,
		...agents,
		handler: (call) => reply(call, call.world.store.organizations.all()),
	},
	{
		method: 'GET',
		path: `${ALL}/count`,
		...agents,
		handler: (call) => countReply(call, call.world.store.organizations.size),
	},
	{ method: 'POST', path: ALL, ...managers, handler: create },
	{
		method: 'GET',
		path: `${ALL}/:id`,
		...agents,
		handler: (call) =>
			ok({ organization: presentOrganization(call.world, pathOrganization(call)) }),
	},
	{
		method: 'GET',
		path: `${ALL}/:id/users`,
		...agents,
		handler: (call) => usersReply(call, members(call)),
	},
	{
		method: 'GET',
		path: `${ALL}/:id/users/count`,
		...agents,
		handler: (call) => countReply(call, members(call).rows.length),
	},
	{
		method: 'GET',
		path: '/api/v2/users/:id/organizations',
		...agents,
		handler: (call) => reply(call, organizationsOf(call)),
	},
	{
		method: 'DELETE',
		path: '/api/v2/users/:id/organizations/:organizationId',
		...agents,
		handler: removeMembership,
	},
	{
		method: 'PUT',
		path: '/api/v2/users/:id/organizations/:organizationId/make_default',
		...agents,
		handler: makeDefault,
	},
	{
		method: 'GET',
		path: MEMBERSHIPS,
		...agents,
		handler: (call) => membershipsReply(call, call.world.store.organizationMemberships.all()),
	},
	{ method: 'POST', path: MEMBERSHIPS, ...agents, handler: createMembership },
	{
		method: 'GET',
		path: `${MEMBERSHIPS}/:membershipId`,
		...agents,
		handler: (call) => ok(membershipBody(call, pathMembership(call))),
	},
	{
		method: 'DELETE',
		path: `${MEMBERSHIPS}/:membershipId`,
		...agents,
		handler: removeMembership,
	},
	{
		method: 'GET',
		path: OF_USER,
		...agents,
		handler: (call) => membershipsReply(call, membershipsOf(call, activeUser(call))),
	},
	{ method: 'POST', path: OF_USER, ...agents, handler: createMembership },
	{
		method: 'DELETE',
		path: `${OF_USER}/:membershipId`,
		...agents,
		handler: removeMembership,
	},
	{
		method: 'PUT',
		path: `${OF_USER}/:membershipId/make_default`,
		...agents,
		handler: makeDefault,
	},
];
