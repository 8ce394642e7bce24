import { errorFrom, quote, unreadable } from '../../../zendesk/http/errors';
import type { ZendeskResponse } from '../../../zendesk/http/types';

const REQUEST = { method: 'PUT', path: '/api/v2/users/1' } as const;

function error(status: number, body: unknown, headers: Record<string, string> = {}) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return errorFrom({ status, headers, text }, REQUEST);
}

describe('the error factory', () => {
	it('reads a validation answer field by field', () => {
		const invalid = error(422, {
			error: 'RecordInvalid',
			description: 'Record validation errors',
			details: {
				email: [
					{
						description: 'Email: a@b.c is already being used by another user',
						error: 'DuplicateValue',
					},
				],
				base: [{ description: 'Something else' }],
			},
		});
		expect(invalid.kind).toBe('invalid');
		expect(invalid.code).toBe('RecordInvalid');
		expect(invalid.message).toBe(
			'Email: a@b.c is already being used by another user; Something else (PUT /api/v2/users/1)',
		);
		expect(invalid.fields).toEqual([
			{ field: 'email', description: expect.any(String), code: 'DuplicateValue' },
			{ field: 'base', description: 'Something else', code: undefined },
		]);
	});

	it.each([
		[
			400,
			{ errors: [{ code: 'InvalidPaginationDepth', title: 'too deep', detail: 'page 101' }] },
			'invalid',
			'too deep: page 101',
		],
		[400, { error: 'invalid_grant', error_description: 'expired' }, 'invalid', 'expired'],
		[401, { error: "Couldn't authenticate you" }, 'auth', 'did not accept the sign-in'],
		[
			403,
			{ error: { title: 'Forbidden', message: 'You do not have access to this page.' } },
			'forbidden',
			'You do not have access to this page.',
		],
		[
			403,
			{ error: 'Forbidden', description: 'You are missing the following required scopes: write' },
			'scope',
			'required scopes: write',
		],
		[403, { error: 'Forbidden', description: 'Not authorized!' }, 'forbidden', 'Not authorized!'],
		[
			422,
			{
				error: 'RecordInvalid',
				details: { role: [{ description: 'Nein', error: 'MaxAgentExceeded' }] },
			},
			'no-seat',
			'No seat is free in this Zendesk account (Nein)',
		],
		[403, { error: 'MaxAgentExceeded' }, 'no-seat', 'No seat is free'],
		[422, { error: { title: 'MaxAgentExceeded' } }, 'no-seat', 'No seat is free'],
		[422, { errors: [{ code: 'MaxAgentExceeded', title: 'Full' }] }, 'no-seat', '(Full)'],
		[422, 'Subscription limit reached', 'no-seat', '(Subscription limit reached)'],
		[
			422,
			{
				error: 'RecordInvalid',
				details: { name: [{ description: 'Name: The Seat Limit is taken' }] },
			},
			'invalid',
			'Name: The Seat Limit is taken',
		],
		[404, { error: 'RecordNotFound', description: 'Not found' }, 'not-found', 'Not found'],
		[
			404,
			{ error: { title: 'No help desk at nobody.zendesk.com', message: 'x' } },
			'account',
			'no Zendesk account',
		],
		[
			409,
			{ error: 'DatabaseConflict', description: 'Database collision' },
			'conflict',
			'Database collision',
		],
		[413, 'too large', 'invalid', 'too large'],
		[
			429,
			'Number of allowed API requests per minute exceeded',
			'rate-limited',
			'Number of allowed API requests',
		],
		[
			429,
			{ errors: [{ code: 'TooManyRequests', title: 'Too Many Requests' }] },
			'rate-limited',
			'Too Many Requests',
		],
		[302, '', 'redirected', 'another address'],
		[
			500,
			'<html><head><title>Oh</title></head><body><h1>We’re sorry</h1></body></html>',
			'unavailable',
			'Oh We’re sorry',
		],
		[418, '', 'invalid', 'HTTP 418'],
	])('%d %j is %s', (status, body, kind, words) => {
		const made = error(status, body);
		expect(made.kind).toBe(kind);
		expect(made.message).toContain(words);
		expect(made.message).toContain('PUT /api/v2/users/1');
	});

	it('takes an HTML 404 for a missing account', () => {
		expect(
			error(404, '<html>nothing here', { 'content-type': 'text/html; charset=utf-8' }).kind,
		).toBe('account');
	});

	it('keeps Zendesk’s request id for support', () => {
		expect(error(500, '', { 'x-request-id': 'abc' }).requestId).toBe('abc');
	});

	it('says how to get on wherever the user can do something', () => {
		for (const status of [401, 403, 429, 500, 302]) expect(error(status, '').advice).toBeTruthy();
	});

	it('says that a 200 page is not Zendesk’s answer', () => {
		const response: ZendeskResponse = {
			status: 200,
			headers: {},
			text: '<html>Blocked by proxy</html>',
		};
		const { message } = unreadable(response, REQUEST, 'acme.zendesk.com');
		expect(message).toContain("not Zendesk's: Blocked by proxy");
		expect(message).toContain('acme.zendesk.com');
	});
});

describe('quoting an answer', () => {
	it('leaves out markup, scripts and control characters', () => {
		expect(quote('<p>Hello\u0000 <b>you</b></p><script>alert(1)</script>\r\n!')).toBe(
			'Hello you !',
		);
	});

	it('is never long', () => {
		expect(quote('x'.repeat(1000))).toHaveLength(201);
	});
});
