import type { ZendeskUser } from '../api/records';
import type { Client } from '../http/client';
import { knownCatalog } from './fields/catalog';
import { findUsers, type Matches } from './find';
import { changedFields, type UserFields } from './payload';
import type { UserRef } from './reference';

/** How far Zendesk's search is behind: an email that was given just now is found some minutes later. */
const SEARCH_LAG_MS = 180_000;
const LOOK_EVERY_MS = 15_000;

type Refs = Partial<Record<'externalId' | 'email', UserRef>>;

/** The references by which a user who is to be created can be found again. */
function refsOf({ external_id: externalId, email }: UserFields): Refs {
	const has = (value: unknown): value is string => typeof value === 'string' && value !== '';
	return {
		...(has(externalId) ? { externalId: { by: 'externalId', value: externalId } } : {}),
		...(has(email) ? { email: { by: 'email', value: email } } : {}),
	};
}

/** Whether a row has a key by which its user can be found again. */
export const canBeFound = (fields: UserFields) => Object.keys(refsOf(fields)).length > 0;

/** Who has the external id of each row, else the email: external ids are found a hundred at once, emails are not. */
export async function existing(client: Client, rows: UserFields[]): Promise<Matches[]> {
	const all: Matches[] = rows.map(() => []);
	for (const key of ['externalId', 'email'] as const) {
		const open = rows.flatMap((fields, i) => {
			const ref = refsOf(fields)[key];
			return ref && all[i].length === 0 ? [{ i, ref }] : [];
		});
		const found = await findUsers(
			client,
			open.map(({ ref }) => ref),
		);
		open.forEach(({ i }, at) => (all[i] = found[at]));
	}
	return all;
}

type Existing = (fields: UserFields) => Promise<Matches>;

/** {@link existing} for those who ask one at a time: whoever does so at the same moment shares the calls. */
export function existingTogether(client: Client): Existing {
	let waiting: UserFields[] = [];
	let answers: Promise<Matches[]> | undefined;
	const ask = async () => {
		await Promise.resolve();
		const rows = waiting;
		[waiting, answers] = [[], undefined];
		return await existing(client, rows);
	};
	return async (fields) => {
		const place = waiting.push(fields) - 1;
		answers ??= ask();
		return (await answers)[place];
	};
}

/** The same for users who must be there: waits until the search shows them. */
export async function existingInTime(client: Client, rows: UserFields[]): Promise<Matches[]> {
	const until = client.clock.now() + SEARCH_LAG_MS;
	const all: Matches[] = rows.map(() => []);
	for (;;) {
		const open = [...rows.keys()].filter((i) => all[i].length === 0);
		const found = await existing(
			client,
			open.map((i) => rows[i]),
		);
		open.forEach((i, at) => (all[i] = found[at]));
		const isOver = client.clock.now() >= until || client.signal?.aborted;
		if (isOver || all.every((matches) => matches.length > 0)) return all;
		await client.wait(LOOK_EVERY_MS, "Zendesk's search does not show the new users yet");
	}
}

/** The user as the row wants them; of several nobody can tell which one it is. */
export function equalOf(
	client: Client,
	[user, ...others]: Matches,
	fields: UserFields,
): ZendeskUser | undefined {
	if (user === undefined || others.length > 0) return undefined;
	return Object.keys(changedFields(fields, user, knownCatalog(client))).length === 0
		? user
		: undefined;
}
