import { createHmac } from 'node:crypto';
import type { Delivery } from '../../../zendesk/events/receive';

export const NOW = Date.parse('2026-11-20T09:00:00Z');

export const SIGNATURE = 'x-zendesk-webhook-signature';
export const TIMESTAMP = 'x-zendesk-webhook-signature-timestamp';

/** As Zendesk writes times. */
export const iso = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** Zendesk's formula (zendesk-api §7.2), written from its documentation. */
export function sign(secret: string, timestamp: string, body: Buffer): string {
	const signed = Buffer.concat([Buffer.from(timestamp, 'utf8'), body]);
	return createHmac('sha256', secret).update(signed).digest('base64');
}

/** What Zendesk sends, at a time. */
export function signed(secret: string, text: string, atMs = NOW): Delivery & { body: Buffer } {
	const body = Buffer.from(text, 'utf8');
	const timestamp = iso(atMs);
	return { body, headers: { [SIGNATURE]: sign(secret, timestamp, body), [TIMESTAMP]: timestamp } };
}
