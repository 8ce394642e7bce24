import { MINUTE, SECOND } from '../core/time';
import { isDeletion } from '../domain/ticket-record';
import { badPagination, badRequest, unprocessable } from '../http/errors';
import { ok, type Call, type Reply, type Route } from '../http/route';
import { firstWhere, timePage, type Stream } from '../http/time-pages';
import { presentTicketEvent } from '../present/ticket-events';
import { presentExportedUser } from '../present/users';
import type { Audit, User } from '../store/records';
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

/** Some rows come once more, somewhat later on the page, if the switch says so. */
function repeated<R>({ world }: Call, page: R[]): R[] {
	if (!world.switches.exportsRepeatRows) return page;
	return page.flatMap((row, index) => (index % 10 === 1 ? [row, page[index - 1]] : [row]));
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

/** All users ever, deleted ones included, by the time of their last change. */
function changedUsers({ world, now }: Call): Stream<User> {
	const rows = world.store.users.ordered('updated_at');
	return { rows, timeOf: ({ updated_at }) => updated_at, latest: now - TOO_RECENT };
}

function usersShown(call: Call, page: User[]) {
	const users = repeated(call, page).map((user) => presentExportedUser(call.world, user));
	return { users, ...userSideloads(call, page) };
}

function byCursor(call: Call): Reply {
	const cursor = call.query.get('cursor');
	const from = cursor === undefined ? { time: startTime(call), id: 0 } : decode(cursor);
	const { rows, latest = Infinity } = changedUsers(call);
	const start = firstWhere(
		rows,
		({ updated_at: at, id }) => at > from.time || (at === from.time && id > from.id),
	);
	const end = firstWhere(rows, ({ updated_at }) => updated_at > latest);
	const page = rows.slice(start, Math.max(start, Math.min(end, start + perPage(call))));
	const last = page.at(-1);
	const after = encode(last ? { time: last.updated_at, id: last.id } : from);
	const query = call.query.with({ cursor: after, start_time: undefined });
	return ok({
		...usersShown(call, page),
		after_cursor: after,
		after_url: `${call.world.origin}${call.path}?${query}`,
		before_cursor: null,
		before_url: null,
		end_of_stream: start + page.length >= end,
	});
}

function byTime(call: Call): Reply {
	const { rows, ...paging } = timePage(call, changedUsers(call), startTime(call), perPage(call));
	const shown = usersShown(call, rows);
	return ok({ ...shown, count: shown.users.length, ...paging });
}

/** What happened to tickets, an audit a row; comments in full only on request. */
function ticketEvents(call: Call): Reply {
	const { store, switches } = call.world;
	const audits: Stream<Audit> = {
		rows: store.audits.ordered('created_at'),
		timeOf: ({ created_at }) => created_at,
		where: (audit) => switches.ticketEventsShowDeletions || !isDeletion(audit),
		latest: call.now - TOO_RECENT,
	};
	const { rows, ...paging } = timePage(call, audits, startTime(call), perPage(call));
	const withComments = call.query.list('include')?.includes('comment_events') === true;
	const ticket_events = repeated(call, rows).map((audit) =>
		presentTicketEvent(call.world, audit, withComments),
	);
	return ok({ ticket_events, count: ticket_events.length, ...paging });
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
	{
		method: 'GET',
		path: '/api/v2/incremental/ticket_events',
		...admins,
		handler: ticketEvents,
	},
];
