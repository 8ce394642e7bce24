import { toSecond } from '../core/time';
import { ApiError, recordNotFound } from '../http/errors';
import { page } from '../http/pagination';
import { isObject, wrapped, type Input } from '../http/query';
import { callerOf, created, noContent, ok, type Call, type Reply, type Route } from '../http/route';
import { presentWebhook } from '../present/records';
import type { Webhook } from '../store/access-records';

/** Triggers and automations; excludes event subscriptions (zendesk-api §7.1). */
const CONDITIONAL = 'conditional_ticket_events';
const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function ulid(call: Call): string {
	const { random } = call.world;
	return `01${Array.from({ length: 24 }, () => BASE32[random.between(0, 31)]).join('')}`;
}

/** The webhooks service has error bodies of its own. */
function invalid(title: string, detail: string): ApiError {
	const body = { errors: [{ code: 'InvalidParameter', title, detail }] };
	return new ApiError(400, body, 'InvalidParameter', detail);
}

function pathWebhook(call: Call): Webhook {
	const webhook = call.world.store.webhooks.get(call.params.id);
	if (!webhook) throw recordNotFound();
	return webhook;
}

function checkEndpoint(call: Call, endpoint: unknown): void {
	const { protocol } = URL.canParse(String(endpoint))
		? new URL(String(endpoint))
		: { protocol: '' };
	const allowed =
		protocol === 'https:' || (protocol === 'http:' && call.world.switches.allowHttpWebhooks);
	if (!allowed) throw invalid('Invalid endpoint', 'endpoint must be a public https address');
}

function checkSubscriptions(subscriptions: string[], before: Webhook | undefined): void {
	const conditional = subscriptions.includes(CONDITIONAL);
	if (conditional && subscriptions.length > 1) {
		throw invalid('Invalid subscriptions', `${CONDITIONAL} excludes event subscriptions`);
	}
	if (before && before.subscriptions.includes(CONDITIONAL) !== conditional) {
		throw invalid('Invalid subscriptions', 'Event and trigger webhooks cannot be switched');
	}
}

/** Event webhooks are POST with JSON (§7.1). */
function checkFormat(webhook: Webhook): void {
	const isEvent = !webhook.subscriptions.includes(CONDITIONAL) && webhook.subscriptions.length > 0;
	if (isEvent && (webhook.http_method !== 'POST' || webhook.request_format !== 'json')) {
		throw invalid(
			'Invalid webhook',
			'Event subscriptions need http_method POST and request_format json',
		);
	}
}

const REQUIRED = ['name', 'status', 'endpoint', 'http_method', 'request_format'];

function checkComplete(input: Input): void {
	const missing = REQUIRED.filter(
		(field) => typeof input[field] !== 'string' || input[field] === '',
	);
	if (missing.length > 0) throw invalid('Invalid webhook', `Missing: ${missing.join(', ')}`);
}

const WRITABLE = [...REQUIRED, 'description', 'custom_headers'];

/** The webhook with the input written over it, checked. */
function merged(call: Call, before: Webhook, input: Input, isNew: boolean): Webhook {
	const subscriptions = Array.isArray(input.subscriptions)
		? input.subscriptions.map(String)
		: before.subscriptions;
	const authentication = isObject(input.authentication)
		? (input.authentication as unknown as Webhook['authentication'])
		: before.authentication;
	const written = Object.fromEntries(
		WRITABLE.filter((key) => key in input).map((key) => [key, input[key]]),
	);
	const next: Webhook = { ...before, ...written, subscriptions, authentication };
	checkEndpoint(call, next.endpoint);
	checkSubscriptions(subscriptions, isNew ? undefined : before);
	checkFormat(next);
	return next;
}

function blank(call: Call): Webhook {
	const [at, by] = [toSecond(call.now), callerOf(call).id];
	return {
		id: ulid(call),
		name: '',
		description: null,
		status: 'inactive',
		endpoint: '',
		http_method: 'POST',
		request_format: 'json',
		subscriptions: [],
		authentication: null,
		custom_headers: null,
		created_at: at,
		created_by: by,
		updated_at: at,
		updated_by: by,
		secret: newSecret(call),
	};
}

function newSecret(call: Call): string {
	return Buffer.from(call.world.random.hex(64), 'hex').toString('base64');
}

function create(call: Call): Reply {
	const input = wrapped(call.body, 'webhook');
	checkComplete(input);
	const webhook = merged(call, blank(call), input, true);
	call.world.store.webhooks.set(webhook.id, webhook);
	return created({ webhook: presentWebhook(webhook) });
}

/** PUT needs the whole webhook, PATCH what changes; neither answers with it. */
function update(call: Call): Reply {
	const before = pathWebhook(call);
	const input = wrapped(call.body, 'webhook');
	if (call.method === 'PUT') checkComplete(input);
	const stamp = { updated_at: toSecond(call.now), updated_by: callerOf(call).id };
	call.world.store.webhooks.set(before.id, { ...merged(call, before, input, false), ...stamp });
	return noContent();
}

function remove(call: Call): Reply {
	call.world.store.webhooks.delete(pathWebhook(call).id);
	return noContent();
}

function list(call: Call): Reply {
	const name = call.query.get('filter[name_contains]')?.toLowerCase() ?? '';
	const status = call.query.get('filter[status]');
	const found = [...call.world.store.webhooks.values()]
		.filter((webhook) => webhook.name.toLowerCase().includes(name))
		.filter((webhook) => status === undefined || webhook.status === status)
		.map((webhook, id) => ({ id, name: webhook.name, status: webhook.status, webhook }));
	const { rows, paging } = page(call, { rows: found, paging: 'cursor', sorts: ['name', 'status'] });
	return ok({ webhooks: rows.map(({ webhook }) => presentWebhook(webhook)), ...paging });
}

const secretBody = ({ secret }: Webhook) => ({ signing_secret: { algorithm: 'SHA256', secret } });

function resetSecret(call: Call): Reply {
	const webhook = { ...pathWebhook(call), secret: newSecret(call) };
	call.world.store.webhooks.set(webhook.id, webhook);
	return created(secretBody(webhook));
}

const ALL = '/api/v2/webhooks';
const ONE = `${ALL}/:id`;
const managers = { scope: 'webhooks', allowed: 'webhook-managers' } as const;

export const webhookRoutes: Route[] = [
	{ method: 'GET', path: ALL, ...managers, handler: list },
	{ method: 'POST', path: ALL, ...managers, handler: create },
	{
		method: 'GET',
		path: ONE,
		...managers,
		handler: (call) => ok({ webhook: presentWebhook(pathWebhook(call)) }),
	},
	{ method: 'PUT', path: ONE, ...managers, handler: update },
	{ method: 'PATCH', path: ONE, ...managers, handler: update },
	{ method: 'DELETE', path: ONE, ...managers, handler: remove },
	{
		method: 'GET',
		path: `${ONE}/signing_secret`,
		...managers,
		handler: (call) => ok(secretBody(pathWebhook(call))),
	},
	{ method: 'POST', path: `${ONE}/signing_secret`, ...managers, handler: resetSecret },
];
