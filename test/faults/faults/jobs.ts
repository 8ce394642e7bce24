import type { FaultTrigger, LogEntry, Simulator } from '../../simulator';
import { named } from '../ways';
import type { Play, Ran, Subject } from '../types';

/** Orders of Zendesk's background jobs; `logout_many` is none. */
export const isJobOrder = (route: string) =>
	!route.startsWith('GET ') && /_many$/.test(route) && !route.endsWith('/logout_many');

/** Zendesk's support has to switch these on. */
export const isImport = (route: string) => /\/users\/create(_or_update)?_many$/.test(route);

export const LOOK = 'GET /api/v2/job_statuses/show_many';

type Ordered = Pick<LogEntry, 'body' | 'query'>;

/** What names each record of an order. */
export function recordsOf({ body, query }: Ordered): string[] {
	if (query.ids !== undefined) return query.ids.split(',');
	const lists = Object.values((body ?? {}) as Record<string, unknown>).filter(Array.isArray);
	return lists.flat().map((record) => {
		const {
			id,
			external_id: externalId,
			email,
			user_id: userId,
		} = record as Record<string, unknown>;
		return String(id ?? externalId ?? email ?? userId);
	});
}

/** Every order with this record in it. */
export function ordersWith({ log }: Simulator, route: string, record: string): FaultTrigger {
	return {
		route,
		body: (body) => recordsOf({ body, query: log.entries.at(-1)!.query }).includes(record),
		times: Infinity,
	};
}

/**
 * Does something at each kind of job that the scenario orders.
 *
 * @param hit gets what names the records of the first such job
 * @returns how many kinds there were
 */
export async function atEachJob(
	{ undisturbed, play: begin }: Subject,
	hit: (route: string, records: string[]) => Promise<void>,
): Promise<number> {
	const routes = undisturbed.routes.filter(isJobOrder);
	if (routes.length === 0) throw new Error('It starts no job: exclude it');
	const { act, sim } = await begin();
	await act();
	for (const route of routes) {
		const [first] = sim.log.filter({ route });
		await named(route, async () => await hit(route, recordsOf(first)));
	}
	return routes.length;
}

/** Rows that did not end as they do undisturbed. */
export function otherRows({ undisturbed }: Subject, { verdicts, error }: Ran): number[] {
	expect(error).toBeUndefined();
	expect(verdicts).toHaveLength(undisturbed.verdicts.length);
	return [...verdicts.keys()].filter((i) => verdicts[i] !== undisturbed.verdicts[i]);
}

/** Runs the scenario again, undisturbed, and expects that it ends as it should have. */
export async function expectNextRunConverges(play: Play): Promise<void> {
	await play.expectNoLoss();
	play.sim.faults.clear();
	await play.expectConverged(await play.act());
}
