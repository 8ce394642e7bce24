import type { CustomRole, ZendeskUser } from '../api/records';
import { getRoleType } from '../roles/roleTypes';

type Role = Pick<ZendeskUser, 'role' | 'role_type'>;

function capitalised(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Somebody's Support role as Zendesk shows it: the custom role, or e.g. `Light agent`. */
export function roleNameOf(
	user: Role & Pick<ZendeskUser, 'custom_role_id'>,
	roles: CustomRole[] | undefined,
): string {
	const custom = roles?.find(({ id }) => id === user.custom_role_id);
	return custom?.name ?? capitalised(getRoleType(user).name);
}

/** What to say of the names of roles where the account has none to read. */
export function withoutRoles(roles: CustomRole[] | undefined): string | undefined {
	return roles
		? undefined
		: "Custom roles: this Zendesk account has none to read, so the roles are 'Agent', 'Admin' and 'Light agent'";
}
