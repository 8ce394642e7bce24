import type { Fault as SimulatedFault } from '../../simulator';
import type { Fault } from '../types';
import { atEachRoute, inARow } from '../ways';

/** By its headers the account has plenty of room. */
const ROOM = {
	'x-rate-limit': '700',
	'x-rate-limit-remaining': '699',
	'ratelimit-limit': '700',
	'ratelimit-remaining': '699',
	'ratelimit-reset': '1',
};

const SECONDS = [9, 3];

const refusals = SECONDS.map(
	(seconds): SimulatedFault => ({
		kind: 'respond',
		status: 429,
		headers: { ...ROOM, 'retry-after': String(seconds) },
		body: { error: 'TooManyRequests', description: 'Conditional rate limit' },
	}),
);

/** The 429 is believed, not the headers. */
export const roomLeft: Fault = {
	id: 'F3',
	async hit(subject) {
		const routes = await atEachRoute(
			subject,
			() => inARow(refusals),
			async (play, ran) => await play.expectSame(ran),
		);
		return `same state and verdicts, ${routes} routes hit ${SECONDS.length} times`;
	},
};
