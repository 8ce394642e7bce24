import { type Input, isObject } from '../../http/query';
import { Refusal } from '../people';
import { presentWebhook } from '../present';
import type { ZephrWebhook } from '../records';
import { created, ok, type ZephrCall, type ZephrRoute } from '../route';
import { isTrigger } from '../triggers';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];

/** zephr-and-hr §1.6: all four fields, no others. */
function fieldsIn(body: unknown): Pick<ZephrWebhook, 'label' | 'triggers' | 'method' | 'target'> {
	const { label, triggers, method, target }: Input = isObject(body) ? body : {};
	if (typeof label !== 'string' || typeof target !== 'string' || !URL.canParse(target)) {
		throw new Refusal(400, 'label or target is missing');
	}
	if (!Array.isArray(triggers) || triggers.length === 0 || !triggers.every(isTrigger)) {
		throw new Refusal(400, 'triggers is missing or unknown');
	}
	if (typeof method !== 'string' || !METHODS.includes(method)) {
		throw new Refusal(400, 'method is missing or unknown');
	}
	return { label, triggers, method, target };
}

function webhookOf({ tenant, params }: ZephrCall): ZephrWebhook {
	const webhook = tenant.webhooks.get(params.id);
	if (!webhook) throw new Refusal(404, `No webhook ${params.id}`);
	return webhook;
}

export const webhookRoutes: ZephrRoute[] = [
	{
		method: 'GET',
		path: '/v3/webhooks',
		handler: ({ tenant }) => ok({ results: [...tenant.webhooks.values()].map(presentWebhook) }),
	},
	{
		method: 'POST',
		path: '/v3/webhooks',
		handler: ({ tenant, body }) => {
			const webhook = { webhook_id: tenant.uuid(), ...fieldsIn(body), auth: null, sites: null };
			tenant.webhooks.set(webhook.webhook_id, webhook);
			return created(presentWebhook(webhook));
		},
	},
	{
		method: 'GET',
		path: '/v3/webhooks/:id',
		handler: (call) => ok(presentWebhook(webhookOf(call))),
	},
	{
		method: 'PUT',
		path: '/v3/webhooks/:id',
		handler: (call) => ok(presentWebhook(Object.assign(webhookOf(call), fieldsIn(call.body)))),
	},
];
