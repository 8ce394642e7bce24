import type { ZendeskUser } from '../api/records';
import { createMarker, type Marker, readOwnMarker } from '../identity/marker';
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

/** The marker of a run of the same level that broke off in the last 24 hours: its suspension is taken for our own. */
export function readBrokenOff({ client, level, seen }: Leaving): Marker | undefined {
	const marker = readOwnMarker(seen.user, client.clock.now());
	// Somebody has lifted the suspension since: it isn't continued, and what it replaced is no matter any more.
	const isOurs = marker && !marker.finished && marker.level === level && seen.user.suspended;
	return isOurs ? marker : undefined;
}

/** Whether the leaver is locked out already, and marked where a later stage needs that. */
export function isLockedOut(leaving: Leaving): boolean {
	const { seen, level } = leaving;
	const needsMarker = !isAtRole(leaving) || LEVELS[level].deleted;
	return seen.user.suspended && (!needsMarker || readBrokenOff(leaving) !== undefined);
}

export const foreseeCut = (leaving: Leaving) =>
	isLockedOut(leaving) && isAtRole(leaving) ? 'already done' : 'would be done';

function noteUnseen({ unverified }: Leaving, cut: Cut): void {
	for (const sentence of describeUnseen(cut)) unverified.add(sentence);
}

export async function cutAccess(leaving: Leaving): Promise<StageEnd> {
	const { client, level, run } = leaving;
	const { suspended: wasSuspended } = leaving.seen.user;
	leaving.marker = readBrokenOff(leaving);
	const wrote = !isLockedOut(leaving);
	if (wrote) {
		const now = client.clock.now();
		const done = await suspendWithMarker(
			client,
			leaving.seen,
			(user) => leaving.marker ?? createMarker(user, { now, run, level }),
		);
		leaving.marker = done.marker;
		saw(leaving, done.user);
		if (!done.user.suspended) return { refusal: notSuspended(done.user) };
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

export async function lift(leaving: Leaving): Promise<StageEnd> {
	const { client, seen, marker } = leaving;
	// Somebody else's suspension, or an older one: it isn't ours to lift.
	if (!marker) return { did: 'already done', detail: 'stays suspended, as before this run' };
	saw(leaving, await liftSuspension(client, seen, marker));
	return {
		did: 'done',
		...(marker.suspendedBefore ? { detail: 'stays suspended, as before this run' } : {}),
	};
}
