import type { Clock } from './clock';
import {
	asZendeskError,
	cancelled,
	errorFrom,
	parseObject,
	unreadable,
	ZendeskError,
} from './errors';
import { retryAfterMs } from './headers';
import type { Limiter } from './limiter';
import { decide, type Fate, type OperationClass } from './retry';
import type { LostCall, Transport, ZendeskRequest, ZendeskResponse } from './types';

/** A good answer: 2xx, JSON (or no body at all). */
export interface Reply {
	status: number;
	headers: Record<string, string>;
	/** `{}` for an empty body. */
	json: Record<string, unknown>;
}

export interface CallOptions {
	/** What a repeat may do; the default is `always` for GET, and `never-blind` for everything else. */
	operation?: OperationClass;
	/**
	 * Asked when a write's answer was lost and it may not be repeated blindly.
	 *
	 * @returns the answer it would have had, `'not-done'` when it surely did not happen (it is then sent again),
	 * or `undefined` when nobody can tell
	 */
	lookUp?: () => Promise<Reply | 'not-done' | undefined>;
}

export interface ClientOptions {
	transport: Transport;
	clock: Clock;
	limiter: Limiter;
	/** Its address, e.g. `https://acme.zendesk.com`, to be shown to people. */
	account: string;
	/** The part of the account's rate limit that this run may use, 0 … 1. */
	share?: number;
	signal?: AbortSignal;
	random?: () => number;
	/** Told about each wait that a person would notice. */
	onWait?: (ms: number, why: string) => void;
}

/** What a run cost, for its closing hint. */
export interface Costs {
	requests: number;
	waitedMs: number;
}

const NOTICEABLE_MS = 5_000;

type Ended =
	| { fate: 'answered'; reply: Reply }
	| { fate: Fate; error: ZendeskError; response?: ZendeskResponse; toldMs?: number };

function lostError(request: ZendeskRequest, lost: LostCall): ZendeskError {
	return new ZendeskError({
		kind: 'unavailable',
		message:
			lost.sent === 'no'
				? `Zendesk could not be reached: ${lost.reason} (${request.method} ${request.path})`
				: `The connection broke before Zendesk answered: ${lost.reason} (${request.method} ${request.path})`,
		advice:
			"Check the network between n8n and Zendesk, and 'Account' in the credential, then run it again",
	});
}

function outcomeUnknown(cause: ZendeskError): ZendeskError {
	return new ZendeskError({
		kind: 'unknown-outcome',
		message: `It is not known whether this was done: ${cause.message}`,
		advice: 'Look the record up in Zendesk, or run it again: what is already done is recognised',
		status: cause.status,
		requestId: cause.requestId,
	});
}

/** The one way to call Zendesk: within the limits, repeated where that is safe, with errors that people understand. */
export class Client {
	readonly costs: Costs = { requests: 0, waitedMs: 0 };
	/** Calls that wait at this moment; time counts once, however many wait. */
	private waiting = 0;
	private waitingSince = 0;
	/** Up to when people have been told that we wait. */
	private announcedUntil = 0;
	/** The first call of the run, which may have to sign in: the others wait for it instead of each getting a token. */
	private first?: Promise<void>;
	/** After a refused sign-in nothing else can work: later calls get the same answer without being sent. */
	private refused?: ZendeskError;

	constructor(private readonly options: ClientOptions) {}

	/** The host of the account, e.g. `acme.zendesk.com`. */
	get host(): string {
		return new URL(this.options.account).host;
	}

	get limiter(): Limiter {
		return this.options.limiter;
	}

	get clock(): Clock {
		return this.options.clock;
	}

	get signal(): AbortSignal | undefined {
		return this.options.signal;
	}

	async get(path: string, query?: ZendeskRequest['query']): Promise<Reply> {
		return await this.send({ method: 'GET', path, query });
	}

	/** @throws {ZendeskError} for every answer but 2xx, and for none at all */
	async send(request: ZendeskRequest, options: CallOptions = {}): Promise<Reply> {
		const operation = options.operation ?? (request.method === 'GET' ? 'always' : 'never-blind');
		let waitedMs = 0;
		for (let attempt = 1; ; attempt++) {
			const ended = await this.once(request);
			if ('reply' in ended) return ended.reply;
			const decision = decide({
				fate: ended.fate,
				operation,
				attempt,
				toldMs: ended.toldMs,
				waitedMs,
				random: (this.options.random ?? Math.random)(),
			});
			switch (decision.do) {
				case 'return':
				case 'give-up':
					throw ended.error;
				case 'look-up': {
					const found = await this.lookUp(options.lookUp);
					if (found === undefined || attempt >= 3) throw outcomeUnknown(ended.error);
					if (found !== 'not-done') return found;
					break;
				}
				case 'retry':
					if (ended.fate === 'told-to-wait' && ended.response) {
						this.options.limiter.hold(request, ended.response, decision.afterMs);
					}
					waitedMs += decision.afterMs;
					await this.wait(decision.afterMs, ended.error.message);
			}
		}
	}

	/** Waits on the run's clock; ends early when the run is stopped. */
	async wait(ms: number, why: string): Promise<void> {
		const { clock, signal, onWait } = this.options;
		const now = clock.now();
		// Of many calls that wait for the same thing, the first one tells.
		if (ms >= NOTICEABLE_MS && now + ms >= this.announcedUntil + NOTICEABLE_MS) {
			this.announcedUntil = now + ms;
			onWait?.(ms, why);
		}
		if (this.waiting === 0) this.waitingSince = now;
		this.waiting += 1;
		await clock.sleep(ms, signal);
		this.waiting -= 1;
		if (this.waiting === 0) this.costs.waitedMs += clock.now() - this.waitingSince;
	}

	private async lookUp(lookUp: CallOptions['lookUp']): Promise<Reply | 'not-done' | undefined> {
		try {
			return await lookUp?.();
		} catch {
			return undefined;
		}
	}

	private async once(request: ZendeskRequest): Promise<Ended> {
		if (this.first) {
			await this.first;
			return await this.call(request);
		}
		const call = this.call(request);
		this.first = call.then(() => undefined);
		return await call;
	}

	private async call(request: ZendeskRequest): Promise<Ended> {
		const { limiter, transport, signal, share = 0.8 } = this.options;
		if (signal?.aborted) return { fate: 'answered', error: cancelled() };
		if (this.refused) return { fate: 'answered', error: this.refused };
		const wait = async (ms: number) => await this.wait(ms, 'to stay within the rate limit');
		await limiter.enter(request, { share, signal, wait });
		if (signal?.aborted) {
			limiter.leave(request);
			return { fate: 'answered', error: cancelled() };
		}
		this.costs.requests += 1;
		// The answer to a write is worth waiting for: it says what was done.
		const answer = await transport(request, request.method === 'GET' ? signal : undefined);
		limiter.leave(request, 'lost' in answer ? undefined : answer);
		if (signal?.aborted && 'lost' in answer) return { fate: 'answered', error: cancelled() };
		return this.judge(request, answer);
	}

	private judge(request: ZendeskRequest, answer: ZendeskResponse | LostCall): Ended {
		if ('lost' in answer) {
			return {
				fate: answer.sent === 'no' ? 'unsent' : 'in-doubt',
				error: lostError(request, answer),
			};
		}
		const { status, headers, text } = answer;
		if (status >= 200 && status < 300) {
			const json = text.trim() === '' ? {} : parseObject(text);
			// An empty 204 is an answer; an empty or HTML 200 to a question is none.
			if (json && (status === 204 || request.method !== 'GET' || text.trim() !== '')) {
				return { fate: 'answered', reply: { status, headers, json } };
			}
			return { fate: 'in-doubt', error: unreadable(answer, request), response: answer };
		}
		const toldMs = retryAfterMs(headers, this.clock.now());
		const error = errorFrom(answer, request, toldMs);
		if (error.kind === 'auth') this.refused = error;
		return { fate: fateOf(error, toldMs), error, response: answer, toldMs };
	}
}

/** Which row of the retry table an error answer belongs to. */
export function fateOf(error: ZendeskError, toldMs: number | undefined): Fate {
	const { status = 0 } = error;
	// Who sends jobs waits for slots, not for time: see jobs.ts.
	if (error.code === 'TooManyJobs') return 'answered';
	if (status === 429) return 'told-to-wait';
	if (status === 503 && toldMs !== undefined) return 'told-to-wait';
	if (status === 409 && error.code === 'DatabaseConflict') return 'collided';
	if (status >= 500) return 'in-doubt';
	return 'answered';
}

/** Runs `call` and gives its value or its error, for callers that treat some errors as answers. */
export async function attempt<T>(
	call: Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; error: ZendeskError }> {
	try {
		return { ok: true, value: await call };
	} catch (error) {
		return { ok: false, error: asZendeskError(error) };
	}
}
