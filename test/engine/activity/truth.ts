import { DateTime } from 'luxon';
import type { Audit, Simulator } from '../../simulator';

/** What a user did on a day, as it stands in the account itself. */
export interface TrueDay {
	sign_ins: number;
	tickets_created: number;
	tickets_edited: number;
	tickets_deleted: number;
	articles_created: number;
	first: number;
	last: number;
}

type Kind = Exclude<keyof TrueDay, 'first' | 'last'>;

function kindOf({ events }: Audit): Kind {
	if (events.some(({ type }) => type === 'Create')) return 'tickets_created';
	const isDeletion = events.some(
		({ type, field_name: field, value }) =>
			type === 'Change' && field === 'status' && value === 'deleted',
	);
	return isDeletion ? 'tickets_deleted' : 'tickets_edited';
}

export interface TruthWish {
	zone: string;
	/** Dates, both included. */
	from: string;
	to: string;
	/** Acts that can't be seen. */
	without?: Kind[];
	/** Also acts of customers. */
	everybody?: boolean;
}

/** Counts again, record by record and with Luxon's dates, what all users did: `date id` → counts. */
export function truthOf(
	{ store }: Simulator,
	{ zone, from, to, without = [], everybody = false }: TruthWish,
): Map<string, TrueDay> {
	const truth = new Map<string, TrueDay>();
	const staff = new Set(store.staff().map(({ id }) => id));
	const count = (userId: number | null, at: number, kind: Kind) => {
		const date = DateTime.fromMillis(at, { zone }).toISODate()!;
		if (userId === null || userId < 1 || without.includes(kind)) return;
		if (date < from || date > to || (!everybody && !staff.has(userId))) return;
		const key = `${date} ${userId}`;
		const day = truth.get(key) ?? {
			sign_ins: 0,
			tickets_created: 0,
			tickets_edited: 0,
			tickets_deleted: 0,
			articles_created: 0,
			first: at,
			last: at,
		};
		day[kind] += 1;
		day.first = Math.min(day.first, at);
		day.last = Math.max(day.last, at);
		truth.set(key, day);
	};
	for (const audit of store.audits.all()) count(audit.author_id, audit.created_at, kindOf(audit));
	for (const { action, actor_id: id, created_at: at } of store.auditLogs.all()) {
		if (action === 'login') count(id, at, 'sign_ins');
	}
	for (const { author_id: id, created_at: at } of store.articles.all()) {
		count(id, at, 'articles_created');
	}
	return truth;
}
