import { forbidden, recordNotFound } from '../http/errors';
import { listReply } from '../http/pagination';
import { toId } from '../http/query';
import { callerOf, noContent, ok, type Call, type Reply, type Route } from '../http/route';
import { presentOAuthClient, presentOAuthToken } from '../present/records';
import type { OAuthToken } from '../store/access-records';

/** One's own tokens; with `all=true` those of everybody, for admins only. */
function list(call: Call): Reply {
	const { oauthTokens } = call.world.store;
	const caller = callerOf(call);
	const all = call.query.flag('all');
	if (all && caller.role !== 'admin') throw forbidden();
	const clientId = call.query.get('client_id');
	const rows = all ? oauthTokens.all() : oauthTokens.sortedBy('user', caller.id);
	const where =
		clientId === undefined ? undefined : (row: OAuthToken) => row.client_id === Number(clientId);
	return listReply(call, 'tokens', { rows, where }, (row) => presentOAuthToken(call.world, row));
}

/** Tokens of others are for admins. */
function pathToken(call: Call): OAuthToken {
	const token = call.world.store.oauthTokens.get(toId(call.params.id));
	const caller = callerOf(call);
	if (!token || (token.user_id !== caller.id && caller.role !== 'admin')) throw recordNotFound();
	return token;
}

/** The token with which the request came; an API token has none. */
function currentToken(call: Call): OAuthToken {
	if (!call.token) throw recordNotFound();
	return call.token;
}

const show = (call: Call, token: OAuthToken) => ok({ token: presentOAuthToken(call.world, token) });

function revoke(call: Call, token: OAuthToken): Reply {
	call.world.store.oauthTokens.remove(token);
	return noContent();
}

const ALL = '/api/v2/oauth/tokens';
const signedIn = { scope: 'none', allowed: 'signed-in' } as const;

export const oauthTokenRoutes: Route[] = [
	{ method: 'GET', path: ALL, ...signedIn, handler: list },
	// Every token may look at itself and end itself.
	{
		method: 'GET',
		path: `${ALL}/current`,
		scope: 'any',
		allowed: 'signed-in',
		handler: (call) => show(call, currentToken(call)),
	},
	{
		method: 'DELETE',
		path: `${ALL}/current`,
		scope: 'any',
		allowed: 'signed-in',
		handler: (call) => revoke(call, currentToken(call)),
	},
	{
		method: 'GET',
		path: `${ALL}/:id`,
		...signedIn,
		handler: (call) => show(call, pathToken(call)),
	},
	{
		method: 'DELETE',
		path: `${ALL}/:id`,
		...signedIn,
		handler: (call) => revoke(call, pathToken(call)),
	},
	{
		method: 'GET',
		path: '/api/v2/oauth/clients',
		scope: 'none',
		allowed: 'admins',
		handler: (call) =>
			listReply(call, 'clients', { rows: call.world.store.oauthClients.all() }, (row) =>
				presentOAuthClient(call.world, row),
			),
	},
];
