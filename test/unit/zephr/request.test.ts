import { Readable } from 'node:stream';
import { authorization } from '../../../zephr/sign';
import { signRequest } from '../../../zephr/request';

const ACCOUNT = { tenant: 'news', accessKey: 'access', secretKey: 'secret' };
const MOMENT = { timestamp: 1700000000000, nonce: 'nonce1' };
const USERS = 'https://news.api.zephr.com/v3/users';

/** The options that are left to send, and what they would put on the wire. */
function signed(options: Record<string, unknown>) {
	const answer = signRequest(ACCOUNT, options, MOMENT);
	if ('refused' in answer) throw new Error(answer.refused);
	const { options: left } = answer;
	const url = new URL(left.url as string);
	const body = Buffer.from((left.body as Buffer | undefined) ?? '').toString('utf8');
	const wire = { method: left.method as string, path: url.pathname, query: url.search.slice(1) };
	return { left, wire, body, headers: left.headers as Record<string, string> };
}

const refusal = (options: Record<string, unknown>, tenant: unknown = 'news') => {
	const answer = signRequest({ ...ACCOUNT, tenant }, options, MOMENT);
	return 'refused' in answer ? answer.refused : undefined;
};

describe('what is sent is what is signed', () => {
	const qs = { page: 2, active: true, none: undefined, empty: null, q: "a b&c='ü'*()!" };
	it.each<[string, Record<string, unknown>, string]>([
		[
			'a query in the address',
			{ url: `${USERS}?identifiers.email_address=a%40b.com` },
			'identifiers.email_address=a%40b.com',
		],
		['characters that no address has', { url: `${USERS}?q="ü é"` }, 'q=%22%C3%BC%20%C3%A9%22'],
		[
			'a query beside the address',
			{ url: USERS, qs },
			'page=2&active=true&empty=&q=a%20b%26c%3D%27%C3%BC%27%2A%28%29%21',
		],
		['both', { url: `${USERS}?a=1`, qs: { b: 2 } }, 'a=1&b=2'],
		['an address with an end of its own', { url: `${USERS}?a=1#top`, qs: { b: 2 } }, 'a=1&b=2'],
		['lists', { url: USERS, qs: { ids: ['x', 'y'] } }, 'ids%5B0%5D=x&ids%5B1%5D=y'],
		[
			'lists, repeated',
			{ url: USERS, qs: { ids: ['x', 'y'] }, arrayFormat: 'repeat' },
			'ids=x&ids=y',
		],
		['lists, by comma', { url: USERS, qs: { ids: ['x', 'y'] }, arrayFormat: 'comma' }, 'ids=x%2Cy'],
		[
			'lists in the older dialect',
			{ uri: USERS, qs: { ids: ['x', 'y'] }, qsStringifyOptions: { arrayFormat: 'brackets' } },
			'ids%5B%5D=x&ids%5B%5D=y',
		],
		['objects', { url: USERS, qs: { a: { b: { c: 1 } } } }, 'a%5Bb%5D%5Bc%5D=1'],
		['the older dialect', { uri: `${USERS}?a=1`, qs: {} }, 'a=1'],
		['a base', { baseURL: 'https://news.api.zephr.com/v3/', url: '/users', qs: { a: 1 } }, 'a=1'],
		['no query', { url: USERS }, ''],
	])('%s', (_what, options, query) => {
		const { left, wire, headers } = signed(options);
		expect(wire).toEqual({ method: 'GET', path: '/v3/users', query });
		expect(headers.Authorization).toBe(authorization(ACCOUNT, { ...wire, body: '' }, MOMENT));
		// Nothing is left that n8n would add to it.
		for (const folded of ['qs', 'uri', 'baseURL', 'arrayFormat', 'qsStringifyOptions']) {
			expect(left).not.toHaveProperty(folded);
		}
	});

	it.each<[string, unknown, string]>([
		['an object', { 'first-name': 'Zoë', n: [1, null] }, '{"first-name":"Zoë","n":[1,null]}'],
		['a list', [1, 2], '[1,2]'],
		['an empty object', {}, '{}'],
		['text', '{ "a" : 1 }\n', '{ "a" : 1 }\n'],
		['text that is no JSON', 'plain', 'plain'],
		['bytes', Buffer.from('é'), 'é'],
		['nothing', undefined, ''],
	])('%s as the body', (_what, given, sent) => {
		const { wire, body, headers, left } = signed({ method: 'put', url: USERS, body: given });
		expect(body).toBe(sent);
		expect(wire.method).toBe('PUT');
		expect(headers.Authorization).toBe(authorization(ACCOUNT, { ...wire, body: sent }, MOMENT));
		expect(headers['Content-Type']).toBe(sent === '' ? undefined : 'application/json');
		expect('body' in left).toBe(sent !== '');
	});

	it('sends no body with GET, as n8n does', () => {
		expect(signed({ url: USERS, body: { a: 1 } }).left).not.toHaveProperty('body');
	});

	it('keeps what else was asked for, and the options that it was given', () => {
		const given = {
			url: USERS,
			headers: { accept: 'text/plain', authorization: 'Basic x', 'content-type': 'application/x' },
			auth: { username: 'a', password: 'b' },
			method: 'POST',
			body: { a: 1 },
			timeout: 5,
			returnFullResponse: true,
		};
		const before = structuredClone(given);
		const { left, headers } = signed(given);
		expect(given).toEqual(before);
		expect(left).toMatchObject({ timeout: 5, returnFullResponse: true });
		expect(left).not.toHaveProperty('auth');
		expect(Object.keys(headers).sort()).toEqual(['Authorization', 'accept', 'content-type']);
		expect(headers['content-type']).toBe('application/x');
	});

	it('signs what is signed already the same way', () => {
		const given = { method: 'POST', url: `${USERS}?a=ü`, qs: { b: "it's" }, body: { a: 'é' } };
		const { left } = signed(given);
		expect(signed(left).left).toEqual(left);
	});

	it('follows no redirect, in both dialects', () => {
		expect(
			signed({ url: USERS, followRedirect: true, followAllRedirects: true }).left,
		).toMatchObject({
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
		});
	});
});

describe('what is none of its business is refused, unsigned', () => {
	it.each([
		'https://evil.example/v3/users',
		'https://other.api.zephr.com/v3/users',
		'https://news.api.zephr.com.evil.example/v3/users',
		'https://news.api.zephr.com@evil.example/',
		'https://evil.example\\@news.api.zephr.com/',
		'https://news.api.zephr.com./v3/users',
		'https://news.api.zephr.com:8443/v3/users',
		'http://news.api.zephr.com/v3/users',
		'https://user:pass@news.api.zephr.com/v3/users',
		'https://user@news.api.zephr.com/v3/users',
		'//evil.example/v3',
		'/v3/users',
		'',
	])('%j', (url) => {
		expect(refusal({ url })).toEqual(expect.any(String));
		expect(refusal({ uri: url })).toEqual(expect.any(String));
	});

	it('an absolute address that a base seems to hold', () => {
		const baseURL = 'https://news.api.zephr.com';
		expect(refusal({ baseURL, url: 'https://evil.example/' })).toContain('https://evil.example');
		expect(refusal({ baseURL: 'https://evil.example', url: '/v3/users' })).toContain(
			'evil.example',
		);
	});

	it.each(['', 'console.zephr.com', 'evil.com', null])('any address of tenant %j', (tenant) => {
		expect(refusal({ url: USERS }, tenant)).toContain("'Tenant ID'");
	});

	it.each<[string, Record<string, unknown>]>([
		['a form', { form: { a: 1 } }],
		['form data', { formData: { a: 1 } }],
		['an instance of FormData', { body: new FormData() }],
		['search parameters', { body: new URLSearchParams('a=1') }],
		['a stream', { body: Readable.from(['x']) }],
		[
			'a form by its type',
			{ body: 'a=1', headers: { 'Content-type': 'application/x-www-form-urlencoded' } },
		],
		[
			'parts by their type',
			{ body: 'a=1', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
		],
	])('%s', (_what, options) => {
		expect(refusal({ method: 'POST', url: USERS, ...options })).toContain('JSON');
	});

	it('names no key in what it says', () => {
		expect(refusal({ url: 'https://evil.example/' })).not.toMatch(/access|secret/);
	});
});
