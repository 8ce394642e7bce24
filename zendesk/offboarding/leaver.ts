import { listDeletedUsers, PURGED_NAME, wasPurged } from '../api/deletedUsers';
import type { ZendeskUser } from '../api/records';
import { showMany } from '../api/users';
import type { Client } from '../http/client';
import { findUsers, type Matches, theOne } from '../users/find';
import type { UserRef } from '../users/reference';
import { isStaff, nameOf } from '../users/view';
import type { Refusal } from '../verdict';
import { LEVELS, type Level } from './levels';
import { markMatches, readMark } from './mark';

/** Who is to leave, as he is found now. */
export type Leaver =
	/** Still an account: staff, or (when a former run got so far) an end user who bears our mark. */
	| { state: 'active'; user: ZendeskUser }
	/** Soft-deleted by a former run: only the purge is left. */
	| { state: 'deleted'; user: ZendeskUser }
	/** Nothing is left to do. */
	| { state: 'purged'; id: number };

/** Zendesk purges by itself after 30 days, so nobody older can still be in the way. */
const SOFT_DELETED_MS = 30 * 24 * 3600_000;

/** The soft-deleted user who bore this e-mail or external id when a former run started to off-board him. */
async function deletedByUs(client: Client, ref: UserRef): Promise<Matches> {
	if (ref.by === 'id') return [];
	const oldest = client.clock.now() - SOFT_DELETED_MS;
	const ids: number[] = [];
	for await (const { records } of listDeletedUsers(client)) {
		for (const { id, name, updated_at: at } of records) {
			if (name !== PURGED_NAME && Date.parse(at) >= oldest) ids.push(id);
		}
	}
	const users = await showMany(client, 'ids', ids, { deleted: true });
	return users.filter((user) => {
		const mark = readMark(user);
		return !user.active && mark !== undefined && markMatches(mark, ref);
	});
}

function isOurs(user: ZendeskUser): boolean {
	return isStaff(user) || readMark(user) !== undefined;
}

/**
 * Whether somebody else may have taken the leaver's e-mail or external id after it was freed. Only an account that is
 * younger than a soft-deleted user can be, so long-standing staff need no second look.
 */
function mayBeSuccessorInName(user: ZendeskUser, now: number): boolean {
	return !isOurs(user) || now - Date.parse(user.created_at) < SOFT_DELETED_MS;
}

const removes = (level: Level) => LEVELS[level].deleted;

/** Finds the leaver, also one whom a former, interrupted run has already deleted. */
export async function findLeaver(
	client: Client,
	ref: UserRef,
	level: Level,
	parameter: string,
): Promise<Leaver | { refusal: Refusal }> {
	const [matches] = await findUsers(client, [ref], { deleted: true });
	const one = theOne(ref, matches, parameter);
	if ('user' in one && !one.user.active) return { state: 'deleted', user: one.user };

	const doubtful = 'user' in one && mayBeSuccessorInName(one.user, client.clock.now());
	if (removes(level) && (matches.length === 0 || doubtful)) {
		const [ours] = await deletedByUs(client, ref);
		if (ours) return { state: 'deleted', user: ours };
	}
	if ('refusal' in one) {
		const gone = ref.by === 'id' && (await wasPurged(client, ref.value));
		return gone ? { state: 'purged', id: ref.value } : one;
	}
	if (!isOurs(one.user)) {
		return {
			refusal: {
				reason: 'not-staff',
				message: `${nameOf(one.user)} is an end user, and off-boarding is for staff`,
				advice:
					"Check the row. Customers are removed with 'User: Delete'; a leaver who was deleted by an earlier run is found by the ID in that run's report",
			},
		};
	}
	return { state: 'active', user: one.user };
}
