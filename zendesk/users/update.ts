import type { ZendeskUser } from '../api/records';
import { showMany, updateManyRequest, updateUser } from '../api/users';
import { type BulkOrder, endOfCall, type RowEnd, runBulk } from '../bulk/bulk';
import { attempt, type Client } from '../http/client';
import { itemsById, type JobRunner } from '../http/jobs';
import { inParallel } from '../http/parallel';
import { changeEmail } from './email';
import { changedFields, type UserFields, withFields } from './payload';

/** A user as he was read, and what has to be written to him. */
export interface UserUpdate {
	user: ZendeskUser;
	fields: UserFields;
	/** Leave the former e-mail with the user as a second address. */
	keepOldEmail?: boolean;
}

/** What must be certain: a job's word is not proof that a role or a suspension has taken effect. */
const TO_VERIFY = ['role', 'suspended'];

function updateOrder(client: Client, updates: UserUpdate[]): BulkOrder<UserUpdate, ZendeskUser> {
	return {
		request: (rows) =>
			updateManyRequest(rows.map(({ user, fields }) => ({ id: user.id, ...fields }))),
		match: (rows, items) => {
			const byId = itemsById(items);
			return rows.map(({ user, fields }) => {
				const item = byId.get(user.id);
				if (item === undefined) return undefined;
				return item.success
					? { done: withFields(user, fields) }
					: { refused: item.details ?? item.error ?? 'Zendesk gave no reason' };
			});
		},
		lookUp: async (rows) => {
			const ids = rows.map(({ user }) => user.id);
			const now = new Map((await showMany(client, 'ids', ids)).map((user) => [user.id, user]));
			return rows.map(({ user: { id }, fields }) => {
				const user = now.get(id);
				const isDone = user && Object.keys(changedFields(fields, user)).length === 0;
				return isDone ? { done: user } : undefined;
			});
		},
		repeatable: () => true,
		verify: updates.some(({ fields }) => TO_VERIFY.some((field) => field in fields)),
	};
}

/** One user by a single call, which answers with the user; an e-mail needs its own steps. */
async function writeOne(
	client: Client,
	{ user, fields, keepOldEmail = false }: UserUpdate,
): Promise<RowEnd<ZendeskUser>> {
	return endOfCall(
		await attempt(
			typeof fields.email === 'string'
				? changeEmail(client, user, { ...fields, email: fields.email }, keepOldEmail)
				: updateUser(client, user.id, fields),
		),
	);
}

/**
 * Sets fields of many users, each his own: one user by a call, more by jobs of a hundred. Jobs can't switch the primary
 * e-mail, so who gets another one has calls of his own.
 *
 * @param onEnded told at each user who is written, or refused by Zendesk
 */
export async function writeUsers(
	client: Client,
	jobs: JobRunner,
	updates: UserUpdate[],
	onEnded?: () => void,
): Promise<Array<RowEnd<ZendeskUser>>> {
	const isSingle = ({ fields }: UserUpdate) => updates.length === 1 || 'email' in fields;
	const single = updates.filter(isSingle);
	const bulk = updates.filter((update) => !isSingle(update));
	const [singleEnds, bulkEnds] = await Promise.all([
		inParallel(single, async (update) => await writeOne(client, update), onEnded),
		runBulk(jobs, bulk, updateOrder(client, bulk), onEnded),
	]);
	const ends = new Map([
		...single.map((update, i) => [update, singleEnds[i]] as const),
		...bulk.map((update, i) => [update, bulkEnds[i]] as const),
	]);
	return updates.map((update) => ends.get(update)!);
}
