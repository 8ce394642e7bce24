import type { ZendeskUser } from '../api/records';
import { showMany } from '../api/users';
import { type Finding, readRefusal } from '../bulk/bulk';
import { matchResults, type RowKeys } from '../bulk/results';
import { attempt, type Client } from '../http/client';
import type { JobItem } from '../http/jobItems';
import { type Catalog, knownCatalog } from './fields/catalog';
import { changedFields, isDuplicate, type UserFields } from './payload';
import { simplifyUser, writtenUser } from './view';

type NewUser = Record<string, unknown>;

function keysFor({ external_id: externalId, email }: UserFields): RowKeys {
	const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
	return { externalId: text(externalId), email: text(email) };
}

/**
 * Tells new users apart by what their rows say. Rows that say the same share their users in any way; nobody gets a user
 * who may be another row's.
 *
 * @param rows those without a user of their own yet
 * @param users whom the job has made for some of these rows
 * @param catalog the account's user fields, where they are known
 * @returns one entry a row, in their order
 */
export function tellApart(
	rows: UserFields[],
	users: ZendeskUser[],
	catalog?: Catalog,
): Array<ZendeskUser | undefined> {
	const fits = (fields: UserFields, user: ZendeskUser) =>
		Object.keys(changedFields(fields, user, catalog)).length === 0;
	const own: Array<ZendeskUser | undefined> = new Array(rows.length).fill(undefined);
	const alike = new Map<string, number[]>();
	for (const [i, fields] of rows.entries()) {
		const content = JSON.stringify(fields);
		alike.set(content, [...(alike.get(content) ?? []), i]);
	}
	// Each row has its user among these: then a user that only one kind of row leaves over is that one's.
	const isComplete = rows.length === users.length;
	const open = new Set(alike.values());
	const free = new Set(users);
	for (let before = -1; before !== free.size; ) {
		before = free.size;
		for (const places of open) {
			const mine = [...free].filter((user) => fits(rows[places[0]], user));
			const others = [...open].filter((each) => each !== places);
			const isSure =
				isComplete || mine.every((user) => !others.some(([place]) => fits(rows[place], user)));
			if (mine.length !== places.length || !isSure) continue;
			places.forEach((place, i) => (own[place] = mine[i]));
			mine.forEach((user) => free.delete(user));
			open.delete(places);
		}
	}
	const [last, ...more] = open;
	if (isComplete && last !== undefined && more.length === 0) {
		[...free].forEach((user, i) => (own[last[i]] = user));
	}
	return own;
}

/** The user is there, and nobody can tell which one it is; why a look did not tell comes behind it. */
export const WITHOUT_ID = 'Zendesk created it and did not say under which ID';
const LOST = "Zendesk's job does not say what became of it";

/**
 * What a job's results say of users who were to be created. They name each user by what was sent of email and external
 * ID, and tell nothing but an ID of who has neither: these are looked at, a hundred in one call, and told apart by the
 * other fields.
 *
 * @param again they were ordered before, so what is in their way may be themselves
 */
export async function findNewUsers(
	client: Client,
	rows: UserFields[],
	items: JobItem[],
	again: boolean,
): Promise<Array<Finding<NewUser>>> {
	const { items: results, nameless } = matchResults(rows.map(keysFor), items);
	const findings = results.map((item, i): Finding<NewUser> => {
		if (item === undefined) return undefined;
		if (item.success) return { done: writtenUser(item.id, rows[i], true) };
		const refusal = readRefusal(item);
		return again && isDuplicate(refusal.refused) ? { doubt: refusal.refused } : refusal;
	});
	const left = [...rows.keys()].filter((i) => results[i] === undefined);
	if (left.length === 0) return findings;
	const made = nameless.flatMap(({ success, id }) => (success && id !== undefined ? [id] : []));
	const shown = await attempt(showMany(client, 'ids', made));
	const users = shown.ok ? shown.value : [];
	const own = tellApart(
		left.map((i) => rows[i]),
		users,
		knownCatalog(client),
	);
	const why = shown.ok ? '' : `: ${shown.error.message}`;
	const areAllMade = left.length === made.length && nameless.length === made.length;
	for (const [at, i] of left.entries()) {
		const user = own[at];
		const { externalId, email } = keysFor(rows[i]);
		if (user) findings[i] = { done: simplifyUser(user) };
		else if (!externalId && !email) {
			findings[i] = { unknown: `${areAllMade ? WITHOUT_ID : LOST}${why}` };
		}
	}
	return findings;
}
