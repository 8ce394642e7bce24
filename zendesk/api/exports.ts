import type { Client } from '../http/client';
import { type Page, pages } from '../http/pages';
import type { ZendeskUser } from './records';

/** Zendesk's largest page of an incremental export. */
const EXPORT_PAGE = 1_000;

/** Zendesk refuses a start within the last minute. */
const TOO_RECENT_MS = 61_000;

/**
 * Users who have changed since a time, the deleted ones included (`active: false`); somebody may come twice.
 *
 * @param sinceMs milliseconds since the epoch; NaN for the beginning of the account
 * @see https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/
 */
export async function* exportUsers(
	client: Client,
	sinceMs: number,
): AsyncGenerator<{ records: ZendeskUser[] }> {
	const latest = client.clock.now() - TOO_RECENT_MS;
	const start = Math.floor(Math.min(Number.isNaN(sinceMs) ? 0 : sinceMs, latest) / 1000);
	let query: Record<string, string | number> = { start_time: Math.max(start, 1) };
	for (;;) {
		const { json } = await client.get('/api/v2/incremental/users/cursor', {
			...query,
			per_page: EXPORT_PAGE,
		});
		yield { records: Array.isArray(json.users) ? (json.users as ZendeskUser[]) : [] };
		// The end is Zendesk's word, never an empty page.
		if (json.end_of_stream === true || typeof json.after_cursor !== 'string') return;
		query = { cursor: json.after_cursor };
	}
}

/**
 * All users whom a search finds, by cursor; the plain search ends at 1,000 or 10,000. The index is some minutes behind.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/ticket-management/search/#export-search-results
 */
export function searchAllUsers(client: Client, query: string): AsyncGenerator<Page<ZendeskUser>> {
	return pages<ZendeskUser>(client, '/api/v2/search/export', 'results', {
		query: { query, 'filter[type]': 'user' },
	});
}
