import { PURGED_NAME } from '../api/deletedUsers';
import { exportUsersFrom } from '../api/exports';
import type { ZendeskUser } from '../api/records';
import { attempt, type Client } from '../http/client';
import { simplifyUser } from '../users/view';
import { type Look, PAGES_A_LOOK, type Watch, type WatchEvent, type WatchWish } from './watch';

type Change = 'created' | 'updated' | 'deleted' | 'purged';

interface State {
	sinceMs: number;
	/** Where the export goes on; `undefined` before the first look. */
	cursor?: string;
	/** Versions that were reported, newest last: Zendesk may send one twice. */
	known: Array<[id: number, updatedAt: string]>;
	/** The newest change that was read. */
	readUntilMs: number;
}

/** A page and a half. */
const MOST_KNOWN = 1_500;

/**
 * Somebody who is changed again within the minute that the export leaves out comes later than those who were created after
 * him: so long back a creation counts as new, unless it was reported.
 */
const LATE_MS = 60 * 60_000;

/** So much is read again where an export has to begin anew; what was reported is known. */
const OVERLAP_MS = 60_000;

function changeOf(user: ZendeskUser, state: State, reported: boolean): Change {
	if (user.name === PURGED_NAME && !user.active) return 'purged';
	if (!user.active) return 'deleted';
	const createdAt = Date.parse(user.created_at);
	const isNew = createdAt >= state.sinceMs && createdAt > state.readUntilMs - LATE_MS;
	return isNew && !reported ? 'created' : 'updated';
}

function eventOf(user: ZendeskUser, change: Change, { withFullUser }: WatchWish): WatchEvent {
	return {
		event: 'userChanged',
		change,
		time: user.updated_at,
		user_id: user.id,
		user: simplifyUser(user),
		...(withFullUser ? { full_user: user } : {}),
	};
}

function isWanted({ role }: ZendeskUser, change: Change, { changes, roles }: WatchWish): boolean {
	return changes.includes(change) && (roles.length === 0 || roles.includes(role));
}

/** Reads some pages. @param fromMs nothing older is reported; where the export begins when there is no cursor */
async function lookFrom(
	client: Client,
	before: State,
	wish: WatchWish,
	fromMs: number,
): Promise<Look<State>> {
	const events: WatchEvent[] = [];
	const known = new Map(before.known);
	let state = before;
	const pages = exportUsersFrom(client, { sinceMs: fromMs, cursor: before.cursor });
	for (let read = 0; read < PAGES_A_LOOK; read++) {
		const page = await attempt(pages.next());
		// What was read before it is reported; the next look begins where this one ended.
		if (!page.ok && read === 0) throw page.error;
		if (!page.ok || page.value.done) break;
		const { records, cursor } = page.value.value;
		let { readUntilMs } = state;
		for (const user of records) {
			const at = Date.parse(user.updated_at);
			if (at < fromMs || known.get(user.id) === user.updated_at) continue;
			const change = changeOf(user, state, known.has(user.id));
			if (isWanted(user, change, wish)) events.push(eventOf(user, change, wish));
			known.delete(user.id);
			known.set(user.id, user.updated_at);
			readUntilMs = Math.max(readUntilMs, at);
		}
		state = { ...state, cursor: cursor ?? state.cursor, readUntilMs };
	}
	return { events, state: { ...state, known: Array.from(known).slice(-MOST_KNOWN) } };
}

/** Created, updated, deleted and purged users, each in the last state; what happened within the last minute comes later. */
export const userChanges: Watch<State> = {
	start: (sinceMs) => {
		const second = Math.floor(sinceMs / 1000) * 1000;
		return { sinceMs: second, known: [], readUntilMs: second };
	},
	async look(client, before, wish) {
		const looked = await attempt(lookFrom(client, before, wish, before.sinceMs));
		if (looked.ok) return looked.value;
		if (before.cursor === undefined || looked.error.kind !== 'invalid') throw looked.error;
		// Zendesk does not go on from there any more: the last good time takes its place.
		const fromMs = Math.max(before.sinceMs, before.readUntilMs - OVERLAP_MS);
		return await lookFrom(client, { ...before, cursor: undefined }, wish, fromMs);
	},
	async sample(client, wish) {
		const aMonthAgo = client.clock.now() - 30 * 86_400_000;
		const page = await exportUsersFrom(client, { sinceMs: aMonthAgo }).next();
		const user = page.done ? undefined : page.value.records.at(-1);
		return user ? [eventOf(user, user.active ? 'updated' : 'deleted', wish)] : [];
	},
};
