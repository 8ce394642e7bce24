import fc from 'fast-check';
import type { Delivery } from '../../../zendesk/events/receive';
import { iso, SIGNATURE, signed, TIMESTAMP } from './signed';

const MINUTE = 60_000;

/** What an attacker has seen; the secret is for those who replay what Zendesk has sent before. */
export interface Target {
	secret: string;
	nowMs: number;
	/** What Zendesk has sent. */
	sent: Delivery & { body: Buffer };
	text: string;
	bytes: Buffer;
	n: number;
}

const headers = ({ sent }: Target, change: Record<string, unknown>): Delivery => ({
	body: sent.body,
	headers: { ...sent.headers, ...change },
});
const signatureOf = ({ sent }: Target) => String(sent.headers[SIGNATURE]);
const body = ({ sent }: Target, bytes: Buffer): Delivery => ({ ...sent, body: bytes });

/** Each gives a delivery, and the secret that n8n has stored meanwhile. */
export const ATTACKS: Record<string, (target: Target) => Delivery & { stored?: unknown }> = {
	'a random signature': (target) =>
		headers(target, { [SIGNATURE]: target.bytes.toString('base64') }),
	'a signature by another secret': ({ text, bytes, nowMs }) =>
		signed(bytes.toString('hex'), text, nowMs),
	'one changed bit in the signature': (target) => {
		const changed = Buffer.from(signatureOf(target), 'base64');
		changed[target.n % changed.length] ^= 1 << target.n % 8;
		return headers(target, { [SIGNATURE]: changed.toString('base64') });
	},
	'the same signature in hex': (target) => {
		const hex = Buffer.from(signatureOf(target), 'base64').toString('hex');
		return headers(target, { [SIGNATURE]: hex });
	},
	'the same signature, decorated': (target) =>
		headers(target, {
			[SIGNATURE]: `${signatureOf(target)}${['=', ' ', '\n', 'A'][target.n % 4]}`,
		}),
	'a truncated signature': (target) => {
		const signature = signatureOf(target);
		return headers(target, { [SIGNATURE]: signature.slice(0, target.n % signature.length) });
	},
	'a truncated body': (target) => body(target, target.sent.body.subarray(0, -1 - (target.n % 50))),
	'one changed byte in the body': (target) => {
		const changed = Buffer.from(target.sent.body);
		changed[target.n % changed.length] ^= 0x01;
		return body(target, changed);
	},
	'a longer body': (target) => body(target, Buffer.concat([target.sent.body, Buffer.from('\n')])),
	'a body with a mark of order': (target) =>
		body(target, Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), target.sent.body])),
	'a body that was parsed and written': (target) =>
		body(target, Buffer.from(JSON.stringify(JSON.parse(target.text)))),
	'a body in another charset': (target) => body(target, Buffer.from(target.text, 'latin1')),
	'a parsed body': (target) => ({ ...target.sent, body: JSON.parse(target.text) as unknown }),
	'no body': ({ sent }) => ({ ...sent, body: undefined }),
	'six minutes later': ({ secret, text, nowMs }) => signed(secret, text, nowMs - 6 * MINUTE),
	'six minutes ahead': ({ secret, text, nowMs }) => signed(secret, text, nowMs + 6 * MINUTE),
	'an old one with a new time': ({ secret, text, nowMs }) => {
		const old = signed(secret, text, nowMs - 6 * MINUTE);
		return { ...old, headers: { ...old.headers, [TIMESTAMP]: iso(nowMs) } };
	},
	'bytes moved from the body into the time': (target) => {
		const moved = target.text.slice(0, 1);
		const timestamp = `${String(target.sent.headers[TIMESTAMP])}${moved}`;
		const { headers: all } = headers(target, { [TIMESTAMP]: timestamp });
		return { headers: all, body: target.sent.body.subarray(1) };
	},
	'no signature': (target) => headers(target, { [SIGNATURE]: undefined }),
	'no time': (target) => headers(target, { [TIMESTAMP]: undefined }),
	'an empty signature': (target) => headers(target, { [SIGNATURE]: '' }),
	'no secret stored': ({ sent, n }) => ({ ...sent, stored: [undefined, '', null, 0][n % 4] }),
	'a signature by an empty secret, none stored': ({ text, nowMs }) => ({
		...signed('', text, nowMs),
		stored: '',
	}),
};

/** Deliveries that Zendesk may have sent. @param secrets of the webhook */
export function targets(nowMs: number, secrets: fc.Arbitrary<string>): fc.Arbitrary<Target> {
	return fc
		.record({
			secret: secrets,
			id: fc.uuid(),
			name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
			userId: fc.integer({ min: 1, max: 2 ** 50 }),
			bytes: fc.uint8Array({ minLength: 32, maxLength: 32 }),
			n: fc.nat(1_000_000),
		})
		.map(({ secret, id, name, userId, bytes, n }): Target => {
			const event = {
				type: 'zen:event-type:user.name_changed',
				id,
				subject: `zen:user:${userId}`,
				// Zoë makes the text differ between charsets, and the indent from what JSON.stringify writes.
				event: { current: `${name} Zoë`, previous: '' },
			};
			const text = JSON.stringify(event, null, ' ');
			const sent = signed(secret, text, nowMs);
			return { secret, nowMs, text, sent, bytes: Buffer.from(bytes), n };
		});
}
