import { isDate } from '../dates';
import { countOf, isTrue, type KeptRow, listOf, textOf } from '../report/kept';
import type { Seat } from '../roles/roleTypes';
import type { Refusal } from '../verdict';
import { ACT_KINDS, type ActKind } from './acts';
import type { UsageDay, UsagePerson } from './pageTypes';
import { notesWithout } from './sources';

/** What rows of *Activity: Get Many* tell, also when they were kept in a table meanwhile. */
export interface Usage {
	/** Staff only. */
	people: UsagePerson[];
	days: UsageDay[];
	/** What could not be read, in sentences for people. */
	missing: string[];
	/** The first date that is not read yet, where a cursor of slices is among the rows; '' = no date is. */
	unreadFrom?: string;
	/** Rows that are neither, by their index. */
	refusals: Array<{ index: number; refusal: Refusal }>;
}

function personOf(row: KeptRow): UsagePerson {
	const roleName = textOf(row.role_name);
	return {
		user_id: Number(row.user_id),
		name: textOf(row.name) ?? `User ${String(row.user_id)}`,
		email: textOf(row.email),
		role: String(row.role ?? ''),
		...(roleName ? { role_name: roleName } : {}),
		seat: String(row.seat ?? 'unknown') as Seat,
		suspended: isTrue(row.suspended),
		groups: listOf(row.groups),
		created_at: textOf(row.created_at),
		last_login_at: textOf(row.last_login_at),
		last_active: textOf(row.last_active),
	};
}

function dayOf(row: KeptRow): UsageDay {
	const counts = Object.fromEntries(ACT_KINDS.map((kind) => [kind, countOf(row[kind]) ?? 0]));
	return {
		date: String(row.date),
		user_id: Number(row.user_id),
		...(counts as Record<ActKind, number>),
	};
}

const NEITHER: Refusal = {
	reason: 'invalid',
	message:
		"The item is neither a day nor a summary of a user, as 'Activity: Get Many' returns them",
	advice: "Connect the items of 'Activity: Get Many', or of the tables in which they were kept",
};

/** A day has a date, a summary a seat; tables may have lost the field `kind`. An empty table gives an empty item. */
function kindOf(row: KeptRow): 'day' | 'person' | 'other' | undefined {
	if (row.kind === 'cursor' || Object.keys(row).length === 0) return 'other';
	if (!Number.isSafeInteger(Number(row.user_id ?? NaN))) return undefined;
	if (isDate(row.date)) return 'day';
	return 'seat' in row ? 'person' : undefined;
}

/** Somebody who left is not in the report; customers never are. */
function isStaffRow({ role, seat, deleted }: KeptRow): boolean {
	return role !== 'end-user' && seat !== 'none' && !isTrue(deleted);
}

export function usageOf(rows: KeptRow[]): Usage {
	const usage: Usage = { people: [], days: [], missing: [], refusals: [] };
	const sources = new Set<string>();
	rows.forEach((row, index) => {
		const kind = kindOf(row);
		if (kind === undefined) usage.refusals.push({ index, refusal: NEITHER });
		if (kind === 'day') usage.days.push(dayOf(row));
		if (row.kind === 'cursor') usage.unreadFrom = laterOf(usage.unreadFrom, textOf(row.cursor));
		if (kind !== 'person' || !isStaffRow(row)) return;
		usage.people.push(personOf(row));
		for (const source of listOf(row.sources)) sources.add(source);
	});
	if (sources.size > 0) usage.missing = notesWithout(sources);
	foldIn(usage);
	return usage;
}

function laterOf(a: string | undefined, b: string | null): string {
	return [a ?? '', b ?? ''].sort()[1];
}

/** What a reader of some days must know when the reading in slices has not come to their end. */
export function noteUnread(
	unreadFrom: string | undefined,
	{ from, to }: { from: string; to: string },
): string[] {
	if (unreadFrom === undefined || unreadFrom > to) return [];
	if (unreadFrom <= from) return ['Days: none of them is read yet, so nobody counts as active'];
	return [`Days: those from ${unreadFrom} on are not read yet, so nobody counts as active on them`];
}

/** The last active day of somebody is in the days as well: a summary may be of some days only. */
function foldIn({ people, days }: Usage): void {
	const last = new Map<number, string>();
	for (const { user_id: id, date } of days) if (date > (last.get(id) ?? '')) last.set(id, date);
	for (const person of people) {
		const date = last.get(person.user_id);
		if (date !== undefined && date > (person.last_active ?? '')) person.last_active = date;
	}
}
