import { Limiter } from '../../../zendesk/http/limiter';
import type { ZendeskRequest, ZendeskResponse } from '../../../zendesk/http/types';
import { VirtualClock } from '../../simulator/clock';

const READ: ZendeskRequest = { method: 'GET', path: '/api/v2/users' };
const put = (id: number): ZendeskRequest => ({ method: 'PUT', path: `/api/v2/users/${id}` });
const purge: ZendeskRequest = { method: 'DELETE', path: '/api/v2/deleted_users/1' };

function answer(headers: Record<string, string> = {}, status = 200): ZendeskResponse {
	return { status, headers, text: '{}' };
}

function setUp() {
	const clock = new VirtualClock();
	const start = clock.now();
	const limiter = new Limiter(clock);
	const wait = async (ms: number) => await clock.sleep(ms);
	/** One call; gives the time at which it was let out. */
	const call = async (request: ZendeskRequest, response = answer(), share = 0.8) => {
		await limiter.enter(request, { share, wait });
		const at = clock.now() - start;
		limiter.leave(request, response);
		return at;
	};
	return { clock, limiter, call, wait };
}

const rate = (remaining: number, reset = '30') => ({
	'x-rate-limit': '100',
	'x-rate-limit-remaining': String(remaining),
	'ratelimit-reset': reset,
});

describe('the limiter', () => {
	it('leaves a fifth of the account’s bucket to others', async () => {
		const { call } = setUp();
		expect(await call(READ, answer(rate(22)))).toBe(0);
		expect(await call(READ, answer(rate(21)))).toBe(0);
		expect(await call(READ, answer(rate(20)))).toBe(0);
		expect(await call(READ, answer(rate(99)))).toBe(30_000);
	});

	it('uses the whole bucket when told to', async () => {
		const { call } = setUp();
		expect(await call(READ, answer(rate(1)), 1)).toBe(0);
		expect(await call(READ, answer(rate(0)), 1)).toBe(0);
		expect(await call(READ, answer(rate(99)), 1)).toBe(30_000);
	});

	it('writes single users once a second, and one user five times a minute', async () => {
		const { call } = setUp();
		expect(await Promise.all([call(put(1)), call(put(2)), call(put(3))])).toEqual([
			0, 1_000, 2_000,
		]);
		const { call: other } = setUp();
		const times = [];
		for (let i = 0; i < 6; i++) times.push(await other(put(9)));
		expect(times).toEqual([0, 1_000, 2_000, 3_000, 4_000, 60_000]);
	});

	it('goes as fast as the endpoint’s header allows', async () => {
		const { call } = setUp();
		const fast = answer({
			'zendesk-ratelimit-create-update-user': 'total=100; remaining=50; resets=60',
		});
		expect(await call(put(1), fast)).toBe(0);
		expect(await call(put(2), fast)).toBe(0);
		const empty = answer({
			'zendesk-ratelimit-create-update-user': 'total=100; remaining=0; resets=9',
		});
		expect(await call(put(3), empty)).toBe(0);
		expect(await call(put(4), fast)).toBe(9_000);
	});

	it('purges 700 in ten minutes', async () => {
		const { call } = setUp();
		const times = [];
		for (let i = 0; i < 1_401; i++) times.push(await call(purge));
		expect(times.filter((at) => at === 0)).toHaveLength(700);
		expect(times[700]).toBe(600_000);
		expect(times[1_400]).toBe(1_200_000);
	});

	it('holds back only the endpoint that is exhausted', async () => {
		const { call, limiter } = setUp();
		await call(put(1));
		limiter.hold(put(1), answer({ 'x-rate-limit-remaining': '668' }, 429), 27_000);
		expect(await call(READ)).toBe(0);
		expect(await call(put(2))).toBe(27_000);
	});

	it('holds everything when the account is exhausted', async () => {
		const { call, limiter } = setUp();
		limiter.hold(READ, answer({ 'x-rate-limit-remaining': '0' }, 429), 13_000);
		expect(await call(READ)).toBe(13_000);
	});

	it('opens slowly and closes at once', async () => {
		const { limiter, wait } = setUp();
		const turn = () => new Promise((resolve) => setImmediate(resolve));
		let out = 0;
		for (let i = 0; i < 100; i++) void limiter.enter(READ, { share: 1, wait }).then(() => out++);
		await turn();
		expect(out).toBe(4);
		for (let i = 0; i < 4; i++) limiter.leave(READ, answer());
		await turn();
		// Four good answers made room for four more calls, and opened two places.
		expect(out).toBe(10);
		limiter.hold(READ, answer({ 'x-rate-limit-remaining': '9' }, 429), 1);
		limiter.leave(READ, answer({}, 429));
		await turn();
		expect(out).toBe(10);
	});

	it('lets a stopped run go without waiting', async () => {
		const { limiter, clock } = setUp();
		limiter.hold(READ, answer({}, 429), 600_000);
		const stop = new AbortController();
		const before = clock.now();
		const wait = async (ms: number) => await clock.sleep(ms, stop.signal);
		const entered = limiter.enter(READ, { share: 1, signal: stop.signal, wait });
		stop.abort();
		await entered;
		expect(clock.now() - before).toBe(0);
	});
});
