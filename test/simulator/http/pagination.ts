import { STATUSES } from '../store/records';
import { compare } from '../store/table';
import { decodeCursor, encodeCursor, Sequence, type Order, type SortValue } from './cursor';
import { badPagination } from './errors';
import { ok, type Call, type Reply } from './route';

/** Pages that offset paging reaches, and records (zendesk-api §8). */
const DEEPEST_PAGE = 100;
const DEEPEST_RECORD = 10_000;

/** What a list endpoint lists. */
export interface List<R extends { id: number }> {
	/** Lowest id first. */
	rows: readonly R[];
	where?: (row: R) => boolean;
	/** How many rows pass `where`, where that is known without counting. */
	total?: number;
	/** All rows by a field, where a table keeps them so. */
	ordered?: (field: keyof R) => readonly R[];
	/** Kinds of paging it knows (§8); `no-cursor` doesn't even see what is asked for by cursor. Default both. */
	paging?: 'both' | 'offset' | 'no-cursor' | 'cursor';
	/** Default 100. */
	maxSize?: number;
	/** Fields of `sort=` with cursors; UNCONFIRMED except for tickets, hence a switch. */
	sorts?: Array<keyof R & string>;
	/** Fields of `sort_by=` with offsets. */
	sortBys?: Array<keyof R & string>;
	/** The order without any parameter; default by id. */
	order?: Order<R>;
}

export interface Page<R> {
	rows: R[];
	/** `count`, `next_page`, `previous_page` or `meta` and `links`. */
	paging: Record<string, unknown>;
}

const CURSOR_PARAMETERS = ['page[size]', 'page[after]', 'page[before]'];

/** One page of a list, by cursor or by offset, as the request asks and the endpoint allows. */
export function page<R extends { id: number }>(call: Call, list: List<R>): Page<R> {
	const byCursor = CURSOR_PARAMETERS.some((name) => call.query.has(name));
	const kinds = list.paging ?? 'both';
	if (kinds === 'no-cursor') return offsetPage(call, list);
	if (byCursor && kinds === 'offset') throw invalid('page must be an integer');
	if (call.query.has('page') && (byCursor || kinds === 'cursor')) {
		throw invalid('page must be an object');
	}
	return byCursor || kinds === 'cursor' ? cursorPage(call, list) : offsetPage(call, list);
}

/** The whole answer of a list endpoint without sideloads. */
export function listReply<R extends { id: number }>(
	call: Call,
	name: string,
	list: List<R>,
	present: (row: R) => unknown,
): Reply {
	const { rows, paging } = page(call, list);
	return ok({ [name]: rows.map(present), ...paging });
}

function cursorPage<R extends { id: number }>(call: Call, list: List<R>): Page<R> {
	const order = cursorOrder(call, list);
	const size = pageSize(call, list.maxSize ?? 100);
	const after = call.query.get('page[after]');
	const before = call.query.get('page[before]');
	if (after !== undefined && before !== undefined)
		throw invalid('page[after] excludes page[before]');
	const sequence = sequenceOf(list, order);
	const backward = before !== undefined;
	const rows: R[] = [];
	const step = backward ? -1 : 1;
	let index = 0;
	if (before !== undefined) index = sequence.from(decodeCursor(before, order)) - 1;
	if (after !== undefined) index = sequence.behind(decodeCursor(after, order));
	for (; index >= 0 && index < sequence.length && rows.length <= size; index += step) {
		const row = sequence.at(index);
		if (!list.where || list.where(row)) rows.push(row);
	}
	const isFull = rows.length >= size;
	const more = rows.length > size;
	if (more) rows.pop();
	if (backward) rows.reverse();
	const saysMore = more || (isFull && call.world.switches.fullLastPage === 'more');
	return { rows, paging: cursorPaging(call, sequence, order, rows, saysMore) };
}

/** Each page that has rows links to both sides, the first and the last one too; an empty one has nothing (recorded). */

function cursorPaging<R extends { id: number }>(
	call: Call,
	sequence: Sequence<R>,
	order: Order<R>,
	rows: R[],
	more: boolean,
): Record<string, unknown> {
	const cursor = (row: R | undefined) => row && encodeCursor(order, sequence.positionOf(row));
	const [first, last] = [cursor(rows[0]), cursor(rows.at(-1))];
	const link = (changes: Record<string, string | undefined>) =>
		`${call.world.origin}${call.path}?${call.query.with(changes)}`;
	return {
		meta: { has_more: more, after_cursor: last ?? null, before_cursor: first ?? null },
		links: {
			next: last ? link({ 'page[after]': last, 'page[before]': undefined }) : null,
			prev: first ? link({ 'page[before]': first, 'page[after]': undefined }) : null,
		},
	};
}

function cursorOrder<R extends { id: number }>(call: Call, list: List<R>): Order<R> {
	const sort = call.query.get('sort');
	if (sort === undefined) return list.order ?? byId();
	const order = { field: sort.replace(/^-/, ''), descending: sort.startsWith('-') } as Order<R>;
	if (!list.sorts?.includes(order.field)) throw invalid('sort is not valid');
	return order;
}

function byId<R extends { id: number }>(): Order<R> {
	return { field: 'id', descending: false };
}

function pageSize(call: Call, maximum: number): number {
	const text = call.query.get('page[size]');
	if (text === undefined) return maximum;
	const size = Number(text);
	if (!Number.isInteger(size) || size < 1) throw invalid('page[size] is not valid');
	if (size <= maximum) return size;
	if (call.world.switches.cursorSizeOver100 === 'clamp') return maximum;
	throw invalid(`page[size] must be at most ${maximum}`);
}

function offsetPage<R extends { id: number }>(call: Call, list: List<R>): Page<R> {
	const maximum = list.maxSize ?? 100;
	const perPage = Math.min(wholeNumber(call, 'per_page', maximum), maximum);
	const number = wholeNumber(call, 'page', 1);
	if (number > DEEPEST_PAGE || number * perPage > DEEPEST_RECORD) {
		throw badPagination(
			'InvalidPaginationDepth',
			`Limited to ${DEEPEST_PAGE} pages or ${DEEPEST_RECORD} records`,
		);
	}
	const sequence = sequenceOf(list, offsetOrder(call, list));
	const rows: R[] = [];
	let skip = (number - 1) * perPage;
	for (let index = 0; index < sequence.length && rows.length < perPage; index++) {
		const row = sequence.at(index);
		if (list.where && !list.where(row)) continue;
		if (skip > 0) skip--;
		else rows.push(row);
	}
	return { rows, paging: offsetPaging(call, countOf(list), number, perPage) };
}

/** `count`, `next_page` and `previous_page` of an offset page. */
export function offsetPaging(
	call: Call,
	count: number,
	number: number,
	perPage: number,
): Record<string, unknown> {
	const link = (target: number) =>
		`${call.world.origin}${call.path}?${call.query.with({ page: String(target) })}`;
	return {
		count,
		next_page: number * perPage < count ? link(number + 1) : null,
		previous_page: number > 1 ? link(number - 1) : null,
	};
}

function offsetOrder<R extends { id: number }>(call: Call, list: List<R>): Order<R> {
	const field = call.query.get('sort_by');
	const descending = call.query.get('sort_order') === 'desc';
	const known = list.sortBys?.find((candidate) => candidate === field);
	return known ? { field: known, descending } : (list.order ?? byId());
}

/** A parameter that is a whole number from 1 up. */
export function wholeNumber(call: Call, name: string, otherwise: number): number {
	const text = call.query.get(name);
	if (text === undefined) return otherwise;
	const number = Number(text);
	if (!Number.isInteger(number) || number < 1) throw invalid(`${name} is not valid`);
	return number;
}

/** How many rows a list has. */
export function countOf<R extends { id: number }>(list: List<R>): number {
	if (list.total !== undefined) return list.total;
	return list.where ? list.rows.filter(list.where).length : list.rows.length;
}

function sequenceOf<R extends { id: number }>(list: List<R>, order: Order<R>): Sequence<R> {
	const { field } = order;
	const valueOf = (row: R) => sortValue(field, row[field]);
	if (field === 'id') return new Sequence(list.rows, order, valueOf);
	const rows =
		field !== 'status' && list.ordered
			? list.ordered(field)
			: [...list.rows].sort((a, b) => compare(valueOf(a), valueOf(b)) || a.id - b.id);
	return new Sequence(rows, order, valueOf);
}

/** Statuses sort by the course of a ticket's life, not by the alphabet. */
function sortValue(field: string, value: unknown): SortValue {
	const place = field === 'status' ? (STATUSES as readonly unknown[]).indexOf(value) : -1;
	return place < 0 ? (value as SortValue) : place;
}

function invalid(title: string) {
	return badPagination('InvalidPaginationParameter', title);
}
