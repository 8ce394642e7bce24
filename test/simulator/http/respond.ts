import { createHash } from 'node:crypto';
import type { Route, Reply } from './route';

const JSON_TYPE = 'application/json; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=UTF-8';
const HTML_TYPE = 'text/html; charset=utf-8';

/** Statuses that must not have a body. */
const BODILESS = new Set([204, 304]);

function typeOf(body: unknown, route: Route | undefined, status: number): string {
	if (typeof body !== 'string') return JSON_TYPE;
	if (body.startsWith('<!DOCTYPE')) return HTML_TYPE;
	return status < 400 && route?.path.startsWith('/api/') ? JSON_TYPE : TEXT_TYPE;
}

/** What a response says of the request it answers. */
export interface Envelope {
	requestId: string;
	/** The account's clock, in ms. */
	now: number;
}

/** The Fetch response of a reply, with the headers that Zendesk adds to everything (zendesk-api §11). */
export function toResponse(
	reply: Reply,
	route: Route | undefined,
	{ requestId, now }: Envelope,
): Response {
	const { status, body } = reply;
	const headers = new Headers({
		Date: new Date(now).toUTCString(),
		'X-Request-Id': requestId,
		'Cache-Control': 'max-age=0, private, must-revalidate',
	});
	if (route?.path.startsWith('/api/')) headers.set('X-Zendesk-API-Version', 'v2');
	let text: string | null = null;
	if (body !== undefined && !BODILESS.has(status)) {
		text = typeof body === 'string' ? body : JSON.stringify(body);
		headers.set('Content-Type', typeOf(body, route, status));
		if (status === 200) headers.set('ETag', weakTag(text));
	}
	for (const [name, value] of Object.entries(reply.headers ?? {})) headers.set(name, value);
	return new Response(text, { status, headers });
}

function weakTag(text: string): string {
	return `W/"${createHash('md5').update(text).digest('hex')}"`;
}

/** Headers by lower-case name. */
export function headersOf(response: Response): Record<string, string> {
	const headers: Record<string, string> = {};
	response.headers.forEach((value, name) => {
		headers[name] = value;
	});
	return headers;
}
