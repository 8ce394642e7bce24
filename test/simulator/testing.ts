import { addAgent, addGroup, addTicket } from './arrange';
import { clientOf, type Client } from './client';
import type { SimulatorOptions } from './options';
import { createSimulator, type Simulator } from './simulator';
import type { Ticket } from './store/records';

/** An account with its owner only, and a client that no endpoint limit holds up: for tests of the simulator. */
export function smallAccount(options: SimulatorOptions = {}): { sim: Simulator; api: Client } {
	const sim = createSimulator({ company: null, ...options });
	unlimited(sim);
	return { sim, api: clientOf(sim) };
}

/** Lifts the limits that tests of anything else would run into. */
export function unlimited(sim: Simulator): void {
	Object.assign(sim.limits.overrides, {
		account: Infinity,
		'help-center': Infinity,
		'create-update-user': Infinity,
		'update-user': Infinity,
		'update-ticket': Infinity,
		'update-ticket-by-user': Infinity,
	});
}

/** A leaver with a ticket in every status from open on, in a group with two colleagues. */
export function leaverDesk(options: SimulatorOptions = {}) {
	const account = smallAccount(options);
	const { sim } = account;
	const group = addGroup(sim);
	const lowest = addAgent(sim, { groups: [group] });
	const leaver = addAgent(sim, { groups: [group] });
	addAgent(sim, { groups: [group] });
	const statuses = ['open', 'pending', 'hold', 'solved', 'closed'] as const;
	const tickets = statuses.map((status) => addTicket(sim, { assignee: leaver, status }));
	return { ...account, group, lowest, leaver, tickets };
}

export function assigneesOf(tickets: Ticket[]): Array<number | null> {
	return tickets.map(({ assignee_id }) => assignee_id);
}
