import { MINUTE, SECOND } from '../core/time';

/** zendesk-api §7.2 */
const WINDOW = 5 * MINUTE;
const PAUSE = 5 * SECOND;
const ENOUGH_REQUESTS = 100;
const FAILED_SHARE = 0.7;
const MOST_FAILURES = 1000;

/** The circuit breaker of one webhook: pauses it when too much fails. What fails after the pause makes a new one. */
export class Breaker {
	private readonly recent: Array<{ at: number; failed: boolean }> = [];
	private failures = 0;
	/** In ms of the clock. */
	pausedUntil = 0;

	note(failed: boolean, now: number): void {
		this.recent.push({ at: now, failed });
		if (failed) this.failures++;
		while (this.recent[0].at <= now - WINDOW) {
			if (this.recent.shift()!.failed) this.failures--;
		}
		if (failed && this.isTooMuch()) this.pausedUntil = now + PAUSE;
	}

	private isTooMuch(): boolean {
		const { length } = this.recent;
		const tooMany = length >= ENOUGH_REQUESTS && this.failures >= FAILED_SHARE * length;
		return tooMany || this.failures > MOST_FAILURES;
	}
}
