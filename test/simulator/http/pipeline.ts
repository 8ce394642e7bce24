import type { World } from '../world';
import { signIn } from './auth';
import { accountGone, ApiError, invalidEndpoint } from './errors';
import { limitHeader } from './limits';
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
	countCall(call);
	if (found.token) checkScope(route, found.token.scopes);
	checkRole(route, found.caller, world);
	for (const { name, key } of route.limits ?? []) {
		const room = world.limits.take(name, now, key?.(call));
		Object.assign(call.extraHeaders, limitHeader(name, room));
	}
	return route.handler(call);
}

/** Every call counts against the account's bucket, whose state every answer shows (zendesk-api §9). */
function countCall(call: Call): void {
	const { limits } = call.world;
	try {
		limits.take('account', call.now);
	} finally {
		const { total, remaining, resets } = limits.room('account', call.now);
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
