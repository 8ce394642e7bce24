import { isErased, listDeletedUsers, wasPurged } from '../api/deletedUsers';
import type { ZendeskUser } from '../api/records';
import { showMany } from '../api/users';
import type { Client } from '../http/client';
import { findUsers, theOne } from '../users/find';
import { nameOfRef, type UserRef } from '../users/reference';
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

/** Who has been deleted in the last 30 days. */
interface LatelyDeleted {
	/** The soft-deleted users, among them one of ours perhaps. */
	softDeleted: ZendeskUser[];
	/** Whether somebody was deleted permanently; Zendesk does not tell who that was. */
	purged: boolean;
}

async function readLatelyDeleted(client: Client): Promise<LatelyDeleted> {
	const oldest = client.clock.now() - SOFT_DELETED_MS;
	const ids: number[] = [];
	let purged = false;
	for await (const { records } of listDeletedUsers(client)) {
		for (const user of records) {
			if (Date.parse(user.updated_at) < oldest) continue;
			if (isErased(user)) purged = true;
			else ids.push(user.id);
		}
	}
	const softDeleted = (await showMany(client, 'ids', ids, { deleted: true })).filter(
		({ active }) => !active,
	);
	return { softDeleted, purged };
}

/** The soft-deleted user who bore this email or external id when a former run started to off-board him. */
function oursAmong(users: ZendeskUser[], ref: UserRef): ZendeskUser | undefined {
	return users.find((user) => {
		const mark = readMark(user);
		return mark !== undefined && markMatches(mark, ref);
	});
}

/**
 * Whether one of them may be ours without a mark: nobody could confirm that notes survive a deletion. One who still has
 * some proves it for all.
 */
function mayHaveLostMarks(users: ZendeskUser[]): boolean {
	return users.length > 0 && users.every(({ notes }) => !notes);
}

function isOurs(user: ZendeskUser): boolean {
	return isStaff(user) || readMark(user) !== undefined;
}

/**
 * Whether somebody else may have taken the leaver's email or external id after it was freed. Only an account that is
 * younger than the deletion can have, so long-standing staff need no second look.
 */
function mayBearFreedName(user: ZendeskUser, now: number): boolean {
	return !isOurs(user) || now - Date.parse(user.created_at) < SOFT_DELETED_MS;
}

function notStaff(user: ZendeskUser): Refusal {
	return {
		reason: 'not-staff',
		message: `${nameOf(user)} is an end user, and off-boarding is for staff`,
		advice:
			"Check the row. Customers are removed with 'User: Delete'; a leaver who was deleted by an earlier run is found by the ID in that run's report",
	};
}

function perhapsAnother(user: ZendeskUser, ref: UserRef): Refusal {
	return {
		reason: 'ambiguous',
		message: `${nameOf(user)} is a new account, and somebody was deleted lately: the ${nameOfRef(ref)} may have been that person's`,
		advice: `If ${user.name} is really the one who leaves, choose that user by ID`,
	};
}

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

	const doubtful = 'user' in one && mayBearFreedName(one.user, client.clock.now());
	if (LEVELS[level].deleted && ref.by !== 'id' && (matches.length === 0 || doubtful)) {
		const lately = await readLatelyDeleted(client);
		const ours = oursAmong(lately.softDeleted, ref);
		if (ours) return { state: 'deleted', user: ours };
		const mayBeGone =
			(lately.purged && LEVELS[level].purged) || mayHaveLostMarks(lately.softDeleted);
		if ('user' in one && isStaff(one.user) && mayBeGone) {
			return { refusal: perhapsAnother(one.user, ref) };
		}
	}
	if ('refusal' in one) {
		const gone = ref.by === 'id' && (await wasPurged(client, ref.value));
		return gone ? { state: 'purged', id: ref.value } : one;
	}
	return isOurs(one.user) ? { state: 'active', user: one.user } : { refusal: notStaff(one.user) };
}
