import { type Act, ACT_KINDS, type ActKind } from './acts';
import type { Days } from './days';

/** What one user did on one day. */
export interface DayOfUser extends Record<ActKind, number> {
	/** The first and the last act, in milliseconds since the epoch. */
	firstAt: number;
	lastAt: number;
}

function emptyDay(at: number): DayOfUser {
	const counts = Object.fromEntries(ACT_KINDS.map((kind) => [kind, 0])) as Record<ActKind, number>;
	return { ...counts, firstAt: at, lastAt: at };
}

/** Counts acts by user and day. Those outside of the days are left out. */
export class Tally {
	private readonly byUser = new Map<number, Map<number, DayOfUser>>();

	constructor(private readonly days: Days) {}

	add({ userId, at, kind }: Act): void {
		const index = this.days.indexOf(at);
		if (index < 0) return;
		let days = this.byUser.get(userId);
		if (!days) this.byUser.set(userId, (days = new Map<number, DayOfUser>()));
		let day = days.get(index);
		if (!day) days.set(index, (day = emptyDay(at)));
		day[kind] += 1;
		day.firstAt = Math.min(day.firstAt, at);
		day.lastAt = Math.max(day.lastAt, at);
	}

	/** Everybody who did something. */
	get userIds(): number[] {
		return Array.from(this.byUser.keys());
	}

	/** What a user did on a day, by its index; `undefined` = nothing. */
	dayOf(userId: number, index: number): DayOfUser | undefined {
		return this.byUser.get(userId)?.get(index);
	}

	/** All days on which a user did something, in their order. */
	daysOf(userId: number): Array<{ date: string; day: DayOfUser }> {
		return Array.from(this.byUser.get(userId) ?? [])
			.sort(([a], [b]) => a - b)
			.map(([index, day]) => ({ date: this.days.dates[index], day }));
	}
}
