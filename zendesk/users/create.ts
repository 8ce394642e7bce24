import type { ZendeskUser } from '../api/records';
import { createManyRequest, createUser } from '../api/users';
import { type BulkOrder, endOfCall, type RowEnd, verdictOfEnd } from '../bulk/bulk';
import { importRows } from '../bulk/singles';
import { attempt, type Client } from '../http/client';
import type { JobRunner } from '../http/jobs';
import { dryRun, type Verdict, verdictOfError } from '../verdict';
import { findUsers, type Matches } from './find';
import { knownCatalog } from './fields/catalog';
import { forReadableRows, readRow } from './fields/read';
import { findNewUsers, WITHOUT_ID } from './newUsers';
import { changedFields, isDuplicate, type UserFields } from './payload';
import type { UserRef } from './reference';
import { nameOf, simplifyUser } from './view';

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

const canBeFound = (fields: UserFields) => Object.keys(refsOf(fields)).length > 0;

/** Who has the external id of each row, else the email: external ids are found a hundred at once, emails are not. */
async function existing(client: Client, rows: UserFields[]): Promise<Matches[]> {
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
function existingTogether(client: Client): Existing {
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
async function existingInTime(client: Client, rows: UserFields[]): Promise<Matches[]> {
	const until = client.clock.now() + SEARCH_LAG_MS;
	for (;;) {
		const all = await existing(client, rows);
		const isOver = client.clock.now() >= until || client.signal?.aborted;
		if (isOver || all.every((matches) => matches.length > 0)) return all;
		await client.wait(LOOK_EVERY_MS, "Zendesk's search does not show the new users yet");
	}
}

/** The user as the row wants him; of several nobody can tell which one it is. */
function equalOf(
	client: Client,
	[user, ...others]: Matches,
	fields: UserFields,
): ZendeskUser | undefined {
	if (user === undefined || others.length > 0) return undefined;
	return Object.keys(changedFields(fields, user, knownCatalog(client))).length === 0
		? user
		: undefined;
}

const LOOK_FIRST =
	'Look for it in Zendesk before you run it again: without email and external ID it would be created a second time';

const UPDATE_INSTEAD = "Use the operation 'Update' or 'Create or Update' for users who exist";

/** Who is there already: the same user is what was wanted, another one is in the way. */
function verdictOfExisting(client: Client, matches: Matches, fields: UserFields): Verdict {
	const [user] = matches;
	if (matches.length > 1) {
		return {
			outcome: 'failed',
			reason: 'ambiguous',
			message: `${matches.length} users have the external ID or email of ${String(fields.name)} (IDs ${matches.map(({ id }) => id).join(', ')})`,
			advice: "Look which one it is, and use 'Update' by ID",
			data: fields,
		};
	}
	const different = Object.keys(changedFields(fields, user, knownCatalog(client)));
	if (different.length === 0) return { outcome: 'unchanged', data: simplifyUser(user) };
	return {
		outcome: 'failed',
		reason: 'exists',
		message: `${nameOf(user)} exists already and differs in: ${different.join(', ')}`,
		advice: UPDATE_INSTEAD,
		data: simplifyUser(user),
	};
}

async function verdictOf(
	client: Client,
	find: Existing,
	end: RowEnd<Record<string, unknown>>,
	fields: UserFields,
): Promise<Verdict> {
	if ('done' in end) return { outcome: 'created', data: end.done };
	const verdict = verdictOfEnd(end, `${String(fields.name)} was not created`, fields);
	if (verdict.outcome === 'unknown' && !canBeFound(fields)) {
		const message = `${String(fields.name)} was created, but Zendesk did not say under which ID`;
		const isThere = 'unknown' in end && end.unknown === WITHOUT_ID;
		return { ...verdict, ...(isThere ? { message } : {}), advice: LOOK_FIRST };
	}
	if (!('refused' in end && isDuplicate(end.refused))) return verdict;
	const found = await attempt(find(fields));
	return found.ok && found.value.length > 0
		? verdictOfExisting(client, found.value, fields)
		: { ...verdict, reason: 'exists', advice: UPDATE_INSTEAD };
}

/**
 * Creates one user. Zendesk refuses a second user with the same email or external id, so the order may be repeated when
 * its answer was lost, as long as the row has one of the two.
 */
async function createOne(client: Client, find: Existing, fields: UserFields): Promise<Verdict> {
	let wasLost = false;
	const created = await attempt(
		createUser(client, fields, async () => {
			wasLost = true;
			if (!canBeFound(fields)) return undefined;
			const [matches] = await existing(client, [fields]);
			return equalOf(client, matches, fields) ?? 'not-done';
		}),
	);
	const end = endOfCall(created);
	if (wasLost && 'refused' in end && isDuplicate(end.refused)) {
		// It was this run that did it, before its answer was lost.
		const found = await attempt(existingInTime(client, [fields]));
		const user = found.ok ? equalOf(client, found.value[0], fields) : undefined;
		if (user) return { outcome: 'created', data: simplifyUser(user) };
	}
	return await verdictOf(
		client,
		find,
		'done' in end ? { done: simplifyUser(end.done) } : end,
		fields,
	);
}

function createOrder(client: Client): BulkOrder<UserFields, Record<string, unknown>> {
	return {
		request: createManyRequest,
		match: async (rows, items, again) => await findNewUsers(client, rows, items, again),
		lookUp: async (rows, expected) => {
			const all = await (expected ? existingInTime : existing)(client, rows);
			return rows.map((fields, i) => {
				const user = equalOf(client, all[i], fields);
				return user && { done: simplifyUser(user) };
			});
		},
		// Without email and external id the same order again would create the user twice.
		repeatable: canBeFound,
	};
}

export interface CreateContext {
	client: Client;
	jobs: JobRunner;
	isDryRun: boolean;
	/** Told once when the account does not allow bulk imports. */
	onSingles?: () => void;
	/** Told at each row that has been written, or refused by Zendesk. */
	onEnded?: () => void;
}

async function foresee(client: Client, rows: UserFields[]): Promise<Verdict[]> {
	const found = await attempt(existing(client, rows));
	return rows.map((fields, i) => {
		if (!found.ok) return verdictOfError(found.error, fields);
		const matches = found.value[i];
		return matches.length > 0
			? verdictOfExisting(client, matches, fields)
			: dryRun('created', fields);
	});
}

/**
 * Creates users: one by a single call, more by jobs, one by one where the account does not allow those. A row with a user
 * field that can't be is refused before.
 */
export async function createUsers(context: CreateContext, rows: UserFields[]): Promise<Verdict[]> {
	return await forReadableRows(
		context.client,
		rows.map((fields) => ({ fields })),
		readRow,
		async (good) =>
			await createReadable(
				context,
				good.map(({ fields }) => fields),
			),
	);
}

async function createReadable(
	{ client, jobs, isDryRun, onSingles, onEnded }: CreateContext,
	rows: UserFields[],
): Promise<Verdict[]> {
	if (isDryRun) return await foresee(client, rows);
	const find = existingTogether(client);
	return await importRows(
		{
			jobs,
			order: createOrder(client),
			verdictOf: async (end, fields) => await verdictOf(client, find, end, fields),
			single: async (fields) => await createOne(client, find, fields),
			onSingles,
			onEnded,
		},
		rows,
	);
}
