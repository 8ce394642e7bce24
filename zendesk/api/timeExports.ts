import type { Client } from '../http/client';
import type { Reply } from '../http/types';
import { follow } from '../http/pages';
import { startOf } from './exports';
import type { Article, TicketEvent } from './records';

/** Where an export by time goes on: at a second, of which some rows are known already. */
export interface Position {
	/** Since the epoch. */
	second: number;
	/** The rows of this second that were read; the next page begins with them again. */
	ids: number[];
}

export interface TimePage<T> {
	/** New rows only: Zendesk repeats the last second of a page on the next one, and other rows now and then. */
	records: T[];
	/** To go on from behind this page. */
	position: Position;
}

export function positionAt(ms: number): Position {
	return { second: Math.floor(ms / 1000), ids: [] };
}

interface TimeExport<T> {
	path: string;
	/** The list's name in the answer. */
	key: string;
	query?: Record<string, string>;
	/** The second by which the rows are in order. */
	secondOf: (row: T) => number;
	/** @param asked the second for which this answer was asked */
	isEnd: (answer: Reply['json'], asked: number) => boolean;
}

function rowsOf<T>(reply: Reply, key: string): T[] {
	const rows = reply.json[key];
	return Array.isArray(rows) ? (rows as T[]) : [];
}

/**
 * Reads an export by time, page after page.
 *
 * @param from where to begin; what has happened within the last minute does not come yet
 * @see https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/
 */
async function* exportByTime<T extends { id: number }>(
	client: Client,
	{ path, key, query, secondOf, isEnd }: TimeExport<T>,
	from: Position,
): AsyncGenerator<TimePage<T>> {
	let asked = startOf(client, from.second * 1000);
	const read = async (cursor: string | undefined) => {
		asked = Number(cursor ?? asked);
		return await client.get(path, { ...query, start_time: asked }, key);
	};
	const nextOf = ({ json }: Reply) =>
		typeof json.end_time !== 'number' || isEnd(json, asked) ? undefined : String(json.end_time);
	let known = new Set(from.ids);
	let position = from;
	for await (const reply of follow(path, read, nextOf)) {
		const rows = rowsOf<T>(reply, key);
		const records: T[] = [];
		const seen = new Set<number>();
		for (const row of rows) {
			// An export that had to begin earlier than asked for brings what came before.
			if (secondOf(row) < from.second || known.has(row.id) || seen.has(row.id)) continue;
			seen.add(row.id);
			records.push(row);
		}
		position = behind(position, rows, secondOf);
		yield { records, position };
		known = new Set([...position.ids, ...seen]);
	}
}

/** The position behind a page, which never goes back. */
function behind<T extends { id: number }>(
	before: Position,
	rows: T[],
	secondOf: (row: T) => number,
): Position {
	const second = rows.reduce((latest, row) => Math.max(latest, secondOf(row)), before.second);
	const ids = new Set(second === before.second ? before.ids : []);
	for (const row of rows) if (secondOf(row) === second) ids.add(row.id);
	return { second, ids: Array.from(ids) };
}

/**
 * What happened to the account's tickets and who did it, a thousand audits a page. Admins only.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/#incremental-ticket-event-export
 */
export function exportTicketEvents(client: Client, from: Position) {
	const events: TimeExport<TicketEvent> = {
		path: '/api/v2/incremental/ticket_events',
		key: 'ticket_events',
		secondOf: ({ timestamp, created_at: at }) => timestamp ?? Math.floor(Date.parse(at) / 1000),
		isEnd: ({ end_of_stream: isEnd }) => isEnd === true,
	};
	return exportByTime(client, events, from);
}

/**
 * Articles of the help center that were changed since a time. Where the stream ends shows by an answer that leads no
 * further.
 *
 * @see https://developer.zendesk.com/api-reference/help_center/help-center-api/articles/#list-articles
 */
export function exportArticles(client: Client, from: Position) {
	const articles: TimeExport<Article> = {
		path: '/api/v2/help_center/incremental/articles',
		key: 'articles',
		secondOf: ({ updated_at: at }) => Math.floor(Date.parse(at) / 1000),
		isEnd: ({ next_page: next, end_time: end }, asked) => next === null || Number(end) <= asked,
	};
	return exportByTime(client, articles, from);
}
