import { isObject } from '../../http/query';
import { createUser, deleteUser, Refusal, userOf, writeAttributes } from '../people';
import { presentUser } from '../present';
import type { ZephrUser } from '../records';
import { created, noContent, ok, type Reply, type ZephrCall, type ZephrRoute } from '../route';

const FOREIGN_KEY = 'foreign_key.';

/** The alternatives of the list; the first that is given decides (zephr-and-hr §1.4). */
function wanted({ query }: ZephrCall): (user: ZephrUser) => boolean {
	const email = query.get('identifiers.email_address')?.toLowerCase();
	if (email !== undefined) return (user) => user.email_address.toLowerCase() === email;
	const text = query.get('search')?.toLowerCase();
	if (text !== undefined) {
		return (user) =>
			JSON.stringify([user.email_address, user.attributes]).toLowerCase().includes(text);
	}
	const [name, value] =
		Object.entries(query.toRecord()).find(([each]) => each.startsWith(FOREIGN_KEY)) ?? [];
	if (name !== undefined) {
		return (user) => user.foreign_keys[name.slice(FOREIGN_KEY.length)] === value;
	}
	throw new Refusal(400, 'Say whom you look for');
}

function find(call: ZephrCall): Reply {
	const { tenant } = call;
	const found = [...tenant.users.values()].filter(wanted(call));
	if (found.length === 0 && tenant.switches.findNobody === 'not-found') {
		throw new Refusal(404, 'No such user');
	}
	const shown = found.map((user) => presentUser(tenant, user));
	const single = tenant.switches.findUser === 'object' && shown.length === 1;
	return ok(single ? shown[0] : { results: shown });
}

/** `news|daily` → `daily` */
const siteIn = (value: unknown) =>
	typeof value === 'string' ? value.split('|').at(-1) : undefined;

function foreignKeysIn(value: unknown): Record<string, string> {
	const list = Array.isArray(value) ? value.filter(isObject) : [];
	return Object.fromEntries(list.map(({ system, value: id }) => [String(system), String(id)]));
}

function create({ tenant, body }: ZephrCall): Reply {
	const identifiers = isObject(body) && isObject(body.identifiers) ? body.identifiers : {};
	const { email_address: email } = identifiers;
	if (!isObject(body) || typeof email !== 'string' || !email.includes('@')) {
		throw new Refusal(400, 'identifiers.email_address is missing');
	}
	const user = createUser(tenant, {
		email_address: email,
		attributes: isObject(body.attributes) ? body.attributes : {},
		email_verified: body.email_verified === true,
		site: siteIn(body.registration_tenant),
		foreign_keys: foreignKeysIn(body.foreign_keys),
	});
	return created(presentUser(tenant, user));
}

function attributes(mode: 'patch' | 'put') {
	return ({ tenant, params, body }: ZephrCall): Reply => {
		if (!isObject(body)) throw new Refusal(400, 'The body must be a map of attributes');
		return ok(writeAttributes(tenant, params.id, mode, body).attributes);
	};
}

/** The body is a JSON string, e.g. `"1234567"`. */
function setForeignKey({ tenant, params, body }: ZephrCall): Reply {
	const user = userOf(tenant, params.id);
	if (typeof body !== 'string') throw new Refusal(400, 'The body must be a JSON string');
	user.foreign_keys[params.key] = body;
	return ok(presentUser(tenant, user));
}

const ONE = '/v3/users/:id';

export const userRoutes: ZephrRoute[] = [
	{ method: 'GET', path: '/v3/users', handler: find },
	{ method: 'POST', path: '/v3/users', handler: create },
	{
		method: 'GET',
		path: ONE,
		handler: ({ tenant, params }) => ok(presentUser(tenant, userOf(tenant, params.id))),
	},
	{
		method: 'DELETE',
		path: ONE,
		handler: ({ tenant, params }) => {
			deleteUser(tenant, params.id);
			return noContent();
		},
	},
	{ method: 'PATCH', path: `${ONE}/attributes`, handler: attributes('patch') },
	{ method: 'PUT', path: `${ONE}/attributes`, handler: attributes('put') },
	{ method: 'PUT', path: `${ONE}/foreign-key/update/:key`, handler: setForeignKey },
];
