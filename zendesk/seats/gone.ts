import type { ZendeskUser } from '../api/records';
import { showMany } from '../api/users';
import type { Client } from '../http/client';
import { isStaff } from '../users/view';
import type { KeptSeat } from './keptRows';
import type { SeatRow } from './rows';

const NOW = {
	deleted: 'deleted since',
	downgraded: 'an end user since',
} as const;

/** @param user as Zendesk has him now; `undefined` when he was deleted for good */
function goneRow(before: KeptSeat, user: ZendeskUser | undefined): SeatRow {
	const status = user?.active ? 'downgraded' : 'deleted';
	return {
		...user,
		id: before.id,
		// Deleted users have no email any more, and in the end no name.
		name: before.name,
		email: before.email,
		role_name: before.role_name,
		product_roles: [],
		status,
		seat: 'none',
		seat_evidence: `on the staff in the previous list, ${NOW[status]}`,
		last_login_at: user?.last_login_at ?? before.last_login_at,
		reclaim: [],
		inactive_days: null,
		groups: [],
		missing: [],
	};
}

/** Those of an earlier list who are not on the staff any more. Zendesk has no list of them: they are looked up by id. */
export async function readGone(
	client: Client,
	previous: KeptSeat[],
	staff: ZendeskUser[],
): Promise<SeatRow[]> {
	const known = new Set(staff.map(({ id }) => id));
	const missing = previous.filter(({ id }) => !known.has(id));
	const ids = missing.map(({ id }) => id);
	const users = await showMany(client, 'ids', ids, { deleted: true });
	const byId = new Map(users.map((user) => [user.id, user]));
	return missing.flatMap((before) => {
		const user = byId.get(before.id);
		// Came back while the list was read.
		return user?.active && isStaff(user) ? [] : [goneRow(before, user)];
	});
}
