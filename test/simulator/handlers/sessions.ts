import { badRequest, forbidden, recordNotFound } from '../http/errors';
import { listReply } from '../http/pagination';
import { toId } from '../http/query';
import { callerOf, noContent, ok, type Call, type Reply, type Route } from '../http/route';
import { presentSession } from '../present/users';
import type { Session } from '../store/access-records';

/** Sessions of others are for admins (zendesk-api §1.4). */
function ownerOf(call: Call): number {
	const id = toId(call.params.id);
	const caller = callerOf(call);
	if (caller.role !== 'admin' && caller.id !== id) throw forbidden();
	if (!call.world.store.users.get(id)?.active) throw recordNotFound();
	return id;
}

function pathSession(call: Call): Session {
	const session = call.world.store.sessions.get(toId(call.params.sessionId));
	if (session?.user_id !== ownerOf(call)) throw recordNotFound();
	return session;
}

function listOf(call: Call, rows: readonly Session[], paging: 'cursor' | 'both'): Reply {
	return listReply(call, 'sessions', { rows, paging }, (row) => presentSession(call.world, row));
}

/** All sessions of the account for admins, one's own for everybody else. */
function listAll(call: Call): Reply {
	const { sessions } = call.world.store;
	const caller = callerOf(call);
	const rows = caller.role === 'admin' ? sessions.all() : sessions.sortedBy('user', caller.id);
	return listOf(call, rows, 'cursor');
}

function removeAll(call: Call): Reply {
	const { sessions } = call.world.store;
	for (const session of sessions.sortedBy('user', ownerOf(call))) sessions.remove(session);
	return noContent();
}

/** Ends the sessions of up to a hundred people; unknown ids are passed over, and the answer says nothing. */
function logoutMany(call: Call): Reply {
	const { store } = call.world;
	const ids = call.query.shortList('ids')?.map(toId);
	if (!ids) throw badRequest('InvalidValue', 'ids is required');
	for (const id of ids) {
		for (const session of store.sessions.sortedBy('user', id)) store.sessions.remove(session);
	}
	return { status: 202, body: '' };
}

function removeOne(call: Call): Reply {
	call.world.store.sessions.remove(pathSession(call));
	return noContent();
}

const ALL = '/api/v2/users/:id/sessions';
const ONE = `${ALL}/:sessionId`;
const signedIn = { scope: 'users', allowed: 'signed-in' } as const;

export const sessionRoutes: Route[] = [
	{ method: 'GET', path: '/api/v2/sessions', ...signedIn, handler: listAll },
	{
		method: 'GET',
		path: ALL,
		...signedIn,
		handler: (call) =>
			listOf(call, call.world.store.sessions.sortedBy('user', ownerOf(call)), 'both'),
	},
	{ method: 'DELETE', path: ALL, ...signedIn, handler: removeAll },
	{
		method: 'GET',
		path: ONE,
		...signedIn,
		// A list of one, says the OpenAPI.
		handler: (call) => ok({ session: [presentSession(call.world, pathSession(call))] }),
	},
	{ method: 'DELETE', path: ONE, ...signedIn, handler: removeOne },
	{
		method: 'POST',
		path: '/api/v2/users/logout_many',
		scope: 'users',
		allowed: 'admins',
		handler: logoutMany,
	},
];
