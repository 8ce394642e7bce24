import type { Client } from './client';
import { isRecord, ZendeskError } from './errors';
import { offsetPages } from './offsetPages';
import type { Reply, ZendeskRequest } from './types';

/** Zendesk's largest cursor page. */
export const PAGE_SIZE = 100;

export interface Page<T> {
	records: T[];
	/** The server's clock and anything else of interest. */
	headers: Record<string, string>;
	/** Other top-level keys of the answer, e.g. sideloads. */
	json: Record<string, unknown>;
}

export interface PageOptions {
	query?: ZendeskRequest['query'];
	size?: number;
}

/** An answer without cursors that leads on all the same. */
function isOffsetPage({ json: { meta, next_page: next } }: Reply): boolean {
	return !isRecord(meta) && typeof next === 'string';
}

function nextCursor(reply: Reply, path: string): string | undefined {
	const { meta } = reply.json;
	if (isOffsetPage(reply)) {
		throw new ZendeskError({
			kind: 'unavailable',
			message: `Zendesk did not go on in cursor pages (GET ${path})`,
			advice: 'Run it again later',
		});
	}
	if (!isRecord(meta)) return undefined;
	return meta.has_more === true && typeof meta.after_cursor === 'string'
		? meta.after_cursor
		: undefined;
}

/**
 * Reads answers one after the other, each with the cursor of the one before. An answer that leads back to where it was
 * asked for is the one before once more: it is left out, and the right one is asked for again, once.
 *
 * @param read asks for what is behind a cursor; `undefined` for the beginning
 * @param nextOf the cursor of what comes behind an answer; `undefined` at the end
 */
export async function* follow(
	path: string,
	read: (cursor: string | undefined) => Promise<Reply>,
	nextOf: (reply: Reply) => string | undefined,
): AsyncGenerator<Reply> {
	let cursor: string | undefined;
	let isSecondLook = false;
	for (;;) {
		const reply = await read(cursor);
		const next = nextOf(reply);
		if (next !== undefined && next === cursor) {
			if (isSecondLook) {
				throw new ZendeskError({
					kind: 'unavailable',
					message: `Zendesk keeps sending the same page (GET ${path})`,
					advice: 'Run it again later',
				});
			}
			isSecondLook = true;
			continue;
		}
		yield reply;
		if (next === undefined) return;
		cursor = next;
		isSecondLook = false;
	}
}

/** By cursor; of a list that Zendesk begins in offset pages, by those. */
async function* repliesOf(
	client: Client,
	path: string,
	key: string,
	query: ZendeskRequest['query'],
	size: number,
): AsyncGenerator<Reply> {
	const read = async (cursor: string | undefined) =>
		await client.get(path, { ...query, 'page[size]': size, 'page[after]': cursor }, key);
	const first = await read(undefined);
	if (isOffsetPage(first)) {
		yield* offsetPages(client, path, key, query);
		return;
	}
	let isFirst = true;
	const next = async (cursor: string | undefined) => {
		if (!isFirst || cursor !== undefined) return await read(cursor);
		isFirst = false;
		return first;
	};
	yield* follow(path, next, (page) => nextCursor(page, path));
}

/**
 * Reads a list by cursor, page after page. Ends by Zendesk's word only (`has_more`), never because a page is empty;
 * the address of the next page is built here, never taken from the answer.
 *
 * @param key the list's name in the answer, e.g. `users`
 * @see https://developer.zendesk.com/api-reference/introduction/pagination/
 */
export async function* pages<T>(
	client: Client,
	path: string,
	key: string,
	{ query = {}, size = PAGE_SIZE }: PageOptions = {},
): AsyncGenerator<Page<T>> {
	for await (const reply of repliesOf(client, path, key, query, size)) {
		const records = reply.json[key];
		yield {
			records: Array.isArray(records) ? (records as T[]) : [],
			headers: reply.headers,
			json: reply.json,
		};
	}
}

/** All records of a list, or the first `limit` of them. */
export async function collect<T>(
	client: Client,
	path: string,
	key: string,
	options: PageOptions & { limit?: number } = {},
): Promise<T[]> {
	const { limit = Infinity } = options;
	const all: T[] = [];
	for await (const page of pages<T>(client, path, key, {
		...options,
		size: Math.min(options.size ?? PAGE_SIZE, limit),
	})) {
		all.push(...page.records);
		if (all.length >= limit) return all.slice(0, limit);
	}
	return all;
}
