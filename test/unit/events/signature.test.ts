import fc from 'fast-check';
import { receive } from '../../../zendesk/events/receive';
import { Seen } from '../../../zendesk/events/seen';
import { doubtOf } from '../../../zendesk/events/signature';
import { ATTACKS, targets } from './attacks';
import { NOW, sign } from './signed';

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
	const NAMES = Object.keys(ATTACKS);
	const target = targets(NOW, fc.base64String({ minLength: 24, maxLength: 64 }));

	it('gets in with none of 1,000 tries, while each real one gets in', () => {
		const tries = new Map<string, number>();
		const statuses = new Map<number, number>();
		let accepted = 0;
		let real = 0;
		const to = (secret: unknown) => ({ secret, wants: () => true, seen: new Seen(), nowMs: NOW });
		fc.assert(
			fc.property(target, fc.constantFrom(...NAMES), (one, name) => {
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
