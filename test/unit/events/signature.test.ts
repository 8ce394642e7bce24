import fc from 'fast-check';
import { type Delivery, receive } from '../../../zendesk/events/receive';
import { Seen } from '../../../zendesk/events/seen';
import { doubtOf } from '../../../zendesk/events/signature';
import { iso, NOW, sign, SIGNATURE, signed, TIMESTAMP } from './signed';

const MINUTE = 60_000;

describe('the signature', () => {
	// Computed once by `openssl dgst -sha256 -hmac`, so that not both sides can have the same misunderstanding.
	const VECTOR = {
		secret: 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==',
		timestamp: '2026-11-20T09:00:00Z',
		body: Buffer.from('{"id":"1","type":"zen:event-type:user.created"}'),
		signature: 'oEQ7zdznUj4cKpp86ylEutk1ZXBabeYwpX9TzrJqMZQ=',
	};

	it('is that of the vector', () => {
		expect(doubtOf(VECTOR, VECTOR.secret, NOW)).toBeUndefined();
		expect(sign(VECTOR.secret, VECTOR.timestamp, VECTOR.body)).toBe(VECTOR.signature);
	});

	it.each<[string, Partial<Record<'body' | 'signature' | 'timestamp', unknown>>, unknown]>([
		['another body', { body: Buffer.from('{}') }, 'forged'],
		['another time', { timestamp: '2026-11-20T09:00:01Z' }, 'forged'],
		['the same time, written otherwise', { timestamp: '2026-11-20T09:00:00.000Z' }, 'forged'],
		['no signature', { signature: undefined }, 'unsigned'],
		['an empty signature', { signature: '' }, 'unsigned'],
		['two signatures', { signature: [VECTOR.signature, VECTOR.signature] }, 'unsigned'],
		['no time', { timestamp: undefined }, 'unsigned'],
		['an empty time', { timestamp: '' }, 'unsigned'],
	])('does not fit %s', (_what, change, doubt) => {
		const given = { ...VECTOR, ...change } as typeof VECTOR;
		expect(doubtOf(given, VECTOR.secret, NOW)).toBe(doubt);
	});

	it.each([undefined, null, '', 0, {}, ['secret']])('is nothing without a secret: %p', (secret) => {
		expect(doubtOf(VECTOR, secret, NOW)).toBe('no-secret');
	});

	it.each([
		[0, undefined],
		[5 * MINUTE, undefined],
		[-5 * MINUTE, undefined],
		[5 * MINUTE + 1, { offByMs: 5 * MINUTE + 1 }],
		[-5 * MINUTE - 1, { offByMs: -5 * MINUTE - 1 }],
		[60 * MINUTE, { offByMs: 60 * MINUTE }],
	])('holds for five minutes either way: %i ms', (lateMs, doubt) => {
		expect(doubtOf(VECTOR, VECTOR.secret, NOW + lateMs)).toEqual(doubt);
	});

	it('does not hold with a time that is none, though it is signed', () => {
		const timestamp = 'yesterday';
		const signature = sign(VECTOR.secret, timestamp, VECTOR.body);
		const doubt = doubtOf({ ...VECTOR, timestamp, signature }, VECTOR.secret, NOW);
		expect(doubt).toEqual({ offByMs: NaN });
	});
});

describe('an attacker who has seen everything but the secret', () => {
	interface Given {
		secret: string;
		/** What Zendesk has sent. */
		sent: Delivery & { body: Buffer };
		text: string;
		bytes: Buffer;
		n: number;
	}

	const headers = ({ sent }: Given, change: Record<string, unknown>): Delivery => ({
		body: sent.body,
		headers: { ...sent.headers, [SIGNATURE]: sent.headers[SIGNATURE], ...change },
	});
	const signatureOf = ({ sent }: Given) => String(sent.headers[SIGNATURE]);
	const body = ({ sent }: Given, bytes: Buffer): Delivery => ({ ...sent, body: bytes });

	/** Each gives a delivery, and the secret that n8n has stored meanwhile. */
	const ATTACKS: Record<string, (given: Given) => Delivery & { stored?: unknown }> = {
		'a random signature': (given) =>
			headers(given, { [SIGNATURE]: given.bytes.toString('base64') }),
		'a signature by another secret': ({ text, bytes }) => signed(bytes.toString('hex'), text),
		'one changed bit in the signature': (given) => {
			const changed = Buffer.from(signatureOf(given), 'base64');
			changed[given.n % changed.length] ^= 1 << given.n % 8;
			return headers(given, { [SIGNATURE]: changed.toString('base64') });
		},
		'the same signature in hex': (given) => {
			const hex = Buffer.from(signatureOf(given), 'base64').toString('hex');
			return headers(given, { [SIGNATURE]: hex });
		},
		'the same signature, decorated': (given) =>
			headers(given, { [SIGNATURE]: `${signatureOf(given)}${['=', ' ', '\n', 'A'][given.n % 4]}` }),
		'a truncated signature': (given) => {
			const signature = signatureOf(given);
			return headers(given, { [SIGNATURE]: signature.slice(0, given.n % signature.length) });
		},
		'a truncated body': (given) => body(given, given.sent.body.subarray(0, -1 - (given.n % 50))),
		'one changed byte in the body': (given) => {
			const changed = Buffer.from(given.sent.body);
			changed[given.n % changed.length] ^= 0x01;
			return body(given, changed);
		},
		'a longer body': (given) => body(given, Buffer.concat([given.sent.body, Buffer.from('\n')])),
		'a body with a mark of order': (given) =>
			body(given, Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), given.sent.body])),
		'a body that was parsed and written': (given) =>
			body(given, Buffer.from(JSON.stringify(JSON.parse(given.text)))),
		'a body in another charset': (given) => body(given, Buffer.from(given.text, 'latin1')),
		'a parsed body': (given) => ({ ...given.sent, body: JSON.parse(given.text) as unknown }),
		'no body': ({ sent }) => ({ ...sent, body: undefined }),
		'six minutes later': ({ secret, text }) => signed(secret, text, NOW - 6 * MINUTE),
		'six minutes ahead': ({ secret, text }) => signed(secret, text, NOW + 6 * MINUTE),
		'an old one with a new time': ({ secret, text }) => {
			const old = signed(secret, text, NOW - 6 * MINUTE);
			return { ...old, headers: { ...old.headers, [TIMESTAMP]: iso(NOW) } };
		},
		'bytes moved from the body into the time': (given) => {
			const moved = given.text.slice(0, 1);
			const timestamp = `${String(given.sent.headers[TIMESTAMP])}${moved}`;
			const { headers: all } = headers(given, { [TIMESTAMP]: timestamp });
			return { headers: all, body: given.sent.body.subarray(1) };
		},
		'no signature': (given) => headers(given, { [SIGNATURE]: undefined }),
		'no time': (given) => headers(given, { [TIMESTAMP]: undefined }),
		'an empty signature': (given) => headers(given, { [SIGNATURE]: '' }),
		'no secret stored': ({ sent, n }) => ({ ...sent, stored: [undefined, '', null, 0][n % 4] }),
		'a signature by an empty secret, none stored': ({ text }) => ({
			...signed('', text),
			stored: '',
		}),
	};
	const NAMES = Object.keys(ATTACKS);

	const given = fc
		.record({
			secret: fc.base64String({ minLength: 24, maxLength: 64 }),
			id: fc.uuid(),
			name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
			userId: fc.integer({ min: 1, max: 2 ** 50 }),
			bytes: fc.uint8Array({ minLength: 32, maxLength: 32 }),
			n: fc.nat(1_000_000),
		})
		.map(({ secret, id, name, userId, bytes, n }): Given => {
			const event = {
				type: 'zen:event-type:user.name_changed',
				id,
				subject: `zen:user:${userId}`,
				// Zoë makes the text differ between charsets, and the indent from what JSON.stringify writes.
				event: { current: `${name} Zoë`, previous: '' },
			};
			const text = JSON.stringify(event, null, ' ');
			return { secret, text, sent: signed(secret, text), bytes: Buffer.from(bytes), n };
		});

	it('gets in with none of 1,000 tries, while each real one gets in', () => {
		const tries = new Map<string, number>();
		const statuses = new Map<number, number>();
		let accepted = 0;
		let real = 0;
		const to = (secret: unknown) => ({ secret, wants: () => true, seen: new Seen(), nowMs: NOW });
		fc.assert(
			fc.property(given, fc.constantFrom(...NAMES), (one, name) => {
				const attack = ATTACKS[name](one);
				const stored = 'stored' in attack ? attack.stored : one.secret;
				const received = receive(attack, to(stored));
				tries.set(name, (tries.get(name) ?? 0) + 1);
				if ('item' in received) accepted += 1;
				else statuses.set(received.status, (statuses.get(received.status) ?? 0) + 1);
				if ('item' in receive(one.sent, to(one.secret))) real += 1;
			}),
			{ numRuns: 1_000 },
		);
		expect([...tries.keys()].sort()).toEqual([...NAMES].sort());
		expect([...tries.values()].reduce((sum, each) => sum + each, 0)).toBe(1_000);
		expect({ accepted, real }).toEqual({ accepted: 0, real: 1_000 });
		expect([...statuses]).toEqual([[401, 1_000]]);
	});
});
