import { clientOf } from '../simulator/client';
import { createSimulator, type Simulator } from '../simulator/simulator';
import { unlimited } from '../simulator/testing';
import { brands, manyOrganizations } from './tour-accounts';
import { articles, auditLogs, ticketActivity } from './tour-activity';
import { ownership } from './tour-ownership';
import { identities, jobs, productRoles, userFields, users, userWrites } from './tour-people';
import { access, groups, organizations, searches, tickets, webhooks } from './tour-work';

/** One answer on the tour. */
export interface Visit {
	route: string;
	status: number;
	body: unknown;
}

const STOPS = [
	users,
	productRoles,
	userFields,
	userWrites,
	identities,
	jobs,
	groups,
	organizations,
	manyOrganizations,
	brands,
	ownership,
	tickets,
	searches,
	access,
	webhooks,
	auditLogs,
	ticketActivity,
	articles,
];

/** Calls every route of a simulator in useful states and brings back all answers. */
export async function tour(): Promise<{ sim: Simulator; visits: Visit[] }> {
	const sim = createSimulator({ company: { customers: 120, tickets: 200 } });
	unlimited(sim);
	const visits: Visit[] = [];
	const answered = sim.fetch;
	const watched: Simulator['fetch'] = async (request) => {
		const response = await answered(request);
		const text = await response.clone().text();
		const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
		const { route = 'unknown' } = sim.log.entries.at(-1) ?? {};
		const body: unknown = isJson && text !== '' ? JSON.parse(text) : text;
		visits.push({ route, status: response.status, body });
		return response;
	};
	const seen = Object.create(sim, { fetch: { value: watched } }) as Simulator;
	for (const stop of STOPS) await stop({ sim: seen, api: clientOf(seen) });
	return { sim, visits };
}
