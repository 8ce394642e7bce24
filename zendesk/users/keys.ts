import type { ZendeskUser } from '../api/records';
import { endOfCall, type RowEnd } from '../bulk/bulk';
import { attempt, type Client } from '../http/client';
import type { ZendeskError } from '../http/errors';
import { changeEmail } from './email';
import { onceSettled } from './fresh';
import { changeDefaultOrganization, endsMemberships } from './organization';
import type { UpdateEnd } from './partly';
import type { UserFields } from './payload';
import { changePhone, hasDirectLine, samePhone } from './phone';

/** A user as they were read, and what has to be written to them. */
export interface KeyUpdate {
	user: ZendeskUser;
	fields: UserFields;
	keepOldEmail?: boolean;
	/** Another organization is added, and those that the user is in stay. */
	keepOrganizations?: boolean;
}

/** What became of a key that was changed. */
interface Changed {
	user: ZendeskUser;
	/** The former value is still there although it should be gone, and why. */
	left?: ZendeskError;
	note?: string;
}

type Change = (client: Client, update: KeyUpdate, now: ZendeskUser) => Promise<Changed>;

type Key = 'email' | 'phone' | 'organization_id';

/**
 * Fields that an update does not set as they are meant: identities, which it adds to those that are there, and the
 * organization, with which it ends all other memberships.
 */
const KEYS: Record<Key, Change> = {
	email: async (client, { user, fields, keepOldEmail = false }, now) => {
		const email = String(fields.email);
		return { ...(await changeEmail(client, user, email, keepOldEmail)), user: { ...now, email } };
	},
	phone: async (client, { user, fields }, now) => {
		const changed = await changePhone(client, user, String(fields.phone ?? ''));
		return { ...changed, user: { ...changed.user, email: now.email } };
	},
	organization_id: async (client, { user, fields }, now) => {
		const id = Number(fields.organization_id);
		await changeDefaultOrganization(client, user.id, id);
		return { user: { ...now, organization_id: id } };
	},
};

/** Whether a key is written by itself, whatever the update does. */
const IS_APART: Record<Key, (update: KeyUpdate) => boolean> = {
	email: () => true,
	phone: ({ user }) => hasDirectLine(user),
	organization_id: ({ user, fields, keepOrganizations }) =>
		keepOrganizations === true && fields.organization_id !== null && endsMemberships(user),
};

const isApart = (update: KeyUpdate, key: Key) => key in update.fields && IS_APART[key](update);

/** The update without what {@link writeKeys} writes. */
export function withoutKeys<Update extends KeyUpdate>(update: Update): Update {
	const apart = Object.keys(IS_APART).filter((key) => isApart(update, key as Key));
	if (apart.length === 0) return update;
	const fields = Object.entries(update.fields).filter(([field]) => !apart.includes(field));
	return { ...update, fields: Object.fromEntries(fields) };
}

/** Keys that are still to be written, those among them that an update has left as they were. */
function openKeys(update: KeyUpdate, end: UpdateEnd): Key[] {
	const { fields } = update;
	const now = 'done' in end ? end.done : undefined;
	return [
		...(typeof fields.email === 'string' ? (['email'] as const) : []),
		...('phone' in fields &&
		(!now || isApart(update, 'phone') || !samePhone(fields.phone, now.phone))
			? (['phone'] as const)
			: []),
		...(isApart(update, 'organization_id') ? (['organization_id'] as const) : []),
	];
}

export function hasOpenKeys(update: KeyUpdate, end: UpdateEnd): boolean {
	return openKeys(update, end).length > 0;
}

/** Writes email, number and organization once the other fields are written; says which half is written where not all is. */
export async function writeKeys(
	client: Client,
	update: KeyUpdate,
	before: UpdateEnd,
): Promise<UpdateEnd> {
	const open = openKeys(update, before);
	if (!('done' in before)) {
		const { half } = before;
		return half
			? { ...before, half: { ...half, left: [...new Set([...half.left, ...open])] } }
			: before;
	}
	const done = Object.keys(update.fields).filter((field) => !open.some((key) => key === field));
	const notes: string[] = [];
	let user = before.done;
	for (const [i, key] of open.entries()) {
		const end: RowEnd<Changed> = await onceSettled(client, update.user, async () =>
			endOfCall(await attempt(KEYS[key](client, update, user))),
		);
		if (!('done' in end)) {
			const half = { user, done, left: open.slice(i) };
			return done.length > 0 ? { ...end, half } : end;
		}
		done.push(key);
		({ user } = end.done);
		const { left, note } = end.done;
		if (left) return { error: left, half: { user, done, left: open.slice(i + 1) } };
		if (note) notes.push(note);
	}
	return { done: user, ...(notes.length > 0 ? { note: notes.join('; ') } : {}) };
}
