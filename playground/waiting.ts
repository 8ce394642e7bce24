import { setTimeout as sleep } from 'node:timers/promises';
import { waitMs } from './patience.json';

/**
 * So long (ms) anything that must happen may take before it counts as stuck. It is for hangs only: many times what a
 * busy machine needs, so that no test tells a slow machine from a broken product.
 */
export const PATIENCE_MS = waitMs;

/** Other words than "it never came to this" where what was seen last says more. */
type What = string | (() => string);

/**
 * Looks again and again until there is something to see.
 *
 * @param what the words for whoever waits in vain
 * @param look gives what is waited for; `undefined` or `false` while it is not there
 * @param everyMs how long it waits between two looks
 * @returns what the look gave
 * @throws {Error} when there is still nothing after all patience
 */
export async function until<T>(
	what: What,
	look: () => T | undefined | false | Promise<T | undefined | false>,
	everyMs = 200,
): Promise<T> {
	const end = Date.now() + PATIENCE_MS;
	for (;;) {
		const seen = await look();
		if (seen !== undefined && seen !== false) return seen;
		if (Date.now() > end) {
			const words = typeof what === 'string' ? what : what();
			throw new Error(`it never came to this in ${PATIENCE_MS / 60_000} minutes: ${words}`);
		}
		await sleep(everyMs);
	}
}
