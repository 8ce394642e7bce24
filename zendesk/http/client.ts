import type { Clock } from './clock';
import { conceal, hidden, type SignIn } from './conceal';
import { asZendeskError, cancelled, ZendeskError } from './errors';
import { type Ended, judge } from './judge';
import type { Limiter } from './limiter';
import { decide, type OperationClass, RETRY_POLICY } from './retry';
import type { LostCall, Reply, Transport, ZendeskRequest, ZendeskResponse } from './types';

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
	/** What the answer holds, e.g. `users`; one that doesn't is none of Zendesk's. */
	expects?: string;
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
	/** Asked before an answer is shown to people, of which it might be repeated. Anew each time: tokens are renewed. */
	signIn?: () => Promise<SignIn>;
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

/** A wait that Zendesk asked for is remembered so long; then one call may ask whether it was meant. */
const REMEMBERED_MS = 60 * 60_000;

function outcomeUnknown(cause: ZendeskError): ZendeskError {
	return new ZendeskError({
		kind: 'unknown-outcome',
		message: `It is not known whether this was done: ${cause.message}`,
		advice: 'Look the record up in Zendesk, or run it again: what is already done is recognized',
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

	/** @param expects what the answer holds, e.g. `users`: without it an answer of another form looks like an empty list */
	async get(path: string, query?: ZendeskRequest['query'], expects?: string): Promise<Reply> {
		return await this.send({ method: 'GET', path, query }, { expects });
	}

	/** Nothing is sent any more: what is still waiting somewhere, because the run ended by another call, ends as well. */
	close(): void {
		this.refused ??= cancelled();
	}

	/** @throws {ZendeskError} for every answer but 2xx, and for none at all */
	async send(request: ZendeskRequest, options: CallOptions = {}): Promise<Reply> {
		const operation = options.operation ?? (request.method === 'GET' ? 'always' : 'never-blind');
		let waitedMs = 0;
		let isRepeat = false;
		for (let attempt = 1; ; attempt++) {
			const ended = await this.once(request, options.expects);
			if ('reply' in ended) return isRepeat ? { ...ended.reply, isRepeat } : ended.reply;
			isRepeat ||= ended.fate === 'in-doubt';
			const decision = decide({
				fate: ended.fate,
				operation,
				attempt,
				toldMs: ended.toldMs,
				waitedMs,
				random: (this.options.random ?? Math.random)(),
			});
			switch (decision.do) {
				case 'give-up':
					// Longer than anybody waits: nobody asks again before the time is over.
					if (ended.fate === 'told-to-wait' && ended.response) {
						const ms = Math.min(ended.toldMs ?? 0, REMEMBERED_MS);
						this.options.limiter.hold(request, ended.response, ms);
					}
					throw ended.error;
				case 'return':
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

	private async once(request: ZendeskRequest, expects?: string): Promise<Ended> {
		if (this.first) {
			await this.first;
			return await this.call(request, expects);
		}
		const call = this.call(request, expects);
		this.first = call.then(() => undefined);
		return await call;
	}

	private async call(request: ZendeskRequest, expects?: string): Promise<Ended> {
		const { limiter, transport, signal, share = 0.8 } = this.options;
		const stopped = () => (signal?.aborted ? cancelled() : this.refused);
		const early = stopped();
		if (early) return { fate: 'answered', error: early };
		const wait = async (ms: number) => await this.wait(ms, 'to stay within the rate limit');
		const mostMs = RETRY_POLICY.maxWaitMs;
		const closedMs = await limiter.enter(request, { share, signal, wait, mostMs });
		if (closedMs > 0) return { fate: 'answered', error: this.closed(request, closedMs) };
		const late = stopped();
		if (late) {
			limiter.leave(request);
			return { fate: 'answered', error: late };
		}
		this.costs.requests += 1;
		// The answer to a write is worth waiting for: it says what was done.
		const answer = await transport(request, request.method === 'GET' ? signal : undefined);
		const ended = await this.judge(request, answer, expects);
		// Who comes next must know whether it is of use.
		limiter.leave(request, 'lost' in answer ? undefined : answer);
		if (signal?.aborted && 'lost' in answer) return { fate: 'answered', error: cancelled() };
		return ended;
	}

	/** Why there is no use in waiting: Zendesk has asked for more time than anybody waits. */
	private closed(request: ZendeskRequest, ms: number): ZendeskError {
		const until = new Date(this.clock.now() + ms).toISOString();
		return new ZendeskError({
			kind: 'rate-limited',
			message: `Zendesk's rate limit is used up: it asked to wait until ${until} (${request.method} ${request.path})`,
			advice: 'Run it again after that time',
			status: 429,
		});
	}

	/** What an answer means. One that is not as it was asked for is shown to people, so it must not repeat a secret. */
	private async judge(
		request: ZendeskRequest,
		answer: ZendeskResponse | LostCall,
		expects?: string,
	): Promise<Ended> {
		const circumstances = { host: this.host, nowMs: this.clock.now(), expects };
		const seen = judge(request, answer, circumstances);
		if ('reply' in seen || 'lost' in answer) return seen;
		const shown = judge(request, await this.withoutSecrets(answer), circumstances);
		if ('reply' in shown) return shown;
		if (shown.error.kind === 'auth') this.refused = shown.error;
		// What to do next, and when, is in the answer as it came.
		return { ...seen, error: shown.error };
	}

	private async withoutSecrets(answer: ZendeskResponse): Promise<ZendeskResponse> {
		const { signIn } = this.options;
		if (!signIn) return answer;
		const known = await attempt(signIn());
		return known.ok ? conceal(answer, known.value) : hidden(answer);
	}
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
