import { zephrClient } from './client';
import { Gate } from './signature';
import { smallTenant } from './testing';

const HELLO = '/v3/webhooks';

describe('signatures', () => {
	const { zephr } = smallTenant();

	test('the vector passes', () => {
		const gate = new Gate(zephr.tenant, { accessKey: 'access', secretKey: 'secret' });
		const hash = '087f7c68d95289ad950e211f36cd938a4867c3c94cd8e453395ac95206c2737d';
		const call = {
			method: 'GET',
			url: new URL('https://news.api.zephr.com/v3/users?identifiers.email_address=a%40b.com'),
			body: '',
			authorization: `ZEPHR-HMAC-SHA256 access:1700000000000:nonce1:${hash}`,
		};
		expect(gate.refusal({ ...call, method: 'POST' })).toContain('wrong');
		expect(gate.refusal(call)).toBeUndefined();
		expect(gate.refusal(call)).toContain('nonce');
	});

	test.each([
		['no signature', { authorization: null }, 'not signed'],
		['another scheme', { authorization: 'Bearer x' }, 'not signed'],
		['another access key', { accessKey: 'other' }, 'unknown'],
		['another secret key', { secretKey: 'other' }, 'wrong'],
	])('%s is refused', async (_what, options, message) => {
		const answer = await zephrClient(zephr, options)('GET', HELLO);
		expect([answer.status, answer.body.message]).toEqual([401, expect.stringContaining(message)]);
	});

	test('a nonce counts once, unless Zephr does not mind', async () => {
		const send = zephrClient(zephr, { nonce: 'once' });
		expect((await send('GET', HELLO)).status).toBe(200);
		expect((await send('GET', HELLO)).status).toBe(401);
		const { zephr: lax } = smallTenant({ switches: { nonceReuse: 'accepted' } });
		const again = zephrClient(lax, { nonce: 'once' });
		expect((await again('GET', HELLO)).status).toBe(200);
		expect((await again('GET', HELLO)).status).toBe(200);
	});

	test('an old timestamp is refused where clocks count', async () => {
		const { zephr: strict } = smallTenant({ switches: { clockSkewSeconds: 60 } });
		const at = (seconds: number) =>
			zephrClient(strict, { timestamp: strict.clock.now() + seconds * 1000 })('GET', HELLO);
		expect([(await at(-59)).status, (await at(-61)).status]).toEqual([200, 401]);
		expect([(await at(59)).status, (await at(61)).status]).toEqual([200, 401]);
	});

	test('the log keeps what came, without the signature', async () => {
		const { zephr: own, api } = smallTenant();
		await api('GET', `${HELLO}?x=1`);
		expect(own.log.entries).toMatchObject([
			{ method: 'GET', route: 'GET /v3/webhooks', query: { x: '1' }, status: 200, write: false },
		]);
		expect(JSON.stringify(own.log.entries)).not.toContain('HMAC');
	});
});
