import { DAY, toSecond } from '../core/time';
import { recordNotFound } from '../http/errors';
import { page } from '../http/pagination';
import { isObject, wrapped, type Input } from '../http/query';
import { callerOf, created, noContent, ok, type Call, type Reply, type Route } from '../http/route';
import {
	presentAttempts,
	presentInvocation,
	presentNewWebhook,
	presentWebhook,
} from '../present/records';
import type { Webhook } from '../store/access-records';
import {
	checkAuthentication,
	checkComplete,
	checkEndpoint,
	checkRoom,
	checkWebhook,
	REQUIRED,
} from '../webhooks/rules';
import { TEST_SECRET } from '../webhooks/test-request';
import { ulid } from '../webhooks/ulid';

function webhookBy(call: Call, id: string): Webhook {
	const webhook = call.world.store.webhooks.get(id);
	if (!webhook) throw recordNotFound();
	return webhook;
}

const pathWebhook = (call: Call) => webhookBy(call, call.params.id);

/** What a webhook has beyond what it must have. */
const OPTIONAL = {
	description: null,
	subscriptions: [],
	authentication: null,
	custom_headers: null,
};

/** The webhook with the input written over it. */
function written(before: Webhook, input: Input): Webhook {
	const keys = [...REQUIRED, ...Object.keys(OPTIONAL)].filter((key) => key in input);
	const next = { ...before, ...Object.fromEntries(keys.map((key) => [key, input[key]])) };
	const { subscriptions } = next;
	return { ...next, subscriptions: Array.isArray(subscriptions) ? subscriptions.map(String) : [] };
}

function blank(call: Call): Webhook {
	const [at, by] = [toSecond(call.now), callerOf(call).id];
	return {
		...OPTIONAL,
		id: ulid(call.world.random),
		name: '',
		status: 'inactive',
		endpoint: '',
		http_method: 'POST',
		request_format: 'json',
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
	checkRoom(call.world);
	const webhook = written(blank(call), input);
	checkWebhook(call.world, webhook, undefined);
	call.world.store.webhooks.set(webhook.id, webhook);
	return created({ webhook: presentNewWebhook(webhook) });
}

/**
 * PUT needs the whole webhook, and what it leaves out is gone, but not the subscriptions (recorded: that is no switch of
 * kinds); PATCH needs what changes. Neither answers with it.
 */
function update(call: Call): Reply {
	const before = pathWebhook(call);
	const input = wrapped(call.body, 'webhook');
	if (call.method === 'PUT') checkComplete(input);
	const { subscriptions } = before;
	const bare = call.method === 'PUT' ? { ...before, ...OPTIONAL, subscriptions } : before;
	const next = written(bare, input);
	checkWebhook(call.world, next, before);
	const stamp = { updated_at: toSecond(call.now), updated_by: callerOf(call).id };
	call.world.store.webhooks.set(before.id, { ...next, ...stamp });
	return noContent();
}

function remove(call: Call): Reply {
	call.world.store.webhooks.delete(pathWebhook(call).id);
	return noContent();
}

/** Who doesn't ask for pages gets no cursors, only the word whether there is more (recorded). */
function list(call: Call): Reply {
	const name = call.query.get('filter[name_contains]')?.toLowerCase() ?? '';
	const status = call.query.get('filter[status]');
	const found = [...call.world.store.webhooks.values()]
		.filter((webhook) => webhook.name.toLowerCase().includes(name))
		.filter((webhook) => status === undefined || webhook.status === status)
		.map((webhook, id) => ({ id, name: webhook.name, status: webhook.status, webhook }));
	const { rows, paging } = page(call, { rows: found, paging: 'cursor', sorts: ['name', 'status'] });
	const webhooks = rows.map(({ webhook }) => presentWebhook(webhook));
	if (call.query.has('page[size]')) return ok({ webhooks, ...paging });
	const { has_more } = paging.meta as { has_more: boolean };
	return ok({ webhooks, meta: { has_more } });
}

const secretBody = ({ secret }: Webhook) => ({ signing_secret: { algorithm: 'SHA256', secret } });

function resetSecret(call: Call): Reply {
	const webhook = { ...pathWebhook(call), secret: newSecret(call) };
	call.world.store.webhooks.set(webhook.id, webhook);
	return created(secretBody(webhook));
}

/** The headers of a test request, a list of keys and values. */
function headersIn({ headers }: Input): Record<string, string> {
	const pairs = Array.isArray(headers) ? headers.filter(isObject) : [];
	return Object.fromEntries(pairs.map(({ key, value }) => [String(key), String(value)]));
}

/** Of a webhook that is there, of one that is not yet, or of one as it would be with other settings. */
function test(call: Call): Reply {
	const id = call.query.get('webhook_id');
	const input = id !== undefined && !isObject(call.body) ? {} : wrapped(call.body, 'request');
	const before = id === undefined ? { ...blank(call), secret: TEST_SECRET } : webhookBy(call, id);
	const webhook = written(before, input);
	checkEndpoint(call.world, webhook.endpoint);
	checkAuthentication(webhook);
	const { payload = {} } = input;
	const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
	const answer = call.world.webhooks.test(webhook, { payload: text, headers: headersIn(input) });
	return ok(answer.then((response) => ({ response })));
}

/** zendesk-api §7.1 */
const KEPT_FOR = 7 * DAY;

function invocations(call: Call): Reply {
	const status = call.query.get('filter[status]');
	const from = Date.parse(call.query.get('filter[from_ts]') ?? '');
	const to = Date.parse(call.query.get('filter[to_ts]') ?? '');
	const found = call.world.webhooks
		.invocationsOf(pathWebhook(call).id)
		.filter(({ at }) => at > call.now - KEPT_FOR && !(at < from) && !(at > to))
		.filter((invocation) => status === undefined || invocation.status === status)
		.map((invocation, id) => {
			const latest_completed_at = invocation.attempts.at(-1)?.completedAt ?? null;
			return { id, latest_completed_at, invocation };
		});
	const sorts: ['latest_completed_at'] = ['latest_completed_at'];
	const { rows, paging } = page(call, { rows: found, paging: 'cursor', sorts });
	return ok({
		invocations: rows.map(({ invocation }) => presentInvocation(invocation)),
		...paging,
	});
}

function attempts(call: Call): Reply {
	const found = call.world.webhooks
		.invocationsOf(pathWebhook(call).id)
		.find(({ id, at }) => id === call.params.invocationId && at > call.now - KEPT_FOR);
	if (!found) throw recordNotFound();
	return ok({ attempts: presentAttempts(found) });
}

const ALL = '/api/v2/webhooks';
const ONE = `${ALL}/:id`;
const managers = { scope: 'webhooks', allowed: 'webhook-managers' } as const;

export const webhookRoutes: Route[] = [
	{ method: 'GET', path: ALL, ...managers, handler: list },
	{ method: 'POST', path: ALL, ...managers, handler: create },
	{ method: 'POST', path: `${ALL}/test`, ...managers, handler: test },
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
	{ method: 'GET', path: `${ONE}/invocations`, ...managers, handler: invocations },
	{
		method: 'GET',
		path: `${ONE}/invocations/:invocationId/attempts`,
		...managers,
		handler: attempts,
	},
];
