import type { CustomRole, ZendeskUser } from '../api/records';

/** The kinds of staff that Zendesk tells apart by `role_type`. */
export const ROLE_TYPE = {
	custom: 0,
	lightAgent: 1,
	chatAgent: 2,
	contributor: 3,
	admin: 4,
	billingAdmin: 5,
} as const;

/** The seat that a Support role takes by itself. `unknown`: no source says what it costs. */
export type Seat = 'paid' | 'light' | 'free' | 'unknown';

/** Rights, in order: whoever gets a lower rank loses rights, and below `agent` the tickets as well. */
export const RANK = { endUser: 0, withoutTickets: 1, agent: 2, admin: 3 } as const;

/** One kind of user, as far as the Support role decides. */
export interface RoleType {
	/** What Zendesk calls them, in lower case, e.g. `light agent`. */
	name: string;
	/** The same behind "is", e.g. `a light agent`. */
	words: string;
	seat: Seat;
	rank: number;
	/** Whether Zendesk assigns tickets to them. `unknown`: a role type that this version doesn't know. */
	takesTickets: 'yes' | 'no' | 'unknown';
}

const agent: RoleType = {
	name: 'agent',
	words: 'an agent',
	seat: 'paid',
	rank: RANK.agent,
	takesTickets: 'yes',
};

const admin: RoleType = {
	name: 'admin',
	words: 'an admin',
	seat: 'paid',
	rank: RANK.admin,
	takesTickets: 'yes',
};

function staffWithoutTickets(name: string, seat: Seat): RoleType {
	return { name, words: `a ${name}`, seat, rank: RANK.withoutTickets, takesTickets: 'no' };
}

/** Plans without custom roles have no role types: everybody on their staff has a full seat. */
const BY_ROLE: Record<ZendeskUser['role'], RoleType> = {
	'end-user': {
		name: 'end-user',
		words: 'an end user',
		seat: 'free',
		rank: RANK.endUser,
		takesTickets: 'no',
	},
	agent,
	admin,
};

/**
 * Everything that depends on a role type, once. Seats, activity, sync, successors, downgrade and upgrade read it.
 *
 * @see https://support.zendesk.com/hc/en-us/articles/4408846314266 (seats)
 * @see https://support.zendesk.com/hc/en-us/articles/4408883763866 (role types)
 */
const BY_TYPE = new Map<number, RoleType>([
	[ROLE_TYPE.custom, agent],
	[ROLE_TYPE.lightAgent, staffWithoutTickets('light agent', 'light')],
	[ROLE_TYPE.chatAgent, staffWithoutTickets('chat agent', 'unknown')],
	[ROLE_TYPE.contributor, staffWithoutTickets('contributor', 'free')],
	[ROLE_TYPE.admin, admin],
	[ROLE_TYPE.billingAdmin, staffWithoutTickets('billing admin', 'unknown')],
]);

/**
 * The role type of a user. A role type that isn't in the table keeps the rights of the role, so that taking them away
 * asks every guard; its seat and its tickets are unknown.
 */
export function getRoleType({
	role,
	role_type: type,
}: Pick<ZendeskUser, 'role' | 'role_type'>): RoleType {
	const plain = BY_ROLE[role] ?? agent;
	if (role === 'end-user' || type === null || type === undefined) return plain;
	return BY_TYPE.get(type) ?? { ...plain, seat: 'unknown', takesTickets: 'unknown' };
}

/** The role type that somebody has who gets this role of the account. */
export function getCustomRoleType({ role_type: type }: Pick<CustomRole, 'role_type'>): RoleType {
	return getRoleType({ role: type === ROLE_TYPE.admin ? 'admin' : 'agent', role_type: type });
}

/** Whether somebody who may have tickets becomes somebody who may not, so that Zendesk takes or gives them away. */
export function losesTickets(before: RoleType, after: RoleType): boolean {
	return before.takesTickets !== 'no' && after.takesTickets !== 'yes';
}

/** Seats that cost nothing, or next to it. Product roles can make a paid one of them. */
export const SMALL_SEATS: readonly Seat[] = ['light', 'free'];

/** Whether a seat that costs, or may cost, is given up for one that doesn't. */
export function losesSeat(before: RoleType, after: RoleType): boolean {
	return !SMALL_SEATS.includes(before.seat) && SMALL_SEATS.includes(after.seat);
}
