import { wasPurged } from '../api/deletedUsers';
import { listIdentities } from '../api/identities';
import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import type { Client } from '../http/client';
import { type FormerUsers, SOFT_DELETED_MS } from '../identity/formerUsers';
import { isOwnMarker, isRecent, type Marker, readMarker, readOwnMarker } from '../identity/marker';
import { findUsers, theOne } from '../users/find';
import { nameOfRef, type UserRef } from '../users/reference';
import { isStaff, nameOf } from '../users/view';
import type { Refusal } from '../verdict';
import { LEVELS, type Level } from './levels';

/** Who is to leave, as they are found now. */
export type Leaver =
	/** Still an account: staff, or (when a run of the last 24 hours got so far) an end user who bears our marker. */
	| { state: 'active'; user: ZendeskUser }
	/** An end user whom an older run has brought to this level: nothing is written to them. */
	| { state: 'settled'; user: ZendeskUser; marker: Marker }
	/** Soft-deleted by an earlier run: only the permanent deletion is left. */
	| { state: 'deleted'; user: ZendeskUser }
	/** Nothing is left to do. */
	| { state: 'erased'; id: number };

type Refused = { refusal: Refusal };

export interface LeaverSearch {
	client: Client;
	former: FormerUsers;
	/** The display name of the parameter that names the leaver. */
	parameter: string;
}

const isYoung = (createdAt: string, now: number) => now - Date.parse(createdAt) < SOFT_DELETED_MS;

function notStaff(user: ZendeskUser): Refused {
	const refusal: Refusal = {
		reason: 'not-staff',
		message: `${nameOf(user)} is an end user, and off-boarding is for staff`,
		advice:
			"Check the row. Customers are removed with 'User: Delete'; a leaver who was deleted by an earlier run is found by the ID in that run's report",
	};
	return { refusal };
}

function maybeNeverStaff(user: ZendeskUser): Refused {
	const refusal: Refusal = {
		reason: 'not-staff',
		message: `${nameOf(user)} is deleted, and nothing shows that they were staff when that happened`,
		advice:
			"Off-boarding is for staff. To erase a deleted user whoever they were, use 'Deleted User: Delete Permanently' with this ID",
	};
	return { refusal };
}

/** Whether a deleted user was off-boarded: marked by a level that deletes, and suspended, which stays so. Notes alone are copied. */
function isDeletedLeaver(user: ZendeskUser): boolean {
	const level = readMarker(user)?.level as Level | undefined;
	return user.suspended && level !== undefined && LEVELS[level]?.deleted === true;
}

function onlyMarked(user: ZendeskUser, ref: UserRef): Refused {
	const refusal: Refusal = {
		reason: 'ambiguous',
		message: `No user has the ${nameOfRef(ref)}; ${nameOf(user)} is deleted, and only a note says that it was theirs`,
		advice: 'If that is the one, pick the user by ID',
	};
	return { refusal };
}

function describeCandidate(user: ZendeskUser): string {
	const state = !user.active ? 'deleted' : user.suspended ? 'suspended' : 'active';
	return `${nameOf(user)}, ${user.active ? `${user.role}, ` : ''}${state}`;
}

function severalCandidates(
	{ parameter }: LeaverSearch,
	ref: UserRef,
	candidates: ZendeskUser[],
): Refused {
	const refusal: Refusal = {
		reason: 'ambiguous',
		message: `'${parameter}': the ${nameOfRef(ref)} can mean ${candidates.map(describeCandidate).join(', or ')}: one has it now, another one had it when they were off-boarded`,
		advice: 'Pick the one who is meant by ID',
	};
	return { refusal };
}

function perhapsAnother(user: ZendeskUser, ref: UserRef, why: string): Refused {
	const refusal: Refusal = {
		reason: 'ambiguous',
		message: `${nameOf(user)} ${why}: the ${nameOfRef(ref)} may have been another person's before`,
		advice: `If ${user.name} is really the one who leaves, choose that user by ID`,
	};
	return { refusal };
}

/** Since when an account that is older than 30 days has this email, if that isn't as long. */
async function readAddressAge(
	client: Client,
	user: ZendeskUser,
	ref: UserRef,
): Promise<string | undefined> {
	const now = client.clock.now();
	if (ref.by !== 'email' || isYoung(user.created_at, now)) return undefined;
	const identities = await listIdentities(client, user.id);
	// An identity of old may have got this value lately: that moves the one stamp only.
	const stamps = identities
		.filter(({ value }) => sameText(value, ref.value))
		.flatMap(({ created_at: created, updated_at: updated }) => [created, updated]);
	return stamps.find((at) => at !== undefined && isYoung(at, now));
}

/**
 * Whether an email or external ID may have been somebody else's within the last 30 days. Who had it and left by our hand
 * is a candidate like whoever has it now. An external ID that was given to an account of old after its former bearer was
 * erased can't be told by anything in Zendesk.
 */
async function findOtherBearer(
	search: LeaverSearch,
	ref: UserRef,
	user: ZendeskUser,
	level: Level,
): Promise<Refused | undefined> {
	const { client, former } = search;
	const { deleted: deletes, purged: erases } = LEVELS[level];
	const isNew = isYoung(user.created_at, client.clock.now());
	const since = await readAddressAge(client, user, ref);
	const mustLook = isNew || since !== undefined || ref.by === 'externalId';
	if (!mustLook && isStaff(user)) return undefined;
	const marked = await former.findMarked(ref);
	if (marked.length > 0) return severalCandidates(search, ref, [user, ...marked]);
	if (!deletes || !isStaff(user)) return undefined;
	if (since !== undefined) {
		return perhapsAnother(user, ref, `has this email, or has it anew, since ${since.slice(0, 10)}`);
	}
	return isNew && (await former.mayHideFormer({ whenErased: erases }))
		? perhapsAnother(user, ref, 'is a new account, and somebody was deleted lately')
		: undefined;
}

async function findGone(
	search: LeaverSearch,
	ref: UserRef,
	level: Level,
	notFound: Refused,
): Promise<Leaver | Refused> {
	if (ref.by === 'id') {
		const isErased = await wasPurged(search.client, ref.value);
		return isErased ? { state: 'erased', id: ref.value } : notFound;
	}
	if (notFound.refusal.reason !== 'not-found' || !LEVELS[level].deleted) return notFound;
	const marked = await search.former.findMarked(ref);
	if (marked.length > 1) return severalCandidates(search, ref, marked);
	const [user] = marked;
	if (user === undefined) return notFound;
	const isSure = isDeletedLeaver(user) && isRecent(readMarker(user), search.client.clock.now());
	// Where nothing will be written, an older marker does no harm.
	return isSure || !LEVELS[level].purged ? { state: 'deleted', user } : onlyMarked(user, ref);
}

/** An end user is only a leaver if a run of ours has made one of them, which their marker and their state say together. */
function judgeEndUser(user: ZendeskUser, level: Level, now: number): Leaver | Refused {
	const recent = readOwnMarker(user, now);
	// Locked out until the end of the run; after it, only the same level looks at them again.
	if (recent && !recent.finished && user.suspended) return { state: 'active', user };
	const { role, staysSuspended, deleted } = LEVELS[level];
	if (recent?.finished && recent.level === level && !deleted) return { state: 'active', user };
	const isAtLevel = role === 'end user' && !deleted && user.suspended === staysSuspended;
	const marker = readMarker(user);
	return marker && isOwnMarker(marker, user) && isAtLevel
		? { state: 'settled', user, marker }
		: notStaff(user);
}

/** Finds the leaver, also one whom an earlier, interrupted run has already deleted. */
export async function findLeaver(
	search: LeaverSearch,
	ref: UserRef,
	level: Level,
): Promise<Leaver | Refused> {
	const { client, parameter } = search;
	const [matches] = await findUsers(client, [ref], { deleted: true });
	const one = theOne(ref, matches, parameter);
	if ('refusal' in one) return await findGone(search, ref, level, one);
	const { user } = one;
	if (!user.active) {
		return isStaff(user) || isDeletedLeaver(user)
			? { state: 'deleted', user }
			: maybeNeverStaff(user);
	}
	const other = ref.by === 'id' ? undefined : await findOtherBearer(search, ref, user, level);
	if (other) return other;
	return isStaff(user) ? { state: 'active', user } : judgeEndUser(user, level, client.clock.now());
}
