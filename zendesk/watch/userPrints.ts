import { createHash } from 'node:crypto';
import { exportUsersFrom } from '../api/exports';
import type { ZendeskUser } from '../api/records';
import { listUsers } from '../api/users';
import type { Client } from '../http/client';

/**
 * What users looked like, to tell a mere sign-in from a change: Zendesk moves `updated_at` with each sign-in, to the very
 * second of `last_login_at`, and shows the last move only.
 */
export type UserPrints = Array<[id: number, print: string]>;

/** So many users are remembered, those longest without a move forgotten first: some 150 KB. */
export const MOST_PRINTS = 5_000;

/** So many pages of an export are read for what users look like in the beginning, a thousand users each. */
const FIRST_PAGES = 3;

/** What moves with a sign-in; `permanently_deleted` stands in exports only. */
const MOVING = new Set(['updated_at', 'last_login_at', 'permanently_deleted']);

/** What stands in one list and not in another where there is nothing to say. */
function saysNothing(value: unknown): boolean {
	return value === null || value === undefined || value === false || value === '';
}

/** Keys in the order of the alphabet, at each level. */
function ordered(_key: string, value: unknown): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	return Object.fromEntries(entries);
}

/** A short text that is another one as soon as anything differs but what a sign-in moves. */
export function printUser(user: ZendeskUser): string {
	const shown = Object.entries(user).filter(
		([key, value]) => !MOVING.has(key) && !saysNothing(value),
	);
	const text = JSON.stringify(Object.fromEntries(shown), ordered);
	return createHash('sha256').update(text).digest('base64url').slice(0, 10);
}

/** Whether the last thing that moved a user was a sign-in. */
export function endsWithSignIn({ updated_at: at, last_login_at: login }: ZendeskUser): boolean {
	return login !== null && Date.parse(login) === Date.parse(at);
}

/**
 * What users looked like at a time, as far as they look the same now: all of a small account, otherwise the staff and those
 * longest unchanged.
 *
 * @param untilMs whoever changed since then looks otherwise now, and is left out
 */
export async function readPrints(client: Client, untilMs: number): Promise<UserPrints> {
	const prints = new Map<number, string>();
	const note = (users: ZendeskUser[]) => {
		for (const user of users) {
			if (user.active && Date.parse(user.updated_at) < untilMs)
				prints.set(user.id, printUser(user));
		}
	};
	const pages = exportUsersFrom(client, { sinceMs: 0 });
	for (let read = 0; read < FIRST_PAGES; read++) {
		const page = await pages.next();
		if (page.done) return Array.from(prints);
		note(page.value.records);
	}
	for await (const { records } of listUsers(client, { query: { 'role[]': ['agent', 'admin'] } })) {
		note(records);
		if (prints.size >= MOST_PRINTS) break;
	}
	return Array.from(prints).slice(-MOST_PRINTS);
}
