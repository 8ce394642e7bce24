import { dateOf } from '../dates';
import { readStaff } from '../users/staff';
import type { ZendeskUser } from '../api/records';
import { showMany } from '../api/users';
import { isStaff, simplifyUser } from '../users/view';
import { type ActsState, findActs, startActs } from './acts';
import type { Watch, WatchEvent } from './watch';

interface State {
	streams: ActsState;
	/** The day of which `active` tells. */
	date: string;
	/** Those who were seen active on it, customers too. */
	active: number[];
	sinceMs: number;
}

function eventOf(user: ZendeskUser, at: number, date: string): WatchEvent {
	const time = new Date(at).toISOString();
	return { event: 'activeToday', time, date, user_id: user.id, user: simplifyUser(user) };
}

/** Staff who does something for the first time on a day: signs in, works on a ticket, writes an article. */
export const activeToday: Watch<State> = {
	start: (sinceMs, { zone }) => ({
		streams: startActs(sinceMs),
		date: dateOf(sinceMs, zone),
		active: [],
		sinceMs,
	}),
	async look(client, before, { zone }) {
		const today = dateOf(client.clock.now(), zone);
		const active = new Set(before.date === today ? before.active : []);
		const { acts, state: streams } = await findActs(client, before.streams);
		const first = new Map<number, number>();
		for (const { userId, at } of acts) {
			const counts = at >= before.sinceMs && dateOf(at, zone) === today && !active.has(userId);
			if (counts) first.set(userId, Math.min(at, first.get(userId) ?? at));
		}
		const users = await showMany(client, 'ids', Array.from(first.keys()));
		for (const id of first.keys()) active.add(id);
		return {
			events: users
				.filter(isStaff)
				.map((user) => eventOf(user, first.get(user.id)!, today))
				.sort((a, b) => a.time.localeCompare(b.time)),
			state: { ...before, streams, date: today, active: Array.from(active) },
		};
	},
	async sample(client, { zone }) {
		const at = ({ last_login_at: login }: ZendeskUser) => (login === null ? 0 : Date.parse(login));
		const [last] = (await readStaff(client)).sort((a, b) => at(b) - at(a));
		return last ? [eventOf(last, at(last), dateOf(at(last), zone))] : [];
	},
};
