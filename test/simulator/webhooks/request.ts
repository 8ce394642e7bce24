import { createHmac } from 'node:crypto';
import { iso } from '../core/time';
import type { Webhook } from '../store/access-records';
import { ACCOUNT_ID } from './envelope';

export type Headers = Record<string, string>;

/** zendesk-api §7.2: of time and body as they are sent, with nothing in between; in base64. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
	return createHmac('sha256', secret)
		.update(timestamp + body)
		.digest('base64');
}

/** What the three kinds of authentication add (§7.1). */
const CREDENTIALS: Record<string, (data: Record<string, string>) => Headers> = {
	basic_auth: ({ username, password }) => ({
		authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
	}),
	bearer_token: ({ token }) => ({ authorization: `Bearer ${token}` }),
	api_key: ({ name, value }) => ({ [name]: value }),
};

function credentialsOf({ authentication }: Webhook): Headers {
	if (!authentication) return {};
	return CREDENTIALS[authentication.type](authentication.data as Record<string, string>);
}

/** The headers of one attempt, signed at its own time. */
export function headersOf(
	webhook: Webhook,
	invocationId: string,
	body: string,
	now: number,
): Headers {
	const timestamp = iso(now);
	return {
		...webhook.custom_headers,
		...credentialsOf(webhook),
		'content-type': 'application/json; charset=utf-8',
		'user-agent': 'Zendesk Webhook',
		'x-zendesk-account-id': String(ACCOUNT_ID),
		'x-zendesk-webhook-id': webhook.id,
		'x-zendesk-webhook-invocation-id': invocationId,
		'x-zendesk-webhook-signature': signatureOf(webhook.secret, timestamp, body),
		'x-zendesk-webhook-signature-timestamp': timestamp,
	};
}
