import type { ZendeskUser } from '../api/records';
import { showMany, updateManyRequest } from '../api/users';
import type { BulkOrder } from '../bulk/bulk';
import type { Client } from '../http/client';
import { itemsById } from '../http/jobs';
import { changedFields, type UserFields, withFields } from './payload';

/** A user as he was read, and what has to be written to him. */
export interface UserUpdate {
	user: ZendeskUser;
	fields: UserFields;
}

/** What must be certain: a job's word is not proof that a role or a suspension has taken effect. */
const TO_VERIFY = ['role', 'suspended'];

/** Sets fields of many users, each his own. */
export function updateOrder<Row extends UserUpdate>(
	client: Client,
	updates: Row[],
): BulkOrder<Row, ZendeskUser> {
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
