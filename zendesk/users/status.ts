import { listCustomRoles, ROLE_TYPE } from '../api/customRoles';
import type { CustomRole, ZendeskUser } from '../api/records';
import { listTicketsOf } from '../api/tickets';
import type { Client } from '../http/client';
import type { Refusal } from '../verdict';
import type { ChangeRow } from './change';
import type { Guards } from './guards';
import { isStaff, nameOf } from './view';

/** Suspends: no sign-in, no new tickets. An agent keeps his paid seat. */
export function wantSuspended(guards: Guards): ChangeRow['want'] {
	return async (user) =>
		(user.suspended ? undefined : await guards.refusal(user, 'suspend')) ?? {
			fields: { suspended: true },
			outcome: 'suspended',
		};
}

export const wantUnsuspended: ChangeRow['want'] = () => ({
	fields: { suspended: false },
	outcome: 'unsuspended',
});

async function hasOpenAssignedTicket(client: Client, user: ZendeskUser): Promise<boolean> {
	for await (const { records } of listTicketsOf(client, user.id, 'assigned')) {
		if (records.some(({ status }) => status !== 'closed')) return true;
	}
	return false;
}

async function ticketsInTheWay(client: Client, user: ZendeskUser): Promise<Refusal | undefined> {
	if (!(await hasOpenAssignedTicket(client, user))) return undefined;
	return {
		reason: 'tickets-left',
		message: `${nameOf(user)} still has tickets that are not closed`,
		advice:
			"Use 'Offboard', or 'Ticket: Transfer' first; otherwise Zendesk hands them to the acting admin or to the agent with the lowest ID in each group (option 'When Tickets Are Assigned')",
	};
}

/**
 * Makes a staff member an end user, which frees the seat.
 *
 * @param handOverIsFine let Zendesk itself give open tickets to the acting admin or to the agent with the lowest ID in
 * each ticket's group
 */
export function wantDowngraded(
	client: Client,
	guards: Guards,
	handOverIsFine: boolean,
): ChangeRow['want'] {
	return async (user) => {
		// A custom role sent along would make an agent of the user again.
		const change = { fields: { role: 'end-user' }, outcome: 'downgraded' as const };
		if (!isStaff(user)) return change;
		const refusal = await guards.refusal(user, 'downgrade');
		if (refusal) return refusal;
		return handOverIsFine ? change : { ...change, check: () => ticketsInTheWay(client, user) };
	};
}

/** What somebody is to become. */
export interface StaffRole {
	role: 'agent' | 'admin';
	customRoleId?: number;
}

function unknownRole(id: number, roles: CustomRole[] | undefined): Refusal {
	return {
		reason: 'unknown-role',
		message: `'Custom Role': no role has the ID ${id}`,
		advice:
			roles === undefined
				? "This Zendesk plan has no custom roles; leave 'Custom Role' empty"
				: `Choose one of: ${roles.map((role) => `${role.name} (${role.id})`).join(', ')}`,
	};
}

/** Roles are read once a run. */
export class Roles {
	private roles?: Promise<CustomRole[] | undefined>;

	constructor(private readonly client: Client) {}

	async all(): Promise<CustomRole[] | undefined> {
		this.roles ??= listCustomRoles(this.client);
		return await this.roles;
	}

	async lightAgent(): Promise<CustomRole | undefined> {
		return (await this.all())?.find(({ role_type: type }) => type === ROLE_TYPE.lightAgent);
	}
}

/** Makes an end user a staff member (or a staff member another kind of one). Needs a free seat. */
export function wantUpgraded(roles: Roles, { role, customRoleId }: StaffRole): ChangeRow['want'] {
	return async (user) => {
		const fields: Record<string, unknown> = { role };
		if (customRoleId !== undefined) {
			const known = await roles.all();
			if (!known?.some(({ id }) => id === customRoleId)) return unknownRole(customRoleId, known);
			fields.custom_role_id = customRoleId;
		} else if (role === 'agent' && !isStaff(user)) {
			const known = await roles.all();
			if (known?.some(({ role_type: type }) => type === ROLE_TYPE.custom)) {
				return {
					reason: 'unknown-role',
					message: `'Custom Role' is empty, so ${nameOf(user)} would become a legacy agent`,
					advice: `This Zendesk plan has roles; choose one of: ${known.map(({ name }) => name).join(', ')}`,
				};
			}
		}
		return { fields, outcome: 'upgraded' };
	};
}
