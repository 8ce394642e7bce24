import { isErased } from '../api/deletedUsers';
import { exportUsersFrom } from '../api/exports';
import type { ZendeskUser } from '../api/records';
import { attempt, type Client } from '../http/client';
import { simplifyUser } from '../users/view';
import { endsWithSignIn, MOST_PRINTS, printUser, readPrints, type UserPrints } from './userPrints';
import { type Look, PAGES_A_LOOK, type Watch, type WatchEvent, type WatchWish } from './watch';

type Change = 'created' | 'updated' | 'deleted' | 'deleted_permanently';

interface State {
	sinceMs: number;
	/** Where the export goes on; `undefined` before the first look. */
	cursor?: string;
	/** Versions that were reported, newest last: Zendesk may send one twice. */
	known: Array<[id: number, updatedAt: string]>;
	/** The newest change that was read. */
	readUntilMs: number;
	/** What users looked like when they were seen last; `undefined` before that was read. */
	prints?: UserPrints;
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
	if (!user.active) return isErased(user) ? 'deleted_permanently' : 'deleted';
	const createdAt = Date.parse(user.created_at);
	const isNew = createdAt >= state.sinceMs && createdAt > state.readUntilMs - LATE_MS;
	return isNew && !reported ? 'created' : 'updated';
}

/**
 * Whether an update is nothing but a sign-in; `null` where nobody knows: the sign-in was the last thing that happened, and
 * what the user looked like before is not remembered.
 */
function isOnlySignIn(user: ZendeskUser, change: Change, print?: string): boolean | null {
	if (change !== 'updated' || !endsWithSignIn(user)) return false;
	return print === undefined ? null : print === printUser(user);
}

function eventOf(
	user: ZendeskUser,
	change: Change,
	onlySignIn: boolean | null,
	{ withFullUser }: WatchWish,
): WatchEvent {
	return {
		event: 'userChanged',
		change,
		only_signed_in: onlySignIn,
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
	const prints = new Map(before.prints);
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
			const print = prints.get(user.id);
			// Behind the others: who moved last is forgotten last.
			prints.delete(user.id);
			if (user.active) prints.set(user.id, printUser(user));
			if (at < fromMs || known.get(user.id) === user.updated_at) continue;
			const change = changeOf(user, state, known.has(user.id));
			const onlySignIn = isOnlySignIn(user, change, print);
			const isToTell = onlySignIn !== true || wish.withSignIns;
			if (isToTell && isWanted(user, change, wish)) {
				events.push(eventOf(user, change, onlySignIn, wish));
			}
			known.delete(user.id);
			known.set(user.id, user.updated_at);
			readUntilMs = Math.max(readUntilMs, at);
		}
		state = { ...state, cursor: cursor ?? state.cursor, readUntilMs };
	}
	const kept = {
		known: Array.from(known).slice(-MOST_KNOWN),
		prints: Array.from(prints).slice(-MOST_PRINTS),
	};
	return { events, state: { ...state, ...kept } };
}

/** With what users look like from the beginning, where sign-ins are to be told apart. */
async function prepared(client: Client, state: State, { withSignIns }: WatchWish): Promise<State> {
	if (withSignIns || state.prints !== undefined) return state;
	return { ...state, prints: await readPrints(client, state.readUntilMs) };
}

/**
 * Created, updated, deleted and permanently deleted users, each in the last state; what happened within the last minute
 * comes later. A mere sign-in is no update, unless wanted; where it can't be told from one, it is reported.
 */
export const userChanges: Watch<State> = {
	start: (sinceMs) => {
		const second = Math.floor(sinceMs / 1000) * 1000;
		return { sinceMs: second, known: [], readUntilMs: second };
	},
	async look(client, state, wish) {
		const before = await prepared(client, state, wish);
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
		return user ? [eventOf(user, user.active ? 'updated' : 'deleted', false, wish)] : [];
	},
};
