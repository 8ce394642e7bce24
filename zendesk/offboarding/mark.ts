import { createHash } from 'node:crypto';
import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import type { UserRef } from '../users/reference';

/**
 * One line in the leaver's notes, written together with the suspension. It lets a repeat recognise its own leaver once he
 * is an end user (a customer must never be off-boarded), or deleted (email and external id are gone then, and may belong
 * to somebody else), and tells whether it was us who suspended him. Addresses stand there as hashes only.
 */
export interface Mark {
	startedAt: string;
	/** Whether the user had been suspended before we did it. */
	suspendedBefore: boolean;
	/** The level that was asked for is reached. */
	finished: boolean;
	emailHash?: string;
	externalIdHash?: string;
}

const LINE =
	/^\[n8n off-boarding\] (started|finished) (\S+); before: (active|suspended)(?:; e:([0-9a-f]{16}))?(?:; x:([0-9a-f]{16}))?$/m;

function hash(text: string): string {
	return createHash('sha256').update(text.trim().toLowerCase()).digest('hex').slice(0, 16);
}

export function readMark(user: Pick<ZendeskUser, 'notes'>): Mark | undefined {
	const match = LINE.exec(user.notes ?? '');
	if (!match) return undefined;
	const [, state, startedAt, before, emailHash, externalIdHash] = match;
	return {
		startedAt,
		suspendedBefore: before === 'suspended',
		finished: state === 'finished',
		emailHash,
		externalIdHash,
	};
}

/** The notes with this mark in place of an older one; everything else in them stays. */
export function withMark(notes: string | null, mark: Mark): string {
	const line = [
		`[n8n off-boarding] ${mark.finished ? 'finished' : 'started'} ${mark.startedAt}`,
		`before: ${mark.suspendedBefore ? 'suspended' : 'active'}`,
		mark.emailHash && `e:${mark.emailHash}`,
		mark.externalIdHash && `x:${mark.externalIdHash}`,
	]
		.filter(Boolean)
		.join('; ');
	if (LINE.test(notes ?? '')) return (notes ?? '').replace(LINE, line);
	return [notes?.trim(), line].filter(Boolean).join('\n');
}

export function newMark(user: ZendeskUser, now: number): Mark {
	return {
		startedAt: `${new Date(now).toISOString().slice(0, 19)}Z`,
		suspendedBefore: user.suspended,
		finished: false,
		emailHash: user.email ? hash(user.email) : undefined,
		externalIdHash: user.external_id ? hash(user.external_id) : undefined,
	};
}

/** Whether a marked user is the one whom this reference named before his email and external id were freed. */
export function markMatches(mark: Mark, ref: UserRef): boolean {
	if (ref.by === 'email')
		return mark.emailHash !== undefined && sameText(mark.emailHash, hash(ref.value));
	if (ref.by === 'externalId')
		return mark.externalIdHash !== undefined && mark.externalIdHash === hash(ref.value);
	return false;
}
