import type { ZendeskUser } from '../api/records';
import { showMany, updateManyRequest, updateUser } from '../api/users';
import { type BulkOrder, endOfCall, readRefusal, runBulk } from '../bulk/bulk';
import { matchResults } from '../bulk/results';
import { attempt, type Client } from '../http/client';
import type { JobRunner } from '../http/jobs';
import { inParallel } from '../http/parallel';
import { onceSettled, unlessFresh } from './fresh';
import { knownCatalog } from './fields/catalog';
import { hasOpenKeys, withoutKeys, writeKeys } from './keys';
import type { UpdateEnd } from './partly';
import { changedFields, type UserFields, withFields } from './payload';

/** A user as they were read, and what has to be written to them. */
export interface UserUpdate {
	user: ZendeskUser;
	fields: UserFields;
	/** Leave the former email with the user as a second address. */
	keepOldEmail?: boolean;
	/** Leave the user in the organizations where they are; another one is added as the default one. */
	keepOrganizations?: boolean;
}

/**
 * What must be certain: Zendesk's word is not proof that a role or a suspension has taken effect, languages and zones that it
 * does not know may be passed over, and what is for staff alone has no effect on end users.
 */
const TO_VERIFY = [
	'role',
	'custom_role_id',
	'suspended',
	'locale',
	'time_zone',
	'ticket_restriction',
	'only_private_comments',
];

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
	};
}

/** The end of somebody who was read after the update: what is not as asked is named, with the half that is. */
function endOfRead(
	client: Client,
	{ fields }: UserUpdate,
	now: ZendeskUser,
	verified: string[],
): UpdateEnd {
	const open = Object.keys(changedFields(fields, now, knownCatalog(client)));
	const left = open.filter((field) => verified.includes(field));
	if (left.length === 0) return { done: now };
	const done = Object.keys(fields).filter((field) => !left.includes(field));
	const said = left.map((field) => `${field} is ${JSON.stringify(now[field] ?? null)}`);
	const refused = `Zendesk did it without effect: ${said.join(', ')}`;
	return { refused, ...(done.length > 0 ? { half: { user: now, done, left } } : {}) };
}

/** One user by a call of its own, which answers with the user. */
async function writeOne(client: Client, update: UserUpdate): Promise<UpdateEnd> {
	const { user, fields } = update;
	const end = await onceSettled(client, user, async () =>
		endOfCall(await attempt(updateUser(client, user.id, fields))),
	);
	return 'done' in end ? endOfRead(client, update, end.done, SHOWN) : end;
}

/** A job tells nothing of the fields: a number that is there already may have stayed, and with it what must be certain. */
function mustBeRead({ user, fields }: UserUpdate): boolean {
	return TO_VERIFY.some((field) => field in fields) || ('phone' in fields && Boolean(user.phone));
}

/** Reads those again of whom something must be certain, a hundred a call. */
async function readAgain(
	client: Client,
	updates: UserUpdate[],
	ends: UpdateEnd[],
): Promise<UpdateEnd[]> {
	const open = updates.filter((update, i) => 'done' in ends[i] && mustBeRead(update));
	if (open.length === 0) return ends;
	const found = await attempt(
		showMany(
			client,
			'ids',
			open.map(({ user }) => user.id),
		),
	);
	const now = new Map((found.ok ? found.value : []).map((user) => [user.id, user]));
	const again = new Set(open);
	return updates.map((update, i) => {
		if (!again.has(update)) return ends[i];
		if (!found.ok) {
			const { error } = found;
			return error.kind === 'cancelled' ? { error } : { unknown: error.message };
		}
		const user = now.get(update.user.id);
		return user
			? endOfRead(client, update, user, TO_VERIFY)
			: { unknown: 'Zendesk does not show the user' };
	});
}

async function writeFields(
	client: Client,
	jobs: JobRunner,
	updates: UserUpdate[],
	onEnded?: () => void,
): Promise<UpdateEnd[]> {
	if (updates.length === 1) {
		return await inParallel(updates, async (update) => await writeOne(client, update), onEnded);
	}
	const ends = await runBulk(jobs, updates, updateOrder(client), onEnded);
	return await readAgain(client, updates, ends);
}

/**
 * Sets fields of many users, each with their own: one user by a call, more by jobs of a hundred. Zendesk's updates only add
 * an email or a direct line to those that are there, so these are changed afterwards, user by user.
 *
 * @param onEnded told at each user who is written, or refused by Zendesk
 */
export async function writeUsers(
	client: Client,
	jobs: JobRunner,
	updates: UserUpdate[],
	onEnded?: () => void,
): Promise<UpdateEnd[]> {
	// Most updates have no keys, and are taken as they are: there may be a hundred thousand.
	const plain = updates.map(withoutKeys);
	const toWrite = plain.filter(({ fields }) => Object.keys(fields).length > 0);
	const written = await writeFields(client, jobs, toWrite, onEnded);
	const endOf = new Map(toWrite.map((update, i) => [update, written[i]]));
	const ends = plain.map((update): UpdateEnd => endOf.get(update) ?? { done: update.user });
	const open = [...updates.keys()].filter((i) => hasOpenKeys(updates[i], ends[i]));
	await inParallel(open, async (i) => {
		ends[i] = await writeKeys(client, updates[i], ends[i]);
		if (!endOf.has(plain[i])) onEnded?.();
	});
	return ends;
}
