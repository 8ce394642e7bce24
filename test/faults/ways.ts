import type { Fault as SimulatedFault, FaultTrigger } from '../simulator';
import type { Play, Ran, Subject } from './types';

/** What happens at a route, once or as often as `times` says. */
export interface Trouble {
	then: SimulatedFault;
	/** Default: the first request of the route, once. */
	when?: Omit<FaultTrigger, 'route'>;
}

/**
 * Lets the trouble happen at each route that the scenario asks, in an account of its own each, and runs the scenario. A
 * trouble that did not happen is a mistake of the test.
 *
 * @param check what must be so after the run
 * @param isHit which routes; all unless told otherwise
 * @returns how many routes there were
 */
export async function atEachRoute(
	subject: Subject,
	trouble: (route: string) => Trouble,
	check: (play: Play, ran: Ran, route: string) => Promise<void>,
	isHit: (route: string) => boolean = () => true,
): Promise<number> {
	const routes = subject.undisturbed.routes.filter(isHit);
	for (const route of routes) {
		const play = await subject.play();
		const { when, then } = trouble(route);
		play.sim.faults.add({ when: { ...when, route }, then });
		const ran = await play.act();
		play.sim.faults.verifyAllFired();
		await named(route, async () => await check(play, ran, route));
	}
	return routes.length;
}

/** Says at what it was that the check did not hold. */
export async function named(what: string, check: () => Promise<void>): Promise<void> {
	try {
		await check();
	} catch (error) {
		(error as Error).message = `${what}: ${(error as Error).message}`;
		throw error;
	}
}

/** Whether a route writes; searches by POST don't exist in what the pack uses. */
export const isWrite = (route: string) => !route.startsWith('GET ');
