import type { Client, Reply } from '../http/client';
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

/** The end is Zendesk's word, never an empty page. */
function nextCursor({ json }: Reply): string | undefined {
	return json.end_of_stream !== true && typeof json.after_cursor === 'string'
		? json.after_cursor
		: undefined;
}

/**
 * Users who have changed since a time, the deleted ones included (`active: false`). Somebody who changes meanwhile comes
 * twice; what has changed within the last minute does not come yet.
 *
 * @param sinceMs milliseconds since the epoch, 0 for the beginning of the account; those near to now also bring users who
 * have changed some minutes earlier
 * @see https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/
 */
export async function* exportUsers(
	client: Client,
	sinceMs: number,
): AsyncGenerator<{ records: ZendeskUser[] }> {
	const startMs = Math.min(sinceMs, client.clock.now() - TOO_RECENT_MS);
	const start = Math.max(Math.floor(startMs / 1000), 1);
	const read = async (cursor: string | undefined) =>
		await client.get(USERS_EXPORT, {
			start_time: cursor === undefined ? start : undefined,
			cursor,
			per_page: EXPORT_PAGE,
		});
	for await (const { json } of follow(USERS_EXPORT, read, nextCursor)) {
		yield { records: Array.isArray(json.users) ? (json.users as ZendeskUser[]) : [] };
	}
}

/** The words of a search; what is quoted hangs together. */
const WORDS = /(?:"[^"]*"|\S)+/g;

/**
 * A search without `type:user`: it goes without saying, and Zendesk refuses every `type:` in {@link searchAllUsers}.
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
