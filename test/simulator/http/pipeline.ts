import type { World } from '../world';
import { signIn } from './auth';
import { accountGone, ApiError, invalidEndpoint } from './errors';
import { limitHeader, type AccountBucket } from './limits';
import { checkRole, checkScope } from './permissions';
import type { Call, Reply, Route } from './route';

/** A request as it arrived, before anybody knows who sent it. */
export type Incoming = Pick<
	Call,
	'method' | 'host' | 'path' | 'params' | 'query' | 'body' | 'headers' | 'jobFault'
>;

export interface Handled {
	reply: Reply;
	callerId: number | null;
}

/** Takes a request through sign-in, limits, scope and role to its handler; every refusal is an answer. */
export function handle(
	world: World,
	route: Route | undefined,
	incoming: Incoming,
	now: number,
): Handled {
	const call: Call = { ...incoming, world, now, caller: null, token: null, extraHeaders: {} };
	let reply: Reply;
	try {
		reply = answer(call, route);
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		reply = { status: error.status, body: error.body, headers: error.headers };
	}
	const headers = { ...call.extraHeaders, ...reply.headers };
	return { reply: { ...reply, headers }, callerId: call.caller?.id ?? null };
}

function answer(call: Call, route: Route | undefined): Reply {
	const { world, now } = call;
	const { account } = world.switches;
	if (account !== 'active' || call.host !== world.host) throw accountGone(account, call.host);
	if (!route) throw invalidEndpoint();
	if (route.scope === undefined) return route.handler(call);
	const found = signIn(call.headers.get('authorization'), route.allowed === 'anyone', world, now);
	call.caller = found.caller;
	call.token = found.token;
	countCall(call, route.bucket ?? 'account');
	if (found.token) checkScope(route, found.token.scopes);
	checkRole(route, found.caller, world);
	for (const { name, key } of route.limits ?? []) {
		const bucket = key ? key(call) : '';
		if (bucket === undefined) continue;
		const room = world.limits.take(name, now, bucket);
		Object.assign(call.extraHeaders, limitHeader(name, room));
	}
	return route.handler(call);
}

/** Every call counts against one of the account's buckets, whose state its answer shows (zendesk-api §9). */
function countCall(call: Call, bucket: AccountBucket): void {
	const { limits } = call.world;
	try {
		limits.take(bucket, call.now);
	} finally {
		const { total, remaining, resets } = limits.room(bucket, call.now);
		if (total !== Infinity) {
			Object.assign(call.extraHeaders, {
				'X-Rate-Limit': String(total),
				'X-Rate-Limit-Remaining': String(remaining),
				'ratelimit-limit': String(total),
				'ratelimit-remaining': String(remaining),
				'ratelimit-reset': String(resets),
			});
		}
	}
}
