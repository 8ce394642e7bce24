import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import { createOrUpdateManyRequest, createOrUpdateUser } from '../api/users';
import { type BulkOrder, endOfCall, type Finding, readRefusal, type RowEnd } from '../bulk/bulk';
import { importRows } from '../bulk/singles';
import { attempt, type Client } from '../http/client';
import type { JobRunner } from '../http/jobs';
import { dryRun, type Refusal, refused, type Verdict, verdictOfError } from '../verdict';
import { findTogether, findUsers } from './find';
import {
	type Done,
	type FindById,
	finishImport,
	hasOpenFields,
	type ImportEnd,
	updated,
} from './finishImport';
import { gather, type UpsertRow, type Wanted } from './gather';
import { type Catalog, knownCatalog } from './fields/catalog';
import { forReadableRows, readUserFields, refuseTags } from './fields/read';
import { findResults } from './namedResults';
import { verdictOfPart } from './partly';
import { changedFields, isDuplicate, mergedFields } from './payload';
import type { UserRef } from './reference';
import { writeUsers } from './update';
import { simplifyUser, writtenUser } from './view';

export interface UpsertContext {
	client: Client;
	jobs: JobRunner;
	isDryRun: boolean;
	/** Send rows to Zendesk without looking whether they differ from what is there. */
	writeUnchanged: boolean;
	/** Told once when the account does not allow bulk imports. */
	onSingles?: () => void;
	/** Told at each row that has been written, or refused by Zendesk. */
	onEnded?: () => void;
}

/** A user to be written by his keys: Zendesk finds him, or makes him. */
interface Import extends Wanted {
	/** Nobody had the external id before. */
	isAbsent: boolean;
}

function refOf({ externalId, email }: Wanted): UserRef {
	return externalId ? { by: 'externalId', value: externalId } : { by: 'email', value: email! };
}

function nameOfRow({ externalId, email }: Wanted): string {
	return externalId ? `the user with the external ID ${externalId}` : `the user ${email}`;
}

function ambiguous(message: string): Refusal {
	return { reason: 'ambiguous', message, advice: 'Tell the users apart in Zendesk first' };
}

function importOrder(client: Client): BulkOrder<Import, Done> {
	return {
		request: (rows) => createOrUpdateManyRequest(rows.map(({ fields }) => fields)),
		match: async (rows, items, again) => {
			const keys = rows.map(({ externalId, email }) => ({ externalId, email }));
			const results = await findResults(client, keys, items);
			return rows.map((row, i): Finding<Done> => {
				const item = results[i];
				if (item === undefined) return undefined;
				if (!item.success) return readRefusal(item);
				const isNew = /created/i.test(item.status ?? '') || (again && row.isAbsent);
				return {
					done: {
						user: writtenUser(item.id, row.fields, isNew),
						outcome: isNew ? 'created' : 'updated',
						isOpen: Boolean(
							(row.email && item.email && !sameText(item.email, row.email)) ||
								(!isNew && hasOpenFields(row.fields)),
						),
					},
				};
			});
		},
		lookUp: async (rows) => {
			const found = await findUsers(client, rows.map(refOf));
			return rows.map(({ fields, isAbsent }, i) => {
				const [user] = found[i];
				const isDone =
					user && Object.keys(changedFields(fields, user, knownCatalog(client))).length === 0;
				const outcome = isAbsent ? 'created' : 'updated';
				return isDone ? { done: { user: simplifyUser(user), outcome } } : undefined;
			});
		},
		// Email and external id are natural keys: the same order again finds the same user.
		repeatable: () => true,
	};
}

async function importOne(client: Client, { fields, email }: Import): Promise<RowEnd<Done>> {
	const end = endOfCall(await attempt(createOrUpdateUser(client, fields)));
	if (!('done' in end)) return end;
	const { user, created } = end.done;
	return {
		done: {
			user: simplifyUser(user),
			outcome: created ? 'created' : 'updated',
			isOpen: Boolean(email && !sameText(user.email, email)) || (!created && hasOpenFields(fields)),
			read: user,
		},
	};
}

function verdictOfRow(one: Wanted, end: ImportEnd): Verdict {
	if ('done' in end) return { outcome: end.done.outcome, data: end.done.user };
	const verdict = verdictOfPart(end, nameOfRow(one), 'written', one.fields);
	if (!('refused' in end && one.externalId && one.email && isDuplicate(end.refused)))
		return verdict;
	const both = `The external ID ${one.externalId} and the email ${one.email}`;
	const message = `${both} belong to two users: ${end.half ? verdict.message : end.refused}`;
	return refused(ambiguous(message), verdict.data);
}

/** New users, and those whose external id is not known, by jobs; one by one where the account does not allow that. */
async function importAll(context: UpsertContext, rows: Import[]): Promise<Verdict[]> {
	const { client, jobs, onSingles, onEnded } = context;
	const together = findTogether(client);
	const find: FindById = async (id) => (await together({ by: 'id', value: id }))[0];
	const verdictOf = async (end: RowEnd<Done>, row: Import) =>
		verdictOfRow(
			row,
			'done' in end && end.done.isOpen
				? await finishImport(context, find, row.fields, end.done)
				: end,
		);
	const single = async (row: Import) => await verdictOf(await importOne(client, row), row);
	return await importRows(
		{ jobs, order: importOrder(client), verdictOf, single, onSingles, onEnded },
		rows,
	);
}

/** Who is there already, for rows that are looked up: one entry each, by what names the user best. */
async function findWanted(
	{ client, isDryRun, writeUnchanged }: UpsertContext,
	wanted: Wanted[],
	catalog: Catalog,
): Promise<Map<Wanted, ZendeskUser[]>> {
	// A dry run looks for all; otherwise a row by email alone costs a search of its own, and goes straight to the job.
	// Where user fields have tags, nobody's tags are replaced without knowing which of them are there.
	// Where rows name people by different keys, whose email a row changes must be known: another row may name them by it.
	const mixesKeys = wanted.some(({ externalId }) => externalId === undefined);
	const isSought = ({ externalId, fields }: Wanted) =>
		isDryRun ||
		((!writeUnchanged || mixesKeys) && externalId !== undefined) ||
		(catalog.tags.size > 0 && fields.tags !== undefined);
	const sought = wanted.filter(isSought);
	const found = await findUsers(client, sought.map(refOf));
	const known = new Map(sought.map((one, i) => [one, found[i]]));
	if (isDryRun) {
		const byEmail = sought.filter((one) => one.email && known.get(one)!.length === 0);
		const owners = await findUsers(
			client,
			byEmail.map(({ email }) => ({ by: 'email', value: email! })),
		);
		for (const [i, one] of byEmail.entries()) known.set(one, owners[i]);
	}
	return known;
}

/** Rows by email alone whose user was found by the external id of other rows: they are one and are written once. */
function fold(wanted: Wanted[], known: Map<Wanted, ZendeskUser[]>): Wanted[] {
	const byEmail = new Map<string, Wanted>();
	for (const [one, users] of known) {
		if (one.externalId && users.length === 1 && users[0].email) {
			byEmail.set(users[0].email.toLowerCase(), one);
		}
	}
	return wanted.filter((one) => {
		const twin = one.externalId ? undefined : byEmail.get(one.email!.toLowerCase());
		if (twin === undefined) return true;
		const isLater = one.indexes[0] > twin.indexes[0];
		twin.fields = isLater
			? mergedFields(twin.fields, one.fields)
			: mergedFields(one.fields, twin.fields);
		twin.indexes.push(...one.indexes);
		return false;
	});
}

/**
 * Makes users be as the rows say. Rows with an external id are compared with what is there first, and only differences
 * are written. A row with a user field that can't be is refused before.
 *
 * @returns one verdict a row
 */
export async function upsertUsers(context: UpsertContext, rows: UpsertRow[]): Promise<Verdict[]> {
	return await forReadableRows(
		context.client,
		rows,
		readUserFields,
		async (good, catalog) => await upsertReadable(context, good, catalog),
	);
}

async function upsertReadable(
	context: UpsertContext,
	rows: UpsertRow[],
	catalog: Catalog,
): Promise<Verdict[]> {
	const { client, jobs, isDryRun, onEnded } = context;
	const verdicts: Verdict[] = new Array(rows.length);
	const gathered = gather(rows);
	for (const [index, other] of gathered.clashes) {
		const message = `Item ${rows[other].item} names the same user with another external ID`;
		verdicts[index] = refused({ ...ambiguous(message), advice: 'Correct one of the two rows' });
	}
	const known = await attempt(findWanted(context, gathered.wanted, catalog));
	if (!known.ok) return rows.map((_, i) => verdicts[i] ?? verdictOfError(known.error));
	const answer = (one: Wanted, verdict: Verdict) => {
		for (const index of one.indexes) verdicts[index] = verdict;
	};

	const changes: Array<{ wanted: Wanted; user: ZendeskUser; fields: Wanted['fields'] }> = [];
	const imports: Import[] = [];
	for (const wanted of fold(gathered.wanted, known.value)) {
		const matches = known.value.get(wanted);
		const [user] = matches ?? [];
		const fields = user ? changedFields(wanted.fields, user, catalog) : {};
		const loose = refuseTags(wanted.fields, catalog, user);
		if (loose) {
			answer(wanted, refused(loose, user ? simplifyUser(user) : wanted.fields));
		} else if (matches && matches.length > 1) {
			const ids = matches.map(({ id }) => id).join(', ');
			const message = `${matches.length} users match ${nameOfRow(wanted)} (IDs ${ids})`;
			answer(wanted, refused(ambiguous(message)));
		} else if (!user) {
			if (isDryRun) answer(wanted, dryRun('created', wanted.fields));
			else imports.push({ ...wanted, isAbsent: matches !== undefined });
		} else if (context.writeUnchanged && !isDryRun) {
			const tags = wanted.fields.tags === undefined ? {} : { tags: fields.tags ?? user.tags };
			imports.push({ ...wanted, fields: { ...wanted.fields, ...tags }, isAbsent: false });
		} else if (Object.keys(fields).length === 0) {
			answer(wanted, { outcome: 'unchanged', data: simplifyUser(user) });
			onEnded?.();
		} else if (isDryRun) {
			const data = { ...simplifyUser(user), would_change: Object.keys(fields) };
			answer(wanted, dryRun('updated', data));
		} else {
			changes.push({ wanted, user, fields });
		}
	}

	const [changeEnds, imported] = await Promise.all([
		writeUsers(client, jobs, changes, onEnded),
		importAll(context, imports),
	]);
	changes.forEach(({ wanted }, i) => answer(wanted, verdictOfRow(wanted, updated(changeEnds[i]))));
	imports.forEach((one, i) => answer(one, imported[i]));
	return verdicts;
}
