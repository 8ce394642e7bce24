import { contradiction, refuseContradictions } from '../rows/samePerson';
import type { Refusal } from '../verdict';
import { nameOfWanted } from './keyOwners';
import { mergedFields, sameWanted, type UserFields } from './payload';

/** A user as a row wants them. At least one of the two keys is given. */
export interface UpsertRow {
	/** The row's number among the input items, for messages. */
	item: number;
	externalId?: string;
	email?: string;
	/** All fields to write, the keys and the name among them. */
	fields: UserFields;
}

/** Rows that name the same user: one write, and all of them are answered. */
export interface Wanted {
	/** Their places in the list, in its order. */
	indexes: number[];
	externalId?: string;
	email?: string;
	/** Whether one of the rows names the user by the email alone. */
	isByEmail?: boolean;
	fields: UserFields;
}

/** What the rows of a list come to, whatever their order. */
export interface Gathered {
	wanted: Wanted[];
	/** Rows that contradict each other, and why each can't be done. */
	refused: Map<number, Refusal>;
	/** Those who want one email, or are named by it, and are not one person by their external IDs. */
	contested: Wanted[][];
}

export const lower = (text: string) => text.toLowerCase();

/** Says how the user is found, or how to write, and not what they become. */
const KEYS: ReadonlySet<string> = new Set(['email', 'external_id', 'skip_verify_email']);

/** How rows of one user are compared. */
export const COMPARED = { same: sameWanted, keys: KEYS };

/** Why these rows of one user can't be done, by their places; `undefined` where they can. */
export function refusePlaces(
	rows: UpsertRow[],
	places: number[],
	who: string,
): Array<[number, Refusal]> | undefined {
	if (places.length < 2) return undefined;
	const placeOf = new Map(places.map((index) => [rows[index], index]));
	const refusals = refuseContradictions([...placeOf.keys()], { ...COMPARED, who });
	return refusals && [...refusals].map(([row, refusal]) => [placeOf.get(row) ?? 0, refusal]);
}

/** What rows that don't contradict each other want together. */
export function together(rows: UpsertRow[], places: number[]): Wanted {
	const wanted: Wanted = { indexes: [...places].sort((a, b) => a - b), fields: {} };
	for (const index of wanted.indexes) {
		const { externalId, email, fields } = rows[index];
		wanted.externalId = externalId ?? wanted.externalId;
		wanted.email = email ?? wanted.email;
		if (externalId === undefined) wanted.isByEmail = true;
		wanted.fields = mergedFields(wanted.fields, fields);
	}
	return wanted;
}

function groupBy(rows: UpsertRow[], keyOf: (row: UpsertRow) => string | undefined) {
	const groups = new Map<string, number[]>();
	for (const [index, row] of rows.entries()) {
		const key = keyOf(row);
		if (key === undefined) continue;
		const group = groups.get(lower(key));
		if (group) group.push(index);
		else groups.set(lower(key), [index]);
	}
	return groups;
}

/** Refuses rows of one external ID with several emails: they may be two people, and one would take the other's place. */
function refuseSeveralEmails(rows: UpsertRow[], places: number[]): Array<[number, Refusal]> {
	const emailed = places.filter((index) => rows[index].email !== undefined);
	const emailAt = (index: number) => lower(rows[index].email ?? '');
	if (new Set(emailed.map(emailAt)).size < 2) return [];
	return places.map((index) => {
		const other = emailed.find((each) => each !== index && emailAt(each) !== emailAt(index));
		const { externalId } = rows[index];
		const message = `Item ${rows[other ?? emailed[0]].item} gives the external ID ${externalId} another email`;
		return [index, contradiction(message)];
	});
}

/**
 * Puts rows of one user together: those with the same external ID, and those that name by email alone whom another row
 * names by both keys. The order of the rows makes no difference to who is who, and rows that contradict each other are
 * refused.
 */
export function gather(rows: UpsertRow[]): Gathered {
	const refused = new Map<number, Refusal>();
	const people = [...groupBy(rows, ({ externalId }) => externalId).values()].filter((places) => {
		const refusals = refuseSeveralEmails(rows, places);
		for (const [index, refusal] of refusals) refused.set(index, refusal);
		return refusals.length === 0;
	});
	const named = groupBy(rows, ({ externalId, email }) =>
		externalId === undefined ? email : undefined,
	);
	const takers = new Map<string, number[][]>();
	for (const places of people) {
		const email = places.map((index) => rows[index].email).find((each) => each !== undefined);
		if (email === undefined) continue;
		takers.set(lower(email), [...(takers.get(lower(email)) ?? []), places]);
	}
	const alone: number[][] = [];
	for (const [email, places] of named) {
		const [taker, ...others] = takers.get(email) ?? [];
		if (taker !== undefined && others.length === 0) taker.push(...places);
		else alone.push(places);
	}
	const groups = [...people, ...alone];
	const byGroup = new Map(groups.map((places) => [places, together(rows, places)]));
	const contested = [...takers].flatMap(([email, all]) => {
		if (all.length < 2) return [];
		const byEmail = named.get(email);
		return [[...all, ...(byEmail ? [byEmail] : [])].flatMap((places) => byGroup.get(places) ?? [])];
	});
	const wanted = [...byGroup].flatMap(([places, one]) => {
		const refusals = refusePlaces(rows, places, nameOfWanted(one));
		for (const [index, refusal] of refusals ?? []) refused.set(index, refusal);
		return refusals ? [] : [one];
	});
	return { wanted, refused, contested };
}
