import type { ZendeskUser } from '../api/records';
import { showUser } from '../api/users';
import type { Client } from '../http/client';
import { readOpenMarker } from '../identity/marker';
import { findTogether } from '../users/find';
import { nameOf } from '../users/view';
import type { Refusal } from '../verdict';
import { deletedMeanwhile } from './goneMeanwhile';
import { type Leaving, saw } from './leaving';
import { LEVELS, type Level } from './levels';

/** Asks for a user as they are now, also a deleted one; `undefined` for whom Zendesk shows neither in a list nor alone. */
export type Look = (id: number) => Promise<ZendeskUser | undefined>;

/** Whoever is asked for at the same moment shares a request. */
export function lookTogether(client: Client): Look {
	const find = findTogether(client, { deleted: true });
	return async (id) => {
		const [listed] = await find({ by: 'id', value: id });
		return listed ?? (await showUser(client, id));
	};
}

/** @returns how they are now, which is kept unless they are deleted or can't be seen */
export async function lookAnew(leaving: Leaving): Promise<ZendeskUser | undefined> {
	const user = await leaving.look(leaving.seen.user.id);
	if (user?.active) saw(leaving, user);
	return user;
}

/**
 * The level of another run that has suspended the leaver and isn't over: their marker has taken the place of ours, so the
 * suspension is theirs, to keep or to lift.
 */
export function readRival({ client, level }: Leaving, user: ZendeskUser): Level | undefined {
	const marker = readOpenMarker(user, client.clock.now());
	if (marker === undefined || marker.level === level) return undefined;
	return marker.level in LEVELS ? (marker.level as Level) : undefined;
}

/** Whether the one level ends with a suspension lifted that the other one leaves. */
export function isWeaker(level: Level, than: Level): boolean {
	return LEVELS[than].staysSuspended && !LEVELS[level].staysSuspended;
}

function conflict(message: string): Refusal {
	return { reason: 'conflict', message, advice: 'Find out who did, then run it again' };
}

export function takenOver(user: ZendeskUser, rival: Level): Refusal {
	const { name } = LEVELS[rival];
	return conflict(
		`Another run off-boards ${nameOf(user)} to '${name}' at the same time and has taken over, so this one went no further`,
	);
}

/**
 * Looks at the leaver right before a change that only holds while they are locked out by this run.
 *
 * @returns why the change must not be made
 */
export async function checkHold(leaving: Leaving): Promise<Refusal | undefined> {
	const now = await lookAnew(leaving);
	const { user } = leaving.seen;
	if (now?.active === false) return deletedMeanwhile(user);
	if (now === undefined) {
		return conflict(`Zendesk doesn't show ${nameOf(user)} any more, so this run went no further`);
	}
	const rival = readRival(leaving, user);
	return rival && takenOver(user, rival);
}
