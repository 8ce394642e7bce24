import type { ZendeskUser } from '../api/records';
import { createManyRequest, createUser } from '../api/users';
import { type BulkOrder, runBulk, verdictOfEnd } from '../bulk/bulk';
import { attempt, type Client } from '../http/client';
import type { JobRunner } from '../http/jobs';
import { inParallel } from '../http/parallel';
import { dryRun, type Verdict, verdictOfError } from '../verdict';
import { findUsers } from './find';
import { changedFields, type UserFields } from './payload';
import type { UserRef } from './reference';
import { nameOf, simplifyUser } from './view';

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

async function existing(client: Client, fields: UserFields): Promise<ZendeskUser | undefined> {
	const matches = await findUsers(client, refsOf(fields));
	return matches.flat()[0];
}

function isDuplicate(text: string): boolean {
	return /already (being used|been taken)/i.test(text);
}

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

const UPDATE_INSTEAD = "Use the operation 'Update' or 'Create or Update' for users who exist";

/** Zendesk says that the e-mail or external id is taken: by the same user, or by another one? */
async function explainDuplicate(
	client: Client,
	fields: UserFields,
	refusal: Verdict,
): Promise<Verdict> {
	const user = await attempt(existing(client, fields));
	if (user.ok && user.value) return verdictOfExisting(user.value, fields);
	return { ...refusal, reason: 'exists', advice: UPDATE_INSTEAD };
}

/**
 * Creates one user. Zendesk refuses a second user with the same e-mail or external id, so the order may be repeated when
 * its answer was lost, as long as the row has one of the two.
 */
async function createOne(client: Client, fields: UserFields): Promise<Verdict> {
	const isFindable = refsOf(fields).length > 0;
	const created = await attempt(
		createUser(client, fields, async () =>
			isFindable ? ((await existing(client, fields)) ?? 'not-done') : undefined,
		),
	);
	// A lost answer that was looked up counts as created: it was this run that did it.
	if (created.ok) return { outcome: 'created', data: simplifyUser(created.value) };
	const verdict = verdictOfError(created.error);
	const duplicate =
		created.error.fields.some(({ code }) => code === 'DuplicateValue') ||
		isDuplicate(created.error.message);
	return duplicate && isFindable ? await explainDuplicate(client, fields, verdict) : verdict;
}

function createOrder(client: Client): BulkOrder<UserFields, Record<string, unknown>> {
	return {
		request: createManyRequest,
		match: (rows, items) => {
			const byPosition = new Map(items.map((item, i) => [item.index ?? i, item]));
			return rows.map((fields, i) => {
				const item = byPosition.get(i);
				if (item === undefined) return undefined;
				return item.success
					? { done: { id: item.id, ...fields } }
					: { refused: item.details ?? item.error ?? 'Zendesk gave no reason' };
			});
		},
		lookUp: async (rows) =>
			await inParallel(rows, async (fields) => {
				const user = await existing(client, fields);
				const isDone = user && Object.keys(changedFields(fields, user)).length === 0;
				return isDone ? { done: simplifyUser(user) } : undefined;
			}),
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

async function foresee(client: Client, fields: UserFields): Promise<Verdict> {
	const user = await attempt(existing(client, fields));
	if (!user.ok) return verdictOfError(user.error, fields);
	return user.value ? verdictOfExisting(user.value, fields) : dryRun('created', fields);
}

/** Creates users: one by a single call, more by jobs, one by one where the account does not allow those. */
export async function createUsers(
	{ client, jobs, isDryRun, onSingles, onEnded }: CreateContext,
	rows: UserFields[],
): Promise<Verdict[]> {
	if (isDryRun) return await inParallel(rows, async (fields) => await foresee(client, fields));
	const singles = async () =>
		await inParallel(rows, async (fields) => await createOne(client, fields), onEnded);
	if (rows.length === 1) return await singles();

	const ends = await runBulk(jobs, rows, createOrder(client), onEnded);
	if (ends.some((end) => 'error' in end && end.error.status === 403)) {
		onSingles?.();
		return await singles();
	}
	return await inParallel(ends, async (end, i): Promise<Verdict> => {
		if ('done' in end) return { outcome: 'created', data: end.done };
		const verdict = verdictOfEnd(end, `${String(rows[i].name)} was not created`, rows[i]);
		const taken = 'refused' in end && isDuplicate(end.refused) && refsOf(rows[i]).length > 0;
		return taken ? await explainDuplicate(client, rows[i], verdict) : verdict;
	});
}
