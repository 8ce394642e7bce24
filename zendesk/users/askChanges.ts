import type { ZendeskUser } from '../api/records';
import { attempt, type Client } from '../http/client';
import { refuseContradictions } from '../rows/samePerson';
import { refused, type Verdict, verdictOfError } from '../verdict';
import type { ChangeContext, ChangeRow, WantedChange } from './change';
import { catalogFor } from './fields/catalog';
import { readRow } from './fields/read';
import { findUsers, theOneToChange } from './find';
import { sameWanted, type UserFields } from './payload';
import type { UserRef } from './reference';
import { nameOf, simplifyUser } from './view';

/** A user and what rows want of them. */
export interface Asked {
	user: ZendeskUser;
	changes: Array<{ index: number; ref: UserRef; wanted: WantedChange }>;
}

/** Finds whom the rows name and asks what they want; who can't be found or must not be changed has a verdict then. */
export async function askRows(
	{ client, parameter }: ChangeContext,
	rows: ChangeRow[],
	verdicts: Verdict[],
): Promise<Asked[] | undefined> {
	const refs = rows.map(({ ref }) => ref);
	const found = await attempt(findUsers(client, refs));
	if (!found.ok) {
		for (const index of rows.keys()) verdicts[index] = verdictOfError(found.error);
		return undefined;
	}
	const asked = new Map<number, Asked>();
	for (const [index, row] of rows.entries()) {
		const one = theOneToChange(row.ref, found.value[index], parameter);
		if ('refusal' in one) {
			verdicts[index] = refused(one.refusal);
			continue;
		}
		const { user } = one;
		// One after the other: a guard that lets somebody go must know of those who went before.
		const wanted = await attempt(Promise.resolve(row.want(user)));
		if (!wanted.ok) verdicts[index] = verdictOfError(wanted.error, simplifyUser(user));
		else if ('reason' in wanted.value) {
			verdicts[index] = refused(wanted.value, simplifyUser(user));
		} else {
			const read = await readFields(client, wanted.value.fields, user);
			if ('verdict' in read) {
				verdicts[index] = read.verdict;
				continue;
			}
			const before = asked.get(user.id) ?? { user, changes: [] };
			before.changes.push({ index, ref: row.ref, wanted: { ...wanted.value, ...read } });
			asked.set(user.id, before);
		}
	}
	return [...asked.values()];
}

/** The fields as they are to be written, or the verdict of a row whose fields can't be. */
export async function readFields(
	client: Client,
	fields: UserFields,
	user: ZendeskUser,
): Promise<{ fields: UserFields } | { verdict: Verdict }> {
	const data = simplifyUser(user);
	const catalog = await attempt(catalogFor(client, [[fields, user]]));
	if (!catalog.ok) return { verdict: verdictOfError(catalog.error, data) };
	const read = readRow(fields, catalog.value, user);
	return 'refusal' in read ? { verdict: refused(read.refusal, data) } : { fields: read.fields };
}

/** Rows of one user that contradict each other are refused, all of them. */
export function dropContradictions(
	rows: ChangeRow[],
	asked: Asked[],
	verdicts: Verdict[],
): Asked[] {
	return asked.filter(({ user, changes }) => {
		const said = changes.map(({ index, wanted: { fields } }) => {
			return { index, item: rows[index].item, fields };
		});
		const refusals = refuseContradictions(said, { same: sameWanted, who: nameOf(user) });
		for (const [{ index }, refusal] of refusals ?? []) {
			verdicts[index] = refused(refusal, simplifyUser(user));
		}
		return refusals === undefined;
	});
}
