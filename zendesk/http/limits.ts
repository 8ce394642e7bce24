import type { ZendeskRequest } from './types';

/** One of Zendesk's endpoint limits: `limit` calls in `windowMs`, counted apart for each key. */
export interface EndpointLimit {
	name: string;
	limit: number;
	windowMs: number;
	/** The bucket's key for this request, or `undefined` when the limit does not concern it. */
	keyOf: (request: ZendeskRequest) => string | undefined;
	/** What stands behind `zendesk-ratelimit-` in the answer, where Zendesk reports the bucket. */
	header?: string;
}

const MINUTE = 60_000;

/** Matches a method and a path; a captured part (the record's id) becomes the bucket's key. */
function on(method: ZendeskRequest['method'], path: RegExp): EndpointLimit['keyOf'] {
	return (request) => {
		if (request.method !== method) return undefined;
		const match = path.exec(request.path);
		return match === null ? undefined : (match[1] ?? '');
	};
}

const USER_PUT = on('PUT', /^\/api\/v2\/users\/(\d+)$/);
const USER_UPSERT = on('POST', /^\/api\/v2\/users\/create_or_update$/);

/**
 * The limits below the account's own. Zendesk counts them on the server, where other integrations count too: what its
 * headers and 429s say always wins over this table.
 *
 * @see https://developer.zendesk.com/api-reference/introduction/rate-limits/
 */
export const ENDPOINT_LIMITS: EndpointLimit[] = [
	{ name: 'updates of one user', limit: 5, windowMs: MINUTE, keyOf: USER_PUT },
	{
		// Documented on one page only: start at one a second, go faster only while the header allows it.
		name: 'user updates',
		limit: 1,
		windowMs: 1_000,
		keyOf: (request) =>
			USER_PUT(request) === undefined && USER_UPSERT(request) === undefined ? undefined : '',
		header: 'create-update-user',
	},
	{
		name: 'ticket updates',
		limit: 100,
		windowMs: MINUTE,
		keyOf: (request) =>
			on('PUT', /^\/api\/v2\/tickets\/(\d+)$/)(request) === undefined ? undefined : '',
	},
	{
		name: 'permanent deletions',
		limit: 700,
		windowMs: 10 * MINUTE,
		keyOf: (request) =>
			on('DELETE', /^\/api\/v2\/deleted_users\/(\d+)$/)(request) === undefined ? undefined : '',
	},
	{
		name: 'incremental exports',
		limit: 10,
		windowMs: MINUTE,
		keyOf: on('GET', /^\/api\/v2\/incremental\//),
	},
	{
		name: 'search exports',
		limit: 100,
		windowMs: MINUTE,
		keyOf: on('GET', /^\/api\/v2\/search\/export$/),
	},
	{
		name: 'deleted tickets',
		limit: 10,
		windowMs: MINUTE,
		keyOf: on('GET', /^\/api\/v2\/deleted_tickets$/),
	},
];
