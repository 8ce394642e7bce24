import { authorization } from '../../../zephr/sign';

const KEYS = { accessKey: 'access', secretKey: 'secret' };
const MOMENT = { timestamp: 1700000000000, nonce: 'nonce1' };
const REQUEST = {
	method: 'GET',
	path: '/v3/users',
	query: 'identifiers.email_address=a%40b.com',
	body: '',
};

/** What stands in the header: scheme, access key, timestamp, nonce, hash. */
const partsOf = (header: string) => /^(\S+) (.*?):(.*?):(.*?):(.*)$/.exec(header)!.slice(1);

describe('the signature of a call', () => {
	it('is that of the vector', () => {
		expect(partsOf(authorization(KEYS, REQUEST, MOMENT))).toEqual([
			'ZEPHR-HMAC-SHA256',
			'access',
			'1700000000000',
			'nonce1',
			'087f7c68d95289ad950e211f36cd938a4867c3c94cd8e453395ac95206c2737d',
		]);
	});

	it.each([
		['the method', { ...REQUEST, method: 'DELETE' }, MOMENT, KEYS],
		['the path', { ...REQUEST, path: '/v3/user' }, MOMENT, KEYS],
		['the query', { ...REQUEST, query: 'identifiers.email_address=a@b.com' }, MOMENT, KEYS],
		['the body', { ...REQUEST, body: '{}' }, MOMENT, KEYS],
		['the time', REQUEST, { ...MOMENT, timestamp: 1700000000001 }, KEYS],
		['the nonce', REQUEST, { ...MOMENT, nonce: 'nonce2' }, KEYS],
		['the secret key', REQUEST, MOMENT, { ...KEYS, secretKey: 'Secret' }],
	])('changes with %s', (_what, request, moment, keys) => {
		const hash = (header: string) => partsOf(header)[4];
		expect(hash(authorization(keys, request, moment))).not.toBe(
			hash(authorization(KEYS, REQUEST, MOMENT)),
		);
	});

	it('takes text as UTF-8, so bytes and text are the same', () => {
		const body = '{"first-name":"Zoë 🦊"}';
		expect(authorization(KEYS, { ...REQUEST, body: Buffer.from(body) }, MOMENT)).toBe(
			authorization(KEYS, { ...REQUEST, body }, MOMENT),
		);
	});
});
