import { dateOf, daysBetween } from '../dates';
import type { CalendarDay } from '../report/dates';
import type { ReportRecord } from '../report/records';
import type { Seat } from '../roles/roleTypes';
import { SEATS } from '../seats/seat';
import { ACT_KINDS, type ActKind } from './acts';
import type { UsageDay, UsagePageInput, UsagePerson } from './pageTypes';

const ROLES = new Map([
	['admin', 'Admin'],
	['agent', 'Agent'],
]);

export const NO_GROUP = 'No group';

/** What the page says of a person. */
export interface PersonFacts {
	person: UsagePerson;
	role: string;
	seat: Seat;
	/** Days of the window (indexes) on which the person was active, in order. */
	days: number[];
	counts: Record<ActKind, number>;
	/** The last active day; undefined: none is known. */
	lastActive?: string;
	/** When somebody was created who never was active since. */
	neverSince?: string;
	/** Days without activity, to the window's end; `atLeast` where only the window is known. */
	idle: { days: number; atLeast: boolean };
	inactive: boolean;
}

/** Judges everybody once; figures, chart and tables only count what is said here. In the order of `people`. */
export function usageFacts(input: UsagePageInput, window: CalendarDay[]): PersonFacts[] {
	const places = new Map(window.map(({ iso }, at) => [iso, at]));
	const daysOf = new Map<number, UsageDay[]>();
	for (const day of input.days) {
		if (!places.has(day.date) || ACT_KINDS.every((kind) => day[kind] === 0)) continue;
		const days = daysOf.get(day.user_id);
		if (days) days.push(day);
		else daysOf.set(day.user_id, [day]);
	}
	return input.people.map((person) => {
		const rows = daysOf.get(person.user_id) ?? [];
		const days = [...new Set(rows.map(({ date }) => places.get(date) ?? 0))].sort((a, b) => a - b);
		return {
			person,
			role: person.role_name?.trim() || (ROLES.get(person.role) ?? person.role),
			seat: Object.hasOwn(SEATS, person.seat) ? person.seat : 'unknown',
			days,
			counts: sumOf(rows),
			...idleness(input, window.length, person, window[days[days.length - 1]]?.iso),
		};
	});
}

/** How many were active in the window and are not on the page, e.g. because they are no staff any more. */
export function strangers({ people, days, from, to }: UsagePageInput): number {
	const known = new Set(people.map(({ user_id: id }) => id));
	const others = days.filter(
		({ user_id: id, date }) => !known.has(id) && date >= from && date <= to,
	);
	return new Set(others.map(({ user_id: id }) => id)).size;
}

/**
 * Since when somebody is inactive. Who never signed in, or is younger than the window, counts from the creation,
 * so a newcomer is not inactive. Of others without known activity only the window is known: "90+".
 */
function idleness(
	{ from, to, zone, inactiveAfterDays }: UsagePageInput,
	windowDays: number,
	{ last_active: known, created_at: createdAt, last_login_at: signedIn }: UsagePerson,
	lastInWindow: string | undefined,
): Pick<PersonFacts, 'lastActive' | 'neverSince' | 'idle' | 'inactive'> {
	const until = (date: string) => {
		const days = Math.max(0, daysBetween(date, to));
		return { idle: { days, atLeast: false }, inactive: days >= inactiveAfterDays };
	};
	const lastActive = [known, lastInWindow]
		.filter((day) => typeof day === 'string')
		.sort()
		.pop();
	if (lastActive !== undefined) return { lastActive, ...until(lastActive) };
	const created = createdAt === null ? undefined : dateOf(Date.parse(createdAt), zone);
	if (created !== undefined && (signedIn === null || created >= from)) {
		return { neverSince: created, ...until(created) };
	}
	return { idle: { days: windowDays, atLeast: true }, inactive: true };
}

function sumOf(rows: UsageDay[]): Record<ActKind, number> {
	const sum = (kind: ActKind) => rows.reduce((total, row) => total + row[kind], 0);
	return Object.fromEntries(ACT_KINDS.map((kind) => [kind, sum(kind)])) as Record<ActKind, number>;
}

/** What a person adds to each figure of the page, and the filters it is found by. */
export function usageRecord(facts: PersonFacts): ReportRecord {
	const { person, role, seat, days, counts, inactive } = facts;
	const { suspended } = person;
	return {
		search: `${person.name}\n${person.email ?? ''}`,
		under: {
			role: [role],
			group: person.groups.length > 0 ? person.groups : [NO_GROUP],
			seat: [SEATS[seat]],
		},
		amounts: {
			staff: 1,
			suspended: Number(suspended),
			active: Number(days.length > 0),
			inactive: Number(inactive),
			unpaid: Number(seat === 'light' || seat === 'free'),
			// A seat is in one state: a suspended person's is not counted as inactive too.
			[`${seat}.seats`]: 1,
			[`${seat}.used`]: Number(!suspended && !inactive),
			[`${seat}.inactive`]: Number(!suspended && inactive),
			[`${seat}.suspended`]: Number(suspended),
			[`${seat}.unused`]: Number(suspended || inactive),
			active_days: days.length,
			...counts,
		},
		days,
	};
}
