import { ApiError } from '../http/errors';
import { isObject, type Input } from '../http/query';
import type { Webhook } from '../store/access-records';
import type { World } from '../world';

/** Triggers and automations; excludes event subscriptions (zendesk-api §7.1). */
const CONDITIONAL = 'conditional_ticket_events';

/** §7.1; the number of headers is UNCONFIRMED, and what Zendesk says about any of these. */
const MOST_CUSTOM_HEADERS = 5;
const MOST_TRIAL_WEBHOOKS = 10;

export const REQUIRED = ['name', 'status', 'endpoint', 'http_method', 'request_format'] as const;

/** The webhooks service has error bodies of its own. */
export function invalid(title: string, detail: string): ApiError {
	const body = { errors: [{ code: 'InvalidParameter', title, detail }] };
	return new ApiError(400, body, 'InvalidParameter', detail);
}

export function checkComplete(input: Input | Webhook): void {
	const missing = REQUIRED.filter(
		(field) => typeof input[field] !== 'string' || input[field] === '',
	);
	if (missing.length > 0) throw invalid('Invalid webhook', `Missing: ${missing.join(', ')}`);
}

export function checkRoom({ plan, store }: World): void {
	if (plan.sandbox && store.webhooks.size >= MOST_TRIAL_WEBHOOKS) {
		throw invalid('Too many webhooks', `The account has ${MOST_TRIAL_WEBHOOKS} webhooks already`);
	}
}

/** Addresses that Zendesk can't reach from outside. */
const PRIVATE =
	/^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|0\.0\.0\.0|\[)/;

export function checkEndpoint({ switches }: World, endpoint: unknown): void {
	const url = URL.canParse(String(endpoint)) ? new URL(String(endpoint)) : undefined;
	const isPublic = url?.protocol === 'https:' && !PRIVATE.test(url.hostname);
	const isLocal = url?.protocol === 'http:' && switches.allowHttpWebhooks;
	if (!isPublic && !isLocal) {
		throw invalid('Invalid endpoint', 'endpoint must be a public https address');
	}
}

function checkSubscriptions({ subscriptions }: Webhook, before: Webhook | undefined): void {
	const conditional = subscriptions.includes(CONDITIONAL);
	if (conditional && subscriptions.length > 1) {
		throw invalid('Invalid subscriptions', `${CONDITIONAL} excludes event subscriptions`);
	}
	if (before && before.subscriptions.includes(CONDITIONAL) !== conditional) {
		throw invalid('Invalid subscriptions', 'Event and trigger webhooks cannot be switched');
	}
}

/** Event webhooks are POST with JSON (§7.1). */
function checkFormat({ subscriptions, http_method, request_format }: Webhook): void {
	const isEvent = subscriptions.length > 0 && !subscriptions.includes(CONDITIONAL);
	if (isEvent && (http_method !== 'POST' || request_format !== 'json')) {
		throw invalid(
			'Invalid webhook',
			'Event subscriptions need http_method POST and request_format json',
		);
	}
}

/** What each kind of authentication needs. */
const DATA: Record<string, string[] | undefined> = {
	basic_auth: ['username', 'password'],
	bearer_token: ['token'],
	api_key: ['name', 'value'],
};

export function checkAuthentication({ authentication }: Webhook): void {
	if (authentication === null) return;
	const { type, data, add_position } = authentication;
	const isWhole =
		isObject(data) && DATA[type]?.every((key) => typeof data[key] === 'string') === true;
	if (!isWhole || add_position !== 'header') {
		throw invalid('Invalid authentication', 'authentication needs a known type and its data');
	}
}

function checkCustomHeaders({ custom_headers }: Webhook): void {
	if (custom_headers === null) return;
	const values = isObject(custom_headers) ? Object.values(custom_headers) : [undefined];
	if (values.length > MOST_CUSTOM_HEADERS || !values.every((value) => typeof value === 'string')) {
		throw invalid('Invalid custom_headers', `At most ${MOST_CUSTOM_HEADERS} headers, all of text`);
	}
}

/** Complains about a webhook as it would be; `before` = as it is. */
export function checkWebhook(world: World, next: Webhook, before: Webhook | undefined): void {
	checkComplete(next);
	checkEndpoint(world, next.endpoint);
	if (next.status !== 'active' && next.status !== 'inactive') {
		throw invalid('Invalid status', 'status must be active or inactive');
	}
	checkSubscriptions(next, before);
	checkFormat(next);
	checkAuthentication(next);
	checkCustomHeaders(next);
}
