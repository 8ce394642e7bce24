import { readManyIdentities } from '../api/identities';
import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import type { Client } from '../http/client';
import { findUsers } from '../users/find';
import { isAddressKey, needsProof } from './adoption';
import { missingUsers } from './missing';
import type { Desired, People } from './people';
import type { PlanOptions } from './types';

/** So many users' identities come with one request. */
const PER_REQUEST = 100;

async function learn(client: Client, people: People, users: ZendeskUser[]): Promise<void> {
	people.learn(
		users,
		await readManyIdentities(
			client,
			users.map(({ id }) => id),
		),
	);
}

async function learnUnknown(client: Client, people: People, users: ZendeskUser[]): Promise<void> {
	await learn(
		client,
		people,
		users.filter((user) => !people.knows(user)),
	);
}

async function search(
	client: Client,
	people: People,
	by: 'email' | 'externalId',
	values: string[],
): Promise<void> {
	const each = [...new Set(values.map((value) => value.toLowerCase()))];
	const hits = await findUsers(
		client,
		each.map((value) => ({ by, value })),
	);
	each.forEach((value, i) => people.meet(by, value, hits[i]));
}

/** Whom rows may mean by a second address: found by search, where that is cheaper than to read everybody's. */
async function lookForStrangers(
	client: Client,
	people: People,
	all: ZendeskUser[],
	strangers: Desired[],
): Promise<void> {
	if (all.every((user) => people.knows(user))) return;
	if (all.length <= strangers.length * PER_REQUEST) return await learnUnknown(client, people, all);
	await search(
		client,
		people,
		'email',
		strangers.map(({ email }) => email!),
	);
}

/**
 * Reads the keys that decide, and no others: of whom a row may mean that matches nobody, of whom would be removed as missing
 * then, and of whom an address alone would tie to the source. Nothing is read where every row finds its user.
 */
export async function readAddresses(
	client: Client,
	people: People,
	rows: Desired[],
	options: PlanOptions,
): Promise<void> {
	const { matchBy, scope } = options;
	const strangers = people.strangers(rows);
	if (people.all !== undefined && strangers.length > 0) {
		await lookForStrangers(client, people, people.all, strangers);
		// A list may be behind, and a search does not look everywhere: whoever would be removed is asked for once more.
		await learn(client, people, missingUsers(people, rows, options));
	} else if (matchBy === 'email') {
		const named = strangers.flatMap(({ externalId }) => externalId ?? []);
		await search(client, people, 'externalId', named);
	}
	const open = rows.flatMap((row) => {
		const user = people.find(row, matchBy);
		if (!user || !('id' in user) || !row.email) return [];
		const isOther = !sameText(row.email, user.email);
		const isKey = isAddressKey(row, user, matchBy);
		return needsProof(row, user, scope) || (isKey && isOther) ? [user] : [];
	});
	await learnUnknown(client, people, [...new Set(open)]);
}
