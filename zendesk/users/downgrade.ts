import type { ZendeskUser } from '../api/records';
import { listOpenTickets } from '../api/tickets';
import type { Client } from '../http/client';
import type { Refusal } from '../verdict';
import type { ChangeRow } from './change';
import { changedFields } from './payload';
import { explainRole, TRANSFER_FIRST } from './roleRefusals';
import type { Roles, Target } from '../roles/accountRoles';
import { getRoleType, losesTickets, RANK } from '../roles/roleTypes';
import { isStaff, nameOf } from './view';

export interface DowngradeContext {
	client: Client;
	roles: Roles;
	/**
	 * Let Zendesk itself give tickets away that are not closed: those of an end user to the acting admin or to the agent with
	 * the lowest ID in each ticket's group, those of a light agent back to their group.
	 */
	handOverIsFine: boolean;
}

function elseZendesk(rank: number): string {
	return rank === RANK.endUser
		? 'otherwise Zendesk hands them to the acting admin or to the agent with the lowest ID in each group'
		: 'otherwise Zendesk takes them away, and leaves them unassigned in their group';
}

/** Why somebody with tickets that are not closed can't lose the right to have them. */
export async function ticketsInTheWay(
	client: Client,
	user: ZendeskUser,
	rank: number,
): Promise<Refusal | undefined> {
	const open = await listOpenTickets(client, user.id, 'assigned');
	if (open.length === 0) return undefined;
	return {
		reason: 'tickets-left',
		message: `${nameOf(user)} still has ${open.length} ticket(s) that are not closed`,
		advice: `${TRANSFER_FIRST}; ${elseZendesk(rank)} (option 'When Tickets Are Assigned')`,
	};
}

function notBelow(user: ZendeskUser, role: string): Refusal {
	return {
		reason: 'invalid',
		message: `${nameOf(user)} has fewer rights than ${role} already, and was not changed`,
		advice: "To give rights, use 'User: Upgrade'",
	};
}

/**
 * Takes rights away from a staff member, by default all of them, which frees the seat. End users stay what they are. As
 * long as tickets are assigned that would have to leave with the rights, nothing is done.
 */
export function wantDowngraded(
	{ client, roles, handOverIsFine }: DowngradeContext,
	target: Target,
): ChangeRow['want'] {
	return async (user) => {
		const wanted = await roles.find(target);
		if ('reason' in wanted) return wanted;
		const { fields, type, words: role } = wanted;
		const kind = 'downgrade' as const;
		const outcome = 'downgraded' as const;
		if (!isStaff(user)) return { kind, fields: {}, outcome };
		const before = getRoleType(user);
		if (before.rank < type.rank) return notBelow(user, role);
		if (Object.keys(changedFields(fields, user)).length === 0) return { kind, fields, outcome };
		return {
			kind,
			fields,
			outcome,
			check:
				losesTickets(before, type) && !handOverIsFine
					? () => ticketsInTheWay(client, user, type.rank)
					: undefined,
			explain: (said) => explainRole(said, user, role),
		};
	};
}
