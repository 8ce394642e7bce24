import type { ZendeskUser } from '../api/records';
import type { Client } from '../http/client';
import type { Roles } from '../roles/accountRoles';
import {
	getCustomRoleType,
	getRoleType,
	losesTickets,
	RANK,
	type RoleType,
} from '../roles/roleTypes';
import type { Refusal } from '../verdict';
import { ticketsInTheWay } from './downgrade';
import type { Guards } from '../changes/guards';
import type { UserFields } from './payload';
import { TRANSFER_FIRST } from './roleRefusals';
import { isStaff } from './view';

/** What a loss of rights asks before it is written: a refusal, or a last look at the tickets. */
export type RoleAnswer =
	| Refusal
	| { check?: () => Promise<Refusal | undefined>; change?: { before: RoleType; after: RoleType } };

export interface RoleGuards {
	client: Client;
	guards: Guards;
	roles: Roles;
}

function contradict(role: string, custom: string): Refusal {
	return {
		reason: 'invalid',
		message: `'Role' is ${role}, and 'Custom Role Name or ID' is ${custom}: with both, Zendesk lets the custom role decide`,
		advice:
			"Choose 'Agent' as the role of somebody with a custom role, or take the custom role out",
	};
}

/** Why a role and a custom role can't be meant together. Zendesk would make a paid agent of such an end user. */
export async function refuseRoles(fields: UserFields, roles: Roles): Promise<Refusal | undefined> {
	const { role, custom_role_id: id } = fields;
	if (typeof id !== 'number') return undefined;
	if (role === 'end-user') return contradict('End User', String(id));
	if (role !== 'admin') return undefined;
	const custom = (await roles.all())?.find((one) => one.id === id);
	const isAdmin = custom && getCustomRoleType(custom).rank === RANK.admin;
	return isAdmin ? undefined : contradict('Admin', custom ? `'${custom.name}'` : String(id));
}

async function findTypeAfter(
	fields: UserFields,
	user: ZendeskUser,
	roles: Roles,
): Promise<RoleType | Refusal> {
	const { role, custom_role_id: id } = fields;
	if (typeof id === 'number') {
		const custom = (await roles.all())?.find((one) => one.id === id);
		if (custom) return getCustomRoleType(custom);
		return {
			reason: 'unknown-role',
			message: `'Custom Role Name or ID': Zendesk shows no role with the ID ${id}, so what it would take away can't be seen`,
			advice: 'Choose a role from the list',
		};
	}
	return getRoleType({ role: (role ?? user.role) as ZendeskUser['role'], role_type: null });
}

async function refuseTickets(
	client: Client,
	user: ZendeskUser,
	rank: number,
): Promise<Refusal | undefined> {
	const refusal = await ticketsInTheWay(client, user, rank);
	return refusal && { ...refusal, advice: `Use 'User: Downgrade'. ${TRANSFER_FIRST}` };
}

/** Whether the fields would make somebody staff, or give staff more rights. */
export async function givesRights(
	fields: UserFields,
	user: ZendeskUser,
	roles: Roles,
): Promise<boolean> {
	const { role, custom_role_id: id } = fields;
	if (!isStaff(user)) return typeof id === 'number' || role === 'agent' || role === 'admin';
	if (role === undefined && id === undefined) return false;
	const after = await findTypeAfter(fields, user, roles);
	return !('reason' in after) && after.rank > getRoleType(user).rank;
}

/**
 * Asks the guards of a downgrade where the fields would take rights away from somebody of the staff.
 *
 * @param fields those that are to be written, i.e. that differ
 */
export async function guardRole(
	{ client, guards, roles }: RoleGuards,
	fields: UserFields,
	user: ZendeskUser,
): Promise<RoleAnswer> {
	if (!isStaff(user) || !('role' in fields || 'custom_role_id' in fields)) return {};
	const before = getRoleType(user);
	const after = await findTypeAfter(fields, user, roles);
	if ('reason' in after) return after;
	const loses = losesTickets(before, after);
	if (after.rank >= before.rank && !loses) return {};
	const refusal = await guards.check(user, 'downgrade');
	if (refusal) return refusal;
	return {
		change: { before, after },
		check: loses ? async () => await refuseTickets(client, user, after.rank) : undefined,
	};
}
