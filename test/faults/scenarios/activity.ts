import type { Stage } from '../../engine/engine';
import { addAgent, addCustomer, addGroup, seedActivity } from '../../simulator';
import type { Scenario } from '../types';
import { runOf } from './node';

const DAYS = 7;

/** A week of work: sign-ins, tickets made, edited and deleted, articles. */
function week({ sim }: Stage): void {
	const groups = [addGroup(sim, { name: 'Night' })];
	for (let i = 0; i < 4; i++) addAgent(sim, { name: `Agent ${i}`, groups });
	addCustomer(sim);
	seedActivity(sim, { days: DAYS, ticketEvents: 60, logins: 20, articles: 6, deletions: 4 });
}

const GET_MANY = {
	resource: 'activity',
	operation: 'getAll',
	return: 'both',
	lastDays: DAYS,
	options: { groups: true },
};

export const activity: Scenario[] = [
	{
		// Deletions don't show among the ticket events, so the list of deleted tickets is read too.
		name: 'Activity: Get Many',
		options: { switches: { ticketEventsShowDeletions: false } },
		arrange(stage) {
			week(stage);
			return runOf(stage, GET_MANY);
		},
	},
	{
		name: 'Activity: Create Report',
		async arrange(stage) {
			week(stage);
			const { items } = await stage.run({ parameters: GET_MANY });
			const parameters = { resource: 'activity', operation: 'createReport', lastDays: DAYS };
			return runOf(stage, parameters, items);
		},
	},
];
