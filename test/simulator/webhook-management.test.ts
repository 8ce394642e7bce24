import { createHmac } from 'node:crypto';
import { addCustomer } from './arrange';
import type { VirtualClock } from './clock';
import { DAY } from './core/time';
import type { Deliver } from './webhooks/deliver';
import { ENDPOINT, tellingAccount } from './webhooks/testing';

const CREATED = { subscriptions: ['zen:event-type:user.created'] };

describe('testing a webhook (zendesk-api §7.1)', () => {
	/** An account, and what arrives there at an endpoint that answers 201. */
	function account() {
		const all = tellingAccount();
		const taken: Array<[url: string, init: Parameters<Deliver>[1]]> = [];
		all.sim.webhooks.deliverTo(async (...request) => {
			taken.push(request);
			return { status: 201, headers: { 'x-n8n': 'yes' }, body: 'ok' };
		});
		return { ...all, taken };
	}

	const signatureOf = (secret: string, { headers, body }: Parameters<Deliver>[1]) =>
		createHmac('sha256', secret)
			.update(headers['x-zendesk-webhook-signature-timestamp'] + body)
			.digest('base64');

	test('that is there sends a signed request and says what came back', async () => {
		const { sim, api, subscribe, taken } = account();
		const data = { token: 't' };
		const { id, secret } = await subscribe({
			authentication: { type: 'bearer_token', data, add_position: 'header' },
		});
		const { status, body } = await api.post(`webhooks/test?webhook_id=${id}`, {
			request: { payload: '{"a":1}', headers: [{ key: 'X-Extra', value: 'e' }] },
		});
		expect([status, body]).toEqual([
			200,
			{ response: { status: 201, headers: [{ key: 'x-n8n', value: 'yes' }], payload: 'ok' } },
		]);
		const [[url, init]] = taken;
		expect(init).toMatchObject({ method: 'POST', body: '{"a":1}' });
		expect(init.headers).toMatchObject({
			authorization: 'Bearer t',
			'X-Extra': 'e',
			'x-zendesk-webhook-id': id,
			'x-zendesk-webhook-signature': signatureOf(secret, init),
		});
		expect(url).toBe(ENDPOINT);
		expect(sim.webhooks.sent).toEqual([]);
	});

	test('that is not there yet is signed with the secret of tests', async () => {
		const { sim, api, taken } = account();
		const request = { endpoint: ENDPOINT, http_method: 'POST', payload: { a: 1 } };
		expect((await api.post('webhooks/test', { request })).status).toBe(200);
		const [[, init]] = taken;
		const secret = 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==';
		expect(init.headers['x-zendesk-webhook-signature']).toBe(signatureOf(secret, init));
		expect(init.body).toBe('{"a":1}');
		expect(sim.store.webhooks.size).toBe(0);
	});

	test('that nobody answers says so', async () => {
		const { sim, api, subscribe } = account();
		const { id } = await subscribe();
		sim.webhooks.deliverTo(async () => {
			await sim.clock.sleep(60_000);
			return { status: 200 };
		});
		const { body } = await api.post(`webhooks/test?webhook_id=${id}`);
		expect(body.response).toEqual({ status: 0, headers: [], payload: 'No answer within 12 s' });
	});

	test('is refused where there is none, or no address', async () => {
		const { api } = account();
		expect((await api.post('webhooks/test?webhook_id=01NONE')).status).toBe(404);
		expect((await api.post('webhooks/test', { request: {} })).status).toBe(400);
		expect((await api.post('webhooks/test')).status).toBe(400);
	});
});

describe('invocations and attempts (zendesk-api §7.1)', () => {
	test('tell what became of each event, newest last, or as one likes', async () => {
		const late = Object.assign(new Error('too late'), { name: 'TimeoutError' });
		const { sim, api, subscribe } = tellingAccount([
			{ status: 200, body: 'ok' },
			late,
			{ status: 404 },
			{ status: 500 },
			new Error('connect ECONNREFUSED'),
		]);
		const { id } = await subscribe(CREATED);
		for (let n = 0; n < 4; n++) {
			addCustomer(sim, { email: null });
			await sim.webhooks.settle();
		}
		const list = async (query = '') =>
			(await api.get(`webhooks/${id}/invocations?${query}`)).body.invocations;
		const all = await list();
		const second = '2026-11-20T09:00:10Z';
		expect(all).toMatchObject([
			{ status: 'success', status_code: 200, latest_completed_at: '2026-11-20T09:00:00Z' },
			{ status: 'terminated', status_code: 404, latest_completed_at: second },
			{ status: 'server error', status_code: 500, latest_completed_at: second },
			{ status: 'failed', status_code: null, latest_completed_at: second },
		]);
		expect(await list('filter[status]=server error')).toEqual([all[2]]);
		expect(await list('sort=-latest_completed_at&page[size]=1')).toEqual([all[3]]);
		expect(await list('filter[from_ts]=2026-11-20T09:00:10Z')).toEqual(all.slice(2));
		expect(await list('filter[to_ts]=2026-11-20T09:00:09Z')).toEqual(all.slice(0, 2));
		const { attempts } = (await api.get(`webhooks/${id}/invocations/${all[1].id}/attempts`)).body;
		const shown = { invocation_id: all[1].id, request: { payload: sim.webhooks.sent[1].body } };
		expect(attempts).toMatchObject([
			{ ...shown, status: 'terminated', status_code: 404, response: { payload: '' } },
			{ ...shown, status: 'timeout', status_code: null, response: null },
		]);
	});

	test('are kept for seven days, and each with its webhook', async () => {
		const { sim, api, subscribe } = tellingAccount();
		const [first, second] = [await subscribe(CREATED), await subscribe({ subscriptions: [] })];
		addCustomer(sim, { email: null });
		await sim.webhooks.settle();
		const path = `webhooks/${first.id}/invocations`;
		const [invocation] = (await api.get(path)).body.invocations;
		expect((await api.get(`webhooks/${second.id}/invocations`)).body.invocations).toEqual([]);
		const elsewhere = `webhooks/${second.id}/invocations/${invocation.id}/attempts`;
		expect((await api.get(elsewhere)).status).toBe(404);
		(sim.clock as VirtualClock).advance(7 * DAY);
		expect((await api.get(path)).body.invocations).toEqual([]);
		expect((await api.get(`${path}/${invocation.id}/attempts`)).status).toBe(404);
	});
});
