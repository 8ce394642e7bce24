import { addAgent, addGroup, addLightAgent, DEFAULT_START, giveProductRole } from '../../simulator';
import type { Stage } from '../../engine/engine';
import type { Scenario } from '../types';
import { runOf } from './node';

const DAY = 86_400_000;

/** Agents who last signed in so long ago, one suspended; light agents with and without another product's role. */
function staff({ sim }: Stage): void {
	const groups = [addGroup(sim, { name: 'Night' })];
	const times = (days: number) => ({
		last_login_at: DEFAULT_START - days * DAY,
		created_at: DEFAULT_START - 400 * DAY,
	});
	for (const i of [0, 1, 2]) {
		addAgent(sim, { name: `Agent ${i}`, groups, suspended: i === 1, ...times(i * 40) });
	}
	giveProductRole(sim, addLightAgent(sim, { name: 'Light One', ...times(1) }), 'explore', 'studio');
	addLightAgent(sim, { name: 'Light Two', ...times(90) });
}

const GET_MANY = { resource: 'seat', operation: 'getAll', output: 'raw' };

export const seats: Scenario[] = [
	{
		name: 'Seat: Get Many',
		arrange(stage) {
			staff(stage);
			return runOf(stage, GET_MANY);
		},
	},
	{
		name: 'Seat: Create Report',
		async arrange(stage) {
			staff(stage);
			const { items } = await stage.run({ parameters: GET_MANY });
			const prices = { paidSeat: 115, lightSeat: 9 };
			return runOf(stage, { resource: 'seat', operation: 'createReport', prices }, items);
		},
	},
];
