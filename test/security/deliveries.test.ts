import { randomUUID } from 'node:crypto';
import { Seen } from '../../zendesk/events/seen';
import { doubtOf } from '../../zendesk/events/signature';
import { receive } from '../../zendesk/events/receive';
import { quote } from '../../zendesk/http/errors';
import { deliver, type Delivery, envelope, N8n, webhooksOf } from '../engine/trigger/webhook';
import { cpuMs, expectQuick, leastMs } from './effort';
import { setSecurityStage } from './stage';

/** What comes to the public address of the trigger; who is believed is shown in test/engine/trigger/receiving.test.ts. */

const MEGABYTE = 1024 * 1024;

const roleChanged = (more: object = {}) =>
	envelope('user.role_changed', { current: 'agent', previous: 'end-user' }, more);

/** The event with a field of its own in the JSON, written by hand so that nothing has to be built up to be written. */
function eventWith(json: string): string {
	return JSON.stringify(roleChanged({ filler: 0 })).replace('"filler":0', `"filler":${json}`);
}

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

async function setUp() {
	const stage = setSecurityStage();
	const n8n = new N8n(stage, { nodeId: randomUUID() });
	await n8n.activate();
	const [{ secret }] = webhooksOf(stage.sim);
	const asked = stage.front.arrived.length;
	const signed = (body: object | string, key = secret) =>
		deliver(body, { secret: key, atMs: stage.sim.clock.now() });
	/** What n8n answers and starts, and that it was quick. */
	const take = async (delivery: Delivery) => {
		const before = cpuMs();
		const answer = await n8n.receive(delivery);
		expectQuick(cpuMs() - before);
		expect(stage.front.arrived).toHaveLength(asked);
		return answer;
	};
	return { n8n, signed, take };
}

describe('a delivery that is too much starts nothing', () => {
	const LARGE: Record<string, () => string> = {
		'5 MB of text': () => eventWith(`"${'x'.repeat(5 * MEGABYTE)}"`),
		'5 MB of spaces': () => eventWith(`0${' '.repeat(5 * MEGABYTE)}`),
		'5 MB of lists in lists': () => eventWith(nested(2.5 * MEGABYTE)),
		'5 MB of objects in objects': () => '{"a":'.repeat(MEGABYTE),
		'half a million keys': () =>
			eventWith(`{${Array.from({ length: 500_000 }, (_, i) => `"k${i}":1`).join()}}`),
		'5 MB of no text': () => '\u0000'.repeat(5 * MEGABYTE),
	};

	it.each(Object.keys(LARGE))('%s: 413, signed or not', async (name) => {
		const { take, signed, n8n } = await setUp();
		const body = LARGE[name]();
		expect(Buffer.byteLength(body)).toBeGreaterThan(5 * MEGABYTE - MEGABYTE);
		expect(await take(signed(body))).toEqual({ status: 413 });
		expect(await take(signed(body, 'wrong'))).toEqual({ status: 413 });
		const logged = JSON.stringify(n8n.log);
		expect(logged).toContain('refused a delivery of');
		expect(logged.length).toBeLessThan(2_000);
		expect((await take(signed(roleChanged()))).item).toBeDefined();
	});
});

describe('a delivery within the limit is taken quickly, whatever is in it', () => {
	it.each<[string, string]>([
		['lists in lists', eventWith(nested(500_000))],
		['objects in objects', eventWith(`${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`)],
		['many keys', eventWith(`{${Array.from({ length: 70_000 }, (_, i) => `"k${i}":1`).join()}}`)],
		['one key, again and again', eventWith(`{${'"constructor":{},'.repeat(50_000)}"a":1}`)],
		[
			'a key of prototypes',
			eventWith('{"__proto__":{"admin":true},"constructor":{"prototype":{}}}'),
		],
		['a number that is too large', eventWith(`1${'0'.repeat(900_000)}`)],
	])('%s', async (_what, body) => {
		const { take, signed } = await setUp();
		expect(Buffer.byteLength(body)).toBeLessThan(MEGABYTE);
		expect(await take(signed(body, 'wrong'))).toEqual({ status: 401 });
		const { status, item } = await take(signed(body));
		expect(status).toBe(200);
		// The rest of the event isn't handed on.
		expect(JSON.stringify(item).length).toBeLessThan(1_000);
		expect({}).not.toHaveProperty('admin');
	});

	it.each<[string, object]>([
		['a long type', { type: `zen:event-type:${'user.'.repeat(100_000)}role_changed` }],
		['a long subject', { subject: `zen:user:${'1'.repeat(800_000)}x`, detail: {} }],
	])('%s: 400', async (_what, more) => {
		const { take, signed } = await setUp();
		expect(await take(signed(roleChanged(more)))).toEqual({ status: 400 });
	});
});

describe('a delivery of another kind', () => {
	const TYPES = [
		'text/plain',
		'application/x-www-form-urlencoded',
		'multipart/form-data; boundary=x',
		'application/xml',
		'application/json; charset=utf-7',
		'',
	];

	it.each(TYPES)('counts for nothing without Zendesk’s signature: %j', async (type) => {
		const { take, signed } = await setUp();
		const forged = signed(roleChanged(), 'wrong');
		forged.headers['content-type'] = type;
		expect(await take(forged)).toEqual({ status: 401 });
	});

	it.each(TYPES)('is read from its signed bytes, whatever it calls itself: %j', async (type) => {
		const { take, signed } = await setUp();
		const event = signed(roleChanged());
		event.headers['content-type'] = type;
		expect((await take(event)).item).toMatchObject({ event: 'roleChanged' });
		// Of some kinds n8n keeps no bytes: what can't be checked isn't believed.
		expect(await take({ ...signed(roleChanged()), body: undefined as never })).toEqual({
			status: 401,
		});
	});

	it.each(['<event/>', 'user=5', '--x\r\n\r\n{}\r\n--x--', '%7B%7D'])(
		'is refused where it is signed but no JSON: %j',
		async (body) => {
			const { take, signed } = await setUp();
			expect(await take(signed(body))).toEqual({ status: 400 });
		},
	);
});

describe('time grows with the length, not with its square', () => {
	it('of a signature to check', () => {
		const time = (bytes: number) => {
			const { body, headers } = deliver('x'.repeat(bytes), { secret: 'secret', atMs: 0 });
			const signature = headers['x-zendesk-webhook-signature'];
			const timestamp = headers['x-zendesk-webhook-signature-timestamp'];
			expect(doubtOf({ body, signature, timestamp }, 'secret', 0)).toBeUndefined();
			return leastMs(() => doubtOf({ body, signature, timestamp }, 'secret', 0));
		};
		const [short, long] = [time(MEGABYTE / 2), time(MEGABYTE * 8)];
		// Sixteen times the bytes: a square would be 256.
		expect(long / short).toBeLessThan(80);
	});

	it('of a header, a time or a body that nobody has signed', () => {
		const long = 'A'.repeat(1_000_000);
		const body = Buffer.from('{}');
		const to = { secret: 'secret', wants: () => true, seen: new Seen(), nowMs: 0 };
		const took = leastMs(() => {
			for (const signature of [long, `${long}=`, '='.repeat(1_000_000)]) {
				const headers = {
					'x-zendesk-webhook-signature': signature,
					'x-zendesk-webhook-signature-timestamp': long,
				};
				expect(receive({ headers, body }, to)).toMatchObject({ status: 401 });
			}
		});
		expectQuick(took);
	});

	it.each(['<', '<script', '<style>', '<a ', '</', ' ', '\u0000', '<script></', '<!--'])(
		'of an answer that is quoted, here of %j again and again',
		(piece) => {
			const text = piece.repeat(Math.ceil(MEGABYTE / piece.length));
			expectQuick(leastMs(() => expect(quote(text).length).toBeLessThan(300)));
		},
	);
});
