import { ROLE_TYPE } from '../api/customRoles';
import type { ZendeskUser } from '../api/records';

export type Seat = 'paid' | 'light' | 'free' | 'unknown';

/** No source says what a billing admin costs. */
const BY_ROLE_TYPE = new Map<number | null, Seat>([
	[ROLE_TYPE.lightAgent, 'light'],
	[ROLE_TYPE.contributor, 'free'],
	[ROLE_TYPE.billingAdmin, 'unknown'],
]);

/**
 * The seat that the Support role of a staff member takes, also while suspended. Product roles may make it a paid one.
 *
 * @see https://support.zendesk.com/hc/en-us/articles/4408846314266
 */
export function supportSeatOf({ role_type: type }: Pick<ZendeskUser, 'role_type'>): Seat {
	return BY_ROLE_TYPE.get(type) ?? 'paid';
}
