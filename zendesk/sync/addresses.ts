import { readManyIdentities } from '../api/identities';
import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import type { Client } from '../http/client';
import { findUsers } from '../users/find';
import { isAddressKey, isAdoption } from './adoption';
import type { Desired, MatchBy, People } from './people';
import { outsideOf, type Scope } from './scope';

/** So many users' identities come with one request. */
const PER_REQUEST = 100;

async function learn(client: Client, people: People, users: ZendeskUser[]): Promise<void> {
	const unknown = users.filter((user) => !people.knows(user));
	people.learn(
		unknown,
		await readManyIdentities(
			client,
			unknown.map(({ id }) => id),
		),
	);
}

/** Whom rows may mean by a second address: found by search, where that is cheaper than to read everybody's. */
async function lookForStrangers(
	client: Client,
	people: People,
	rows: Desired[],
	scope: Scope | undefined,
	matchBy: MatchBy,
): Promise<void> {
	const strangers = people.strangers(rows);
	if (people.all === undefined || strangers.length === 0) return;
	if (people.all.every((user) => people.knows(user))) return;
	if (people.all.length <= strangers.length * PER_REQUEST)
		return await learn(client, people, people.all);
	const emails = [...new Set(strangers.map(({ email }) => email!.toLowerCase()))];
	const hits = await findUsers(
		client,
		emails.map((value) => ({ by: 'email' as const, value })),
	);
	emails.forEach((email, i) => people.meet(email, hits[i]));
	if (scope === undefined) return;
	// A search may be behind or not look there, so whoever would be removed is asked for certain.
	const found = rows.map((row) => people.find(row, matchBy));
	const named = new Set(found.flatMap((user) => (user && 'id' in user ? [user.id] : [])));
	const missing = people.all.filter(
		({ id, ...user }) => !named.has(id) && outsideOf(scope, user) === undefined,
	);
	await learn(client, people, missing);
}

/**
 * Reads the identities that decide, and no others: of whom a row may mean that matches nobody, of whom would count as
 * missing then, and of whom an address alone would tie to the source. Nothing is read where every row finds its user.
 *
 * @param scope within which users count as missing; `undefined` where nobody does
 */
export async function readAddresses(
	client: Client,
	people: People,
	rows: Desired[],
	{ matchBy, scope }: { matchBy: MatchBy; scope?: Scope },
): Promise<void> {
	await lookForStrangers(client, people, rows, scope, matchBy);
	const open = rows.flatMap((row) => {
		const user = people.find(row, matchBy);
		if (!user || !('id' in user) || !row.email) return [];
		const isOther = !sameText(row.email, user.email);
		const isKey = isAddressKey(row, user, matchBy);
		return isAdoption(row, user) || (isKey && isOther) ? [user] : [];
	});
	await learn(client, people, [...new Set(open)]);
}
