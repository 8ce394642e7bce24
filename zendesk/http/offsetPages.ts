import type { Client } from './client';
import { isRecord, ZendeskError } from './errors';
import type { Reply, ZendeskRequest } from './types';

const SIZE = 100;

/** Offset pages end here, without a word of what is behind. */
const MOST_PAGES = 100;

function countOf({ json }: Reply): number | undefined {
	return typeof json.count === 'number' ? json.count : undefined;
}

function beyond(path: string, reply: Reply): ZendeskError {
	const most = SIZE * MOST_PAGES;
	const count = countOf(reply);
	const all = count === undefined ? 'more' : String(count);
	return new ZendeskError({
		kind: 'unavailable',
		message: `Zendesk shows the first ${most} records of this list only, and it has ${all} (GET ${path})`,
		advice:
			'Zendesk does not offer this list by cursor in this account: please report it with the Zendesk plan in use',
	});
}

/** Those that were not there yet; what has no id can't be told apart. */
function newOnes(rows: unknown[], known: Set<unknown>): unknown[] {
	return rows.filter((row) => {
		const id = isRecord(row) ? row.id : undefined;
		if (id === undefined) return true;
		if (known.has(id)) return false;
		known.add(id);
		return true;
	});
}

/**
 * Reads a list that Zendesk does not offer by cursor, page by page, each record once. When the list becomes shorter
 * meanwhile, what has moved to pages that were read already is read there.
 *
 * @param key the list's name in the answer, e.g. `tickets`
 * @throws {ZendeskError} `unavailable` behind the 10,000th record when there are more: they can't be read, and nobody shall
 *   take what was read for all
 * @see https://developer.zendesk.com/api-reference/introduction/pagination/#using-offset-pagination
 */
export async function* offsetPages(
	client: Client,
	path: string,
	key: string,
	query: ZendeskRequest['query'],
): AsyncGenerator<Reply> {
	const known = new Set<unknown>();
	let count: number | undefined;
	for (let page = 1; ; page++) {
		const reply = await client.get(path, { ...query, page, per_page: SIZE }, key);
		const { [key]: rows, next_page: next } = reply.json;
		yield {
			...reply,
			json: { ...reply.json, [key]: newOnes(Array.isArray(rows) ? rows : [], known) },
		};
		const now = countOf(reply);
		const gone = count !== undefined && now !== undefined ? count - now : 0;
		count = now ?? count;
		if (gone > 0 && page > 1) page = Math.max(0, page - 1 - Math.ceil(gone / SIZE));
		else if (typeof next !== 'string') return;
		else if (page === MOST_PAGES) throw beyond(path, reply);
	}
}
