import { ROLE_TYPE, type User } from '../store/records';
import type { World } from '../world';
import { forbidden, missingScope, notAuthorized } from './errors';
import { isWrite, type Allowed, type Route } from './route';

const FULL_PROFILES = new Set(['full', 'edit']);

function customRoleOf(user: User, world: World) {
	return user.custom_role_id === null
		? undefined
		: world.store.customRoles.get(user.custom_role_id);
}

const isAdmin = (user: User) => user.role === 'admin';
const isStaff = (user: User) => user.role !== 'end-user';

/** Light agents, contributors and billing admins only read. */
function isWorkingAgent(user: User): boolean {
	return (
		isStaff(user) &&
		![ROLE_TYPE.lightAgent, ROLE_TYPE.contributor, ROLE_TYPE.billingAdmin].some(
			(type) => type === user.role_type,
		)
	);
}

/** Roles, suspension and removal of staff: admins and custom roles with that permission (zendesk-api §1.4). */
export function managesTeam(user: User, world: World): boolean {
	return isAdmin(user) || customRoleOf(user, world)?.manage_team_members === true;
}

/** Creating and editing end users: agents without a custom role may, those with one if it says so. */
export function editsEndUsers(user: User, world: World): boolean {
	if (isAdmin(user)) return true;
	if (!isWorkingAgent(user)) return false;
	const role = customRoleOf(user, world);
	return !role || FULL_PROFILES.has(String(role.configuration.end_user_profile_access));
}

/** Deleting and purging: admins and custom roles with permission; a plain agent doesn't. */
function managesPeople(user: User, world: World): boolean {
	const role = customRoleOf(user, world);
	return (
		managesTeam(user, world) ||
		(isWorkingAgent(user) && role?.configuration.end_user_profile_access === 'full')
	);
}

const flag = (name: string) => (user: User, world: World) =>
	isAdmin(user) || customRoleOf(user, world)?.configuration[name] === true;

const MAY: Record<Exclude<Allowed, 'anyone'>, (user: User, world: World) => boolean> = {
	'signed-in': () => true,
	agents: isStaff,
	admins: isAdmin,
	'people-managers': managesPeople,
	'membership-managers': flag('group_access'),
	'organization-managers': flag('organization_editing'),
	'ticket-editors': isWorkingAgent,
	'ticket-deleters': flag('ticket_deletion'),
	'webhook-managers': flag('manage_extensions_and_channels'),
};

/** Throws the 403 if the caller's role is not enough. */
export function checkRole(route: Route, caller: User | null, world: World): void {
	if (route.allowed === 'anyone') return;
	if (caller && MAY[route.allowed](caller, world)) return;
	throw route.refusal === 'short' ? notAuthorized() : forbidden();
}

/** Throws the 403 if the token's scopes are not enough; an unknown scope is enough for nothing (§1.3). */
export function checkScope(route: Route, scopes: readonly string[]): void {
	if (route.scope === undefined || route.scope === 'any') return;
	const access = isWrite(route) ? 'write' : 'read';
	const enough = route.scope === 'none' ? [access] : [access, `${route.scope}:${access}`];
	if (!enough.some((scope) => scopes.includes(scope))) throw missingScope(access);
}
