import { createHmac } from 'node:crypto';
import { addCustomer } from './arrange';
import { SECOND } from './core/time';
import type { Simulator } from './simulator';
import type { Switches } from './switches';
import { smallAccount } from './testing';
import type { Answer } from './webhooks/deliver';
import { ENDPOINT, tellingAccount, webhookInput } from './webhooks/testing';

const CREATED = 'zen:event-type:user.created';
const NAME_CHANGED = 'zen:event-type:user.name_changed';

/** Somebody without an address: one event, not two. */
const addSomebody = (sim: Simulator) => addCustomer(sim, { email: null });

/** When each attempt was sent, in seconds since the first one, and what came of it. */
function course({ webhooks: { sent } }: Simulator) {
	return sent.map(({ at, status, error }) => [(at - sent[0].at) / SECOND, error ?? status]);
}

const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const timedOut = Object.assign(new Error('too late'), { name: 'TimeoutError' });

describe('a delivery (zendesk-api §7.2)', () => {
	test('is signed, and says what it is', async () => {
		const { sim, subscribe } = tellingAccount();
		const webhook = await subscribe();
		const user = addCustomer(sim, { name: 'Zoë 🐝', email: null, external_id: 'Ü-1' });
		await sim.webhooks.settle();
		const [{ url, headers, body, status, type, webhookId, at }] = sim.webhooks.sent;
		expect(url).toBe(ENDPOINT);
		const signed = headers['x-zendesk-webhook-signature-timestamp'] + body;
		const hmac = createHmac('sha256', webhook.secret).update(Buffer.from(signed, 'utf8'));
		expect(headers).toEqual({
			'content-type': 'application/json; charset=utf-8',
			'user-agent': 'Zendesk Webhook',
			'x-zendesk-account-id': '12514403',
			'x-zendesk-webhook-id': webhook.id,
			'x-zendesk-webhook-invocation-id': expect.stringMatching(/^01[0-9A-HJKMNP-TV-Z]{24}$/),
			'x-zendesk-webhook-signature': hmac.digest('base64'),
			'x-zendesk-webhook-signature-timestamp': '2026-11-20T09:00:00Z',
		});
		expect(JSON.parse(body)).toEqual(sim.webhooks.events[0]);
		expect(JSON.parse(body)).toMatchObject({ detail: { id: String(user.id), external_id: 'Ü-1' } });
		expect({ status, type, webhookId, at }).toEqual({
			status: 200,
			type: CREATED,
			webhookId: webhook.id,
			at: sim.clock.now(),
		});
	});

	test.each([
		[
			{ type: 'basic_auth', data: { username: 'u', password: 'p' } },
			{ authorization: 'Basic dTpw' },
		],
		[{ type: 'bearer_token', data: { token: 't' } }, { authorization: 'Bearer t' }],
		[{ type: 'api_key', data: { name: 'X-Key', value: 'v' } }, { 'X-Key': 'v' }],
	])('signs in by %j, with the headers of the webhook', async (kind, expected) => {
		const { sim, subscribe } = tellingAccount();
		const authentication = { ...kind, add_position: 'header' };
		await subscribe({ authentication, custom_headers: { 'X-Team': 'people' } });
		addSomebody(sim);
		await sim.webhooks.settle();
		expect(sim.webhooks.sent[0].headers).toMatchObject({ ...expected, 'X-Team': 'people' });
	});

	test('goes to each active webhook that subscribed to exactly this type', async () => {
		const { sim, api, subscribe } = tellingAccount();
		const both = await subscribe({ subscriptions: [CREATED, NAME_CHANGED] });
		const names = await subscribe({ subscriptions: [NAME_CHANGED] });
		await subscribe({ status: 'inactive' });
		await subscribe({ subscriptions: ['conditional_ticket_events'] });
		await subscribe({ subscriptions: ['zen:event-type:user.create', 'user.created'] });
		const { id } = addSomebody(sim);
		await api.put(`users/${id}`, { user: { name: 'New', notes: 'n' } });
		await sim.webhooks.settle();
		expect(sim.webhooks.sent.map(({ webhookId, type }) => [webhookId, type])).toEqual([
			[both.id, CREATED],
			[both.id, NAME_CHANGED],
			[names.id, NAME_CHANGED],
		]);
		expect(sim.webhooks.events).toHaveLength(3);
	});

	test.each([false, true])(
		'of a type with a slash goes to either spelling: switch %s',
		async (eventTypeWithSlash) => {
			const { sim, subscribe } = tellingAccount([], { switches: { eventTypeWithSlash } });
			sim.webhooks.deliverTo(async () => ({ status: 200 }));
			await subscribe({ subscriptions: ['zen:event-type:user.identity_created'] });
			await subscribe({ subscriptions: ['zen:event-type/user.identity_created'] });
			addCustomer(sim);
			await sim.webhooks.settle();
			const type = `zen:event-type${eventTypeWithSlash ? '/' : ':'}user.identity_created`;
			expect(sim.webhooks.sent.map((attempt) => attempt.type)).toEqual([type, type]);
		},
	);

	test('is not made before somebody says where to; then it is lost, and known to be', async () => {
		const { sim, api } = smallAccount();
		const { body } = await api.post('webhooks', {
			webhook: webhookInput({ subscriptions: [CREATED] }),
		});
		addSomebody(sim);
		await sim.webhooks.settle();
		expect(sim.webhooks.sent).toEqual([]);
		expect(sim.webhooks.undelivered).toEqual([
			{ webhookId: body.webhook.id, event: sim.webhooks.events[0] },
		]);
		sim.webhooks.deliverTo(async () => ({ status: 200 }));
		addSomebody(sim);
		await sim.webhooks.settle();
		expect(sim.webhooks.sent).toHaveLength(1);
		expect(sim.webhooks.undelivered).toHaveLength(1);
	});
});

describe('a delivery that is not taken', () => {
	const busy = (status: number, seconds?: string): Answer => ({
		status,
		headers: seconds === undefined ? {} : { 'Retry-After': seconds },
	});
	const on = { retryRefusedConnections: true };
	const everyTenSeconds = [0, 10, 20, 30, 40, 50];

	test.each<[string, Answer | Error, number[], Partial<Switches>]>([
		['that nobody answers', timedOut, everyTenSeconds, {}],
		['409', { status: 409 }, [0, 10, 20, 30], {}],
		['429 with a moment to wait', busy(429, '59'), [0, 59, 118, 177, 236, 295], {}],
		['503 with a moment to wait', busy(503, '1'), [0, 1, 2, 3, 4, 5], {}],
		['429 with too long to wait', busy(429, '60'), [0], {}],
		['503 without a word', busy(503), [0], {}],
		['400', busy(400, '1'), [0], {}],
		['404', { status: 404 }, [0], {}],
		['500', busy(500, '1'), [0], {}],
		['a redirect', { status: 302 }, [0], {}],
		['that is refused', refused, [0], {}],
		['that is refused, with the switch', refused, everyTenSeconds, on],
	])('%s', async (_, answer, times, switches) => {
		const { sim, subscribe } = tellingAccount([answer], { switches });
		await subscribe({ subscriptions: [CREATED] });
		addSomebody(sim);
		await sim.webhooks.settle();
		const outcome = answer instanceof Error ? answer.message : answer.status;
		expect(course(sim)).toEqual(times.map((at) => [at, outcome]));
	});

	test('is tried until it is taken: signed anew, otherwise the same', async () => {
		const { sim, subscribe } = tellingAccount([timedOut, { status: 409 }, { status: 200 }]);
		const { secret } = await subscribe({ subscriptions: [CREATED] });
		addSomebody(sim);
		await sim.webhooks.settle();
		const { sent } = sim.webhooks;
		expect(sent.map(({ status }) => status)).toEqual([null, 409, 200]);
		const all = (read: (attempt: (typeof sent)[number]) => string) => new Set(sent.map(read)).size;
		expect(all(({ body }) => body)).toBe(1);
		expect(all(({ headers }) => headers['x-zendesk-webhook-invocation-id'])).toBe(1);
		expect(all(({ headers }) => headers['x-zendesk-webhook-signature'])).toBe(3);
		for (const { headers, body } of sent) {
			const signed = headers['x-zendesk-webhook-signature-timestamp'] + body;
			const signature = createHmac('sha256', secret).update(signed).digest('base64');
			expect(headers['x-zendesk-webhook-signature']).toBe(signature);
		}
	});

	test('has 12 s: who answers later has not answered', async () => {
		const { sim, subscribe } = tellingAccount();
		let seconds = 13;
		sim.webhooks.deliverTo(async () => {
			await sim.clock.sleep(seconds-- * SECOND);
			return { status: 200 };
		});
		await subscribe({ subscriptions: [CREATED] });
		addSomebody(sim);
		await sim.webhooks.settle();
		expect(course(sim)).toEqual([
			[0, 'No answer within 12 s'],
			[22, 'No answer within 12 s'],
			[44, 200],
		]);
	});

	test.each<[string, (sim: Simulator, id: string) => void]>([
		['deleted', (sim, id) => sim.store.webhooks.delete(id)],
		[
			'switched off',
			({ store: { webhooks } }, id) =>
				webhooks.set(id, { ...webhooks.get(id)!, status: 'inactive' }),
		],
	])('is dropped with its webhook: %s', async (_, end) => {
		const { sim, subscribe } = tellingAccount([timedOut]);
		const { id } = await subscribe({ subscriptions: [CREATED] });
		addSomebody(sim);
		const settled = sim.webhooks.settle();
		await sim.clock.sleep(15 * SECOND);
		end(sim, id);
		await settled;
		expect(course(sim)).toHaveLength(2);
		expect(sim.webhooks.underway).toBe(0);
	});

	test('goes where the webhook leads when it is tried again, signed with its new secret', async () => {
		const { sim, api, subscribe } = tellingAccount([timedOut, { status: 200 }]);
		const { id, secret } = await subscribe({ subscriptions: [CREATED] });
		addSomebody(sim);
		const settled = sim.webhooks.settle();
		await sim.clock.sleep(5 * SECOND);
		await api.patch(`webhooks/${id}`, { webhook: { endpoint: `${ENDPOINT}/2` } });
		await api.post(`webhooks/${id}/signing_secret`);
		await settled;
		const [, { url, headers, body }] = sim.webhooks.sent;
		expect(url).toBe(`${ENDPOINT}/2`);
		const renewed = sim.store.webhooks.get(id)!.secret;
		expect(renewed).not.toBe(secret);
		const signed = headers['x-zendesk-webhook-signature-timestamp'] + body;
		expect(headers['x-zendesk-webhook-signature']).toBe(
			createHmac('sha256', renewed).update(signed).digest('base64'),
		);
	});
});
