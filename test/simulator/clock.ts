import { DueHeap } from './core/heap';

/** Time as the simulator and the code under test see it. */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Resolves after `ms` of this clock, or at once when `signal` aborts; it never rejects. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** Somebody is at work: a clock that can jump must not. Each call is matched by one of `free`. */
	busy?(): void;
	free?(): void;
}

/** The day on which all simulated accounts live unless told otherwise. */
export const DEFAULT_START = Date.parse('2026-11-20T09:00:00Z');

/**
 * Turns of the event loop without any sign of life before time jumps: enough for a request to pass
 * through axios, Node's http and an interceptor, which all hand over by ticks and immediates.
 */
const QUIET_TURNS = 8;

// Taken once, so that a test's fake timers cannot stop the clock.
const nextTurn = setImmediate;

interface Sleeper {
	due: number;
	awake: boolean;
	wake: () => void;
}

/**
 * A discrete-event clock: nobody waits in real time. When everything sleeps and no request is being
 * handled, time jumps to the earliest sleeper.
 */
export class VirtualClock implements Clock {
	private time: number;
	private readonly sleepers = new DueHeap<Sleeper>();
	private working = 0;
	/** Counts signs of life (a new sleeper, a request that begins or ends). */
	private stirs = 0;
	private watching = false;

	constructor(options: { start?: number } = {}) {
		this.time = options.start ?? DEFAULT_START;
	}

	now(): number {
		return this.time;
	}

	busy(): void {
		this.working++;
		this.stirs++;
	}

	free(): void {
		this.working--;
		this.stirs++;
	}

	sleep(ms: number, signal?: AbortSignal): Promise<void> {
		if (signal?.aborted) return Promise.resolve();
		this.stirs++;
		return new Promise((resolve) => {
			const sleeper: Sleeper = {
				due: this.time + Math.max(0, ms),
				awake: false,
				wake: () => {
					sleeper.awake = true;
					this.stirs++;
					signal?.removeEventListener('abort', sleeper.wake);
					resolve();
				},
			};
			signal?.addEventListener('abort', sleeper.wake, { once: true });
			this.sleepers.push(sleeper);
			void this.watch();
		});
	}

	/** Moves time by hand, at once; sleepers that are due on the way wake in the order of their time. */
	advance(ms: number): void {
		const target = this.time + ms;
		for (let next = this.earliest(); next && next.due <= target; next = this.earliest()) {
			this.time = Math.max(this.time, next.due);
			this.sleepers.pop();
			next.wake();
		}
		this.time = target;
		this.stirs++;
	}

	/** The earliest sleeper who still sleeps; those whose signal aborted are dropped on the way. */
	private earliest(): Sleeper | undefined {
		while (this.sleepers.peek()?.awake) this.sleepers.pop();
		return this.sleepers.peek();
	}

	private async watch(): Promise<void> {
		if (this.watching) return;
		this.watching = true;
		while (this.earliest()) {
			await this.quiet();
			const next = this.earliest();
			if (next) this.advance(Math.max(0, next.due - this.time));
		}
		this.watching = false;
	}

	/** Resolves after `QUIET_TURNS` turns in a row in which nothing stirred and nobody worked. */
	private async quiet(): Promise<void> {
		let still = 0;
		while (still < QUIET_TURNS) {
			const before = this.stirs;
			await new Promise<void>((resolve) => nextTurn(resolve));
			still = this.stirs === before && this.working === 0 ? still + 1 : 0;
		}
	}
}

/** `setTimeout` fires at once beyond this. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Real time that can run fast: with `speed` 60 a minute of this clock takes a real second. */
export class RealClock implements Clock {
	readonly speed: number;
	private readonly start: number;
	private readonly origin = Date.now();

	constructor(options: { speed?: number; start?: number } = {}) {
		this.speed = options.speed ?? 1;
		this.start = options.start ?? this.origin;
	}

	now(): number {
		return Math.floor(this.start + (Date.now() - this.origin) * this.speed);
	}

	sleep(ms: number, signal?: AbortSignal): Promise<void> {
		if (signal?.aborted) return Promise.resolve();
		return new Promise((resolve) => {
			const done = () => {
				clearTimeout(timer);
				signal?.removeEventListener('abort', done);
				resolve();
			};
			const timer = setTimeout(done, Math.min(Math.max(0, ms) / this.speed, LONGEST_TIMEOUT));
			signal?.addEventListener('abort', done, { once: true });
		});
	}
}
