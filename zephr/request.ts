import { type ArrayFormat, queryText } from './query';
import { authorization, type KeyPair, type Moment } from './sign';
import { apiOrigin } from './tenant';

/** What the credential knows. `tenant` is as a person typed it. */
export interface Account extends KeyPair {
	tenant: unknown;
}

/**
 * The options of a request, in both of n8n's dialects: that of `httpRequest` (`url`, `arrayFormat`), and the older one
 * (`uri`, `qsStringifyOptions`, `form` …), which the HTTP Request node speaks.
 */
export type RequestOptions = Record<string, unknown>;

export type Signed = { options: RequestOptions } | { refused: string };

/** Answered as values: who asks decides what to throw. */
type Outcome<T> = { value: T } | { refused: string };

const NO_TENANT =
	"'Tenant ID' names no Zephr tenant. Enter the ID from the blue box in Zephr's console, or an address such as news.api.zephr.com or news-site.cdn.zephr.com. The address console.zephr.com is the same for all tenants.";

const JSON_ONLY =
	"Zephr's Admin API takes JSON, and only JSON or text can be signed. Send the body as JSON.";

const BODILESS = new Set(['GET', 'HEAD']);

/** As axios puts them together, which is what n8n would have sent. */
function joined(base: unknown, url: string): string {
	if (typeof base !== 'string' || base === '' || /^([a-z][a-z\d+.-]*:)?\/\//i.test(url)) return url;
	return url === '' ? base : `${base.replace(/\/+$/, '')}/${url.replace(/^\/+/, '')}`;
}

function arrayFormatOf(options: RequestOptions): ArrayFormat {
	const { arrayFormat, qsStringifyOptions, useQuerystring } = options;
	const older = (qsStringifyOptions as { arrayFormat?: ArrayFormat } | undefined)?.arrayFormat;
	const fallback = useQuerystring === true ? 'repeat' : 'indices';
	return (arrayFormat as ArrayFormat | undefined) ?? older ?? fallback;
}

/** The address with all parameters in it, if it is one of this tenant's API. */
function addressOf(origin: string, options: RequestOptions): Outcome<URL> {
	const text = joined(options.baseURL, String(options.url ?? options.uri ?? ''));
	if (!URL.canParse(text)) return { refused: `'${text}' is no address.` };
	const url = new URL(text);
	if (url.origin !== origin || url.username !== '' || url.password !== '') {
		return { refused: `This credential signs requests to ${origin} only, not to ${url.origin}.` };
	}
	const more = queryText((options.qs ?? {}) as Record<string, unknown>, arrayFormatOf(options));
	url.search = [url.search.slice(1), more].filter((part) => part !== '').join('&');
	url.hash = '';
	return { value: url };
}

/** n8n serialises bodies of these types again, whatever they are by then. */
const FORM = /x-www-form-urlencoded|multipart\/form-data/i;

function headerOf(options: RequestOptions, wanted: string): string {
	const headers = Object.entries((options.headers ?? {}) as Record<string, unknown>);
	return String(headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '');
}

/** Neither a form nor a stream: those are instances of classes. Tells it in every realm. */
function isPlain(value: object): boolean {
	const prototype = Object.getPrototypeOf(value) as object | null;
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The bytes to send; empty for none. As bytes, because axios trims or quotes text. */
function bytesOf(method: string, options: RequestOptions): Outcome<Uint8Array> {
	const { body, form, formData } = options;
	const isForm = form !== undefined || formData !== undefined;
	if (isForm || FORM.test(headerOf(options, 'content-type'))) return { refused: JSON_ONLY };
	if (BODILESS.has(method) || body === undefined || body === '') return { value: Buffer.alloc(0) };
	if (body instanceof Uint8Array) return { value: body };
	if (typeof body === 'string') return { value: Buffer.from(body) };
	if (typeof body === 'object' && body !== null && !Array.isArray(body) && !isPlain(body)) {
		return { refused: JSON_ONLY };
	}
	return { value: Buffer.from(JSON.stringify(body)) };
}

/** The headers without those that would compete with ours; what a body is, is said unless it was. */
function headersFor(given: unknown, signature: string, hasBody: boolean): Record<string, unknown> {
	const kept = Object.entries((given ?? {}) as Record<string, unknown>).filter(
		([name]) => name.toLowerCase() !== 'authorization',
	);
	const typed = kept.some(([name]) => name.toLowerCase() === 'content-type');
	return {
		...Object.fromEntries(kept),
		...(hasBody && !typed ? { 'Content-Type': 'application/json' } : {}),
		Authorization: signature,
	};
}

/** What is folded into the address, the body or the signature, and must not be applied a second time. */
const FOLDED = new Set([
	'uri',
	'baseURL',
	'qs',
	'qsStringifyOptions',
	'useQuerystring',
	'arrayFormat',
	'auth',
	'body',
	'form',
	'formData',
]);

/**
 * Turns the options of a request into those of the same request, signed. Query and body are serialised here, once, and
 * those very bytes are what is left to send. Redirects are not followed: a signature holds for one address.
 *
 * @returns new options, or why this request is none of this credential's
 */
export function signRequest(account: Account, options: RequestOptions, moment: Moment): Signed {
	const origin = apiOrigin(account.tenant);
	if (origin === undefined) return { refused: NO_TENANT };
	const method = String(options.method ?? 'GET').toUpperCase();
	const address = addressOf(origin, options);
	if ('refused' in address) return address;
	const bytes = bytesOf(method, options);
	if ('refused' in bytes) return bytes;
	const { value: url } = address;
	const { value: body } = bytes;
	const signable = { method, path: url.pathname, query: url.search.slice(1), body };
	const headers = headersFor(
		options.headers,
		authorization(account, signable, moment),
		body.length > 0,
	);
	const kept = Object.fromEntries(Object.entries(options).filter(([name]) => !FOLDED.has(name)));
	return {
		options: {
			...kept,
			method,
			url: url.href,
			headers,
			...(body.length > 0 ? { body } : {}),
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
		},
	};
}
