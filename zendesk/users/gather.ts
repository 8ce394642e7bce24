import type { UserFields } from './payload';
import { sameText } from './reference';

/** A user as a row wants him. At least one of the two keys is given. */
export interface UpsertRow {
	externalId?: string;
	email?: string;
	/** All fields to write, the keys and the name among them. */
	fields: UserFields;
}

/** Rows that name the same user: one write, and all of them are answered. */
export interface Wanted extends UpsertRow {
	indexes: number[];
}

export const lower = (text: string | undefined) => text?.toLowerCase();

/**
 * Puts rows of one user together; what a later row says wins.
 *
 * @returns the users, and the rows that contradict an earlier one
 */
export function gather(rows: UpsertRow[]): { wanted: Wanted[]; clashes: Map<number, number> } {
	const wanted: Wanted[] = [];
	const byKey = new Map<string, Wanted>();
	const clashes = new Map<number, number>();
	for (const [index, row] of rows.entries()) {
		const keys = [
			row.externalId && `x:${lower(row.externalId)}`,
			row.email && `e:${lower(row.email)}`,
		].filter((key) => typeof key === 'string' && key !== '') as string[];
		const known = new Set(keys.flatMap((key) => byKey.get(key) ?? []));
		const [twin] = known;
		const differs =
			twin?.externalId && row.externalId && !sameText(twin.externalId, row.externalId);
		if (known.size > 1 || differs) {
			clashes.set(index, twin.indexes[0]);
			continue;
		}
		const user: Wanted = twin ?? { ...row, indexes: [] };
		if (twin) {
			Object.assign(user, {
				externalId: row.externalId ?? twin.externalId,
				email: row.email ?? twin.email,
				fields: { ...twin.fields, ...row.fields },
			});
		} else {
			wanted.push(user);
		}
		user.indexes.push(index);
		for (const key of keys) byKey.set(key, user);
	}
	return { wanted, clashes };
}
