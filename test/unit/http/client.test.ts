import { attempt } from '../../../zendesk/http/client';
import type { ZendeskRequest } from '../../../zendesk/http/types';
import { lost, ok, scripted, status } from './scripted';

const READ: ZendeskRequest = { method: 'GET', path: '/api/v2/users/me' };
const WRITE: ZendeskRequest = { method: 'POST', path: '/api/v2/users', body: { user: {} } };

describe('the client', () => {
	it('waits to the second, and not a moment less', async () => {
		const { client, log } = scripted([status(429, { 'retry-after': '7' }), ok()]);
		await client.send(READ);
		expect(log.map(({ at }) => at)).toEqual([0, 7_000]);
		expect(client.costs).toEqual({ requests: 2, waitedMs: expect.any(Number) });
	});

	it.each(['', '0', '-1', 'tomorrow', 'Fri, 20 Nov 2020 09:00:00 GMT'])(
		'waits a minute for a 429 with Retry-After %j',
		async (value) => {
			const { client, log } = scripted([status(429, { 'retry-after': value }, 'too fast'), ok()]);
			await client.send(READ);
			expect(log.map(({ at }) => at)).toEqual([0, 60_000]);
		},
	);

	it('waits as long as it was told where nobody can tell what signed the call', async () => {
		const told = status(429, { 'retry-after': '90' }, 'too fast');
		const { client, log } = scripted([told, ok()], {
			signIn: async () => await Promise.reject(new Error('The credential is gone')),
		});
		await client.send(READ);
		expect(log.map(({ at }) => at)).toEqual([0, 90_000]);
	});

	it('asks nobody again before a time is over that is longer than anybody waits', async () => {
		const { client, log, clock } = scripted([status(429, { 'retry-after': '3600' }), ok()]);
		const told = client.send(READ);
		await expect(told).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: 3_600_000 });
		await clock.sleep(60_000);
		await expect(client.send(READ)).rejects.toThrow(/asked to wait until 20.*T/);
		expect(log).toHaveLength(1);
		await clock.sleep(3_540_000);
		expect(await client.send(READ)).toMatchObject({ status: 200 });
	});

	it('sends nothing after the run', async () => {
		const { client, log, clock } = scripted([lost('no')]);
		const late = attempt(client.send(READ));
		await clock.sleep(500);
		client.close();
		expect(await late).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
		expect(log).toHaveLength(1);
	});

	it('takes an answer of another form for nobody’s', async () => {
		const { client, log } = scripted([ok(), ok({ users: [] })]);
		expect((await client.get('/api/v2/users', {}, 'users')).json).toEqual({ users: [] });
		expect(log).toHaveLength(2);
	});

	it('repeats a read whose answer was lost, with growing pauses', async () => {
		const { client, log } = scripted([lost('maybe'), status(502, {}, '<html>'), lost('no'), ok()]);
		await client.send(READ);
		expect(log.map(({ at }) => at)).toEqual([0, 1_000, 3_000, 7_000]);
	});

	it('repeats a read that a proxy answered with a page', async () => {
		const { client, log } = scripted([status(200, {}, '<html>hello'), ok({ user: { id: 1 } })]);
		expect((await client.send(READ)).json).toEqual({ user: { id: 1 } });
		expect(log).toHaveLength(2);
	});

	it('takes an empty answer to a deletion for what it is', async () => {
		const { client } = scripted([status(204)]);
		expect(await client.send({ method: 'DELETE', path: '/api/v2/x/1' })).toMatchObject({
			json: {},
		});
	});

	it('never repeats a write blindly', async () => {
		const { client, log } = scripted([lost('maybe')]);
		await expect(client.send(WRITE)).rejects.toMatchObject({ kind: 'unknown-outcome' });
		expect(log).toHaveLength(1);
	});

	it('sends a write again that surely never left', async () => {
		const { client, log } = scripted([lost('no'), ok()]);
		await client.send(WRITE);
		expect(log).toHaveLength(2);
	});

	it('looks a lost write up: found', async () => {
		const { client, log } = scripted([lost('maybe')]);
		const found = { status: 201, headers: {}, json: { user: { id: 7 } } };
		expect(await client.send(WRITE, { lookUp: async () => found })).toBe(found);
		expect(log).toHaveLength(1);
	});

	it('looks a lost write up: not there, so it is sent again', async () => {
		const { client, log } = scripted([lost('maybe'), ok({ user: { id: 7 } })]);
		await client.send(WRITE, { lookUp: async () => 'not-done' });
		expect(log).toHaveLength(2);
	});

	it('repeats what sets a value', async () => {
		const { client, log } = scripted([lost('maybe'), ok()]);
		await client.send({ method: 'PUT', path: '/api/v2/users/1' }, { operation: 'always' });
		expect(log).toHaveLength(2);
	});

	it('asks once only when the sign-in is refused', async () => {
		const { client, log } = scripted([status(401, {}, '{"error":"Couldn\'t authenticate you"}')]);
		await expect(client.send(READ)).rejects.toMatchObject({ kind: 'auth' });
		await expect(client.send(WRITE)).rejects.toMatchObject({ kind: 'auth' });
		expect(log).toHaveLength(1);
	});

	it('does not take a full job queue for a rate limit', async () => {
		const { client, log } = scripted([status(429, {}, '{"error":"TooManyJobs"}')]);
		await expect(client.send(WRITE)).rejects.toMatchObject({ code: 'TooManyJobs' });
		expect(log).toHaveLength(1);
	});

	it('gives up a maintenance of ten minutes without counting rows as done', async () => {
		const { client, log } = scripted([status(503, { 'retry-after': '600' }, 'maintenance')]);
		const done = await attempt(client.send(READ));
		expect(done).toMatchObject({ ok: false, error: { kind: 'unavailable', status: 503 } });
		expect(log.map(({ at }) => at)).toEqual([0, 600_000]);
	});

	it('sends nothing after Stop', async () => {
		const stop = new AbortController();
		const { client, log, clock } = scripted([status(429, { 'retry-after': '30' })], {
			signal: stop.signal,
		});
		const call = attempt(client.send(READ));
		void clock.sleep(1_000).then(() => stop.abort());
		expect(await call).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
		expect(log).toHaveLength(1);
	});

	it('tells about waits that people would notice', async () => {
		const waits: number[] = [];
		const { client } = scripted([status(429, { 'retry-after': '30' }), lost('no'), ok()], {
			onWait: (ms) => waits.push(ms),
		});
		await client.send(READ);
		expect(waits).toEqual([30_000]);
	});
});
