import { ROLE_TYPE } from '../api/customRoles';
import type { ZendeskUser } from '../api/records';

export type Seat = 'paid' | 'light' | 'free' | 'unknown';

/** What people call them, in the order of reports. */
export const SEATS: Record<Seat, string> = {
	paid: 'Paid',
	light: 'Light',
	free: 'Free',
	unknown: 'Unknown',
};

/**
 * Plans without custom roles have no role types: everybody on their staff has a full seat. What is not here, e.g. a
 * billing admin, has a seat that no source tells.
 */
const BY_ROLE_TYPE = new Map<number | null, Seat>([
	[null, 'paid'],
	[ROLE_TYPE.custom, 'paid'],
	[ROLE_TYPE.admin, 'paid'],
	[ROLE_TYPE.lightAgent, 'light'],
	[ROLE_TYPE.contributor, 'free'],
]);

/**
 * The seat that the Support role of a staff member takes, also while suspended. Product roles may make it a paid one.
 *
 * @see https://support.zendesk.com/hc/en-us/articles/4408846314266
 */
export function supportSeatOf({ role_type: type }: Pick<ZendeskUser, 'role_type'>): Seat {
	return BY_ROLE_TYPE.get(type ?? null) ?? 'unknown';
}

/** Whether product roles decide about the seat: they can't make a full one any dearer. */
export function dependsOnProducts(user: Pick<ZendeskUser, 'role_type'>): boolean {
	return ['light', 'free'].includes(supportSeatOf(user));
}
