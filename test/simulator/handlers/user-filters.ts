import { ApiError } from '../http/errors';
import type { List } from '../http/pagination';
import { toId } from '../http/query';
import type { Call } from '../http/route';
import type { User } from '../store/records';

/** `undefined` = everybody, `null` = users of no brand. */
type Brand = number | null | undefined;

/** `brand_id`: `all` or absent = everybody, 0 = users of no brand; only where users are separated (F36). */
export function brandFilter(call: Call): Brand {
	const text = call.query.get('brand_id');
	if (!call.world.switches.brandSeparated || text === undefined || text === 'all') return undefined;
	const id = Number(text);
	if (Number.isNaN(id)) throw invalidBrand(text);
	return id === 0 ? null : id;
}

/** zendesk-api §11: this one comes without a description. */
function invalidBrand(text: string): ApiError {
	const error = `Invalid brand_id parameter: ${text}`;
	return new ApiError(400, { error }, 'InvalidValue', error);
}

/** Staff belong to the account and show in every brand's list. */
export function inBrand(user: User, brand: Brand): boolean {
	if (brand === undefined || user.brand_id === brand) return true;
	return brand !== null && user.role !== 'end-user';
}

/** Everybody who is not deleted, or the end users alone: too many to gather, so they are filtered. */
function crowd(call: Call, brand: Brand, roles: ReadonlySet<string>): List<User> {
	const { users } = call.world.store;
	const sizes = [...roles].map((role) => users.by('role', role).size);
	return {
		rows: users.all(),
		where: (user) => user.active && roles.has(user.role) && inBrand(user, brand),
		total: brand === undefined ? sizes.reduce((sum, size) => sum + size, 0) : undefined,
		ordered: (field) => users.ordered(field),
	};
}

/** Staff in these roles; a custom role's name is a role too (zendesk-api §2.3). */
function staffIn(call: Call, roles: ReadonlySet<string>): User[] {
	const { store } = call.world;
	const named = store.customRoles.all().filter(({ name }) => roles.has(name));
	const ids = new Set<number | null>(named.map(({ id }) => id));
	return store.staff().filter((user) => roles.has(user.role) || ids.has(user.custom_role_id));
}

function filtered(call: Call): List<User> {
	const { store } = call.world;
	const brand = brandFilter(call);
	const externalId = call.query.get('external_id');
	if (externalId !== undefined) {
		const found = store.usersByExternalId(externalId);
		return { rows: found.filter((user) => inBrand(user, brand)) };
	}
	const permissionSet = call.query.get('permission_set');
	if (permissionSet !== undefined) {
		const id = toId(permissionSet);
		return { rows: store.staff().filter((user) => user.custom_role_id === id) };
	}
	const roles = new Set([...call.query.all('role'), ...call.query.all('role[]')]);
	if (roles.size === 0) return crowd(call, brand, new Set(['end-user', 'agent', 'admin']));
	if (roles.has('end-user')) return crowd(call, brand, roles);
	return { rows: staffIn(call, roles) };
}

/** The users that a list or a count asks for. */
export function matchingUsers(call: Call): List<User> {
	const { cursorSortSupported } = call.world.switches;
	const sorts: List<User>['sorts'] = ['id', 'name', 'created_at', 'updated_at'];
	return { ...filtered(call), sorts: cursorSortSupported ? sorts : ['id'] };
}
