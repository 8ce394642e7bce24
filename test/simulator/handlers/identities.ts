import { toSecond } from '../core/time';
import {
	checkIdentity,
	createIdentity,
	isAddress,
	promote,
	sendVerification,
	setVerified,
	updateIdentity,
} from '../domain/identities';
import { afterLineGone } from '../domain/phones';
import { checkMayEdit } from '../domain/user-rules';
import { forbidden, ApiError, invalidField, Issues, recordNotFound } from '../http/errors';
import { listReply } from '../http/pagination';
import { toId, wrapped } from '../http/query';
import { act, created, noContent, ok, type Call, type Reply, type Route } from '../http/route';
import { presentIdentity } from '../present/users';
import type { Identity, User } from '../store/records';
import { activeUser } from './users';

/** The user of a write: staff identities are for those who manage staff, as the rest of their profile. */
function editableUser(call: Call): User {
	const user = activeUser(call);
	checkMayEdit(act(call), user, user);
	return user;
}

function pathIdentity(call: Call): Identity {
	const identity = call.world.store.identities.get(toId(call.params.identityId));
	if (!identity || identity.user_id !== toId(call.params.id)) throw recordNotFound();
	return identity;
}

const body = (call: Call, identity: Identity) => ({
	identity: presentIdentity(call.world, identity),
});

function list(call: Call, user = activeUser(call)): Reply {
	const types = [...call.query.all('type'), ...call.query.all('type[]')];
	const rows = call.world.store.identities.sortedBy('user', user.id);
	const where = types.length === 0 ? undefined : (row: Identity) => types.includes(row.type);
	return listReply(call, 'identities', { rows, where }, (row) => presentIdentity(call.world, row));
}

function create(call: Call): Reply {
	const user = editableUser(call);
	const input = wrapped(call.body, 'identity');
	const issues = new Issues();
	checkIdentity(act(call), user, input, issues);
	issues.raise();
	const identity = createIdentity(act(call), user, input);
	return created(body(call, identity), String(presentIdentity(call.world, identity).url));
}

function update(call: Call): Reply {
	const user = editableUser(call);
	const identity = pathIdentity(call);
	updateIdentity(act(call), user, identity, wrapped(call.body, 'identity'));
	return ok(body(call, identity));
}

/** Answers with all identities, the new primary one first, paging keys included (recorded). */
function primary(call: Call): Reply {
	const user = editableUser(call);
	const first = pathIdentity(call);
	promote(act(call), user, first);
	const all = call.world.store.identities.sortedBy('user', user.id);
	const rows = [first, ...all.filter(({ id }) => id !== first.id)];
	return listReply(call, 'identities', { rows }, (row) => presentIdentity(call.world, row));
}

function verify(call: Call): Reply {
	const user = editableUser(call);
	const identity = pathIdentity(call);
	// "For security reasons, you can't use this endpoint to update the email identity of the account owner."
	if (isAddress(identity) && user.id === call.world.store.ownerId) throw forbidden();
	setVerified(act(call), user, identity, true);
	return ok(body(call, identity));
}

function requestVerification(call: Call): Reply {
	editableUser(call);
	sendVerification(act(call), pathIdentity(call));
	return ok('');
}

const PRIMARY_STAYS = "The primary identity can't be deleted";

function primaryRefusal(code: 422 | 403 | 400): ApiError {
	if (code === 403) return forbidden(PRIMARY_STAYS);
	if (code === 422) return invalidField('base', PRIMARY_STAYS, 'InvalidValue');
	const body = { error: 'InvalidValue', description: PRIMARY_STAYS };
	return new ApiError(code, body, 'InvalidValue', PRIMARY_STAYS);
}

function remove(call: Call): Reply {
	const user = editableUser(call);
	const identity = pathIdentity(call);
	const { store, switches } = call.world;
	if (identity.primary && isAddress(identity)) throw primaryRefusal(switches.goodbyeCode);
	store.identities.remove(identity);
	if (identity.primary && identity.type === 'phone_number') afterLineGone(act(call), user);
	store.users.update(user, { updated_at: toSecond(call.now) });
	return noContent();
}

const ALL = '/api/v2/users/:id/identities';
const ONE = `${ALL}/:identityId`;
const agents = { scope: 'users', allowed: 'agents' } as const;

export const identityRoutes: Route[] = [
	{ method: 'GET', path: ALL, ...agents, handler: (call) => list(call) },
	{ method: 'POST', path: ALL, ...agents, handler: create },
	{ method: 'GET', path: ONE, ...agents, handler: (call) => ok(body(call, pathIdentity(call))) },
	{ method: 'PUT', path: ONE, ...agents, handler: update },
	{ method: 'DELETE', path: ONE, ...agents, handler: remove },
	{ method: 'PUT', path: `${ONE}/make_primary`, ...agents, handler: primary },
	{ method: 'PUT', path: `${ONE}/verify`, ...agents, handler: verify },
	{ method: 'PUT', path: `${ONE}/request_verification`, ...agents, handler: requestVerification },
];
