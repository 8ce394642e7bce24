import type { ZendeskUser } from '../api/records';
import { getRoleType } from '../roles/roleTypes';
import { isStaff } from '../users/view';

/** Why somebody can't be assigned tickets, to stand behind his name: `is suspended`; `undefined` when he can. */
export function cannotTake(user: ZendeskUser): string | undefined {
	if (!user.active) return 'is deleted';
	if (!isStaff(user)) return 'is an end user';
	if (user.suspended) return 'is suspended';
	const { takesTickets, words } = getRoleType(user);
	if (takesTickets === 'yes') return undefined;
	return takesTickets === 'no'
		? `is ${words}, who can't be assigned tickets`
		: `has the role type ${user.role_type}, and it isn't known whether that can be assigned tickets`;
}
