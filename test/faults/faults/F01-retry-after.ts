import type { Fault } from '../types';
import { atEachRoute } from '../ways';

const SECONDS = 7;

/** Zendesk asks for seven seconds: they are waited, and nothing else changes. */
export const retryAfter: Fault = {
	id: 'F1',
	async hit(subject) {
		const routes = await atEachRoute(
			subject,
			() => ({
				then: { kind: 'respond', status: 429, headers: { 'retry-after': String(SECONDS) } },
			}),
			async (play, ran) => await play.expectSame(ran),
		);
		return `same state and verdicts, ${routes} routes hit`;
	},
};
