import type {
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { isRecord } from '../../zendesk/http/errors';
import type {
	LostCall,
	Transport,
	ZendeskRequest,
	ZendeskResponse,
} from '../../zendesk/http/types';

/** Where the pack calls Zendesk from. */
export type ZendeskContext =
	| IExecuteFunctions
	| ILoadOptionsFunctions
	| IHookFunctions
	| IWebhookFunctions
	| IPollFunctions;

const TIMEOUT_MS = 60_000;

/** Codes of a connection that never came about: Zendesk has seen nothing of the call. */
const NEVER_SENT =
	/^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ERR_INVALID_URL|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_)/;

function queryOf({ query = {} }: ZendeskRequest): string {
	const pairs = Object.entries(query).flatMap(([key, value]) => {
		const values = Array.isArray(value) ? value : value === undefined ? [] : [value];
		return values.map((one) => `${encodeURIComponent(key)}=${encodeURIComponent(one)}`);
	});
	return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** Built anew for every call: n8n writes into it. */
function optionsFor(account: string, request: ZendeskRequest): IHttpRequestOptions {
	return {
		method: request.method,
		url: `${account}${request.path}${queryOf(request)}`,
		headers: {
			Accept: 'application/json',
			...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
			...request.headers,
		},
		...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
		// Text, because a 429 of Zendesk may be plain text and a 502 HTML.
		encoding: 'text',
		returnFullResponse: true,
		// 401 must be thrown: n8n renews the OAuth token on it. All else comes back with its headers.
		ignoreHttpStatusErrors: { ignore: true, except: [401] },
		// An answer may not lead a signed call to another host.
		disableFollowRedirect: true,
		sendCredentialsOnCrossOriginRedirect: false,
		timeout: TIMEOUT_MS,
	};
}

function headersOf(headers: unknown): Record<string, string> {
	if (!isRecord(headers)) return {};
	return Object.fromEntries(
		Object.entries(headers).flatMap(([name, value]) =>
			value === undefined || value === null ? [] : [[name.toLowerCase(), String(value)]],
		),
	);
}

function textOf(body: unknown): string {
	if (typeof body === 'string') return body;
	return body === undefined || body === null ? '' : JSON.stringify(body);
}

/** What n8n throws wraps the answer, when there was one, in one or two layers. */
function answerIn(error: unknown, depth = 3): ZendeskResponse | undefined {
	if (!isRecord(error) || depth === 0) return undefined;
	const { response } = error;
	if (isRecord(response) && typeof response.status === 'number') {
		return {
			status: response.status,
			headers: headersOf(response.headers),
			text: textOf(response.data),
		};
	}
	const inCause = answerIn(error.cause, depth - 1);
	if (inCause) return inCause;
	// Older versions of n8n keep no more than the status of a 401.
	const { httpCode } = error;
	if (typeof httpCode !== 'string' || !/^[45]\d\d$/.test(httpCode)) return undefined;
	return { status: Number(httpCode), headers: {}, text: '' };
}

/** The first machine-readable code in an error or its causes, e.g. `ECONNRESET`. */
function codeIn(error: unknown, depth = 3): string | undefined {
	if (!isRecord(error) || depth === 0) return undefined;
	const { code, httpCode } = error;
	if (typeof code === 'string') return code;
	return codeIn(error.cause, depth - 1) ?? (typeof httpCode === 'string' ? httpCode : undefined);
}

/** How n8n says that it could not get or renew a token, where it has no code for it. */
const SIGN_IN_WORDS =
	/needs to be reconnected|reconnect the credential|not connected|refreshToken is required|acquire OAuth2 access token|invalid_(grant|client)/i;

const SIGN_IN_LOST: ZendeskResponse = {
	status: 401,
	headers: {},
	text: JSON.stringify({ error: 'invalid_grant' }),
};

function fateOf(error: unknown): ZendeskResponse | LostCall {
	const answer = answerIn(error);
	if (answer) return answer;
	const code = codeIn(error);
	const words = error instanceof Error ? error.message : '';
	if (code === 'EAUTH' || SIGN_IN_WORDS.test(words)) return SIGN_IN_LOST;
	const reason = code ?? 'no connection';
	return { lost: true, sent: NEVER_SENT.test(reason) ? 'no' : 'maybe', reason };
}

/**
 * n8n's signed requests as the core's transport.
 *
 * @param account e.g. `https://acme.zendesk.com`
 */
export function n8nTransport(
	context: ZendeskContext,
	credentialType: string,
	account: string,
): Transport {
	return async (request, signal) => {
		try {
			const response = (await context.helpers.httpRequestWithAuthentication.call(
				context,
				credentialType,
				{ ...optionsFor(account, request), abortSignal: signal },
			)) as IN8nHttpFullResponse;
			return {
				status: response.statusCode,
				headers: headersOf(response.headers),
				text: textOf(response.body),
			};
		} catch (error) {
			return fateOf(error);
		}
	};
}
