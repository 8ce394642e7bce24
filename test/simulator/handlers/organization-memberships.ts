import {
	createOrganizationMembership,
	makeDefaultOrganization,
	removeOrganizationMembership,
} from '../domain/organizations';
import { invalidField, recordNotFound } from '../http/errors';
import { listReply } from '../http/pagination';
import { toId, wrapped } from '../http/query';
import { act, created, noContent, ok, type Call, type Reply, type Route } from '../http/route';
import { presentOrganizationMembership } from '../present/records';
import type { OrganizationMembership } from '../store/records';
import { pathOrganization } from './organizations';
import { activeUser } from './users';

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

/** Of one user: the default one first, then by the organization's name; pages by cursor go by id. */
function ofUser(call: Call, userId: number): OrganizationMembership[] {
	const { store } = call.world;
	if (call.query.has('page[size]')) return store.organizationMemberships.sortedBy('user', userId);
	const nameOf = (row: OrganizationMembership) =>
		store.organizations.get(row.organization_id)?.name ?? '';
	return store.organizationMemberships
		.sortedBy('user', userId)
		.sort((a, b) => Number(b.default) - Number(a.default) || nameOf(a).localeCompare(nameOf(b)));
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
	return membershipsReply(call, ofUser(call, membership.user_id));
}

const ofOrganization = (call: Call) =>
	call.world.store.organizationMemberships.sortedBy('organization', pathOrganization(call).id);

const MEMBERSHIPS = '/api/v2/organization_memberships';
const OF_USER = '/api/v2/users/:id/organization_memberships';
const agents = { scope: 'organizations', allowed: 'agents' } as const;

export const organizationMembershipRoutes: Route[] = [
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
		handler: (call) => membershipsReply(call, ofUser(call, activeUser(call).id)),
	},
	{ method: 'POST', path: OF_USER, ...agents, handler: createMembership },
	{
		method: 'GET',
		path: '/api/v2/organizations/:id/organization_memberships',
		...agents,
		handler: (call) => membershipsReply(call, ofOrganization(call)),
	},
	{
		method: 'GET',
		path: `${OF_USER}/:membershipId`,
		...agents,
		handler: (call) => ok(membershipBody(call, pathMembership(call))),
	},
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
