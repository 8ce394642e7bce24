import { createOrUpdateManyRequest, createOrUpdateUser } from '../api/users';
import { type BulkOrder, endOfCall, type Finding, readRefusal, type RowEnd } from '../bulk/bulk';
import { importRows } from '../bulk/singles';
import { attempt, type Client } from '../http/client';
import type { Verdict } from '../verdict';
import type { ImportContext } from './createNew';
import { findTogether, findUsers } from './find';
import {
	type Done,
	type FindById,
	finishImport,
	hasOpenFields,
	type ImportEnd,
} from './finishImport';
import { knownCatalog } from './fields/catalog';
import type { Wanted } from './gather';
import { nameOfWanted } from './keyOwners';
import { findResults } from './namedResults';
import { verdictOfPart } from './partly';
import { changedFields, withoutFields } from './payload';
import type { UserRef } from './reference';
import { simplifyUser, writtenUser } from './view';

/** A user to be written by one key: Zendesk finds them, or makes them. */
export interface Import extends Wanted {
	/** Nobody had the external id before. */
	isAbsent: boolean;
}

function refOf({ externalId, email }: Wanted): UserRef {
	return externalId ? { by: 'externalId', value: externalId } : { by: 'email', value: email ?? '' };
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
						outcome: isNew ? 'created' : 'sent',
						isOpen: !isNew && hasOpenFields(row.fields),
					},
				};
			});
		},
		lookUp: async (rows) => {
			const found = await findUsers(client, rows.map(refOf));
			return rows.map(({ fields, isAbsent }, i) => {
				const [user] = found[i];
				// Whoever is found by an email has it, be it a second one.
				const wanted = fields.external_id === undefined ? withoutFields(fields, 'email') : fields;
				const isDone =
					user && Object.keys(changedFields(wanted, user, knownCatalog(client))).length === 0;
				const outcome = isAbsent ? 'created' : 'sent';
				return isDone ? { done: { user: simplifyUser(user), outcome } } : undefined;
			});
		},
		// Email and external id are natural keys: the same order again finds the same user.
		repeatable: () => true,
	};
}

async function importOne(client: Client, { fields }: Import): Promise<RowEnd<Done>> {
	const end = endOfCall(await attempt(createOrUpdateUser(client, fields)));
	if (!('done' in end)) return end;
	const { user, created } = end.done;
	return {
		done: {
			user: simplifyUser(user),
			outcome: created ? 'created' : 'sent',
			isOpen: !created && hasOpenFields(fields),
			read: user,
		},
	};
}

function verdictOfRow(one: Wanted, end: ImportEnd): Verdict {
	if ('done' in end) return { outcome: end.done.outcome, data: end.done.user };
	return verdictOfPart(end, nameOfWanted(one), 'written', one.fields);
}

/**
 * New users, and those who were not looked up, by jobs; one by one where the account does not allow that. Each is named by
 * one key alone, by which Zendesk can't meet two people.
 */
export async function importAll(context: ImportContext, rows: Import[]): Promise<Verdict[]> {
	const { client, jobs, onSingles, onEnded } = context;
	const findById = findTogether(client);
	const find: FindById = async (id) => (await findById({ by: 'id', value: id }))[0];
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
