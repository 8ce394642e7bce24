import { listCustomRoles, ROLE_TYPE } from '../api/customRoles';
import type { CustomRole, ZendeskUser } from '../api/records';
import type { Client } from '../http/client';
import type { UserFields } from '../users/payload';
import { isStaff } from '../users/view';

/** Kinds of staff who take no paid seat. */
const FREE = new Set<number | null | undefined>([ROLE_TYPE.lightAgent, ROLE_TYPE.contributor]);

/** The account's roles, read only where a change needs them. */
export async function rolesFor(
	client: Client,
	changes: Array<UserFields | null>,
): Promise<CustomRole[] | undefined> {
	const needs = changes.some((fields) => typeof fields?.custom_role_id === 'number');
	return needs ? await listCustomRoles(client) : undefined;
}

/** Whether a change takes the seat of a staff member, and with it the tickets. */
export function losesSeat(
	user: ZendeskUser,
	{ role, suspended, custom_role_id: roleId }: UserFields,
	roles: CustomRole[] | undefined,
): boolean {
	if (!isStaff(user)) return false;
	if (role === 'end-user' || suspended === true) return true;
	const next = roles?.find(({ id }) => id === roleId);
	return next !== undefined && FREE.has(next.role_type) && !FREE.has(user.role_type);
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
