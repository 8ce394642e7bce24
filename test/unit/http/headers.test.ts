import {
	accountBucket,
	endpointBucket,
	retryAfterMs,
	serverTime,
} from '../../../zendesk/http/headers';

const NOW = Date.parse('2026-11-20T09:00:00Z');

describe('Retry-After', () => {
	it.each([
		['7', 7_000],
		[' 27 ', 27_000],
		['Fri, 20 Nov 2026 09:00:30 GMT', 30_000],
	])('%j is %d ms', (value, ms) => {
		expect(retryAfterMs({ 'retry-after': value }, NOW)).toBe(ms);
	});

	it.each(['0', '-5', '', 'soon', 'Fri, 20 Nov 2026 08:59:00 GMT', '1e3', 'NaN'])(
		'%j says nothing',
		(value) => {
			expect(retryAfterMs({ 'retry-after': value }, NOW)).toBeUndefined();
		},
	);

	it('is not there', () => {
		expect(retryAfterMs({}, NOW)).toBeUndefined();
	});
});

describe('buckets', () => {
	it('reads the account from Zendesk’s own names', () => {
		expect(accountBucket({ 'x-rate-limit': '700', 'x-rate-limit-remaining': '690' })).toEqual({
			limit: 700,
			remaining: 690,
			resetMs: undefined,
		});
	});

	it('reads the account from the IETF names, with the reset', () => {
		expect(
			accountBucket({
				'ratelimit-limit': '400',
				'ratelimit-remaining': '0',
				'ratelimit-reset': '41',
			}),
		).toEqual({ limit: 400, remaining: 0, resetMs: 41_000 });
	});

	it('reads an endpoint', () => {
		const headers = { 'zendesk-ratelimit-inflight-jobs': 'total=30; remaining=29; resets=60' };
		expect(endpointBucket(headers, 'inflight-jobs')).toEqual({
			limit: 30,
			remaining: 29,
			resetMs: 60_000,
		});
		expect(endpointBucket(headers, 'create-update-user')).toBeUndefined();
	});

	it('takes no garbage', () => {
		expect(accountBucket({ 'x-rate-limit-remaining': 'many' })).toBeUndefined();
		expect(endpointBucket({ 'zendesk-ratelimit-x': 'total=30' }, 'x')).toBeUndefined();
	});
});

it('reads the server’s clock', () => {
	expect(serverTime({ date: 'Fri, 20 Nov 2026 09:00:30 GMT' })).toBe(NOW + 30_000);
	expect(serverTime({ date: 'yesterday' })).toBeUndefined();
	expect(serverTime({})).toBeUndefined();
});
