import type { Stage } from '../../engine/engine';
import {
	addAgent,
	addCustomer,
	addGroup,
	addLightAgent,
	addTicket,
	type Simulator,
	type User,
} from '../../simulator';
import type { Ran, Scenario } from '../types';
import { runOf } from './node';

/** Runs an operation that picks its user by ID, a row each. */
function changing(
	stage: Stage,
	users: User[],
	parameters: Record<string, unknown>,
): () => Promise<Ran> {
	return runOf(
		stage,
		{
			resource: 'user',
			user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			...parameters,
		},
		users.map(({ id }) => ({ id })),
	);
}

/** Each operation over several rows, which go by a job, and over one. */
function bothWays(
	name: string,
	parameters: Record<string, unknown>,
	peopleOf: (sim: Simulator) => User[],
): Scenario[] {
	const arranged = (take: (users: User[]) => User[]) => (stage: Stage) =>
		changing(stage, take(peopleOf(stage.sim)), parameters);
	return [
		{ name: `User: ${name}`, arrange: arranged((users) => users) },
		{ name: `User: ${name} (one row)`, arrange: arranged(([first]) => [first]) },
	];
}

const many = <T>(count: number, make: (i: number) => T): T[] =>
	Array.from({ length: count }, (_, i) => make(i));

/** Four customers with tickets, of whom one is what the others are to become; a fifth one stays as he is. */
function customers(sim: Simulator, suspended: boolean): User[] {
	const all = many(4, (i) =>
		addCustomer(sim, { name: `Customer ${i}`, suspended: (i === 3) !== suspended }),
	);
	for (const requester of all) addTicket(sim, { requester });
	addCustomer(sim, { name: 'Customer 11', suspended });
	return all;
}

/** Three agents without open tickets in two groups, and one who has some; a colleague with tickets stays. */
function agents(sim: Simulator): User[] {
	const groups = [addGroup(sim, { name: 'Support' }), addGroup(sim, { name: 'Billing' })];
	const colleague = addAgent(sim, { name: 'Colleague', groups });
	const requester = addCustomer(sim);
	const all = many(4, (i) => addAgent(sim, { name: `Agent ${i}`, groups, suspended: i === 1 }));
	addTicket(sim, { requester, assignee: all[3], group: groups[1] });
	for (const assignee of all) {
		addTicket(sim, { requester, assignee, group: groups[0], status: 'closed' });
	}
	addTicket(sim, { requester, assignee: colleague, group: groups[0] });
	return all;
}

/** Two customers, a light agent and somebody who is it already. */
function climbers(sim: Simulator): User[] {
	const people = [addCustomer(sim), addCustomer(sim), addLightAgent(sim), addAgent(sim)];
	addTicket(sim, { requester: people[0] });
	addCustomer(sim);
	return people;
}

export const usersRoles: Scenario[] = [
	...bothWays('Suspend', { operation: 'suspend' }, (sim) => customers(sim, false)),
	...bothWays('Unsuspend', { operation: 'unsuspend' }, (sim) => customers(sim, true)),
	...bothWays('Upgrade', { operation: 'upgrade', role: 'custom', customRole: 'Staff' }, climbers),
	...bothWays('Downgrade', { operation: 'downgrade', downgradeTo: 'endUser' }, agents),
];
