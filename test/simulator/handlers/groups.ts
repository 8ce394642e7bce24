import { recordNotFound } from '../http/errors';
import { listReply, type List } from '../http/pagination';
import { toId } from '../http/query';
import { ok, type Call, type Reply, type Route } from '../http/route';
import { presentGroup } from '../present/records';
import type { Group, User } from '../store/records';
import { activeUser, countReply, usersReply } from './users';

function pathGroup(call: Call): Group {
	const group = call.world.store.groups.get(toId(call.params.id));
	if (!group) throw recordNotFound();
	return group;
}

function reply(call: Call, list: List<Group>): Reply {
	return listReply(call, 'groups', list, (group) => presentGroup(call.world, group));
}

const living = (group: Group) => !group.deleted;

function listAll(call: Call): Reply {
	const where = call.query.flag('exclude_deleted') ? living : undefined;
	return reply(call, { rows: call.world.store.groups.all(), where });
}

function groupsOf(call: Call): Group[] {
	const { groups } = call.world.store;
	const memberships = call.world.store.groupsOf(activeUser(call).id);
	const found = memberships.map(({ group_id }) => groups.get(group_id));
	return found.filter((group) => group !== undefined).sort((a, b) => a.id - b.id);
}

function members(call: Call): User[] {
	const { store } = call.world;
	const memberships = store.groupMemberships.by('group', pathGroup(call).id);
	const users = [...memberships].map(({ user_id }) => store.users.get(user_id));
	return users.filter((user): user is User => user?.active === true).sort((a, b) => a.id - b.id);
}

/** Products an agent works in: Support, and what his product roles open. `null` without them is a guess. */
function products(call: Call, user: User): string[] | null {
	const { store, plan } = call.world;
	if (!plan.productRoles) return null;
	const roles = store.entitlements.get(user.id) ?? {};
	const opened = { chat: roles.chat, voice: roles.talk };
	const active = Object.entries(opened).filter(([, role]) => role?.is_active);
	return ['support', ...active.map(([product]) => product)];
}

/** zendesk-api §5.1: up to 1000 a page, by cursor only. */
function availableAgents(call: Call): Reply {
	const rows = call.world.store.staff();
	return listReply(call, 'users', { rows, paging: 'cursor', maxSize: 1000 }, (user) => ({
		id: user.id,
		name: user.name,
		email: user.email,
		role: user.role,
		role_type: user.role_type,
		custom_role_id: user.custom_role_id,
		photo_url: user.photo?.content_url ?? null,
		suspended: user.suspended,
		entitlements: products(call, user),
	}));
}

const agents = { scope: 'none', allowed: 'agents' } as const;

export const groupRoutes: Route[] = [
	{ method: 'GET', path: '/api/v2/groups', ...agents, handler: listAll },
	{
		method: 'GET',
		path: '/api/v2/groups/count',
		...agents,
		handler: (call) => countReply(call, call.world.store.groups.all().filter(living).length),
	},
	{
		method: 'GET',
		path: '/api/v2/groups/assignable',
		...agents,
		handler: (call) => reply(call, { rows: call.world.store.groups.all(), where: living }),
	},
	{
		method: 'GET',
		path: '/api/v2/groups/available_agents',
		scope: 'none',
		allowed: 'membership-managers',
		refusal: 'short',
		handler: availableAgents,
	},
	{
		method: 'GET',
		path: '/api/v2/groups/:id',
		...agents,
		handler: (call) => ok({ group: presentGroup(call.world, pathGroup(call)) }),
	},
	{
		method: 'GET',
		path: '/api/v2/groups/:id/users',
		scope: 'users',
		allowed: 'agents',
		handler: (call) => usersReply(call, { rows: members(call) }),
	},
	{
		method: 'GET',
		path: '/api/v2/groups/:id/users/count',
		scope: 'users',
		allowed: 'agents',
		handler: (call) => countReply(call, members(call).length),
	},
	{
		method: 'GET',
		path: '/api/v2/users/:id/groups',
		scope: 'users',
		allowed: 'agents',
		handler: (call) => reply(call, { rows: groupsOf(call) }),
	},
	{
		method: 'GET',
		path: '/api/v2/users/:id/groups/count',
		scope: 'users',
		allowed: 'agents',
		handler: (call) => countReply(call, groupsOf(call).length),
	},
];
