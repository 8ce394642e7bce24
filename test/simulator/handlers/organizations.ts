import {
	createOrganization,
	destroyOrganization,
	findByExternalId,
	matchOrganization,
	updateOrganization,
} from '../domain/organization-records';
import { badRequest, recordNotFound } from '../http/errors';
import { listReply, type List } from '../http/pagination';
import { toId, wrapped } from '../http/query';
import { act, created, noContent, ok, type Call, type Reply, type Route } from '../http/route';
import { presentOrganization } from '../present/records';
import type { Organization, User } from '../store/records';
import { activeUser, countReply, usersReply } from './users';

/** The organization of the path. */
export function pathOrganization(call: Call): Organization {
	const organization = call.world.store.organizations.get(toId(call.params.id));
	if (!organization) throw recordNotFound();
	return organization;
}

function reply(call: Call, rows: readonly Organization[]): Reply {
	return listReply(call, 'organizations', { rows }, (row) => presentOrganization(call.world, row));
}

const body = (call: Call, organization: Organization) => ({
	organization: presentOrganization(call.world, organization),
});

function createdReply(call: Call, organization: Organization): Reply {
	const shown = body(call, organization);
	return created(shown, String(shown.organization.url));
}

function upsert(call: Call): Reply {
	const input = wrapped(call.body, 'organization');
	const existing = matchOrganization(act(call), input);
	if (!existing) return createdReply(call, createOrganization(act(call), input));
	return ok(body(call, updateOrganization(act(call), existing, input)));
}

function update(call: Call): Reply {
	const input = wrapped(call.body, 'organization');
	return ok(body(call, updateOrganization(act(call), pathOrganization(call), input)));
}

function remove(call: Call): Reply {
	destroyOrganization(act(call), pathOrganization(call));
	return noContent();
}

function showMany(call: Call): Reply {
	const { store } = call.world;
	const ids = call.query.shortList('ids')?.map((id) => store.organizations.get(toId(id)));
	const externalIds = call.query.shortList('external_ids');
	const found = ids ?? externalIds?.map((value) => findByExternalId(act(call), value));
	if (!found) throw badRequest('InvalidValue', 'ids or external_ids is required');
	const rows = [...new Set(found.filter((row) => row !== undefined))];
	return reply(call, rows);
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

const ALL = '/api/v2/organizations';
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
	{
		method: 'POST',
		path: ALL,
		...managers,
		handler: (call) =>
			createdReply(call, createOrganization(act(call), wrapped(call.body, 'organization'))),
	},
	{ method: 'POST', path: `${ALL}/create_or_update`, ...managers, handler: upsert },
	{ method: 'GET', path: `${ALL}/show_many`, ...agents, handler: showMany },
	{ method: 'PUT', path: `${ALL}/:id`, ...managers, handler: update },
	{ method: 'DELETE', path: `${ALL}/:id`, ...managers, handler: remove },
	{
		method: 'GET',
		path: `${ALL}/:id`,
		...agents,
		handler: (call) => ok(body(call, pathOrganization(call))),
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
		method: 'GET',
		path: '/api/v2/users/:id/organizations/count',
		...agents,
		handler: (call) => countReply(call, organizationsOf(call).length),
	},
];
