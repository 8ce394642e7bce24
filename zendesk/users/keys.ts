import type { ZendeskUser } from '../api/records';
import { endOfCall, type RowEnd } from '../bulk/bulk';
import { attempt, type Client } from '../http/client';
import type { ZendeskError } from '../http/errors';
import { changeEmail } from './email';
import { onceSettled } from './fresh';
import type { UpdateEnd } from './partly';
import type { UserFields } from './payload';
import { changePhone, hasDirectLine, samePhone } from './phone';

/** A user as they were read, and what has to be written to them. */
export interface KeyUpdate {
	user: ZendeskUser;
	fields: UserFields;
	keepOldEmail?: boolean;
}

/** What became of a key that was changed. */
interface Changed {
	user: ZendeskUser;
	/** The former value is still there although it should be gone, and why. */
	left?: ZendeskError;
	note?: string;
}

type Change = (client: Client, update: KeyUpdate, now: ZendeskUser) => Promise<Changed>;

/** Fields that are identities: an update adds them to those that are there. */
const KEYS: Record<'email' | 'phone', Change> = {
	email: async (client, { user, fields, keepOldEmail = false }, now) => {
		const email = String(fields.email);
		return { ...(await changeEmail(client, user, email, keepOldEmail)), user: { ...now, email } };
	},
	phone: async (client, { user, fields }, now) => {
		const changed = await changePhone(client, user, String(fields.phone ?? ''));
		return { ...changed, user: { ...changed.user, email: now.email } };
	},
};

/** Whether a key is written by itself: the email always, a number in the place of a direct line. */
function isApart({ user, fields }: KeyUpdate, key: 'email' | 'phone'): boolean {
	return key in fields && (key === 'email' || hasDirectLine(user));
}

/** The update without what {@link writeKeys} writes. */
export function withoutKeys<Update extends KeyUpdate>(update: Update): Update {
	const { email, phone, ...fields } = update.fields;
	const apart = [isApart(update, 'email'), isApart(update, 'phone')];
	if (!apart.includes(true)) return update;
	return {
		...update,
		fields: {
			...fields,
			...(apart[0] || email === undefined ? {} : { email }),
			...(apart[1] || phone === undefined ? {} : { phone }),
		},
	};
}

/** Keys that are still to be written, those among them that an update has left as they were. */
function openKeys(update: KeyUpdate, end: UpdateEnd): Array<'email' | 'phone'> {
	const { fields } = update;
	const now = 'done' in end ? end.done : undefined;
	return [
		...(typeof fields.email === 'string' ? (['email'] as const) : []),
		...('phone' in fields &&
		(!now || isApart(update, 'phone') || !samePhone(fields.phone, now.phone))
			? (['phone'] as const)
			: []),
	];
}

export function hasOpenKeys(update: KeyUpdate, end: UpdateEnd): boolean {
	return openKeys(update, end).length > 0;
}

/** Writes email and number once the other fields are written; says which half is written where not all is. */
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
