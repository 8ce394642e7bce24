import { createManyRequest, createUser } from '../api/users';
import { type BulkOrder, endOfCall, type RowEnd, verdictOfEnd } from '../bulk/bulk';
import { importRows } from '../bulk/singles';
import { attempt, type Client } from '../http/client';
import type { JobRunner } from '../http/jobs';
import type { Verdict } from '../verdict';
import { canBeFound, equalOf, existing, existingInTime } from './existing';
import { findNewUsers, WITHOUT_ID } from './newUsers';
import { isDuplicate, type UserFields } from './payload';
import { simplifyUser } from './view';

export interface ImportContext {
	client: Client;
	jobs: JobRunner;
	/** Told once when the account does not allow bulk imports. */
	onSingles?: () => void;
	/** Told at each row that has been written, or refused by Zendesk. */
	onEnded?: () => void;
}

/** What a row comes to whose email or external ID somebody has. `verdict` = Zendesk's refusal as it is. */
export type OnDuplicate = (fields: UserFields, verdict: Verdict) => Promise<Verdict> | Verdict;

type NewUser = Record<string, unknown>;

const LOOK_FIRST =
	'Look for it in Zendesk before you run it again: without email and external ID it would be created a second time';

/** Of a name that is longer, so much stands in a message. */
const MAX_SHOWN = 100;

const nameOfRow = ({ name, email, external_id: externalId }: UserFields) =>
	String(name ?? email ?? externalId).slice(0, MAX_SHOWN);

async function verdictOf(
	end: RowEnd<NewUser>,
	fields: UserFields,
	onDuplicate: OnDuplicate,
): Promise<Verdict> {
	if ('done' in end) return { outcome: 'created', data: end.done };
	const who = nameOfRow(fields);
	const verdict = verdictOfEnd(end, `${who} was not created`, fields);
	if (verdict.outcome === 'unknown' && !canBeFound(fields)) {
		const why = 'unknown' in end && end.unknown.startsWith(WITHOUT_ID) ? end.unknown : undefined;
		const isThere = why !== undefined && {
			message: `${who} was created, but Zendesk did not say under which ID${why.slice(WITHOUT_ID.length)}`,
		};
		return { ...verdict, ...isThere, advice: LOOK_FIRST };
	}
	return 'refused' in end && isDuplicate(end.refused)
		? await onDuplicate(fields, verdict)
		: verdict;
}

/**
 * Creates one user. Zendesk refuses a second user with the same email or external id, so the order may be repeated when
 * its answer was lost, as long as the row has one of the two.
 */
async function createOne(client: Client, fields: UserFields): Promise<RowEnd<NewUser>> {
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
		if (user) return { done: simplifyUser(user) };
	}
	return 'done' in end ? { done: simplifyUser(end.done) } : end;
}

function createOrder(client: Client): BulkOrder<UserFields, NewUser> {
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

/**
 * Creates users: one by a single call, more by jobs, one by one where the account does not allow those. Zendesk refuses
 * those whose email or external ID somebody has, so nobody who is there is changed.
 *
 * @returns one verdict a row
 * @see https://developer.zendesk.com/api-reference/ticketing/users/users/#create-many-users
 */
export async function createNew(
	{ client, jobs, onSingles, onEnded }: ImportContext,
	rows: UserFields[],
	onDuplicate: OnDuplicate,
): Promise<Verdict[]> {
	return await importRows(
		{
			jobs,
			order: createOrder(client),
			verdictOf: async (end, fields) => await verdictOf(end, fields, onDuplicate),
			single: async (fields) =>
				await verdictOf(await createOne(client, fields), fields, onDuplicate),
			onSingles,
			onEnded,
		},
		rows,
	);
}
