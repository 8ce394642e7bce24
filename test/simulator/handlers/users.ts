import { iso } from '../core/time';
import { canBeShown } from '../domain/deletion';
import { parseQuery } from '../domain/search-query';
import { searchUsers } from '../domain/search';
import { badRequest, recordNotFound } from '../http/errors';
import { countOf, page, type List } from '../http/pagination';
import { toId } from '../http/query';
import { act, ok, type Call, type Reply, type Route } from '../http/route';
import { presentAnonymous, presentForEndUser, presentUser } from '../present/users';
import type { User } from '../store/records';
import { userSideloads } from './sideloads';
import { brandFilter, inBrand, matchingUsers } from './user-filters';

/** The user of the path, deleted or not. */
export function pathUser(call: Call): User {
	const user = call.world.store.users.get(toId(call.params.id));
	if (!user) throw recordNotFound();
	return user;
}

/** The user of the path, unless he is deleted. */
export function activeUser(call: Call): User {
	const user = pathUser(call);
	if (!user.active) throw recordNotFound();
	return user;
}

/** `{user}` with the sideloads asked for. */
export function userBody(call: Call, user: User) {
	return { user: presentUser(call.world, user), ...userSideloads(call, [user]) };
}

/** A page of users with the sideloads asked for. */
export function usersReply(call: Call, list: List<User>): Reply {
	const { rows, paging } = page(call, list);
	const users = rows.map((user) => presentUser(call.world, user));
	return ok({ users, ...userSideloads(call, rows), ...paging });
}

/** Counts above this are cached for up to a day (§2.3). */
const COUNT_CACHED_ABOVE = 100_000;

/** `{count}` of a list. */
export function countReply(call: Call, value: number): Reply {
	const refreshed_at = value > COUNT_CACHED_ABOVE ? null : iso(call.now);
	return ok({ count: { value, refreshed_at } });
}

function me(call: Call): Reply {
	const { world, caller } = call;
	if (!caller) return ok({ user: presentAnonymous(world) });
	const shown = caller.role === 'end-user' ? presentForEndUser : presentUser;
	const authenticity_token = Buffer.from(`authenticity-${caller.id}`).toString('base64');
	return ok({ user: { ...shown(world, caller), authenticity_token } });
}

function show(call: Call): Reply {
	const user = pathUser(call);
	if (!user.active && !canBeShown(act(call), user)) throw recordNotFound();
	return ok(userBody(call, user));
}

/** In the order of the ids, whatever that of the request is (recorded); unknown ones are dropped without a word (§2.3). */
function showMany(call: Call): Reply {
	const { store } = call.world;
	const ids = call.query.shortList('ids');
	const externalIds = call.query.shortList('external_ids');
	if (!ids && !externalIds) throw badRequest('InvalidValue', 'ids or external_ids is required');
	const brandId = brandFilter(call);
	const found = ids
		? ids.map((id) => store.users.get(toId(id)))
		: (externalIds ?? [])
				.flatMap((id) => store.usersByExternalId(id))
				.filter((user) => inBrand(user, brandId));
	const withDeleted = call.query.flag('include_deleted');
	const rows = [...new Set(found)]
		.filter((user) => user !== undefined)
		.filter((user) => user.active || (withDeleted && user.purged_at === null))
		.sort((a, b) => a.id - b.id);
	const users = rows.map((user) => presentUser(call.world, user));
	const paging = { count: users.length, next_page: null, previous_page: null };
	return ok({ users, ...userSideloads(call, rows), ...paging });
}

/** By external id at once, by query with the lag of the search index (§2.3, §10). */
function search(call: Call): Reply {
	const externalId = call.query.get('external_id');
	const query = call.query.get('query');
	const headers = { 'Cache-Control': 'max-age=10, private' };
	const brandId = brandFilter(call);
	// Unlike lists, a search within a brand leaves out the staff.
	const isOfBrand = (user: User) => brandId === undefined || user.brand_id === brandId;
	if (externalId !== undefined) {
		const found = call.world.store.usersByExternalId(externalId);
		return { ...usersReply(call, { rows: found.filter(isOfBrand), paging: 'offset' }), headers };
	}
	if (query === undefined) throw badRequest('InvalidValue', 'query or external_id is required');
	const found = searchUsers(act(call), parseQuery(query)).sort((a, b) => a.id - b.id);
	return { ...usersReply(call, { rows: found.filter(isOfBrand), paging: 'offset' }), headers };
}

function autocomplete(call: Call): Reply {
	const name = call.query.get('name') ?? (call.body as { name?: string } | null)?.name;
	const phone = call.query.get('phone');
	if (phone === undefined && (name === undefined || name.length < 2)) {
		throw badRequest('InvalidValue', 'name must have at least 2 characters');
	}
	const start = name?.toLowerCase();
	const rows = call.world.store.users.all().filter((user) => {
		if (!user.active) return false;
		return start ? user.name.toLowerCase().startsWith(start) : user.phone === phone;
	});
	return usersReply(call, { rows, paging: 'offset' });
}

function related(call: Call): Reply {
	const { id } = activeUser(call);
	const { tickets } = call.world.store;
	return ok({
		user_related: {
			assigned_tickets: tickets.by('assignee', id).size,
			requested_tickets: tickets.by('requester', id).size,
			ccd_tickets: tickets.by('cc', id).size,
			organization_subscriptions: 0,
		},
	});
}

const reading = { scope: 'users', allowed: 'agents' } as const;

export const userRoutes: Route[] = [
	{
		method: 'GET',
		path: '/api/v2/users',
		...reading,
		handler: (call) => usersReply(call, matchingUsers(call)),
	},
	{
		method: 'GET',
		path: '/api/v2/users/count',
		...reading,
		handler: (call) => countReply(call, countOf(matchingUsers(call))),
	},
	{ method: 'GET', path: '/api/v2/users/me', scope: 'users', allowed: 'anyone', handler: me },
	{ method: 'GET', path: '/api/v2/users/show_many', ...reading, handler: showMany },
	{ method: 'GET', path: '/api/v2/users/search', ...reading, handler: search },
	{ method: 'GET', path: '/api/v2/users/autocomplete', ...reading, handler: autocomplete },
	{
		method: 'POST',
		path: '/api/v2/users/autocomplete',
		...reading,
		access: 'read',
		handler: autocomplete,
	},
	{ method: 'GET', path: '/api/v2/users/:id', ...reading, handler: show },
	{ method: 'GET', path: '/api/v2/users/:id/related', ...reading, handler: related },
];
