import { deleteUser } from '../domain/deletion';
import { mergeUsers } from '../domain/merge';
import { matchUser, upsertUser } from '../domain/upsert';
import { withFieldTags } from '../domain/field-tags';
import { cleanTags } from '../domain/user-fields';
import { createUser, updateUser } from '../domain/users';
import { toSecond } from '../core/time';
import { badRequest } from '../http/errors';
import { isObject, toId, wrapped } from '../http/query';
import { act, created, ok, type Call, type Reply, type Route } from '../http/route';
import type { User } from '../store/records';
import { activeUser, pathUser, userBody } from './users';

const location = (call: Call, user: User) => call.world.url(`users/${user.id}.json`);

function create(call: Call): Reply {
	const user = createUser(act(call), wrapped(call.body, 'user'));
	return created(userBody(call, user), location(call, user));
}

function createOrUpdate(call: Call): Reply {
	const { user, created: isNew } = upsertUser(act(call), wrapped(call.body, 'user'));
	return isNew ? created(userBody(call, user), location(call, user)) : ok(userBody(call, user));
}

/** The per-user bucket counts by user, not by how the request names him; a creation doesn't count (recorded). */
function upsertKey(call: Call): string | undefined {
	const input = isObject(call.body) && isObject(call.body.user) ? call.body.user : {};
	try {
		const user = matchUser(act(call), input);
		return user && String(user.id);
	} catch {
		return String(input.id ?? input.external_id ?? input.email);
	}
}

function update(call: Call): Reply {
	return ok(userBody(call, updateUser(act(call), pathUser(call), wrapped(call.body, 'user'))));
}

function remove(call: Call): Reply {
	return ok(userBody(call, deleteUser(act(call), pathUser(call))));
}

/**
 * The user of the path disappears into the user of the body (zendesk-api §2.3), named by his id: the older
 * form with email and password is not here, as passwords are not.
 */
function merge(call: Call): Reply {
	const target = wrapped(call.body, 'user');
	const winner = call.world.store.users.get(toId(target.id));
	return ok(userBody(call, mergeUsers(act(call), pathUser(call), winner)));
}

function logoutMany(call: Call): Reply {
	const { store } = call.world;
	const ids = call.query.shortList('ids');
	if (!ids) throw badRequest('InvalidValue', 'ids is required');
	for (const id of ids) {
		for (const session of store.sessions.sortedBy('user', toId(id))) store.sessions.remove(session);
	}
	return { status: 202, body: '' };
}

function tagsOf(call: Call): string[] {
	return (isObject(call.body) && cleanTags(call.body.tags)) || [];
}

function writeTags(
	call: Call,
	status: number,
	next: (current: string[], given: string[]) => string[],
): Reply {
	const { store, switches } = call.world;
	const user = activeUser(call);
	const tags = [...new Set(next(user.tags, tagsOf(call)))];
	if (switches.userTagging === 'on') {
		const written = withFieldTags(call.world, user, user.user_fields, tags);
		store.users.update(user, { ...written, updated_at: toSecond(call.now) });
	}
	return { status, body: { tags: user.tags } };
}

const TAGS = '/api/v2/users/:id/tags';
const agentsRead = { scope: 'users', allowed: 'agents' } as const;

export const userWriteRoutes: Route[] = [
	{ method: 'POST', path: '/api/v2/users', scope: 'users', allowed: 'agents', handler: create },
	{
		method: 'POST',
		path: '/api/v2/users/create_or_update',
		scope: 'users',
		allowed: 'agents',
		limits: [{ name: 'create-update-user' }, { name: 'update-user', key: upsertKey }],
		handler: createOrUpdate,
	},
	{
		method: 'PUT',
		path: '/api/v2/users/:id',
		scope: 'users',
		allowed: 'agents',
		limits: [
			{ name: 'create-update-user' },
			{ name: 'update-user', key: (call) => call.params.id },
		],
		handler: update,
	},
	{
		method: 'DELETE',
		path: '/api/v2/users/:id',
		scope: 'users',
		allowed: 'people-managers',
		handler: remove,
	},
	{
		method: 'PUT',
		path: '/api/v2/users/:id/merge',
		scope: 'users',
		allowed: 'agents',
		handler: merge,
	},
	{
		method: 'POST',
		path: '/api/v2/users/logout_many',
		scope: 'users',
		allowed: 'admins',
		handler: logoutMany,
	},
	{
		method: 'GET',
		path: TAGS,
		...agentsRead,
		handler: (call) => ok({ tags: activeUser(call).tags }),
	},
	// POST sets, PUT adds, DELETE removes those of the body: not what the methods suggest.
	{
		method: 'POST',
		path: TAGS,
		...agentsRead,
		handler: (call) => writeTags(call, 201, (_, given) => given),
	},
	{
		method: 'PUT',
		path: TAGS,
		...agentsRead,
		handler: (call) => writeTags(call, 200, (current, given) => [...current, ...given]),
	},
	{
		method: 'DELETE',
		path: TAGS,
		...agentsRead,
		handler: (call) =>
			writeTags(call, 200, (current, given) => current.filter((tag) => !given.includes(tag))),
	},
];
