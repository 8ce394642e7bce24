import type { Client } from '../http/client';
import type { Reply } from '../http/types';
import { follow, type Page, type PageOptions, pages } from '../http/pages';
import type { ZendeskUser } from './records';

const USERS_EXPORT = '/api/v2/incremental/users/cursor';

/** Zendesk's largest page of an incremental export. */
const EXPORT_PAGE = 1_000;

/**
 * Zendesk refuses a start within the last minute; an older text of that refusal speaks of five. We begin before both, so
 * that clocks may differ as well; it brings only a few users more than were asked for.
 */
const TOO_RECENT_MS = 6 * 60_000;

/** Where an export may begin at the latest, in seconds. */
export function startOf(client: Client, sinceMs: number): number {
	const startMs = Math.min(sinceMs, client.clock.now() - TOO_RECENT_MS);
	return Math.max(Math.floor(startMs / 1000), 1);
}

/** Where an export of users begins: at a time, or behind a page that was read before. */
export interface ExportStart {
	/** Milliseconds since the epoch, 0 for the beginning of the account. */
	sinceMs: number;
	cursor?: string;
}

/** A page, and the cursor of what comes behind it, which stays good when the stream is at its end for now. */
export interface ExportPage {
	records: ZendeskUser[];
	cursor?: string;
}

function cursorOf({ json }: Reply): string | undefined {
	return typeof json.after_cursor === 'string' ? json.after_cursor : undefined;
}

/**
 * Users who have changed since a time, the deleted ones included (`active: false`). Somebody who changes meanwhile comes
 * twice; what has changed within the last minute does not come yet. A time near to now also brings users who have changed
 * some minutes earlier.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/
 */
export async function* exportUsersFrom(
	client: Client,
	{ sinceMs, cursor: first }: ExportStart,
): AsyncGenerator<ExportPage> {
	const start = startOf(client, sinceMs);
	const read = async (next: string | undefined) => {
		const cursor = next ?? first;
		const start_time = cursor === undefined ? start : undefined;
		return await client.get(USERS_EXPORT, { start_time, cursor, per_page: EXPORT_PAGE }, 'users');
	};
	// The end is Zendesk's word, never an empty page.
	const nextOf = (reply: Reply) =>
		reply.json.end_of_stream === true ? undefined : cursorOf(reply);
	for await (const reply of follow(USERS_EXPORT, read, nextOf)) {
		const { users } = reply.json;
		yield {
			records: Array.isArray(users) ? (users as ZendeskUser[]) : [],
			cursor: cursorOf(reply),
		};
	}
}

/** The words of a search; what is quoted hangs together. */
const WORDS = /(?:"[^"]*"|\S)+/g;

/**
 * A search without `type:user`: it goes without saying, and Zendesk refuses a `type:` in {@link searchAllUsers}, or takes it.
 *
 * @returns the rest of the search, or the word that asks for something else than users
 */
export function searchForUsers(search: string): { query: string } | { otherType: string } {
	const words = search.match(WORDS) ?? [];
	const types = words.filter((word) => /^-?type:/i.test(word));
	const otherType = types.find((word) => !/^type:("?)user\1$/i.test(word));
	if (otherType !== undefined) return { otherType };
	return { query: words.filter((word) => !types.includes(word)).join(' ') };
}

/**
 * All users whom a search finds, by cursor; the plain search ends at 1,000 or 10,000. The index is some minutes behind.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/ticket-management/search/#export-search-results
 */
export function searchAllUsers(
	client: Client,
	query: string,
	{ size }: Pick<PageOptions, 'size'> = {},
): AsyncGenerator<Page<ZendeskUser>> {
	return pages<ZendeskUser>(client, '/api/v2/search/export', 'results', {
		query: { query, 'filter[type]': 'user' },
		size,
	});
}
