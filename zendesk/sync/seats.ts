import { listCustomRoles } from '../api/customRoles';
import type { CustomRole, ZendeskUser } from '../api/records';
import type { Client } from '../http/client';
import { getCustomRoleType, getRoleType, losesSeat, losesTickets } from '../roles/roleTypes';
import type { UserFields } from '../users/payload';
import { isStaff } from '../users/view';

/** The account's roles, read only where a change needs them. */
export async function rolesFor(
	client: Client,
	changes: Array<UserFields | null>,
): Promise<CustomRole[] | undefined> {
	const needs = changes.some((fields) => typeof fields?.custom_role_id === 'number');
	return needs ? await listCustomRoles(client) : undefined;
}

/** Whether a change takes the seat of a staff member, or the right to have tickets. */
export function takesStaffOut(
	user: ZendeskUser,
	{ role, suspended, custom_role_id: roleId }: UserFields,
	roles: CustomRole[] | undefined,
): boolean {
	if (!isStaff(user)) return false;
	if (role === 'end-user' || suspended === true) return true;
	const next = roles?.find(({ id }) => id === roleId);
	if (next === undefined) return false;
	const [before, after] = [getRoleType(user), getCustomRoleType(next)];
	return losesTickets(before, after) || losesSeat(before, after);
}

/** Whether a change takes the admin role: a custom role always makes an agent. */
export function losesAdmin(
	user: ZendeskUser,
	{ role, custom_role_id: roleId }: UserFields,
): boolean {
	return (
		user.role === 'admin' &&
		(typeof roleId === 'number' || (role !== undefined && role !== 'admin'))
	);
}
