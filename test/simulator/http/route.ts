import type { JobFault } from '../faults';
import type { Act, World } from '../world';
import type { OAuthToken } from '../store/access-records';
import type { User } from '../store/records';
import type { AccountBucket, LimitName } from './limits';
import type { Query } from './query';

/** One request on its way through a handler. */
export interface Call {
	world: World;
	/** Simulated ms; the same during the whole handling. */
	now: number;
	method: string;
	/** As the request names it; normally the account's. */
	host: string;
	/** Behind the host, without the query. */
	path: string;
	params: Record<string, string>;
	query: Query;
	body: unknown;
	headers: Headers;
	/** The user as whom the request acts; `null` = anonymous. */
	caller: User | null;
	/** The OAuth token with which it came. */
	token: OAuthToken | null;
	/** What goes wrong with the job it starts, if anything. */
	jobFault?: JobFault;
	/** Headers for the answer, whatever it is. */
	extraHeaders: Record<string, string>;
}

/** An answer. `body`: undefined = none, a string = sent as it is, anything else = JSON. */
export interface Reply {
	status: number;
	body?: unknown;
	headers?: Record<string, string>;
}

/** Who may call (zendesk-api §1.4). */
export type Allowed =
	| 'anyone'
	| 'signed-in'
	| 'agents'
	| 'admins'
	| 'people-managers'
	| 'membership-managers'
	| 'organization-managers'
	| 'ticket-editors'
	| 'ticket-deleters'
	| 'webhook-managers';

/** A narrow scope family that is enough (§1.3); `none` = only the broad `read`/`write`, `any` = every token. */
export type Scope =
	| 'users'
	| 'tickets'
	| 'organizations'
	| 'webhooks'
	| 'auditlogs'
	| 'ticket_views'
	| 'macros'
	| 'triggers'
	| 'automations'
	| 'hc'
	| 'none'
	| 'any';

export interface Route {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** With `:name` for the variable parts. */
	path: string;
	/** `undefined` = no sign-in at all: the OAuth pages themselves. */
	scope?: Scope;
	/** Only where the method doesn't tell: a POST that changes nothing. */
	access?: 'read';
	allowed: Allowed;
	/** Which of the account's two buckets it spends; default the one of the Support API (§9). */
	bucket?: AccountBucket;
	/** Buckets beside the account's; the key tells whose bucket it is. */
	limits?: Array<{
		name: LimitName;
		/** Whose bucket it is; `undefined` = this call doesn't count. */
		key?: (call: Call) => string | undefined;
	}>;
	/** How a refusal looks here: `short` = the newer `{error, description}`. */
	refusal?: 'short';
	handler: (call: Call) => Reply;
}

/** `GET /api/v2/users/:id` */
export function routeName(route: Pick<Route, 'method' | 'path'>): string {
	return `${route.method} ${route.path}`;
}

/** Whether a call of this route asks for a change. */
export function isWrite(route: Route): boolean {
	return route.method !== 'GET' && route.access !== 'read';
}

/** The call as something that its caller does now. */
export function act(call: Call): Act {
	return { world: call.world, now: call.now, actor: call.caller };
}

/** The caller of a route that is not for anonymous visitors. */
export function callerOf(call: Call): User {
	if (!call.caller) throw new Error(`${call.method} ${call.path} was let in without a caller`);
	return call.caller;
}

export const ok = (body: unknown, headers?: Record<string, string>): Reply => ({
	status: 200,
	body,
	headers,
});
export const created = (body: unknown, location?: string): Reply => ({
	status: 201,
	body,
	headers: location ? { Location: location } : undefined,
});
export const noContent = (): Reply => ({ status: 204 });
