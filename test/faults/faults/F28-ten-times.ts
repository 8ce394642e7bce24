import { addAgent, addTicket, type Simulator } from '../../simulator';
import { clearStages, setStage, type Stage } from '../../engine/engine';
import type { Fault, Scenario } from '../types';
import { isCall } from '../ways';
import { LOOK } from './jobs';
import { at } from './at';
import { type Operation, person, rowOf, type Row } from './operations';

const FEW = 20;
const MANY = 10 * FEW;

/** Pages and jobs have a hundred, and what is looked up for 32 rows at once goes together. */
const MOST_MORE = Math.ceil((MANY - FEW) / 32);
const MOST_LOOKS_MORE = 10;

/** Handing over is done for a handful of people with many tickets. */
const ABOUT_TICKETS = /^(Ticket: (Get Count|Transfer)|User: Offboard)/;

const people =
	(count: number) =>
	(sim: Simulator, { put }: Operation): Row[] =>
		Array.from({ length: count }, (_, i) => rowOf(put(sim, person(i))));

const tickets =
	(count: number) =>
	(sim: Simulator, { put }: Operation): Row[] => {
		const assignee = put(sim, person(0));
		const [requester] = sim.store.users.all().filter(({ role }) => role === 'end-user');
		for (let i = 0; i < count; i++) addTicket(sim, { requester, assignee });
		return [rowOf(assignee)];
	};

/** The scenario at work on so many; a trigger looks at the whole account. */
async function arrange(stage: Stage, scenario: Scenario, count: number) {
	if (scenario.name.startsWith('Zendesk')) {
		const run = await scenario.arrange(stage);
		for (let i = 0; i < count; i++) addAgent(stage.sim, person(i));
		return run;
	}
	const rows = ABOUT_TICKETS.test(scenario.name) ? tickets(count) : people(count);
	return await at(scenario, { rows }).arrange(stage);
}

/** How often each route is asked. */
async function requests(scenario: Scenario, count: number): Promise<Map<string, number>> {
	clearStages();
	const stage = setStage({ searchLagSeconds: 0, ...scenario.options });
	const run = await arrange(stage, scenario, count);
	const mark = stage.sim.log.mark();
	const { error } = await run();
	expect(error).toBeUndefined();
	const counts = new Map<string, number>();
	for (const entry of stage.sim.log.since(mark).filter(isCall)) {
		counts.set(entry.route!, (counts.get(entry.route!) ?? 0) + 1);
	}
	return counts;
}

/** Requests grow with pages and jobs of a hundred, never with people. */
export const tenTimes: Fault = {
	id: 'F28',
	async hit({ scenario }) {
		const few = await requests(scenario, FEW);
		const many = await requests(scenario, MANY);
		const more = [...many]
			.map(([route, count]) => ({ route, more: count - (few.get(route) ?? 0) }))
			.filter(({ route, more: by }) => by > (route === LOOK ? MOST_LOOKS_MORE : MOST_MORE));
		expect(more).toEqual([]);
		const sum = (counts: Map<string, number>) => [...counts.values()].reduce((a, b) => a + b, 0);
		const what = ABOUT_TICKETS.test(scenario.name) ? 'tickets' : 'people';
		return `${FEW} ${what}: ${sum(few)} requests, ${MANY}: ${sum(many)}`;
	},
};
