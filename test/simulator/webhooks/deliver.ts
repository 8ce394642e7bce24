import type { Clock } from '../clock';
import { SECOND } from '../core/time';

/** zendesk-api §7.2: how long a webhook may take to answer. */
const TIMEOUT = 12 * SECOND;

export interface Answer {
	status: number;
	headers?: Record<string, string>;
	body?: string;
}

/** Sends a request, as `fetch` does; rejecting is a delivery that nobody took. */
export interface Deliver {
	(
		url: string,
		init: { method: string; headers: Record<string, string>; body: string },
	): Promise<Answer>;
	/** It waits for somebody beyond the clock, by a timeout of its own; a clock that can jump stands still meanwhile. */
	realTime?: true;
}

class Timeout extends Error {
	readonly name = 'TimeoutError';
}

/** Errors of `fetch` are not of this realm's classes where Jest runs, so they are known by their looks. */
type Looks = { name?: unknown; message?: unknown; cause?: unknown } | null | undefined;

/** As `AbortSignal.timeout` names it. */
export function isTimeout(error: unknown): boolean {
	return (error as Looks)?.name === 'TimeoutError';
}

/** Why nobody answered. */
export function reasonOf(error: unknown): string {
	return String((error as Looks)?.message ?? error);
}

/** Lets a request be answered, within 12 s of the clock. Rejects with a `TimeoutError`, or as `deliver` does. */
export async function answerOf(
	clock: Clock,
	deliver: Deliver | undefined,
	...request: Parameters<Deliver>
): Promise<Answer> {
	if (!deliver) throw new Error('Nobody listens');
	if (deliver.realTime) return await whileStanding(clock, () => deliver(...request));
	const answered = new AbortController();
	const timeout = clock.sleep(TIMEOUT, answered.signal).then(() => {
		throw new Timeout(`No answer within ${TIMEOUT / SECOND} s`);
	});
	try {
		return await Promise.race([deliver(...request), timeout]);
	} finally {
		answered.abort();
	}
}

async function whileStanding<T>(clock: Clock, work: () => Promise<T>): Promise<T> {
	clock.busy?.();
	try {
		return await work();
	} finally {
		clock.free?.();
	}
}

/** Where an address that begins with a key leads: to the same path and query below the value. */
export type Rewrite = Record<string, string>;

function rewritten(url: string, rewrite: Rewrite): URL {
	const { origin, pathname, search } = new URL(url);
	const target = rewrite[origin];
	if (target === undefined) throw new Error(`Nobody listens at ${origin}`);
	return new URL(pathname + search, target);
}

/**
 * Delivers by real HTTP: Zendesk demands https, and a test's n8n listens on http. The body goes out byte for byte as
 * it was signed. Addresses that are not in `rewrite` (by origin, e.g. `{'https://n8n.example.test':
 * 'http://127.0.0.1:5678'}`) are refused.
 */
export function fetchDeliver({
	rewrite,
	timeoutMs = TIMEOUT,
}: {
	rewrite: Rewrite;
	timeoutMs?: number;
}): Deliver {
	const deliver: Deliver = async (url, init) => {
		const signal = AbortSignal.timeout(timeoutMs);
		try {
			const target = rewritten(url, rewrite);
			const body = init.method === 'GET' ? undefined : init.body;
			const response = await fetch(target, { ...init, body, redirect: 'manual', signal });
			const headers = Object.fromEntries(response.headers);
			return { status: response.status, headers, body: await response.text() };
		} catch (error) {
			// "fetch failed" says less than its cause.
			throw (error as Looks)?.cause ?? error;
		}
	};
	return Object.assign(deliver, { realTime: true as const });
}
