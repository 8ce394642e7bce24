import { attempt, type Client } from '../http/client';
import { dryRun, type Verdict, verdictOfError } from '../verdict';
import { createNew, type ImportContext } from './createNew';
import { existing, existingTogether } from './existing';
import { knownCatalog } from './fields/catalog';
import { forReadableRows, readRow } from './fields/read';
import type { Matches } from './find';
import { changedFields, type UserFields } from './payload';
import { nameOf, simplifyUser } from './view';

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

export interface CreateContext extends ImportContext {
	isDryRun: boolean;
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

async function createReadable(context: CreateContext, rows: UserFields[]): Promise<Verdict[]> {
	const { client, isDryRun } = context;
	if (isDryRun) return await foresee(client, rows);
	const find = existingTogether(client);
	return await createNew(context, rows, async (fields, verdict) => {
		const found = await attempt(find(fields));
		return found.ok && found.value.length > 0
			? verdictOfExisting(client, found.value, fields)
			: { ...verdict, reason: 'exists', advice: UPDATE_INSTEAD };
	});
}
