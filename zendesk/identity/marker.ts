import { createHash } from 'node:crypto';
import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import type { UserRef } from '../users/reference';

/**
 * One line in a leaver's notes, written together with the suspension. It is a hint and proves nothing alone: notes can be
 * edited, copied and imported. It lets a repeat of a run that broke off recognize its own leaver, and tells whether the
 * suspension is that run's. Addresses stand in it as hashes only.
 */
export interface Marker {
	/** When the run began, to the second: `2026-11-20T09:00:00Z`. */
	startedAt: string;
	/** The run that wrote it, as n8n numbers its executions. */
	run: string;
	/** The level that was asked for, by its key. */
	level: string;
	/** Whether the person was suspended before that run suspended them. */
	suspendedBefore: boolean;
	/** The level that was asked for is reached. */
	finished: boolean;
	emailHash?: string;
	externalIdHash?: string;
}

/** How long a marker is believed: nobody repeats a run that broke off later than that, but notes stay for years. */
export const MARKER_BELIEVED_MS = 24 * 3600_000;

const LINE =
	/^\[n8n off-boarding\] (started|finished) (\S+); run (\S+); level (\S+); before: (active|suspended)(?:; e:([0-9a-f]{16}))?(?:; x:([0-9a-f]{16}))?$/m;

const LINES = new RegExp(LINE.source, 'gm');

function hash(text: string): string {
	return createHash('sha256').update(text.trim().toLowerCase()).digest('hex').slice(0, 16);
}

/** @returns the first marker in the notes, or `undefined` */
export function readMarker(user: Pick<ZendeskUser, 'notes'>): Marker | undefined {
	const match = LINE.exec(user.notes ?? '');
	if (!match) return undefined;
	const [, state, startedAt, run, level, before, emailHash, externalIdHash] = match;
	return {
		startedAt,
		run,
		level,
		suspendedBefore: before === 'suspended',
		finished: state === 'finished',
		emailHash,
		externalIdHash,
	};
}

/** The notes with this marker in place of older ones; everything else in them stays. */
export function addMarker(notes: string | null, marker: Marker): string {
	const line = [
		`[n8n off-boarding] ${marker.finished ? 'finished' : 'started'} ${marker.startedAt}`,
		`run ${marker.run}`,
		`level ${marker.level}`,
		`before: ${marker.suspendedBefore ? 'suspended' : 'active'}`,
		marker.emailHash && `e:${marker.emailHash}`,
		marker.externalIdHash && `x:${marker.externalIdHash}`,
	]
		.filter(Boolean)
		.join('; ');
	const [first, ...others] = (notes ?? '').match(LINES) ?? [];
	if (first === undefined) return [notes?.trim(), line].filter(Boolean).join('\n');
	const rest = others.reduce((text, other) => text.replace(`\n${other}`, ''), notes ?? '');
	return rest.replace(first, line);
}

/** The notes without markers, to tell whether somebody else has written in them. */
export function removeMarker(notes: string | null): string {
	return (notes ?? '').replace(LINE, '').trim();
}

/** @param now Zendesk's or n8n's clock, in milliseconds */
export function createMarker(
	user: ZendeskUser,
	{ now, run, level }: { now: number; run: string; level: string },
): Marker {
	return {
		startedAt: `${new Date(now).toISOString().slice(0, 19)}Z`,
		run: run.replace(/[^\w-]+/g, '-') || 'unknown',
		level,
		suspendedBefore: user.suspended,
		finished: false,
		emailHash: user.email ? hash(user.email) : undefined,
		externalIdHash: user.external_id ? hash(user.external_id) : undefined,
	};
}

/** Whether a marked user is the one whom this reference named before their email and external ID were freed. */
export function matchesMarker(marker: Marker, ref: UserRef): boolean {
	if (ref.by === 'email') {
		return marker.emailHash !== undefined && sameText(marker.emailHash, hash(ref.value));
	}
	if (ref.by === 'externalId') {
		return marker.externalIdHash !== undefined && marker.externalIdHash === hash(ref.value);
	}
	return false;
}

/** A marker from the future is as little to be believed as one from last year; clocks differ by a minute. */
const CLOCK_MARGIN_MS = 60_000;

/** Whether the marker is of the last 24 hours. */
export function isRecent(marker: Marker | undefined, now: number): boolean {
	const age = now - Date.parse(marker?.startedAt ?? '');
	return age >= -CLOCK_MARGIN_MS && age < MARKER_BELIEVED_MS;
}

/** Whether the hashes are those of the user who bears the marker: copied notes speak of somebody else. */
export function isOwnMarker(
	{ emailHash, externalIdHash }: Marker,
	{ email, external_id: externalId }: ZendeskUser,
): boolean {
	const isSame = (hashed: string | undefined, value: string | null) =>
		hashed === undefined ? undefined : value !== null && hash(value) === hashed;
	const [byEmail, byId] = [isSame(emailHash, email), isSame(externalIdHash, externalId)];
	return byEmail !== false && byId !== false && (byEmail ?? byId ?? false);
}

/**
 * The user's own marker of the last 24 hours. Everything else is looked up in Zendesk.
 *
 * @returns `undefined` for a marker that is older, of the future, or whose addresses are not the user's
 */
export function readOwnMarker(user: ZendeskUser, now: number): Marker | undefined {
	const marker = readMarker(user);
	return marker && isRecent(marker, now) && isOwnMarker(marker, user) ? marker : undefined;
}

/** The user's own recent marker of a run that isn't over, or broke off. */
export function readOpenMarker(user: ZendeskUser, now: number): Marker | undefined {
	const marker = readOwnMarker(user, now);
	return marker?.finished === false ? marker : undefined;
}
