import { MINUTE, SECOND } from '../core/time';
import { badPagination, badRequest, unprocessable } from '../http/errors';
import { ok, type Call, type Reply, type Route } from '../http/route';
import { presentUser } from '../present/users';
import type { User } from '../store/records';
import { userSideloads } from './sideloads';

/** zendesk-api §6: rows a page. */
const PAGE = 1000;
/** The last minute is left out. */
const TOO_RECENT = MINUTE;

const TOO_RECENT_MESSAGE = 'Too recent start_time. Use a start_time older than 5 minutes';

function startTime(call: Call): number {
	const seconds = Number(call.query.get('start_time') ?? NaN);
	if (!Number.isInteger(seconds)) throw badRequest('InvalidValue', 'start_time is required');
	if (seconds * SECOND > call.now - TOO_RECENT)
		throw unprocessable('InvalidValue', TOO_RECENT_MESSAGE);
	return seconds * SECOND;
}

function perPage(call: Call): number {
	const size = Number(call.query.get('per_page') ?? PAGE);
	if (!Number.isInteger(size) || size < 1)
		throw badRequest('InvalidValue', 'per_page is not valid');
	return Math.min(size, PAGE);
}

/** Behind a time and, within the same second, behind an id. */
interface Position {
	time: number;
	id: number;
}

/** Looks like a real one: `1576613539.0||467|` in base64. */
function encode({ time, id }: Position): string {
	return Buffer.from(`${Math.floor(time / SECOND)}.0||${id}|`).toString('base64');
}

function decode(cursor: string): Position {
	const text = Buffer.from(cursor, 'base64').toString('utf8');
	const [, seconds, id] = /^(\d+)\.0\|\|(\d+)\|$/.exec(text) ?? [];
	if (seconds === undefined) {
		throw badPagination('InvalidPaginationParameter', 'cursor is not valid');
	}
	return { time: Number(seconds) * SECOND, id: Number(id) };
}

/** All users ever, deleted ones included, by the time of their last change; and where to begin. */
function changedUsers(
	call: Call,
	from: Position,
): { rows: readonly User[]; start: number; end: number } {
	const rows = call.world.store.users.ordered('updated_at');
	const latest = call.now - TOO_RECENT;
	const first = (isBehind: (user: User) => boolean) => {
		let [low, high] = [0, rows.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (isBehind(rows[middle])) high = middle;
			else low = middle + 1;
		}
		return low;
	};
	return {
		rows,
		start: first(({ updated_at: at, id }) => at > from.time || (at === from.time && id > from.id)),
		end: first(({ updated_at }) => updated_at > latest),
	};
}

function byCursor(call: Call): Reply {
	const cursor = call.query.get('cursor');
	const from = cursor === undefined ? { time: startTime(call), id: 0 } : decode(cursor);
	const { rows, start, end } = changedUsers(call, from);
	const page = rows.slice(start, Math.max(start, Math.min(end, start + perPage(call))));
	const last = page.at(-1);
	const after = encode(last ? { time: last.updated_at, id: last.id } : from);
	const query = call.query.with({ cursor: after, start_time: undefined });
	return ok({
		users: page.map((user) => presentUser(call.world, user)),
		...userSideloads(call, page),
		after_cursor: after,
		after_url: `${call.world.origin}${call.path}?${query}`,
		before_cursor: null,
		before_url: null,
		end_of_stream: start + page.length >= end,
	});
}

/**
 * By time: everything of the last second of a page belongs to it, and the next page begins with that
 * second again, so rows repeat.
 */
function byTime(call: Call): Reply {
	const from = startTime(call);
	const { rows, start, end } = changedUsers(call, { time: from, id: 0 });
	let stop = Math.min(end, start + perPage(call));
	while (stop < end && rows[stop].updated_at === rows[stop - 1].updated_at) stop++;
	const page = rows.slice(start, Math.max(start, stop));
	const end_time = Math.floor((page.at(-1)?.updated_at ?? from) / SECOND);
	const query = call.query.with({ start_time: String(end_time) });
	return ok({
		users: page.map((user) => presentUser(call.world, user)),
		...userSideloads(call, page),
		count: page.length,
		end_time,
		next_page: `${call.world.origin}${call.path}?${query}`,
		end_of_stream: stop >= end,
	});
}

const LIMITS: Route['limits'] = [{ name: 'incremental' }];
const admins = { scope: 'none', allowed: 'admins', limits: LIMITS } as const;

export const incrementalRoutes: Route[] = [
	{
		method: 'GET',
		path: '/api/v2/incremental/users/cursor',
		...admins,
		handler: byCursor,
	},
	{
		method: 'GET',
		path: '/api/v2/incremental/users',
		...admins,
		handler: byTime,
	},
];
