/** What one bucket of Zendesk's rate limits says of itself. */
export interface BucketState {
	limit?: number;
	remaining: number;
	/** Milliseconds until the bucket is full again, where Zendesk says so. */
	resetMs?: number;
}

const DIGITS = /^\d+$/;

/**
 * Reads `Retry-After` as seconds or as an HTTP date.
 * Zero, a negative number, a past date and garbage give `undefined`: the caller then falls back to a wait of its own.
 *
 * @returns milliseconds
 * @see https://developer.zendesk.com/api-reference/introduction/rate-limits/
 */
export function retryAfterMs(headers: Record<string, string>, now: number): number | undefined {
	const value = headers['retry-after']?.trim();
	if (!value) return undefined;
	const ms = DIGITS.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
	return ms > 0 && Number.isFinite(ms) ? ms : undefined;
}

function wholeNumber(value: string | undefined): number | undefined {
	return value !== undefined && DIGITS.test(value.trim()) ? Number(value) : undefined;
}

/** The account's bucket: `X-Rate-Limit(-Remaining)`, or the IETF names with the seconds to its reset. */
export function accountBucket(headers: Record<string, string>): BucketState | undefined {
	const remaining = wholeNumber(
		headers['x-rate-limit-remaining'] ?? headers['ratelimit-remaining'],
	);
	if (remaining === undefined) return undefined;
	const reset = wholeNumber(headers['ratelimit-reset']);
	return {
		limit: wholeNumber(headers['x-rate-limit'] ?? headers['ratelimit-limit']),
		remaining,
		resetMs: reset === undefined ? undefined : reset * 1000,
	};
}

/**
 * One endpoint's own bucket, e.g. `zendesk-ratelimit-inflight-jobs: total=30; remaining=29; resets=60`.
 *
 * @param name what stands behind `zendesk-ratelimit-`
 */
export function endpointBucket(
	headers: Record<string, string>,
	name: string,
): BucketState | undefined {
	const value = headers[`zendesk-ratelimit-${name}`];
	if (value === undefined) return undefined;
	const part = (key: string) => wholeNumber(new RegExp(`${key}=(\\d+)`).exec(value)?.[1]);
	const remaining = part('remaining');
	if (remaining === undefined) return undefined;
	const resets = part('resets');
	return {
		limit: part('total'),
		remaining,
		resetMs: resets === undefined ? undefined : resets * 1000,
	};
}

/** The server's own time from `Date`, in milliseconds. */
export function serverTime(headers: Record<string, string>): number | undefined {
	const time = Date.parse(headers.date ?? '');
	return Number.isNaN(time) ? undefined : time;
}

/** Between the moment that an answer is dated with and a record's own, both in whole seconds. */
const CLOCK_MARGIN_MS = 2_000;

/**
 * Whether a record was made while a call was at work: by the call itself, whose first answer was lost.
 *
 * @param at Zendesk's clock at the answer, see {@link serverTime}
 */
export function isMadeMeanwhile(
	{ created_at: createdAt }: { created_at: string },
	at: number | undefined,
	tookMs: number,
): boolean {
	return at !== undefined && Date.parse(createdAt) >= at - tookMs - CLOCK_MARGIN_MS;
}
