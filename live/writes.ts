import type { Guard, Write } from './guard';
import { isMark, isName } from './marks';

type Json = Record<string, unknown>;

export interface WriteRoute {
	method: Write['method'];
	/** With a group for each id in it. */
	path: RegExp;
	/** Why this one must not be sent, or nothing. */
	complaint: (guard: Guard, ids: string[], write: Write) => string | undefined;
}

const wrapped = ({ body }: Write, name: string): Json => {
	const value = (body as Json | undefined)?.[name];
	return typeof value === 'object' && value !== null ? (value as Json) : {};
};

/** The users that a bulk write names in its address. Other forms are not known here, so they are refused. */
function addressed(guard: Guard, { query = {}, body }: Write): string | undefined {
	const { ids, external_ids, ...others } = query;
	if ((body as Json | undefined)?.users !== undefined) return 'it names users in its body';
	if (Object.keys(others).length > 0) return `${Object.keys(others).join(', ')} is not known here`;
	if (ids !== undefined && external_ids !== undefined) return 'it names users in two ways';
	if (ids !== undefined) return guard.own('user', ...String(ids).split(','));
	const named = String(external_ids ?? '').split(',');
	return named.every(isMark) ? undefined : 'it names a foreign external ID';
}

const first = (...complaints: Array<string | undefined>) =>
	complaints.find((complaint) => complaint !== undefined);

const user = (guard: Guard, [id]: string[]) => guard.own('user', id);

/** Every write that a run may send. */
export const WRITES: WriteRoute[] = [
	{
		method: 'POST',
		path: /^\/api\/v2\/users$/,
		complaint: (guard, _, write) => guard.newcomer(wrapped(write, 'user')),
	},
	{
		method: 'POST',
		path: /^\/api\/v2\/users\/create_or_update$/,
		complaint: (guard, _, write) => {
			const { email, external_id, id, ...others } = wrapped(write, 'user');
			if (id !== undefined) return 'it names somebody by ID';
			if (email === undefined && external_id === undefined) return 'it names nobody';
			return guard.change({ ...others, email, external_id });
		},
	},
	{
		method: 'POST',
		path: /^\/api\/v2\/users\/create_many$/,
		complaint: (guard, _, { body }) => {
			const { users } = (body ?? {}) as { users?: Json[] };
			return users ? first(...users.map((each) => guard.newcomer(each))) : 'it names nobody';
		},
	},
	{
		method: 'PUT',
		path: /^\/api\/v2\/users\/update_many$/,
		complaint: (guard, _, write) =>
			first(addressed(guard, write), guard.change(wrapped(write, 'user'))),
	},
	{
		method: 'DELETE',
		path: /^\/api\/v2\/users\/destroy_many$/,
		complaint: (guard, _, write) => addressed(guard, write),
	},
	{
		method: 'PUT',
		path: /^\/api\/v2\/users\/(\d+)$/,
		complaint: (guard, ids, write) => first(user(guard, ids), guard.change(wrapped(write, 'user'))),
	},
	{ method: 'DELETE', path: /^\/api\/v2\/users\/(\d+)$/, complaint: user },
	{
		method: 'PUT',
		path: /^\/api\/v2\/users\/(\d+)\/merge$/,
		complaint: (guard, [id], write) => guard.own('user', id, wrapped(write, 'user').id),
	},
	{
		method: 'PUT',
		path: /^\/api\/v2\/users\/(\d+)\/identities\/\d+$/,
		complaint: (guard, ids, write) =>
			first(user(guard, ids), guard.change({ email: wrapped(write, 'identity').value })),
	},
	{ method: 'DELETE', path: /^\/api\/v2\/users\/(\d+)\/identities\/\d+$/, complaint: user },
	{ method: 'DELETE', path: /^\/api\/v2\/users\/(\d+)\/group_memberships\/\d+$/, complaint: user },
	{ method: 'DELETE', path: /^\/api\/v2\/deleted_users\/(\d+)$/, complaint: user },
	{
		method: 'POST',
		path: /^\/api\/v2\/tickets$/,
		complaint: (guard, _, write) => guard.ticket(wrapped(write, 'ticket'), true),
	},
	{
		method: 'PUT',
		path: /^\/api\/v2\/tickets\/(\d+)$/,
		complaint: (guard, [id], write) =>
			first(guard.own('ticket', id), guard.ticket(wrapped(write, 'ticket'), false)),
	},
	{
		method: 'DELETE',
		path: /^\/api\/v2\/(?:deleted_)?tickets\/(\d+)$/,
		complaint: (guard, [id]) => guard.own('ticket', id),
	},
	{
		method: 'POST',
		path: /^\/api\/v2\/webhooks$/,
		complaint: (_, __, write) => {
			const { name, status } = wrapped(write, 'webhook');
			if (!isName(name)) return 'the new webhook does not have the name of a live test';
			return status === 'inactive' ? undefined : 'the new webhook would send';
		},
	},
	{
		method: 'DELETE',
		path: /^\/api\/v2\/webhooks\/([0-9A-Za-z]+)$/,
		complaint: (guard, [id]) => guard.own('webhook', id),
	},
	// The token of the run itself.
	{ method: 'DELETE', path: /^\/api\/v2\/oauth\/tokens\/current$/, complaint: () => undefined },
];
