import type { ZendeskUser } from '../api/records';
import type { RowEnd } from '../bulk/bulk';
import { attempt, type Client } from '../http/client';
import type { JobRunner } from '../http/jobs';
import type { Outcome } from '../verdict';
import { knownCatalog } from './fields/catalog';
import type { UpdateEnd } from './partly';
import { changedFields, type UserFields } from './payload';
import { writeUsers } from './update';
import { simplifyUser } from './view';

/** How a user was written whom Zendesk found, or made, by their keys. */
export interface Done {
	user: Record<string, unknown>;
	outcome: Outcome;
	/** Zendesk may have only added a number to this user, or have passed over a field. */
	isOpen?: boolean;
	/** The user, where the answer has shown them. */
	read?: ZendeskUser;
}

export type ImportEnd = RowEnd<Done> & Pick<UpdateEnd, 'half'>;

/** Fields that an order may leave as they were although Zendesk says that it is done: numbers, and what is for staff. */
const OPEN_FIELDS = ['phone', 'ticket_restriction', 'only_private_comments'];

/** Whether a row has such a field. */
export function hasOpenFields(fields: UserFields): boolean {
	return OPEN_FIELDS.some((field) => field in fields);
}

export type FindById = (id: number) => Promise<ZendeskUser | undefined>;

/** Writes what Zendesk has only added, such as a number, in the place of what was there. */
export async function finishImport(
	{ client, jobs }: { client: Client; jobs: JobRunner },
	find: FindById,
	fields: UserFields,
	done: Done,
): Promise<ImportEnd> {
	const found = await attempt(done.read ? Promise.resolve(done.read) : find(Number(done.user.id)));
	if (!found.ok) return { error: found.error };
	const user = found.value;
	if (user === undefined) return { unknown: 'Zendesk does not show the user' };
	const wanted = Object.entries(fields).filter(([field]) => OPEN_FIELDS.includes(field));
	const open = changedFields(Object.fromEntries(wanted), user, knownCatalog(client));
	if (Object.keys(open).length === 0) {
		return { done: { user: simplifyUser(user), outcome: done.outcome } };
	}
	const [end] = await writeUsers(client, jobs, [{ user, fields: open }]);
	if ('done' in end) return { done: { user: simplifyUser(end.done), outcome: done.outcome } };
	const left = end.half?.left ?? Object.keys(open);
	const written = Object.keys(fields).filter((field) => !left.includes(field));
	return { ...end, half: { user: end.half?.user ?? user, done: written, left } };
}
