import type { ZendeskUser } from '../api/records';
import { createMarker, type Marker, readOpenMarker } from '../identity/marker';
import { nameOf } from '../users/view';
import type { Refusal } from '../verdict';
import {
	type Cut,
	describeCut,
	describeUnseen,
	didNothing,
	endAccess,
	liftSuspension,
	suspendWithMarker,
} from './access';
import { isAtRole, type Leaving, saw, type StageEnd } from './leaving';
import { LEVELS } from './levels';
import { checkHold, isWeaker, lookAnew, readRival } from './look';

/** The marker of a run of the same level that broke off in the last 24 hours: its suspension is taken for our own. */
export function readBrokenOff({ client, level, seen }: Leaving): Marker | undefined {
	const marker = readOpenMarker(seen.user, client.clock.now());
	// Somebody has lifted the suspension since: it isn't continued, and what it replaced is no matter any more.
	return marker?.level === level && seen.user.suspended ? marker : undefined;
}

/** Whether another run, which isn't over, will lift the suspension that this one is to leave. */
function willBeLifted(leaving: Leaving): boolean {
	const rival = readRival(leaving, leaving.seen.user);
	return rival !== undefined && isWeaker(rival, leaving.level);
}

/** Whether the leaver is locked out already, and marked where a later stage, or another run, makes that necessary. */
export function isLockedOut(leaving: Leaving): boolean {
	const { seen, level } = leaving;
	const needsMarker = !isAtRole(leaving) || LEVELS[level].deleted || willBeLifted(leaving);
	return seen.user.suspended && (!needsMarker || readBrokenOff(leaving) !== undefined);
}

export const foreseeCut = (leaving: Leaving) =>
	isLockedOut(leaving) && isAtRole(leaving) ? 'already done' : 'would be done';

function noteUnseen({ unverified }: Leaving, cut: Cut): void {
	for (const sentence of describeUnseen(cut)) unverified.add(sentence);
}

export async function cutAccess(leaving: Leaving): Promise<StageEnd> {
	const { client, level, run } = leaving;
	// Whoever can't be seen now is locked out all the same, as they were seen last.
	if (!isLockedOut(leaving)) await lookAnew(leaving);
	const { user } = leaving.seen;
	const { suspended: wasSuspended } = user;
	leaving.marker = readBrokenOff(leaving);
	const wrote = !isLockedOut(leaving);
	if (wrote) {
		leaving.marker ??= createMarker(user, { now: client.clock.now(), run, level });
		saw(leaving, await suspendWithMarker(client, user, leaving.marker));
		if (!leaving.seen.user.suspended) return { refusal: notSuspended(leaving.seen.user) };
	}
	const cut = await endAccess(client, leaving.seen.user.id, { sessionsLikely: !wasSuspended });
	noteUnseen(leaving, cut);
	return {
		did: wrote || !didNothing(cut) ? 'done' : 'already done',
		detail: `suspended, ${describeCut(cut)}`,
	};
}

function notSuspended(user: ZendeskUser): Refusal {
	return {
		reason: 'invalid',
		message: `Zendesk accepted the suspension of ${nameOf(user)} but did not set it`,
		advice: 'Suspend the user in Zendesk, then run it again. Nothing else was changed',
	};
}

export async function endAccessAgain(leaving: Leaving): Promise<StageEnd> {
	const { client, seen } = leaving;
	const cut = await endAccess(client, seen.user.id, { sessionsLikely: false });
	noteUnseen(leaving, cut);
	return { did: didNothing(cut) ? 'already done' : 'done', detail: describeCut(cut) };
}

/** Lifts the suspension while it is still this run's: the marker in the notes says so, and nobody has lifted it before. */
export async function lift(leaving: Leaving): Promise<StageEnd> {
	const { client, marker } = leaving;
	// Somebody else's suspension, or an older one: it isn't ours to lift.
	if (!marker) return { did: 'already done', detail: 'stays suspended, as before this run' };
	const refusal = await checkHold(leaving);
	if (refusal) return { refusal };
	if (!leaving.seen.user.suspended) return { did: 'already done' };
	if (!readBrokenOff(leaving)) return { refusal: notOurs(leaving.seen.user) };
	saw(leaving, await liftSuspension(client, leaving.seen.user, marker));
	return {
		did: 'done',
		...(marker.suspendedBefore ? { detail: 'stays suspended, as before this run' } : {}),
	};
}

function notOurs(user: ZendeskUser): Refusal {
	return {
		reason: 'conflict',
		message: `${nameOf(user)} stays suspended: the line in the notes by which this run knows its own suspension is gone or changed`,
		advice: 'Find out who changed the notes, then unsuspend the user in Zendesk if that is right',
	};
}
