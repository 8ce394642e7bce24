import { attempt, type Client } from '../http/client';
import { ZendeskError, isRecord } from '../http/errors';
import { collect } from '../http/pages';
import type { Webhook } from './records';

/** @see https://developer.zendesk.com/api-reference/webhooks/webhooks-api/webhooks/ */

const WEBHOOKS = '/api/v2/webhooks';

export async function listWebhooks(client: Client): Promise<Webhook[]> {
	return await collect<Webhook>(client, WEBHOOKS, 'webhooks');
}

/**
 * Zendesk makes a new webhook for each order, so one whose answer was lost is looked for before it is sent again.
 *
 * @param isIt whether a webhook of the list is the one that was ordered
 */
export async function createWebhook(
	client: Client,
	webhook: Omit<Webhook, 'id'>,
	isIt: (webhook: Webhook) => boolean,
): Promise<Webhook> {
	const { json } = await client.send(
		{ method: 'POST', path: WEBHOOKS, body: { webhook } },
		{
			operation: 'natural-key',
			expects: 'webhook',
			lookUp: async () => {
				const found = (await listWebhooks(client)).find(isIt);
				return found ? { status: 201, headers: {}, json: { webhook: found } } : 'not-done';
			},
		},
	);
	return json.webhook as Webhook;
}

/** Sets some of the fields; Zendesk answers with nothing. */
export async function updateWebhook(
	client: Client,
	id: string,
	fields: Partial<Omit<Webhook, 'id'>>,
): Promise<void> {
	await client.send(
		{ method: 'PATCH', path: `${WEBHOOKS}/${id}`, body: { webhook: fields } },
		{ operation: 'always' },
	);
}

/** One that is gone already is what was wanted. */
export async function deleteWebhook(client: Client, id: string): Promise<void> {
	const path = `${WEBHOOKS}/${id}`;
	const deleted = await attempt(client.send({ method: 'DELETE', path }, { operation: 'always' }));
	if (!deleted.ok && deleted.error.kind !== 'not-found') throw deleted.error;
}

/** What Zendesk signs the webhook's deliveries with. */
export async function showSigningSecret(client: Client, id: string): Promise<string> {
	const path = `${WEBHOOKS}/${id}/signing_secret`;
	const { signing_secret: signing } = (await client.get(path, {}, 'signing_secret')).json;
	const secret = isRecord(signing) ? signing.secret : undefined;
	if (typeof secret === 'string' && secret !== '') return secret;
	throw new ZendeskError({
		kind: 'unavailable',
		message: `Zendesk did not tell the webhook's signing secret (GET ${path})`,
		advice: 'Run it again later',
	});
}
