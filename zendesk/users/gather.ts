import { mergedFields, type UserFields } from './payload';

/** A user as a row wants him. At least one of the two keys is given. */
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
	fields: UserFields;
}

export const lower = (text: string | undefined) => text?.toLowerCase();

function keysOf({ externalId, email }: UpsertRow): string[] {
	return [
		...(externalId ? [`x:${lower(externalId)}`] : []),
		...(email ? [`e:${lower(email)}`] : []),
	];
}

interface Group {
	externalId?: string;
	indexes: number[];
}

/** What the rows want together: of what several say, the last one counts. */
function together(rows: UpsertRow[], indexes: number[]): Wanted {
	const wanted: Wanted = { indexes: [...indexes].sort((a, b) => a - b), fields: {} };
	for (const index of wanted.indexes) {
		const { externalId, email, fields } = rows[index];
		wanted.externalId = externalId ?? wanted.externalId;
		wanted.email = email ?? wanted.email;
		wanted.fields = mergedFields(wanted.fields, fields);
	}
	return wanted;
}

/**
 * Puts rows of one user together: those that share an external id or an email, also by way of a third row.
 *
 * @returns the users, and for each row that contradicts earlier ones the place of the first of those
 */
export function gather(rows: UpsertRow[]): { wanted: Wanted[]; clashes: Map<number, number> } {
	const groups = new Set<Group>();
	const byKey = new Map<string, Group>();
	const clashes = new Map<number, number>();
	for (const [index, row] of rows.entries()) {
		const keys = keysOf(row);
		const known = [...new Set(keys.flatMap((key) => byKey.get(key) ?? []))];
		const externalIds = new Set(
			[row, ...known].flatMap(({ externalId }) => lower(externalId) ?? []),
		);
		if (externalIds.size > 1) {
			clashes.set(index, known[0].indexes[0]);
			continue;
		}
		const [group = { indexes: [] }, ...others] = known;
		group.externalId ??= row.externalId;
		group.indexes.push(index, ...others.flatMap(({ indexes }) => indexes));
		groups.add(group);
		for (const key of keys) byKey.set(key, group);
		for (const other of others) {
			group.externalId ??= other.externalId;
			groups.delete(other);
			for (const [key, owner] of byKey) if (owner === other) byKey.set(key, group);
		}
	}
	const wanted = [...groups].map(({ indexes }) => together(rows, indexes));
	return { wanted, clashes };
}
