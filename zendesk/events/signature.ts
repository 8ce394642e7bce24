import { createHmac, timingSafeEqual } from 'node:crypto';

/** What arrived, before anybody has believed it. */
export interface Signed {
	/** Exactly the bytes that came: whoever parses and writes them anew has something else. */
	body: Buffer;
	/** Base64, as it stands in the header. */
	signature: unknown;
	/** ISO 8601, as it stands in the header. */
	timestamp: unknown;
}

/** Why a delivery is not believed. */
export type Doubt = 'no-secret' | 'unsigned' | 'forged' | { offByMs: number };

/** So far may Zendesk's clock and ours differ, and so old may a delivery be; either way. */
export const WINDOW_MS = 5 * 60_000;

function isSame(a: string, b: string): boolean {
	const [one, other] = [Buffer.from(a), Buffer.from(b)];
	return one.length === other.length && timingSafeEqual(one, other);
}

/**
 * Whether Zendesk has sent this, just now. Whatever can't be checked is doubted.
 *
 * @param secret the webhook's signing secret
 * @returns `undefined` when there is no doubt; `offByMs` only of what is signed rightly, positive when it is from the past
 * @see https://developer.zendesk.com/documentation/webhooks/verifying/
 */
export function doubtOf(
	{ body, signature, timestamp }: Signed,
	secret: unknown,
	nowMs: number,
): Doubt | undefined {
	if (typeof secret !== 'string' || secret === '') return 'no-secret';
	if (typeof signature !== 'string' || typeof timestamp !== 'string') return 'unsigned';
	if (signature === '' || timestamp === '') return 'unsigned';
	const right = createHmac('sha256', secret).update(timestamp).update(body).digest('base64');
	if (!isSame(signature, right)) return 'forged';
	const offByMs = nowMs - Date.parse(timestamp);
	// Not `>`: a time that can't be read is NaN.
	return Math.abs(offByMs) <= WINDOW_MS ? undefined : { offByMs };
}
