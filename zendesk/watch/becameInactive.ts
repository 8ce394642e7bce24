import { readStaff } from '../users/staff';
import type { ZendeskUser } from '../api/records';
import { getRoleType } from '../roles/roleTypes';
import { simplifyUser } from '../users/view';
import { type ActsState, findActs, startActs } from './acts';
import type { Watch, WatchEvent, WatchWish } from './watch';

const DAY_MS = 86_400_000;

interface State {
	streams: ActsState;
	/** When somebody was active last, in milliseconds by user; only acts that the streams told of. */
	lastAct: Record<string, number>;
	/** The last activity after which somebody was reported, by user. */
	reported: Record<string, number>;
	/** Who became inactive before is not reported unless that is wanted. */
	sinceMs: number;
}

/** The last sign of life; somebody who never did anything counts from the creation on. */
function lastSign(user: ZendeskUser, lastAct: State['lastAct']): number {
	const login = user.last_login_at === null ? 0 : Date.parse(user.last_login_at);
	return Math.max(Date.parse(user.created_at), login, lastAct[user.id] ?? 0);
}

function eventOf(user: ZendeskUser, since: number, at: number, now: number): WatchEvent {
	return {
		event: 'becameInactive',
		time: new Date(at).toISOString(),
		user_id: user.id,
		inactive_since: new Date(since).toISOString(),
		inactive_days: Math.floor((now - since) / DAY_MS),
		seat: getRoleType(user).seat,
		user: simplifyUser(user),
	};
}

/** Those users of a record who are still there. */
function only(byUser: Record<string, number>, ids: Set<number>): Record<string, number> {
	return Object.fromEntries(Object.entries(byUser).filter(([id]) => ids.has(Number(id))));
}

/** Who is inactive and was not reported since the last sign of life. */
function newlyInactive(
	staff: ZendeskUser[],
	{ lastAct, reported, sinceMs }: State,
	{ inactiveDays, withAlreadyInactive }: WatchWish,
	now: number,
): { events: WatchEvent[]; reported: State['reported'] } {
	const events: WatchEvent[] = [];
	const all = { ...reported };
	for (const user of staff) {
		const since = lastSign(user, lastAct);
		const inactiveAt = since + inactiveDays * DAY_MS;
		if (now < inactiveAt || all[user.id] === since) continue;
		all[user.id] = since;
		if (withAlreadyInactive || inactiveAt >= sinceMs)
			events.push(eventOf(user, since, inactiveAt, now));
	}
	return { events, reported: all };
}

/**
 * Staff without activity for some days, once until they are active again. The first looks read the days before, so that
 * nobody is called inactive who works without signing in anew; nothing is reported before that is done.
 */
export const becameInactive: Watch<State> = {
	start: (sinceMs, { inactiveDays }) => ({
		streams: startActs(sinceMs - inactiveDays * DAY_MS),
		lastAct: {},
		reported: {},
		sinceMs,
	}),
	async look(client, before, wish) {
		const staff = await readStaff(client);
		const {
			acts,
			state: streams,
			isEnd,
		} = await findActs(client, before.streams, async () => staff);
		const ids = new Set(staff.map(({ id }) => id));
		const lastAct = only(before.lastAct, ids);
		for (const { userId, at } of acts) {
			if (ids.has(userId)) lastAct[userId] = Math.max(at, lastAct[userId] ?? 0);
		}
		const state: State = { ...before, streams, lastAct, reported: only(before.reported, ids) };
		if (!isEnd) return { events: [], state };
		const { events, reported } = newlyInactive(staff, state, wish, client.clock.now());
		return { events, state: { ...state, reported } };
	},
	async sample(client) {
		const sign = (user: ZendeskUser) => lastSign(user, {});
		const [first] = (await readStaff(client)).sort((a, b) => sign(a) - sign(b));
		const now = client.clock.now();
		return first ? [eventOf(first, sign(first), now, now)] : [];
	},
};
