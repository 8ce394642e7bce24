import type { ZendeskUser } from '../api/records';
import { createManyRequest, createUser } from '../api/users';
import { type BulkOrder, type RowEnd, verdictOfEnd, endOfCall } from '../bulk/bulk';
import { importRows } from '../bulk/singles';
import { attempt, type Client } from '../http/client';
import type { JobRunner } from '../http/jobs';
import { dryRun, type Verdict, verdictOfError } from '../verdict';
import { findUsers } from './find';
import { changedFields, isDuplicate, type UserFields } from './payload';
import type { UserRef } from './reference';
import { nameOf, simplifyUser, writtenUser } from './view';

/** How far Zendesk's search is behind: an e-mail that was given just now is found some minutes later. */
const SEARCH_LAG_MS = 180_000;
const LOOK_EVERY_MS = 15_000;

/** The references by which a user who is to be created can be found again. */
function refsOf(fields: UserFields): UserRef[] {
	const refs: UserRef[] = [];
	if (typeof fields.external_id === 'string' && fields.external_id !== '') {
		refs.push({ by: 'externalId', value: fields.external_id });
	}
	if (typeof fields.email === 'string' && fields.email !== '') {
		refs.push({ by: 'email', value: fields.email });
	}
	return refs;
}

/** Who has the external id or e-mail of each row. */
async function existing(
	client: Client,
	rows: UserFields[],
): Promise<Array<ZendeskUser | undefined>> {
	const refs = rows.map(refsOf);
	const found = await findUsers(client, refs.flat());
	let from = 0;
	return refs.map(({ length }) => found.slice(from, (from += length)).flat()[0]);
}

/** The same for users who must be there: waits until the search shows them. */
async function existingInTime(
	client: Client,
	rows: UserFields[],
): Promise<Array<ZendeskUser | undefined>> {
	const until = client.clock.now() + SEARCH_LAG_MS;
	for (;;) {
		const users = await existing(client, rows);
		const isOver = client.clock.now() >= until || client.signal?.aborted;
		if (isOver || users.every((user) => user !== undefined)) return users;
		await client.wait(LOOK_EVERY_MS, "Zendesk's search does not show the new users yet");
	}
}

function isEqual(user: ZendeskUser | undefined, fields: UserFields): user is ZendeskUser {
	return user !== undefined && Object.keys(changedFields(fields, user)).length === 0;
}

const UPDATE_INSTEAD = "Use the operation 'Update' or 'Create or Update' for users who exist";

/** Who is there already: the same user is what was wanted, another one is in the way. */
function verdictOfExisting(user: ZendeskUser, fields: UserFields): Verdict {
	const different = Object.keys(changedFields(fields, user));
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
	end: RowEnd<Record<string, unknown>>,
	fields: UserFields,
): Promise<Verdict> {
	if ('done' in end) return { outcome: 'created', data: end.done };
	const verdict = verdictOfEnd(end, `${String(fields.name)} was not created`, fields);
	if (!('refused' in end && isDuplicate(end.refused))) return verdict;
	const found = await attempt(existing(client, [fields]));
	const user = found.ok ? found.value[0] : undefined;
	return user
		? verdictOfExisting(user, fields)
		: { ...verdict, reason: 'exists', advice: UPDATE_INSTEAD };
}

/**
 * Creates one user. Zendesk refuses a second user with the same e-mail or external id, so the order may be repeated when
 * its answer was lost, as long as the row has one of the two.
 */
async function createOne(client: Client, fields: UserFields): Promise<Verdict> {
	let wasLost = false;
	const created = await attempt(
		createUser(client, fields, async () => {
			wasLost = true;
			if (refsOf(fields).length === 0) return undefined;
			const [user] = await existing(client, [fields]);
			return isEqual(user, fields) ? user : 'not-done';
		}),
	);
	const end = endOfCall(created);
	if (wasLost && 'refused' in end && isDuplicate(end.refused)) {
		// It was this run that did it, before its answer was lost.
		const found = await attempt(existingInTime(client, [fields]));
		const user = found.ok ? found.value[0] : undefined;
		if (isEqual(user, fields)) return { outcome: 'created', data: simplifyUser(user) };
	}
	return await verdictOf(client, 'done' in end ? { done: simplifyUser(end.done) } : end, fields);
}

function createOrder(client: Client): BulkOrder<UserFields, Record<string, unknown>> {
	return {
		request: createManyRequest,
		match: (rows, items, again) => {
			const byPosition = new Map(items.map((item, i) => [item.index ?? i, item]));
			return rows.map((fields, i) => {
				const item = byPosition.get(i);
				if (item === undefined) return undefined;
				if (item.success) return { done: writtenUser(item.id, fields, true) };
				const said = item.details ?? item.error ?? 'Zendesk gave no reason';
				return again && isDuplicate(said) ? { doubt: said } : { refused: said };
			});
		},
		lookUp: async (rows, expected) => {
			const users = await (expected ? existingInTime : existing)(client, rows);
			return rows.map((fields, i) => {
				const user = users[i];
				return isEqual(user, fields) ? { done: simplifyUser(user) } : undefined;
			});
		},
		// Without e-mail and external id the same order again would create the user twice.
		repeatable: (fields) => refsOf(fields).length > 0,
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
		const user = found.value[i];
		return user ? verdictOfExisting(user, fields) : dryRun('created', fields);
	});
}

/** Creates users: one by a single call, more by jobs, one by one where the account does not allow those. */
export async function createUsers(
	{ client, jobs, isDryRun, onSingles, onEnded }: CreateContext,
	rows: UserFields[],
): Promise<Verdict[]> {
	if (isDryRun) return await foresee(client, rows);
	return await importRows(
		{
			jobs,
			order: createOrder(client),
			verdictOf: async (end, fields) => await verdictOf(client, end, fields),
			single: async (fields) => await createOne(client, fields),
			onSingles,
			onEnded,
		},
		rows,
	);
}
