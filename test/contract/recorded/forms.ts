export type Json = Record<string, unknown>;

const TIME = /\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z| ?[+-]\d{2}:?\d{2})?/g;
const HTTP_DATE = /\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT/g;
const WHOLE_TIME = new RegExp(`^${TIME.source}$`);

export const isTime = (value: unknown): value is string =>
	typeof value === 'string' && WHOLE_TIME.test(value);

/** Whole seconds, milliseconds and finer ones are different forms, and so are the ways to write a zone. */
function timeForm(text: string): string {
	const form = text.replace(/\.(\d+)/, (_, { length }: string) =>
		length > 3 ? '.nano' : '.milli',
	);
	return `<time ${form.replace(/\d/g, '0')}>`;
}

/** `id`, `user_id`, `group_ids`; headers and events name theirs in the same way. */
const ID_KEY = /(^|[_-])ids?$/i;
const CURSOR_KEY = /(^|_)cursor$/;
const SECONDS_KEY = /^(end|start)_time$/;
/** Which languages there are is the same in every account. */
const COMMON = new Set(['locale_id']);
/** In any text: ids of jobs, ULIDs, UUIDs. */
const ID =
	/V3-[0-9a-f]{32}|\b[0-9A-HJKMNP-TV-Z]{26}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
/** In addresses: else it may be a phone number. */
const LONG_NUMBER = /\d{6,}/g;
const ADDRESS = /^(?:https?:\/)?\/|^zen:/;
const HOST = /^https:\/\/[a-z0-9-]+\.zendesk\.com/;
const CURSOR_PARAMETER = /((?:page\[(?:after|before)\]|page%5B(?:after|before)%5D|cursor)=)[^&]+/g;
/** The order of parameters means nothing. */
const QUERY = /(?<=^\/[^?]*\?).*$/;
const SECONDS_PARAMETER = /((?:start|end)_time=)\d+/g;

/** Two answers a second apart had the same tags in another order (recorded). */
export const isSet = (key: string) => key === 'tags';

export interface Keyed {
	key: string;
	value: unknown;
}

/** Whether a list is one of rows of key and value, as headers are. */
export function isKeyed(list: unknown[]): list is Keyed[] {
	const isRow = (row: unknown) => Object.keys(Object(row)).sort().join() === 'key,value';
	return list.length > 0 && list.every(isRow);
}

/** 0 and "0" are no ids: they say that there is none. */
const isId = (value: unknown): value is string | number =>
	(typeof value === 'number' && value > 0) ||
	(typeof value === 'string' && /[1-9a-z]/i.test(value));

function textForm(text: string, holder: Json): string {
	const own = isId(holder.id) ? String(holder.id) : undefined;
	const blank = (id: string) => (id === own ? '<own id>' : '<id>');
	const known = text
		.replace(HOST, '')
		.replace(QUERY, (query) => query.split('&').sort().join('&'))
		.replace(CURSOR_PARAMETER, '$1<cursor>')
		.replace(SECONDS_PARAMETER, '$1<time>')
		.replace(TIME, timeForm)
		.replace(HTTP_DATE, '<HTTP date>')
		.replace(ID, blank);
	return ADDRESS.test(text) ? known.replace(LONG_NUMBER, blank) : known;
}

/**
 * All of a value that must be the same in every account: ids, times and cursors are left out.
 *
 * @param holder the object that the value stands in: its own id may be part of a text
 */
export function formOf(key: string, value: unknown, holder: Json): unknown {
	if (ID_KEY.test(key) && !COMMON.has(key) && isId(value)) return `<${typeof value} id>`;
	if (CURSOR_KEY.test(key) && typeof value === 'string') return '<cursor>';
	if (SECONDS_KEY.test(key) && typeof value === 'number') return '<time>';
	return typeof value === 'string' ? textForm(value, holder) : value;
}

/** The object that a text holds as JSON; `undefined` for any other. */
export function readJson(text: unknown): { value: Json; isPretty: boolean } | undefined {
	if (typeof text !== 'string' || !text.startsWith('{')) return undefined;
	try {
		return { value: JSON.parse(text) as Json, isPretty: text.includes('\n') };
	} catch {
		return undefined;
	}
}

/** A list of which not every row is shown ends with a text that says how many they are. */
export function readList(list: unknown[]): { rows: unknown[]; total: number } {
	const [, total] = /^… (\d+) in all$/.exec(String(list.at(-1))) ?? [];
	return total === undefined
		? { rows: list, total: list.length }
		: { rows: list.slice(0, -1), total: Number(total) };
}

/** So many rows are not in order by chance. */
const MANY = 10;
const FEW = 3;

export const repeats = (rows: unknown[]) => rows.length >= MANY;

/** Whether rows are in the order of their ids; `undefined` where too few have one. */
export function ascend(rows: unknown[]): boolean | undefined {
	const ids = rows.map((row) => (typeof row === 'object' ? (row as Json | null)?.id : undefined));
	if (ids.length < FEW || !ids.every((id) => typeof id === 'number')) return undefined;
	return ids.every((id, index) => index === 0 || id > (ids[index - 1] as number));
}
