import type { ZendeskUser } from '../api/records';
import { isRecord } from '../http/errors';
import type { Reason } from '../verdict';
import type { UserFields } from '../users/payload';

/** What a plan can do with a user. */
export const ACTIONS = ['create', 'update', 'suspend', 'delete'] as const;

/** Fields by which a user is known: without them a new one would be created again and again. */
export const NAMING: ReadonlySet<string> = new Set(['name', 'email', 'external_id']);

/** Marks a customer who is deleted once their tickets are closed; the next plan finds them again. */
export const DELETE_LATER_TAG = 'delete_when_tickets_closed';

/** Marks who was there before and came to a source by an address alone: no sync removes them, and nobody but people takes it off. */
export const ADOPTED_TAG = 'adopted_by_email';

export type Action = (typeof ACTIONS)[number];

export interface FieldChange {
	field: string;
	from: unknown;
	to: unknown;
}

/** One planned change, as it is shown to people, approved, and applied later. */
export interface Change {
	action: Action;
	/** `null` for somebody who is to be created. */
	id: number | null;
	name: string | null;
	email: string | null;
	external_id: string | null;
	/** The managed fields as they were when the plan was made; `null` for somebody new. */
	before: UserFields | null;
	/** The managed fields as they are to be; `null` for somebody who is to be deleted. */
	after: UserFields | null;
	diff: FieldChange[];
	/** Why, in words. */
	reason: string;
	/** Of a removal: how many users of the source could be removed, and how many the plan removes, for the limit. */
	of?: number;
	removals?: number;
	/** Of somebody who is missing: the addresses that were looked for in the source, in lower case. */
	addresses?: string[];
}

/** Whom a plan leaves alone, and why. */
export interface Blocked {
	/** The input item that it is about, if one is. */
	item?: number;
	id: number | null;
	name: string | null;
	email: string | null;
	external_id: string | null;
	reason: Reason;
	message: string;
	advice?: string;
}

/** Somebody who is gone from the source and whom no sync takes out: staff, or everybody where only a report is wanted. */
export interface Leaver {
	/** The input item that says so, if one does. */
	item?: number;
	id: number;
	name: string;
	email: string | null;
	external_id: string | null;
	role: ZendeskUser['role'];
	reason: string;
}

type Person = Pick<Change, 'id' | 'name' | 'email' | 'external_id'>;

export function personOf(user: ZendeskUser): Person & { id: number; name: string } {
	return { id: user.id, name: user.name, email: user.email, external_id: user.external_id };
}

/** The fields of a user that a change manages; of the user fields only those that it names. */
export function fieldsOf(user: ZendeskUser, managed: UserFields): UserFields {
	const pick = (from: Record<string, unknown>, keys: Record<string, unknown>): UserFields =>
		Object.fromEntries(
			Object.entries(keys).map(([key, wanted]) => {
				const value = from[key];
				return [key, isRecord(wanted) && isRecord(value) ? pick(value, wanted) : (value ?? null)];
			}),
		);
	return pick(user, managed);
}

/** Field by field, for people: user fields one by one. */
export function diffOf(before: UserFields, changed: UserFields): FieldChange[] {
	return Object.entries(changed).flatMap(([field, to]): FieldChange[] => {
		const from = before[field] ?? null;
		if (!isRecord(to)) return [{ field, from, to }];
		const known = isRecord(from) ? from : {};
		return Object.entries(to).map(([key, value]) => ({
			field: `${field}.${key}`,
			from: known[key] ?? null,
			to: value,
		}));
	});
}
