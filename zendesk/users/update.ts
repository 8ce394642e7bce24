import type { ZendeskUser } from '../api/records';
import { showMany, updateManyRequest, updateUser } from '../api/users';
import { type BulkOrder, endOfCall, readRefusal, type RowEnd, runBulk } from '../bulk/bulk';
import { matchResults } from '../bulk/results';
import { attempt, type Client } from '../http/client';
import type { JobRunner } from '../http/jobs';
import { inParallel } from '../http/parallel';
import { changeEmail } from './email';
import { onceSettled, unlessFresh } from './fresh';
import { knownCatalog } from './fields/catalog';
import { changedFields, type UserFields, withFields } from './payload';

/** A user as he was read, and what has to be written to him. */
export interface UserUpdate {
	user: ZendeskUser;
	fields: UserFields;
	/** Leave the former email with the user as a second address. */
	keepOldEmail?: boolean;
}

/**
 * What must be certain: Zendesk's word is not proof that a role or a suspension has taken effect, and languages and zones that
 * it does not know may be passed over.
 */
const TO_VERIFY = ['role', 'custom_role_id', 'suspended', 'locale', 'time_zone'];

/** What the answer to a call for one user shows besides. */
const SHOWN = [...TO_VERIFY, 'user_fields'];

const isDone = (client: Client, fields: UserFields, user: ZendeskUser | undefined) =>
	user !== undefined && Object.keys(changedFields(fields, user, knownCatalog(client))).length === 0;

function updateOrder(client: Client): BulkOrder<UserUpdate, ZendeskUser> {
	return {
		request: (rows) =>
			updateManyRequest(rows.map(({ user, fields }) => ({ id: user.id, ...fields }))),
		match: (rows, items) => {
			const ids = rows.map(({ user: { id } }) => ({ id }));
			const results = matchResults(ids, items).items;
			return rows.map(({ user, fields }, i) => {
				const item = results[i];
				if (item === undefined) return undefined;
				if (item.success) return { done: withFields(user, fields) };
				const refusal = readRefusal(item);
				return unlessFresh(client, user, `${item.error} ${refusal.refused}`) ?? refusal;
			});
		},
		lookUp: async (rows) => {
			const ids = rows.map(({ user }) => user.id);
			const now = new Map((await showMany(client, 'ids', ids)).map((user) => [user.id, user]));
			return rows.map(({ user: { id }, fields }) => {
				const user = now.get(id);
				return user && isDone(client, fields, user) ? { done: user } : undefined;
			});
		},
		repeatable: () => true,
		verify: ({ fields }) => TO_VERIFY.some((field) => field in fields),
	};
}

/** One user by a call of its own, which answers with the user. */
async function writeOne(
	client: Client,
	{ user, fields }: UserUpdate,
): Promise<RowEnd<ZendeskUser>> {
	const end = await onceSettled(client, user, async () =>
		endOfCall(await attempt(updateUser(client, user.id, fields))),
	);
	if (!('done' in end)) return end;
	const left = Object.keys(changedFields(fields, end.done, knownCatalog(client)));
	const open = left.filter((field) => SHOWN.includes(field));
	return open.length > 0 ? { refused: `Zendesk did it without effect: ${open.join(', ')}` } : end;
}

async function writeFields(
	client: Client,
	jobs: JobRunner,
	updates: UserUpdate[],
	onEnded?: () => void,
): Promise<Array<RowEnd<ZendeskUser>>> {
	return updates.length === 1
		? await inParallel(updates, async (update) => await writeOne(client, update), onEnded)
		: await runBulk(jobs, updates, updateOrder(client), onEnded);
}

async function writeEmail(
	client: Client,
	{ user, fields: { email }, keepOldEmail = false }: UserUpdate,
	before: RowEnd<ZendeskUser>,
): Promise<RowEnd<ZendeskUser>> {
	if (!('done' in before) || typeof email !== 'string') return before;
	const end = await onceSettled(client, user, async () =>
		endOfCall(await attempt(changeEmail(client, user, email, keepOldEmail))),
	);
	return 'done' in end ? { done: { ...before.done, email } } : end;
}

/**
 * Sets fields of many users, each his own: one user by a call, more by jobs of a hundred. Zendesk's updates can't switch
 * the primary email, so that is done afterwards, user by user.
 *
 * @param onEnded told at each user who is written, or refused by Zendesk
 */
export async function writeUsers(
	client: Client,
	jobs: JobRunner,
	updates: UserUpdate[],
	onEnded?: () => void,
): Promise<Array<RowEnd<ZendeskUser>>> {
	const hasEmail = ({ fields }: UserUpdate) => 'email' in fields;
	// Most updates have none, and are taken as they are: there may be a hundred thousand.
	const plain = updates.map((update) => (hasEmail(update) ? withoutEmail(update) : update));
	const toWrite = plain.filter(({ fields }) => Object.keys(fields).length > 0);
	const written = await writeFields(client, jobs, toWrite, onEnded);
	const endOf = new Map(toWrite.map((update, i) => [update, written[i]]));
	const ends = plain.map((update) => endOf.get(update) ?? { done: update.user });
	const withEmail = [...updates.keys()].filter((i) => hasEmail(updates[i]));
	await inParallel(withEmail, async (i) => {
		ends[i] = await writeEmail(client, updates[i], ends[i]);
		if (!endOf.has(plain[i])) onEnded?.();
	});
	return ends;
}

function withoutEmail({ user, fields }: UserUpdate): UserUpdate {
	return {
		user,
		fields: Object.fromEntries(Object.entries(fields).filter(([field]) => field !== 'email')),
	};
}
