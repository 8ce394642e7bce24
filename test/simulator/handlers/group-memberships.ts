import { mayBeAssigned } from '../domain/handover';
import { createMembership, makeDefaultGroup, removeMembership } from '../domain/memberships';
import { badRequest, recordNotFound } from '../http/errors';
import { page, type List } from '../http/pagination';
import { toId, wrapped, wrappedMany } from '../http/query';
import { act, created, noContent, ok, type Call, type Reply, type Route } from '../http/route';
import { presentGroupMembership } from '../present/records';
import type { GroupMembership } from '../store/records';
import { jobReply, refusal } from './job-replies';
import { membershipSideloads } from './sideloads';
import { activeUser } from './users';

/** The membership of the path; below a user it must be his. */
function pathMembership(call: Call): GroupMembership {
	const { membershipId, id } = call.params;
	const membership = call.world.store.groupMemberships.get(toId(membershipId));
	if (!membership || (id !== undefined && membership.user_id !== toId(id))) throw recordNotFound();
	return membership;
}

const body = (call: Call, membership: GroupMembership) => ({
	group_membership: presentGroupMembership(call.world, membership),
});

function reply(call: Call, list: List<GroupMembership>): Reply {
	const { rows, paging } = page(call, list);
	const group_memberships = rows.map((row) => presentGroupMembership(call.world, row));
	return ok({ group_memberships, ...membershipSideloads(call, rows), ...paging });
}

/** Memberships of those to whom tickets can be given. */
function assignable(call: Call) {
	return ({ user_id }: GroupMembership) => mayBeAssigned(call.world.store.users.get(user_id));
}

function groupId(call: Call): number {
	const id = toId(call.params.id);
	if (!call.world.store.groups.get(id)) throw recordNotFound();
	return id;
}

const rowsOf = (call: Call, index: 'user' | 'group', id: number) =>
	call.world.store.groupMemberships.sortedBy(index, id);

function create(call: Call): Reply {
	const input = wrapped(call.body, 'group_membership');
	const userId = toId(call.params.id ?? input.user_id);
	const isDefault = input.default === true;
	const membership = createMembership(act(call), userId, toId(input.group_id), isDefault);
	const shown = body(call, membership);
	return created(shown, String(shown.group_membership.url));
}

function remove(call: Call): Reply {
	removeMembership(act(call), pathMembership(call));
	return noContent();
}

function makeDefault(call: Call): Reply {
	const membership = pathMembership(call);
	makeDefaultGroup(act(call), membership);
	return reply(call, { rows: rowsOf(call, 'user', membership.user_id) });
}

function createMany(call: Call): Reply {
	const inputs = wrappedMany(call.body, 'group_memberships');
	return jobReply(call, {
		type: 'Bulk Create Group Membership',
		worker: 'GroupMembershipBulkCreateJob',
		doing: 'Creating group membership',
		items: inputs.map((input) => (at) => {
			const isDefault = input.default === true;
			const { id } = createMembership(at, toId(input.user_id), toId(input.group_id), isDefault);
			return { id, action: 'create', status: 'Created', success: true };
		}),
		onRefusal: (error, index) => ({
			index,
			error: 'GroupMembershipCreateFailed',
			details: error.details,
		}),
	});
}

function destroyMany(call: Call): Reply {
	const ids = call.query.shortList('ids')?.map(toId);
	if (!ids) throw badRequest('InvalidValue', 'ids is required');
	return jobReply(call, {
		type: 'Bulk Delete Group Membership',
		worker: 'GroupMembershipBulkDeleteJob',
		doing: 'Deleting group membership',
		items: ids.map((id) => (at) => {
			const membership = at.world.store.groupMemberships.get(id);
			if (!membership) throw recordNotFound();
			removeMembership(at, membership);
			return { id, action: 'delete', status: 'Deleted', success: true };
		}),
		onRefusal: refusal('GroupMembershipDelete', ids),
	});
}

const ALL = '/api/v2/group_memberships';
const OF_USER = '/api/v2/users/:id/group_memberships';
const OF_GROUP = '/api/v2/groups/:id/memberships';
const reading = { scope: 'none', allowed: 'agents' } as const;
const writing = { scope: 'none', allowed: 'membership-managers' } as const;

const all = (call: Call) => call.world.store.groupMemberships.all();
const show = (call: Call) => ok(body(call, pathMembership(call)));

export const groupMembershipRoutes: Route[] = [
	{ method: 'GET', path: ALL, ...reading, handler: (call) => reply(call, { rows: all(call) }) },
	{
		method: 'GET',
		path: `${ALL}/assignable`,
		...reading,
		handler: (call) => reply(call, { rows: all(call), where: assignable(call) }),
	},
	{ method: 'POST', path: ALL, ...writing, handler: create },
	{ method: 'POST', path: `${ALL}/create_many`, ...writing, handler: createMany },
	{ method: 'DELETE', path: `${ALL}/destroy_many`, ...writing, handler: destroyMany },
	{ method: 'GET', path: `${ALL}/:membershipId`, ...reading, handler: show },
	{ method: 'DELETE', path: `${ALL}/:membershipId`, ...writing, handler: remove },
	{
		method: 'GET',
		path: OF_USER,
		...reading,
		handler: (call) => reply(call, { rows: rowsOf(call, 'user', activeUser(call).id) }),
	},
	{ method: 'POST', path: OF_USER, ...writing, handler: create },
	{ method: 'GET', path: `${OF_USER}/:membershipId`, ...reading, handler: show },
	{ method: 'DELETE', path: `${OF_USER}/:membershipId`, ...writing, handler: remove },
	{
		method: 'PUT',
		path: `${OF_USER}/:membershipId/make_default`,
		...writing,
		handler: makeDefault,
	},
	{
		method: 'GET',
		path: OF_GROUP,
		...reading,
		handler: (call) => reply(call, { rows: rowsOf(call, 'group', groupId(call)) }),
	},
	{
		method: 'GET',
		path: `${OF_GROUP}/assignable`,
		...reading,
		handler: (call) =>
			reply(call, { rows: rowsOf(call, 'group', groupId(call)), where: assignable(call) }),
	},
];
