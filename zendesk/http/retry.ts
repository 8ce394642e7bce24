/**
 * May a call be sent again when nobody knows whether it took effect?
 *
 * - `always`: reads, and writes that set a value (suspend, role, fields, delete): resend
 * - `natural-key`: upserts by email or external id, new memberships: look up, then resend
 * - `idempotency-key`: ticket creation with `Idempotency-Key`: resend with the same key
 * - `never-blind`: create without a key, merge, comments, jobs: look up; what can't be looked up stays unknown
 */
export type OperationClass = 'always' | 'natural-key' | 'idempotency-key' | 'never-blind';

/** How a call ended, as far as the retry table cares. */
export type Fate =
	/** A usable answer, good or bad, that a repeat would not change. */
	| 'answered'
	/** 429, or 503 with `Retry-After`: surely not done. */
	| 'told-to-wait'
	/** 409 `DatabaseConflict`: surely not done, a moment's collision. */
	| 'collided'
	/** The call never left. */
	| 'unsent'
	/** 500, 502, 503, 504, a broken connection, a body that is no JSON: maybe done. */
	| 'in-doubt';

export type Decision =
	| { do: 'return' }
	| { do: 'retry'; afterMs: number }
	| { do: 'look-up' }
	| { do: 'give-up' };

export interface RetryPolicy {
	/** Tries in all, the first one included. */
	attempts: Record<Exclude<Fate, 'answered'>, number>;
	/** First back-off in milliseconds; doubles with every try. */
	backOffMs: number;
	maxBackOffMs: number;
	/** What a 429 without a usable `Retry-After` costs. */
	defaultWaitMs: number;
	/** Nobody waits longer than this for one call. */
	maxWaitMs: number;
}

export const RETRY_POLICY: RetryPolicy = {
	attempts: { 'told-to-wait': 20, collided: 5, unsent: 4, 'in-doubt': 5 },
	backOffMs: 1_000,
	maxBackOffMs: 30_000,
	defaultWaitMs: 60_000,
	maxWaitMs: 15 * 60_000,
};

/** Fate × class → what to do. `wait` = as long as Zendesk says, `back-off` = with growing pauses. */
const TABLE: Record<Fate, Record<OperationClass, 'return' | 'wait' | 'back-off' | 'look-up'>> = {
	answered: {
		always: 'return',
		'natural-key': 'return',
		'idempotency-key': 'return',
		'never-blind': 'return',
	},
	'told-to-wait': {
		always: 'wait',
		'natural-key': 'wait',
		'idempotency-key': 'wait',
		'never-blind': 'wait',
	},
	collided: {
		always: 'back-off',
		'natural-key': 'back-off',
		'idempotency-key': 'back-off',
		'never-blind': 'back-off',
	},
	unsent: {
		always: 'back-off',
		'natural-key': 'back-off',
		'idempotency-key': 'back-off',
		'never-blind': 'back-off',
	},
	'in-doubt': {
		always: 'back-off',
		'natural-key': 'look-up',
		'idempotency-key': 'back-off',
		'never-blind': 'look-up',
	},
};

export interface Situation {
	fate: Fate;
	operation: OperationClass;
	/** 1 for the first try. */
	attempt: number;
	/** What Zendesk asked us to wait, in milliseconds. */
	toldMs?: number;
	/** What this call has waited so far, in milliseconds. */
	waitedMs: number;
	/** 0 … 1, for the jitter. */
	random: number;
}

/** The pause after so many tries that came to nothing, without its jitter. */
export function backOffMs(tries: number, policy: RetryPolicy = RETRY_POLICY): number {
	return Math.min(policy.backOffMs * 2 ** (tries - 1), policy.maxBackOffMs);
}

/**
 * The whole retry behaviour as one pure function of one table.
 *
 * @see https://cloud.google.com/storage/docs/retry-strategy (a retry needs a retryable answer *and* a repeatable operation)
 */
export function decide(situation: Situation, policy: RetryPolicy = RETRY_POLICY): Decision {
	const { fate, operation, attempt, toldMs, waitedMs, random } = situation;
	const what = TABLE[fate][operation];
	if (fate === 'answered' || what === 'return') return { do: 'return' };
	if (what === 'look-up') return { do: 'look-up' };
	if (attempt >= policy.attempts[fate]) return { do: 'give-up' };
	const afterMs =
		what === 'wait'
			? (toldMs ?? policy.defaultWaitMs)
			: backOffMs(attempt, policy) * (0.5 + random / 2);
	if (waitedMs + afterMs > policy.maxWaitMs) return { do: 'give-up' };
	return { do: 'retry', afterMs: Math.ceil(afterMs) };
}
