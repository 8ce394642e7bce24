import { addAgent, addCustomer, addGroup, addTicket, type Simulator } from '../test/simulator';
import { createZendeskCredential } from './credentials';
import type { Playground } from './playground';

/** The node that somebody opens who tries the pack; the README's steps name it. */
export const HANDS_ON = 'Off-board Carla';

const CARLA = 'carla@acme.example';
const DAVID = 'david@acme.example';

const NOTE = `## Off-board Carla, by hand

1. **Execute workflow.** It is a dry run: nothing changes. Open *${HANDS_ON}* and read what would be done.
2. Switch **Dry Run** off and choose **Execute step**: Carla loses access, David gets her tickets, a paid seat is free.
3. Execute it again: *unchanged*. Running twice never hurts.

Zendesk is simulated here. Try other levels, other people, other operations: nothing can be broken.`;

/** Carla leaves; David takes what she has to do with. */
function arrange(sim: Simulator): void {
	const group = addGroup(sim, { name: 'Returns' });
	const carla = addAgent(sim, { name: 'Carla Diaz', email: CARLA, groups: [group] });
	const david = addAgent(sim, { name: 'David Okafor', email: DAVID, groups: [group] });
	const customer = addCustomer(sim);
	for (const status of ['open', 'open', 'pending', 'hold', 'solved', 'closed'] as const) {
		addTicket(sim, { requester: customer, assignee: carla, group, status });
	}
	addTicket(sim, { requester: carla, assignee: david, group });
	addTicket(sim, { requester: customer, assignee: david, group, followers: [carla] });
	sim.search.refresh();
}

const byEmail = (value: string) => ({ __rl: true, mode: 'email', value });

/**
 * A leaver, and a workflow that off-boards her as a dry run: for a person in the editor.
 *
 * @returns the workflow's address
 */
export async function setUpHandsOn(playground: Playground): Promise<string> {
	arrange(playground.sim);
	const { id, name } = await createZendeskCredential(playground, 'readWrite');
	const start = 'When clicking ‘Execute workflow’';
	const created = await playground.rest.createWorkflow({
		name: 'Try it: off-board Carla',
		nodes: [
			{
				id: 'start',
				name: start,
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: 'offboard',
				name: HANDS_ON,
				type: 'n8n-nodes-zendesk-users.zendeskUsers',
				typeVersion: 1,
				position: [260, 0],
				parameters: {
					resource: 'user',
					operation: 'offboard',
					leaver: byEmail(CARLA),
					level: 'downgradeAndSuspend',
					successor: byEmail(DAVID),
					dryRun: true,
				},
				credentials: { zendeskUsersOAuth2Api: { id, name } },
			},
			{
				id: 'note',
				name: 'What to do',
				type: 'n8n-nodes-base.stickyNote',
				typeVersion: 1,
				position: [-60, -280],
				parameters: { content: NOTE, width: 620, height: 220 },
			},
		],
		connections: { [start]: { main: [[{ node: HANDS_ON, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	});
	return `${playground.n8n.url}/workflow/${created.id}`;
}
