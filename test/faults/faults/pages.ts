import type { LogEntry, Simulator } from '../../simulator';

/** Two records are two pages. */
const PAGE = 1;

const PARAMETERS = ['page[after]', 'cursor', 'start_time'];

/** Exports by time go on from a time instead of a cursor. */
const BY_TIME = /\/incremental\/(ticket_events|articles)$/;

type Json = Record<string, unknown> & { meta?: Record<string, unknown> };

/** Where a page goes on, as the request says; `undefined` at the beginning of a list. */
export function cursorOf({ path, query }: Pick<LogEntry, 'path' | 'query'>): string | undefined {
	if (BY_TIME.test(path)) return query.start_time;
	return query['page[after]'] ?? query.cursor;
}

/** The first page of each list has one record, whatever size is asked for; the second one has the others. */
export function makePagesSmall(sim: Simulator): void {
	const seen = new Set<string>();
	rewrite(sim, {
		request: ({ pathname, searchParams }) => {
			if (searchParams.has('page[size]') && !searchParams.has('page[after]')) {
				searchParams.set('page[size]', String(PAGE));
			}
			if (/\/incremental\/(users|ticket_events)/.test(pathname) && !seen.has(pathname)) {
				searchParams.set('per_page', String(PAGE));
				seen.add(pathname);
			}
		},
	});
}

export interface Rewriting {
	request?: (url: URL) => void;
	/** @returns another body, or nothing for the one that is there */
	response?: (json: Json, url: URL) => Json | undefined;
}

/** Changes what is asked of an account, or what it answers, on the way. */
export function rewrite(sim: Simulator, { request, response }: Rewriting): void {
	const { fetch } = sim;
	const rewritten: Simulator['fetch'] = async (original) => {
		const url = new URL(original.url);
		const asked = new URL(original.url);
		if (original.method !== 'GET') return await fetch(original);
		request?.(url);
		const answer = await fetch(new Request(url, original));
		if (!response || !answer.ok) return answer;
		const text = await answer.text();
		const json = response(JSON.parse(text) as Json, asked);
		const { status, headers } = answer;
		return new Response(json ? JSON.stringify(json) : text, { status, headers });
	};
	Object.assign(sim, { fetch: rewritten });
}

export function isEnd({ meta, end_of_stream: isEndOfStream }: Json): boolean {
	return meta ? meta.has_more !== true : isEndOfStream === true;
}

/** The same page with another word on where it goes on: nowhere without a cursor. */
export function leadingTo(json: Json, cursor: string | undefined): Json {
	const hasMore = cursor !== undefined;
	if (json.meta) {
		return { ...json, meta: { ...json.meta, has_more: hasMore, after_cursor: cursor ?? null } };
	}
	if ('after_cursor' in json) {
		const after = cursor ?? json.after_cursor;
		return { ...json, after_cursor: after, end_of_stream: !hasMore };
	}
	return { ...json, end_time: Number(cursor ?? json.end_time), end_of_stream: !hasMore };
}

/** The same page without its records. */
export function emptied(json: Json): Json {
	return Object.fromEntries(
		Object.entries(json).map(([key, value]) => [key, Array.isArray(value) ? [] : value]),
	);
}

/** Asks for something else than the request did. */
export function askFor(url: URL, cursor: string | undefined): void {
	const name = PARAMETERS.find((each) => url.searchParams.has(each))!;
	if (cursor === undefined) url.searchParams.delete(name);
	else url.searchParams.set(name, cursor);
}
