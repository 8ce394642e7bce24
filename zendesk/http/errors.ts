import { describeNoSeat, FREE_A_SEAT, isNoSeat } from './noSeat';
import type { ZendeskRequest, ZendeskResponse } from './types';

/**
 * What went wrong, in the words that decide how to go on.
 *
 * - `auth`: nobody is signed in (401) · `scope`: the token may not do this (403) · `forbidden`: the role or the plan may not (403)
 * - `account`: there is no such help desk · `not-found` · `invalid`: Zendesk refused the content (400, 413, 422) · `conflict` (409)
 * - `no-seat`: somebody was to become staff, and every seat is taken (403 or 422, as accounts differ)
 * - `rate-limited`: 429 for longer than we wait · `unavailable`: no usable answer to a call that changed nothing
 * - `unknown-outcome`: a write whose answer was lost and that could not be looked up
 * - `redirected`: an answer that points to another address · `cancelled`: the run was stopped
 */
export type ErrorKind =
	| 'auth'
	| 'scope'
	| 'forbidden'
	| 'account'
	| 'not-found'
	| 'invalid'
	| 'conflict'
	| 'no-seat'
	| 'rate-limited'
	| 'unavailable'
	| 'unknown-outcome'
	| 'redirected'
	| 'cancelled';

/** One `details` entry of a validation answer, with the field it belongs to (`base` = the record as a whole). */
export interface FieldProblem {
	field: string;
	description: string;
	code?: string;
}

export interface ZendeskErrorInit {
	kind: ErrorKind;
	message: string;
	/** How to get on. */
	advice?: string;
	status?: number;
	/** Zendesk's own code, e.g. `RecordInvalid`. */
	code?: string;
	fields?: FieldProblem[];
	requestId?: string;
	/** What Zendesk asked to wait, in milliseconds. */
	retryAfterMs?: number;
}

/** A call that did not bring what was asked. Holds nothing secret: no header of ours, no body as a whole. */
export class ZendeskError extends Error {
	readonly kind: ErrorKind;
	readonly advice?: string;
	readonly status?: number;
	readonly code?: string;
	readonly fields: FieldProblem[];
	readonly requestId?: string;
	readonly retryAfterMs?: number;

	constructor(init: ZendeskErrorInit) {
		super(init.message);
		this.name = 'ZendeskError';
		this.kind = init.kind;
		this.advice = init.advice;
		this.status = init.status;
		this.code = init.code;
		this.fields = init.fields ?? [];
		this.requestId = init.requestId;
		this.retryAfterMs = init.retryAfterMs;
	}
}

/** What an answer says of itself, taken from any of Zendesk's four forms of error. */
interface Said {
	code?: string;
	text: string;
	fields: FieldProblem[];
}

const MAX_QUOTE = 200;

/**
 * The first line of a text that is safe to show: no markup, no control characters, at most 200 characters. Takes a time
 * that grows with the text, not with its square, whatever a server sends.
 */
export function quote(text: string): string {
	const plain = text
		.replace(/<(script|style)\b[\s\S]*?(?:<\/\1>|$)/gi, ' ')
		.replace(/<[^<>]*>/g, ' ')
		.replace(/[\p{Cc}\s]+/gu, ' ')
		.trim();
	return plain.length > MAX_QUOTE ? `${plain.slice(0, MAX_QUOTE)}…` : plain;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns the JSON object, or `undefined` for anything else (plain text, HTML, an empty body). */
export function parseObject(text: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isRecord(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function fieldProblems(details: unknown): FieldProblem[] {
	if (!isRecord(details)) return [];
	return Object.entries(details).flatMap(([field, list]) =>
		(Array.isArray(list) ? list : [list]).filter(isRecord).map((entry) => ({
			field,
			description: quote(String(entry.description ?? entry.type ?? '')),
			code: typeof entry.error === 'string' ? entry.error : undefined,
		})),
	);
}

function asText(value: unknown): string {
	return typeof value === 'string' ? quote(value) : '';
}

/**
 * Zendesk answers errors as `{error: "Code", description, details}`, `{error: {title, message}}`, `{errors: [{code, title}]}`
 * or as plain text / HTML.
 *
 * @see https://developer.zendesk.com/api-reference/introduction/requests/
 */
function whatItSays(text: string): Said {
	const body = parseObject(text);
	if (body === undefined) return { text: quote(text), fields: [] };
	if (typeof body.error === 'string') {
		const fields = fieldProblems(body.details);
		const description = asText(body.description) || asText(body.error_description);
		return {
			code: body.error,
			text:
				fields.map((problem) => problem.description).join('; ') || description || quote(body.error),
			fields,
		};
	}
	if (isRecord(body.error)) {
		const { title, message } = body.error;
		return { code: asText(title), text: asText(message) || asText(title), fields: [] };
	}
	if (Array.isArray(body.errors)) {
		const problems = body.errors.filter(isRecord);
		return {
			code: problems.map((problem) => asText(problem.code)).find(Boolean),
			text: problems
				.map((problem) =>
					[asText(problem.title), asText(problem.detail)].filter(Boolean).join(': '),
				)
				.join('; '),
			fields: [],
		};
	}
	return { text: '', fields: [] };
}

interface Explained {
	kind: ErrorKind;
	message: string;
	advice?: string;
}

const SIGN_IN_AGAIN =
	'Open the credential in n8n, check the account and sign in again (or enter a valid token)';

/** Answers that refuse what was asked, and not who asked or when. */
const REFUSALS = new Set([400, 402, 403, 422]);

/** Status → meaning. The first row that applies is taken. */
const MEANINGS: Array<{
	applies: (status: number, said: Said, headers: Record<string, string>) => boolean;
	explain: (said: Said, status: number) => Explained;
}> = [
	{
		applies: (status) => status === 401,
		explain: () => ({
			kind: 'auth',
			message: 'Zendesk did not accept the sign-in',
			advice: `The token is wrong, expired or revoked. ${SIGN_IN_AGAIN}`,
		}),
	},
	{
		applies: (status, said) =>
			status === 403 && /missing the following required scopes?/i.test(said.text),
		explain: (said) => ({
			kind: 'scope',
			message: `The credential may not do this: ${said.text}`,
			advice:
				"Set the credential's 'Access' to 'Read and Write' and sign in again; the OAuth client in Zendesk must allow that scope",
		}),
	},
	{
		applies: (status, said) =>
			REFUSALS.has(status) &&
			isNoSeat(said.code, said.text, ...said.fields.map(({ code }) => code)),
		explain: (said) => ({
			kind: 'no-seat',
			message: describeNoSeat(said.text),
			advice: FREE_A_SEAT,
		}),
	},
	{
		applies: (status) => status === 403,
		explain: (said) => ({
			kind: 'forbidden',
			message: `Zendesk does not allow this: ${said.text || 'forbidden'}`,
			advice:
				"The credential's user must be an admin (or hold a custom role with this permission), and the Zendesk plan must include the feature",
		}),
	},
	{
		applies: (status, said, headers) =>
			status === 404 &&
			(/no help ?desk at/i.test(`${said.code} ${said.text}`) ||
				/text\/html/i.test(headers['content-type'] ?? '')),
		explain: () => ({
			kind: 'account',
			message: 'There is no Zendesk account at this address',
			advice: "Check 'Account' in the credential: 'acme' stands for acme.zendesk.com",
		}),
	},
	{
		applies: (status) => status === 404 || status === 410,
		explain: (said) => ({
			kind: 'not-found',
			message: `Zendesk does not know this record: ${said.text || 'not found'}`,
		}),
	},
	{
		applies: (status) => status === 409,
		explain: (said) => ({
			kind: 'conflict',
			message: `Somebody else changed the record at the same moment: ${said.text || 'conflict'}`,
			advice: 'Run it again',
		}),
	},
	{
		applies: (status) => status === 429,
		explain: (said) => ({
			kind: 'rate-limited',
			message: `Zendesk's rate limit is used up: ${said.text || 'too many requests'}`,
			advice: 'Run it again later, or lower the load of other integrations on this account',
		}),
	},
	{
		applies: (status) => status === 413,
		explain: () => ({ kind: 'invalid', message: 'The request is too large for Zendesk' }),
	},
	{
		applies: (status) => status >= 300 && status < 400,
		explain: () => ({
			kind: 'redirected',
			message: 'Zendesk sent the call to another address, which is never followed',
			advice:
				"Check 'Account' in the credential; an account that moved or uses single sign-on for the API must be entered by its *.zendesk.com name",
		}),
	},
	{
		applies: (status) => status >= 500,
		explain: (said, status) => ({
			kind: 'unavailable',
			message: `Zendesk is not available (HTTP ${status})${said.text ? `: ${said.text}` : ''}`,
			advice: 'Run it again later; status.zendesk.com says what is going on',
		}),
	},
	{
		applies: () => true,
		explain: (said, status) => ({
			kind: 'invalid',
			message: said.text || `Zendesk refused the request (HTTP ${status})`,
		}),
	},
];

/** The one factory from an answer to an error. */
export function errorFrom(
	response: ZendeskResponse,
	request: ZendeskRequest,
	waitMs?: number,
): ZendeskError {
	const said = whatItSays(response.text);
	const row = MEANINGS.find((candidate) =>
		candidate.applies(response.status, said, response.headers),
	)!;
	const explained = row.explain(said, response.status);
	return new ZendeskError({
		...explained,
		message: `${explained.message} (${request.method} ${request.path})`,
		status: response.status,
		code: said.code,
		fields: said.fields,
		requestId: response.headers['x-request-id'],
		retryAfterMs: waitMs,
	});
}

/** An answer with a good status that is no JSON: a proxy's or a maintenance page. */
export function unreadable(
	response: ZendeskResponse,
	request: ZendeskRequest,
	host: string,
): ZendeskError {
	const requestId = response.headers['x-request-id'];
	const id = requestId === undefined ? '' : `, request ID ${quote(requestId)}`;
	return new ZendeskError({
		kind: 'unavailable',
		message: `The answer is not Zendesk's: ${quote(response.text) || 'it is empty'} (${request.method} ${host}${request.path}, HTTP ${response.status}${id})`,
		advice:
			'A proxy, a firewall or a maintenance page may have answered instead; check the network between n8n and Zendesk',
		status: response.status,
		requestId,
	});
}

export function cancelled(): ZendeskError {
	return new ZendeskError({
		kind: 'cancelled',
		message: 'The run was stopped before this was done',
		advice: 'Run it again: what is already done is recognized and skipped',
	});
}

/** Any thrown thing as a {@link ZendeskError}; what is none of ours is a defect and says so. */
export function asZendeskError(error: unknown): ZendeskError {
	if (error instanceof ZendeskError) return error;
	return new ZendeskError({
		kind: 'invalid',
		message: `Unexpected: ${error instanceof Error ? error.message : String(error)}`,
		advice: 'This should not happen; please report it with the workflow and the input row',
	});
}

const CLOSED = new Set<ErrorKind>(['forbidden', 'scope', 'not-found']);

/** Whether Zendesk says that this credential or this plan has no such list; all else is a failure. */
export function isClosed({ kind }: ZendeskError): boolean {
	return CLOSED.has(kind);
}
