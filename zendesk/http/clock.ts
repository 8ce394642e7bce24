/** Time as a parameter: n8n's clock in production, a virtual one in tests. */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Waits `ms` milliseconds; ends at once, without an error, when `signal` is aborted. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
