import { ROLE_TYPE, type ProductRoles, type User } from '../store/records';
import type { Switches } from '../switches';

export type Seat = 'paid' | 'light' | 'free' | 'none';

/** An editor is a Studio user by another name; which of the two the API says is UNCONFIRMED. */
const EXPLORE_PAID = new Set(['admin', 'editor', 'studio']);

/** A product role that turns a free or light seat into a paid one (zendesk-api §5.4). */
function countsAsPaid(user: User, entitlements: ProductRoles, switches: Switches): boolean {
	const { chat, explore, guide } = entitlements;
	if (chat?.is_active) return true;
	if (explore?.is_active && EXPLORE_PAID.has(explore.name)) return true;
	if (!guide?.is_active || guide.name === 'viewer') return false;
	return user.role_type === ROLE_TYPE.contributor || switches.seatRuleLightGuide === 'paid';
}

/** The seat a user takes. Suspended staff keep theirs: they still cost money (§2.6). */
export function seatOf(
	user: User,
	entitlements: ProductRoles | undefined,
	switches: Switches,
): Seat {
	if (!user.active || user.role === 'end-user') return 'none';
	if (user.role_type === ROLE_TYPE.billingAdmin) return switches.billingAdminSeat;
	const small = SMALL_SEATS.get(user.role_type);
	if (!small) return 'paid';
	return countsAsPaid(user, entitlements ?? {}, switches) ? 'paid' : small;
}

const SMALL_SEATS = new Map<number | null, Seat>([
	[ROLE_TYPE.lightAgent, 'light'],
	[ROLE_TYPE.contributor, 'free'],
]);
