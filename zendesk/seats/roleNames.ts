import { ROLE_TYPE } from '../api/customRoles';
import type { CustomRole, ZendeskUser } from '../api/records';

type Role = Pick<ZendeskUser, 'role' | 'role_type'>;

const KINDS = new Map<number, string>([
	[ROLE_TYPE.custom, 'agent'],
	[ROLE_TYPE.lightAgent, 'light agent'],
	[ROLE_TYPE.chatAgent, 'chat agent'],
	[ROLE_TYPE.contributor, 'contributor'],
	[ROLE_TYPE.admin, 'admin'],
	[ROLE_TYPE.billingAdmin, 'billing admin'],
]);

/** What Zendesk calls a staff member by role and role type, e.g. `light agent`. */
export function kindOf({ role, role_type: type }: Role): string {
	return (type === null ? undefined : KINDS.get(type)) ?? role;
}

function capitalised(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Somebody's Support role as Zendesk shows it: the custom role, or e.g. `Light agent`. */
export function roleNameOf(
	user: Role & Pick<ZendeskUser, 'custom_role_id'>,
	roles: CustomRole[] | undefined,
): string {
	const custom = roles?.find(({ id }) => id === user.custom_role_id);
	return custom?.name ?? capitalised(kindOf(user));
}

/** What to say of the names of roles where the account has none to read. */
export function withoutRoles(roles: CustomRole[] | undefined): string | undefined {
	return roles
		? undefined
		: "Custom roles: this Zendesk account has none to read, so the roles are 'Agent', 'Admin' and 'Light agent'";
}
