import { readGroupNames, readStaff } from '../users/staff';
import { listCustomRoles } from '../api/customRoles';
import type { CustomRole, ZendeskUser } from '../api/records';
import type { Client } from '../http/client';
import type { LastActivity } from './activityRows';
import { findDuplicates } from './duplicates';
import { readGone } from './gone';
import { idlenessOf } from './idleness';
import type { KeptSeat } from './keptRows';
import { productRoleList, type Products } from './products';
import { type ProductsWish, readProducts } from './readProducts';
import { reclaimReasons } from './reasons';
import { roleNameOf, withoutRoles } from './roleNames';
import type { Missing, SeatRow } from './rows';
import { seatOf } from './rules';

export interface SeatsWish {
	products: ProductsWish;
	/** From so many days on somebody counts as inactive. */
	inactiveAfterDays: number;
	/** What is known beside the last sign-ins, by user id; `undefined` = the last sign-ins alone count. */
	activity?: Map<number, LastActivity>;
	/** The staff of an earlier list. */
	previous: KeptSeat[];
	/** Told at each person whose product roles are read. */
	onProducts: (done: number, all: number) => void;
}

export interface Seats {
	rows: SeatRow[];
	/** What could not be read, in sentences for people. */
	notes: string[];
}

/** Everything about the account that the rows are made of. */
interface Account {
	staff: ZendeskUser[];
	roles?: CustomRole[];
	groups: Map<number, string[]>;
	products: Map<number, Products>;
	now: number;
}

/**
 * The seat of every agent and admin, with the reasons for which it may be reclaimed. Costs the pages of the lists of
 * users, groups and memberships, one request for the custom roles, and one for each person whose product roles are wanted.
 */
export async function readSeats(client: Client, wish: SeatsWish): Promise<Seats> {
	const [staff, roles, groups] = await Promise.all([
		readStaff(client),
		listCustomRoles(client),
		readGroupNames(client),
	]);
	const [{ products, note }, gone] = await Promise.all([
		readProducts(client, staff, wish.products, wish.onProducts),
		readGone(client, wish.previous, staff),
	]);
	const rows = seatRows({ staff, roles, groups, products, now: client.clock.now() }, wish);
	const notes = [note, withoutRoles(roles), withoutActivity(rows)];
	return { rows: [...rows, ...gone], notes: notes.filter((text) => text !== undefined) };
}

function seatRows(
	{ staff, roles, groups, products, now }: Account,
	{ inactiveAfterDays, activity }: Pick<SeatsWish, 'inactiveAfterDays' | 'activity'>,
): SeatRow[] {
	const duplicates = findDuplicates(staff);
	return staff.map((user): SeatRow => {
		const known = products.get(user.id) ?? { unknown: 'not-read' };
		const verdict = seatOf(user, known);
		const idleness = idlenessOf(user, now, activity?.get(user.id));
		const { reasons, evidence } = reclaimReasons({
			suspended: user.suspended,
			neverSignedIn: user.last_login_at === null,
			verdict,
			idleness,
			inactiveAfterDays,
			duplicate: duplicates.get(user.id),
		});
		const roleName = roleNameOf(user, roles);
		return {
			...user,
			role_name: roleName,
			product_roles: productRoleList(roleName, known),
			status: user.suspended ? 'suspended' : 'active',
			seat: verdict.seat,
			seat_evidence: [verdict.evidence, ...evidence].join('; '),
			reclaim: reasons,
			inactive_days: idleness.days,
			groups: groups.get(user.id) ?? [],
			missing: missingOf({
				activity: activity !== undefined && !activity.has(user.id),
				custom_roles: roles === undefined,
				product_roles: 'unknown' in known,
			}),
		};
	});
}

function missingOf(parts: Record<Missing, boolean>): Missing[] {
	return (Object.keys(parts) as Missing[]).filter((part) => parts[part]);
}

function withoutActivity(rows: SeatRow[]): string | undefined {
	const missing = rows.filter(({ missing: parts }) => parts.includes('activity')).length;
	if (missing === 0) return undefined;
	return `Activity: of ${missing} of ${rows.length} staff there is no summary among the input items, so only their last sign-in counts`;
}
