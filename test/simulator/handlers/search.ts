import { HOUR } from '../core/time';
import { parseQuery } from '../domain/search-query';
import { runSearch, type SearchHit, type SearchType } from '../domain/search';
import { badPagination, badRequest, unprocessable } from '../http/errors';
import { offsetPaging, wholeNumber } from '../http/pagination';
import { act, ok, type Call, type Reply, type Route } from '../http/route';
import { presentGroup, presentOrganization } from '../present/records';
import { presentTicket } from '../present/tickets';
import { presentUser } from '../present/users';
import { compare } from '../store/table';
import type { World } from '../world';

/** zendesk-api §8: results a search reaches. */
const REACH = 1000;
const TYPES: SearchType[] = ['ticket', 'user', 'group', 'organization'];
const SORTS = ['updated_at', 'created_at', 'priority', 'status'];
const CACHED = { 'Cache-Control': 'max-age=10, private' };

function presentHit(world: World, hit: SearchHit): Record<string, unknown> {
	const present = () => {
		if (hit.type === 'ticket') return presentTicket(world, hit.record);
		if (hit.type === 'user') return presentUser(world, hit.record);
		if (hit.type === 'group') return presentGroup(world, hit.record);
		return presentOrganization(world, hit.record);
	};
	return { ...present(), result_type: hit.type };
}

function queryOf(call: Call): string {
	const query = call.query.get('query');
	if (query === undefined || query.trim() === '') {
		throw unprocessable('invalid', 'Invalid search: query is required');
	}
	return query;
}

function sorted(call: Call, hits: SearchHit[]): SearchHit[] {
	const field = call.query.get('sort_by');
	if (field === undefined || !SORTS.includes(field)) return hits;
	const sign = call.query.get('sort_order') === 'asc' ? 1 : -1;
	const value = (hit: SearchHit) => (hit.record as unknown as Record<string, unknown>)[field];
	return hits.sort((a, b) => sign * compare(value(a), value(b)));
}

function search(call: Call): Reply {
	const cursor = ['page[size]', 'page[after]'].some((name) => call.query.has(name));
	if (cursor) throw badPagination('InvalidPaginationParameter', 'page must be an integer');
	const perPage = Math.min(wholeNumber(call, 'per_page', 100), 100);
	const number = wholeNumber(call, 'page', 1);
	if (number * perPage > REACH) {
		const description = 'Requested response size was greater than Search Response Limits';
		throw unprocessable('invalid', description);
	}
	const hits = sorted(call, runSearch(act(call), queryOf(call)));
	const rows = hits.slice((number - 1) * perPage, number * perPage);
	const results = rows.map((hit) => presentHit(call.world, hit));
	return ok({ results, facets: null, ...offsetPaging(call, hits.length, number, perPage) }, CACHED);
}

function count(call: Call): Reply {
	return ok({ count: runSearch(act(call), queryOf(call)).length }, CACHED);
}

/** Where an export goes on, and until when (§8: an hour). */
interface ExportCursor {
	after: [createdAt: number, id: number];
	until: number;
}

function readCursor(call: Call): ExportCursor | undefined {
	const text = call.query.get('page[after]');
	if (text === undefined) return undefined;
	try {
		const cursor = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as ExportCursor;
		if (Array.isArray(cursor.after) && cursor.until > call.now) return cursor;
	} catch {
		// Refused below like one that has expired.
	}
	throw badPagination('InvalidPaginationParameter', 'cursor is invalid or expired');
}

/** Any number of results of one type, oldest first, without a count (§8). */
function exportResults(call: Call): Reply {
	const type = TYPES.find((candidate) => candidate === call.query.get('filter[type]'));
	if (!type)
		throw badRequest('InvalidValue', 'filter[type] must be ticket, organization, user or group');
	const query = call.query.get('query') ?? '';
	// The type that is asked for anyway is taken (recorded); of another one nobody knows.
	if (parseQuery(query).some(({ field, value }) => field === 'type' && value !== type)) {
		throw unprocessable('invalid', 'The query must not contain type:');
	}
	const size = exportSize(call);
	const cursor = readCursor(call);
	const position = ({ record }: SearchHit): [number, number] => [record.created_at, record.id];
	const hits = runSearch(act(call), query, type).reverse();
	const start = cursor ? hits.findIndex((hit) => isBehind(position(hit), cursor.after)) : 0;
	const rows = start < 0 ? [] : hits.slice(start, start + size);
	const hasMore = start >= 0 && start + size < hits.length;
	const last = rows.at(-1);
	const after = last && encode({ after: position(last), until: call.now + HOUR });
	const link = `${call.world.origin}${call.path}?${call.query.with({ 'page[after]': after })}`;
	return ok({
		results: rows.map((hit) => presentHit(call.world, hit)),
		facets: null,
		meta: { has_more: hasMore, after_cursor: after ?? null, before_cursor: null },
		links: { next: hasMore ? link : null, prev: null },
	});
}

function exportSize(call: Call): number {
	const size = Number(call.query.get('page[size]') ?? 100);
	if (Number.isInteger(size) && size >= 1 && size <= REACH) return size;
	throw badPagination('InvalidPaginationParameter', 'page[size] is not valid');
}

function isBehind(position: [number, number], [createdAt, id]: [number, number]): boolean {
	return position[0] > createdAt || (position[0] === createdAt && position[1] > id);
}

const encode = (cursor: ExportCursor) => Buffer.from(JSON.stringify(cursor)).toString('base64');

const agents = { scope: 'none', allowed: 'agents' } as const;

export const searchRoutes: Route[] = [
	{ method: 'GET', path: '/api/v2/search', ...agents, handler: search },
	{ method: 'GET', path: '/api/v2/search/count', ...agents, handler: count },
	{
		method: 'GET',
		path: '/api/v2/search/export',
		...agents,
		limits: [{ name: 'search-export' }],
		handler: exportResults,
	},
];
