/** One call to Zendesk, before anybody has signed it. */
export interface ZendeskRequest {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Absolute path on the account's host, always starting with `/api/v2/` or `/oauth/`. */
	path: string;
	/** Query parameters; `undefined` values are left out, arrays give the parameter several times. */
	query?: Record<string, string | number | boolean | readonly string[] | undefined>;
	/** JSON body. */
	body?: unknown;
	headers?: Record<string, string>;
}

/** What came back, whatever its status: 429s and 5xx are answers too. */
export interface ZendeskResponse {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** The body as text: a 429 of Zendesk is plain text, a 502 is HTML, so nobody parses before looking. */
	text: string;
}

/** A good answer: 2xx, JSON (or no body at all). */
export interface Reply {
	status: number;
	headers: Record<string, string>;
	/** `{}` for an empty body. */
	json: Record<string, unknown>;
	/** The call was repeated because an answer was lost: what it asked for may have been done by the first one. */
	isRepeat?: boolean;
}

/**
 * A call that ended without an answer.
 * `sent: 'no'` = it surely never reached Zendesk (name not found, connection refused);
 * `sent: 'maybe'` = the connection broke or timed out, so a write may have happened.
 */
export interface LostCall {
	lost: true;
	sent: 'no' | 'maybe';
	/** Short reason for people, without secrets, e.g. `ECONNRESET`. */
	reason: string;
}

/**
 * The one function that stands between the core and the network. It never throws.
 *
 * @param signal ends the wait for the answer; only given where nothing is lost with it
 */
export type Transport = (
	request: ZendeskRequest,
	signal?: AbortSignal,
) => Promise<ZendeskResponse | LostCall>;
