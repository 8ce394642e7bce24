import type { JobResult } from '../domain/jobs';
import {
	createOrganization,
	destroyOrganization,
	findByExternalId,
	updateOrganization,
} from '../domain/organization-records';
import {
	createOrganizationMembership,
	removeOrganizationMembership,
} from '../domain/organizations';
import { badRequest, recordNotFound } from '../http/errors';
import { toId, wrapped, wrappedMany, type Input } from '../http/query';
import type { Call, Reply, Route } from '../http/route';
import type { Organization } from '../store/records';
import type { Act } from '../world';
import { jobReply, refusal } from './job-replies';

/** Recorded: a hundred in 3 to 7 seconds, the queue included. */
const PACE = 0.3;

const done = (id: number, action: string, status: string): JobResult => ({
	id,
	action,
	status,
	success: true,
});

/** Whom an item means, and what its result calls it. */
interface Target {
	name: number | string;
	find: (act: Act) => Organization;
}

function found(organization: Organization | undefined): Organization {
	if (!organization) throw recordNotFound();
	return organization;
}

const byId = (id: unknown): Target => ({
	name: toId(id),
	find: ({ world }) => found(world.store.organizations.get(toId(id))),
});

const byExternalId = (value: unknown): Target => ({
	name: String(value),
	find: (act) => found(findByExternalId(act, String(value))),
});

function queryTargets({ query }: Call): Target[] | undefined {
	return query.shortList('ids')?.map(byId) ?? query.shortList('external_ids')?.map(byExternalId);
}

const namesOf = (targets: Target[]) => targets.map(({ name }) => name);

function createMany(call: Call): Reply {
	const inputs = wrappedMany(call.body, 'organizations');
	return jobReply(call, {
		type: 'Bulk Create Organization',
		worker: 'OrganizationBulkCreateJob',
		doing: 'Creating organization',
		pace: PACE,
		items: inputs.map((input) => (act) => {
			const { id, external_id } = createOrganization(act, input);
			return { id, status: 'Created', ...(external_id === null ? {} : { external_id }) };
		}),
		onRefusal: (error, index) => ({
			index,
			error: 'OrganizationCreateError',
			details: error.details,
		}),
	});
}

/** One change for all (`ids`, `external_ids`), or a change each (`{organizations: […]}`). */
function updateMany(call: Call): Reply {
	const targets = queryTargets(call);
	const changes = targets
		? targets.map((target) => ({ target, input: wrapped(call.body, 'organization') }))
		: wrappedMany(call.body, 'organizations').map(ownChange);
	return jobReply(call, {
		type: 'Bulk Update Organization',
		worker: 'OrganizationBulkUpdateJob',
		doing: 'Updating organization',
		pace: PACE,
		items: changes.map(({ target, input }) => (act) => {
			const { id } = updateOrganization(act, target.find(act), input);
			return done(id, 'update', 'Updated');
		}),
		onRefusal: refusal('OrganizationUpdate', namesOf(changes.map(({ target }) => target))),
	});
}

function ownChange({ id, ...input }: Input): { target: Target; input: Input } {
	return { target: id === undefined ? byExternalId(input.external_id) : byId(id), input };
}

function destroyMany(call: Call): Reply {
	const targets = queryTargets(call);
	if (!targets) throw badRequest('InvalidValue', 'ids or external_ids is required');
	return jobReply(call, {
		type: 'Bulk Delete Organization',
		worker: 'OrganizationBulkDeleteJob',
		doing: 'Deleting organization',
		pace: PACE,
		items: targets.map((target) => (act) => {
			const organization = target.find(act);
			destroyOrganization(act, organization);
			return done(organization.id, 'delete', 'Deleted');
		}),
		onRefusal: refusal('OrganizationDelete', namesOf(targets)),
	});
}

function createMemberships(call: Call): Reply {
	const inputs = wrappedMany(call.body, 'organization_memberships');
	return jobReply(call, {
		type: 'Bulk Create Organization Membership',
		worker: 'OrganizationMembershipBulkCreateJob',
		doing: 'Creating organization membership',
		items: inputs.map((input, index) => (act) => {
			const [user, organization] = [input.user_id, input.organization_id].map(toId);
			const isDefault = input.default === true;
			const { id } = createOrganizationMembership(act, user, organization, isDefault);
			return { id, index };
		}),
		onRefusal: (error, index) => ({
			index,
			error: 'OrganizationMembershipCreateFailed',
			details: error.details,
		}),
	});
}

function destroyMemberships(call: Call): Reply {
	const ids = call.query.shortList('ids')?.map(toId);
	if (!ids) throw badRequest('InvalidValue', 'ids is required');
	return jobReply(call, {
		type: 'Bulk Delete Organization Membership',
		worker: 'OrganizationMembershipBulkDeleteJob',
		doing: 'Deleting organization membership',
		items: ids.map((id) => (act) => {
			const membership = act.world.store.organizationMemberships.get(id);
			if (!membership) throw recordNotFound();
			removeOrganizationMembership(act, membership);
			return done(id, 'delete', 'Deleted');
		}),
		onRefusal: refusal('OrganizationMembershipDelete', ids),
	});
}

const ALL = '/api/v2/organizations';
const MEMBERSHIPS = '/api/v2/organization_memberships';
const agents = { scope: 'organizations', allowed: 'agents' } as const;
const managers = { scope: 'organizations', allowed: 'organization-managers' } as const;

/** Before `/organizations/:id`. */
export const organizationJobRoutes: Route[] = [
	{ method: 'POST', path: `${ALL}/create_many`, ...managers, handler: createMany },
	{ method: 'PUT', path: `${ALL}/update_many`, ...managers, handler: updateMany },
	{ method: 'DELETE', path: `${ALL}/destroy_many`, ...managers, handler: destroyMany },
	{ method: 'POST', path: `${MEMBERSHIPS}/create_many`, ...agents, handler: createMemberships },
	{ method: 'DELETE', path: `${MEMBERSHIPS}/destroy_many`, ...agents, handler: destroyMemberships },
];
