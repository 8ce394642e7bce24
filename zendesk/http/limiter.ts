import type { Clock } from './clock';
import { accountBucket, endpointBucket } from './headers';
import { ENDPOINT_LIMITS, type EndpointLimit } from './limits';
import type { ZendeskRequest, ZendeskResponse } from './types';

/** Calls at once: opens slowly, closes at once. */
const WIDTH = { start: 4, most: 12, goodAnswersToOpen: 2 };

const MINUTE = 60_000;

/** One endpoint bucket: our own count, and what the server said last. */
class Bucket {
	private readonly sentAt: number[] = [];
	private onTheWay = 0;
	private blockedUntil = 0;
	private server?: { remaining: number; resetsAt: number };

	constructor(private readonly limit: EndpointLimit) {}

	waitMs(now: number): number {
		if (now < this.blockedUntil) return this.blockedUntil - now;
		if (this.server && now < this.server.resetsAt) {
			return this.server.remaining - this.onTheWay > 0 ? 0 : this.server.resetsAt - now;
		}
		this.forget(now);
		if (this.sentAt.length < this.limit.limit) return 0;
		return this.sentAt[0] + this.limit.windowMs - now;
	}

	sent(now: number): void {
		this.sentAt.push(now);
		this.onTheWay += 1;
	}

	answered(now: number, headers: Record<string, string>): void {
		const state = this.limit.header && endpointBucket(headers, this.limit.header);
		if (state && state.resetMs !== undefined) {
			this.server = { remaining: state.remaining, resetsAt: now + state.resetMs };
		}
	}

	done(): void {
		this.onTheWay -= 1;
	}

	block(until: number): void {
		this.blockedUntil = Math.max(this.blockedUntil, until);
	}

	isIdle(now: number): boolean {
		this.forget(now);
		return this.sentAt.length === 0 && this.onTheWay === 0 && now >= this.blockedUntil;
	}

	private forget(now: number): void {
		while (this.sentAt.length > 0 && this.sentAt[0] + this.limit.windowMs <= now) {
			this.sentAt.shift();
		}
	}
}

/** So long after a refusal nothing more is tried than what has been taken. */
const TRY_MORE_AFTER_MS = 15_000;

/**
 * The account's job slots: Zendesk takes 30 queued and running jobs, whoever ordered them.
 *
 * @see https://developer.zendesk.com/api-reference/introduction/rate-limits/#job-limit
 */
class JobSlots {
	private ours = 0;
	/** Jobs of other integrations, as the last answer showed them. */
	private foreign = 0;
	private total = 30;
	/** Since Zendesk has refused one of our jobs: as many as it has room for, as far as we know. */
	private room = Infinity;
	private refusedAt = 0;
	private readonly queue: Array<() => void> = [];

	/** Whether somebody waits for a slot: then each job that ends makes room. */
	get isWaitedFor(): boolean {
		return this.queue.length > 0;
	}

	/** Waits until fewer than `most` of our jobs run and Zendesk has room for one more. */
	async take(most: number, signal?: AbortSignal): Promise<void> {
		const wake = () => this.queue.splice(0).forEach((next) => next());
		signal?.addEventListener('abort', wake, { once: true });
		while (
			!signal?.aborted &&
			this.ours >= Math.max(1, Math.min(most, this.total - this.foreign, this.room))
		) {
			await new Promise<void>((resolve) => this.queue.push(resolve));
		}
		signal?.removeEventListener('abort', wake);
		this.ours += 1;
	}

	give(now: number): void {
		this.ours -= 1;
		// Others may have ended theirs meanwhile: then one more of ours is tried.
		if (now - this.refusedAt >= TRY_MORE_AFTER_MS) this.room += 1;
		this.queue.splice(0).forEach((next) => next());
	}

	/**
	 * Zendesk has refused a job because too many wait and run: those that it has taken of ours are all that it has room for.
	 * Not every account tells so before, in a header.
	 *
	 * @returns whether the slot is given back, because others of ours will end; else it is kept, for who knocks again
	 */
	refuse(now: number): boolean {
		this.refusedAt = now;
		this.room = Math.max(1, this.ours - 1);
		if (this.ours <= 1) return false;
		this.ours -= 1;
		return true;
	}

	learn(headers: Record<string, string>): void {
		const state = endpointBucket(headers, 'inflight-jobs');
		if (state?.limit === undefined) return;
		this.total = state.limit;
		// Orders that are on the way may or may not be counted already, so this is never too few.
		this.foreign = Math.max(0, state.limit - state.remaining - this.ours);
	}
}

/** A bucket of the whole account. Its state is the server's word; `inFlight` are calls that the server may not have counted. */
class AccountBucket {
	private state?: { limit: number; remaining: number; endsAt: number };
	private blockedUntil = 0;

	waitMs(now: number, share: number, inFlight: number): number {
		if (now < this.blockedUntil) return this.blockedUntil - now;
		if (!this.state || now >= this.state.endsAt) return 0;
		const kept = Math.round(this.state.limit * (1 - share));
		const free = this.state.remaining - inFlight - kept;
		return free > 0 ? 0 : this.state.endsAt - now;
	}

	answered(now: number, headers: Record<string, string>): void {
		const told = accountBucket(headers);
		if (!told) return;
		const running = this.state && now < this.state.endsAt ? this.state : undefined;
		// Without a reset header the window's end is a guess: a minute after the first answer in it.
		const endsAt =
			told.resetMs !== undefined ? now + told.resetMs : (running?.endsAt ?? now + MINUTE);
		this.state = {
			limit: told.limit ?? running?.limit ?? told.remaining,
			remaining: told.remaining,
			endsAt,
		};
	}

	block(until: number): void {
		this.blockedUntil = Math.max(this.blockedUntil, until);
	}
}

export interface Entrance {
	/** The part of the account's bucket that this run may use, 0 … 1; the rest is left to other integrations. */
	share: number;
	signal?: AbortSignal;
	/** Waits for a bucket; ends early when the run is stopped. */
	wait: (ms: number) => Promise<void>;
	/** Nobody waits longer than this for one bucket, in milliseconds. */
	mostMs?: number;
}

/**
 * Keeps all calls to one Zendesk account within its limits. Zendesk's headers feed it, so that it follows what other
 * integrations use up; it never asks Zendesk anything itself.
 */
export class Limiter {
	private width = WIDTH.start;
	private goodAnswers = 0;
	private inFlight = 0;
	private readonly queue: Array<() => void> = [];
	/** Shared by all executions: two runs at once must not order more jobs than one may. */
	readonly jobs = new JobSlots();
	private readonly buckets = new Map<string, Bucket>();
	private readonly support = new AccountBucket();
	/** The help center counts apart, in headers of the same names. */
	private readonly helpCenter = new AccountBucket();

	constructor(private readonly clock: Clock) {}

	/**
	 * Waits until this call may go out; it then needs its {@link leave}.
	 *
	 * @returns 0, or for how many milliseconds it may not go out where that is longer than anybody waits
	 */
	async enter(
		request: ZendeskRequest,
		{ share, signal, wait, mostMs = Infinity }: Entrance,
	): Promise<number> {
		const buckets = this.bucketsOf(request);
		while (!signal?.aborted) {
			const now = this.clock.now();
			const closedMs = Math.max(
				this.accountOf(request).waitMs(now, share, this.inFlight),
				...buckets.map((bucket) => bucket.waitMs(now)),
			);
			if (closedMs > mostMs) return closedMs;
			if (closedMs > 0) {
				await wait(closedMs);
			} else if (this.inFlight < this.width) {
				break;
			} else {
				await new Promise<void>((resolve) => this.queue.push(resolve));
			}
		}
		const now = this.clock.now();
		this.inFlight += 1;
		for (const bucket of buckets) bucket.sent(now);
		return 0;
	}

	/** Ends a call; the answer's headers are what the limiter learns from. */
	leave(request: ZendeskRequest, response?: ZendeskResponse): void {
		const now = this.clock.now();
		const buckets = this.bucketsOf(request);
		this.inFlight -= 1;
		for (const bucket of buckets) bucket.done();
		if (response) {
			this.learn(response);
			this.accountOf(request).answered(now, response.headers);
			for (const bucket of buckets) bucket.answered(now, response.headers);
		}
		this.tidy(now);
		for (let free = this.width - this.inFlight; free > 0; free--) this.queue.shift()?.();
	}

	/** A 429 or a 503 with `Retry-After`: nobody uses that bucket before the time is over. */
	hold(request: ZendeskRequest, response: ZendeskResponse, ms: number): void {
		this.width = Math.max(1, Math.floor(this.width / 2));
		this.goodAnswers = 0;
		const until = this.clock.now() + ms;
		const buckets = this.bucketsOf(request);
		const accountIsEmpty = (accountBucket(response.headers)?.remaining ?? 0) === 0;
		if (buckets.length > 0 && !accountIsEmpty) {
			for (const bucket of buckets) bucket.block(until);
		} else {
			this.accountOf(request).block(until);
		}
	}

	private accountOf({ path }: ZendeskRequest): AccountBucket {
		return path.startsWith('/api/v2/help_center/') ? this.helpCenter : this.support;
	}

	private learn(response: ZendeskResponse): void {
		this.jobs.learn(response.headers);
		if (response.status < 400) {
			this.goodAnswers += 1;
			if (this.goodAnswers % WIDTH.goodAnswersToOpen === 0) {
				this.width = Math.min(this.width + 1, WIDTH.most);
			}
		}
	}

	private bucketsOf(request: ZendeskRequest): Bucket[] {
		return ENDPOINT_LIMITS.flatMap((limit) => {
			const key = limit.keyOf(request);
			if (key === undefined) return [];
			const name = `${limit.name} ${key}`;
			const bucket = this.buckets.get(name) ?? new Bucket(limit);
			this.buckets.set(name, bucket);
			return [bucket];
		});
	}

	/** Buckets of single users would pile up over months; idle ones say nothing. */
	private tidy(now: number): void {
		if (this.buckets.size < 1_000) return;
		for (const [name, bucket] of this.buckets) {
			if (bucket.isIdle(now)) this.buckets.delete(name);
		}
	}
}
