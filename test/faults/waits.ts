import type { Simulator } from '../simulator';

/** A wait that Zendesk asked for. */
interface Told {
	route: string | undefined;
	fromMs: number;
	untilMs: number;
}

/**
 * Watches an account for requests that come too early: for the same route, before the time of a `Retry-After` is over.
 *
 * @returns how many there were so far
 */
export function watchWaits(sim: Simulator): () => number {
	const told: Told[] = [];
	const { fetch } = sim;
	const watched: Simulator['fetch'] = async (request) => {
		const response = await fetch(request);
		const seconds = Number(response.headers.get('retry-after') ?? NaN);
		if (!response.ok && seconds > 0) {
			const requestId = response.headers.get('x-request-id');
			const entry = sim.log.entries.findLast((each) => each.requestId === requestId);
			const fromMs = sim.clock.now();
			told.push({ route: entry?.route, fromMs, untilMs: fromMs + seconds * 1000 });
		}
		return response;
	};
	Object.assign(sim, { fetch: watched });
	return () =>
		told.reduce(
			(sum, { route, fromMs, untilMs }) =>
				sum +
				sim.log.count((entry) => entry.route === route && entry.at > fromMs && entry.at < untilMs),
			0,
		);
}
