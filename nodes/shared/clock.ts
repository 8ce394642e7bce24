import { sleep } from 'n8n-workflow';
import type { Clock } from '../../zendesk/http/clock';

/** n8n has no sleep that listens to the Stop button, so long waits are cut into slices that look. */
const SLICE_MS = 500;

export const systemClock: Clock = {
	now: () => Date.now(),
	async sleep(ms, signal) {
		const until = Date.now() + ms;
		for (let left = ms; left > 0 && !signal?.aborted; left = until - Date.now()) {
			await sleep(Math.min(left, SLICE_MS));
		}
	},
};
