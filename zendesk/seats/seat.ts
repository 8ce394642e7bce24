import type { ZendeskUser } from '../api/records';
import { getRoleType, type Seat, SMALL_SEATS } from '../roles/roleTypes';

/** What people call them, in the order of reports. */
export const SEATS: Record<Seat, string> = {
	paid: 'Paid',
	light: 'Light',
	free: 'Free',
	unknown: 'Unknown',
};

/** Whether product roles decide about a staff member's seat: they can't make a full one any dearer. */
export function dependsOnProducts(user: Pick<ZendeskUser, 'role' | 'role_type'>): boolean {
	return SMALL_SEATS.includes(getRoleType(user).seat);
}
