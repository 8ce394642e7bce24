import { HOUR } from '../core/time';
import { badRequest } from './errors';
import type { Call, Reply } from './route';

/** zendesk-api §9 */
const KEPT_FOR = 2 * HOUR;

export interface KeptReply {
	body: string;
	reply: Reply;
	until: number;
}

const MISMATCH = "Request parameters don't match the given idempotency key";

/**
 * Answers a repeat with the first answer. Only successes are kept: a request that was refused may be
 * corrected and sent again.
 */
export function idempotent(call: Call, run: () => Reply): Reply {
	const key = call.headers.get('idempotency-key');
	if (key === null) return run();
	const keys = call.world.idempotencyKeys;
	const body = JSON.stringify(call.body);
	const kept = keys.get(key);
	if (kept && kept.until > call.now) {
		if (kept.body !== body) throw badRequest('IdempotentRequestError', MISMATCH);
		return lookedUp(kept.reply, 'hit');
	}
	const reply = run();
	keys.set(key, { body, reply, until: call.now + KEPT_FOR });
	return lookedUp(reply, 'miss');
}

function lookedUp(reply: Reply, lookup: 'hit' | 'miss'): Reply {
	return { ...reply, headers: { ...reply.headers, 'X-Idempotency-Lookup': lookup } };
}
