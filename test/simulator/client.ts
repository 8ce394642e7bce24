import { headersOf } from './http/respond';
import type { Simulator } from './simulator';

/** Any JSON, for tests that look into answers. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

/** An answer, parsed if it is JSON. */
export interface Answer {
	status: number;
	headers: Record<string, string>;
	body: Json;
}

export interface Client {
	get(path: string, headers?: Record<string, string>): Promise<Answer>;
	post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
	put(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
	patch(path: string, body?: unknown): Promise<Answer>;
	delete(path: string, body?: unknown): Promise<Answer>;
}

/**
 * A plain JSON client. Paths without a leading slash are below `/api/v2/`. Signs in with a token of the
 * credentials' admin unless `authorization` says otherwise; `null` sends none.
 */
export function clientOf(sim: Simulator, authorization?: string | null): Client {
	const header = authorization === undefined ? `Bearer ${sim.credentials.bearer()}` : authorization;
	const send = async (
		method: string,
		path: string,
		body?: unknown,
		extra: Record<string, string> = {},
	): Promise<Answer> => {
		const url = path.startsWith('/') ? `https://${sim.host}${path}` : sim.world.url(path);
		const headers = new Headers(extra);
		if (header !== null) headers.set('Authorization', header);
		if (body !== undefined && !headers.has('Content-Type')) {
			headers.set('Content-Type', 'application/json');
		}
		const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
		const response = await sim.fetch(new Request(url, { method, headers, body: payload }));
		const text = await response.text();
		const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
		const parsed = isJson && text !== '' ? JSON.parse(text) : text;
		return { status: response.status, headers: headersOf(response), body: parsed };
	};
	return {
		get: (path, headers) => send('GET', path, undefined, headers),
		post: (path, body, headers) => send('POST', path, body, headers),
		put: (path, body, headers) => send('PUT', path, body, headers),
		patch: (path, body) => send('PATCH', path, body),
		delete: (path, body) => send('DELETE', path, body),
	};
}

/** A client of somebody else. */
export function clientAs(sim: Simulator, userId: number, scopes?: string[]): Client {
	return clientOf(sim, `Bearer ${sim.credentials.bearer(userId, scopes)}`);
}
