import type { Stage } from '../../engine/engine';
import { by } from '../../engine/forms';
import { addAgent, addCustomer, addGroup, addTicket } from '../../simulator';
import type { Ran, Scenario } from '../types';
import { runOf } from './node';

/** An agent's tickets in two groups, some of which are not his. */
function desk({ sim }: Stage) {
	const groups = [addGroup(sim, { name: 'Support' }), addGroup(sim, { name: 'Billing' })];
	const colleague = addAgent(sim, { name: 'Colleague', groups });
	const ann = addAgent(sim, { name: 'Ann', groups });
	const bob = addAgent(sim, { name: 'Bob', groups: [groups[0]] });
	const requester = addCustomer(sim);
	for (const status of ['open', 'pending', 'solved', 'closed'] as const) {
		for (const group of groups) addTicket(sim, { requester, assignee: ann, group, status });
		addTicket(sim, { requester, assignee: colleague, group: groups[0], status });
	}
	addTicket(sim, { requester: ann, assignee: colleague, group: groups[0] });
	addTicket(sim, { requester, assignee: colleague, group: groups[0], followers: [ann] });
	addTicket(sim, { requester, assignee: colleague, group: groups[0], ccs: [ann, requester] });
	return { ann, bob, colleague, groups, requester };
}

/** Files three tickets, each of which a key or an external ID makes known again. */
function filing(stage: Stage, known: Record<string, unknown>): () => Promise<Ran> {
	const { requester, colleague, groups } = desk(stage);
	const run = runOf(
		stage,
		{
			resource: 'ticket',
			operation: 'create',
			subject: '=Access {{ $json.i }} removed',
			description: 'Everything was handed over',
			internalNote: true,
			requester: by.email(requester),
			...known,
			additionalFields: {
				assignee: by.id(colleague),
				group: groups[0].id,
				...(known.additionalFields as object),
			},
		},
		[1, 2, 3].map((i) => ({ i })),
	);
	return async () => {
		// A ticket of the last seconds counts as one of this run.
		await stage.sim.clock.sleep(60_000);
		return await run();
	};
}

export const tickets: Scenario[] = [
	{
		name: 'Ticket: Transfer',
		arrange(stage) {
			const { ann, bob } = desk(stage);
			return runOf(stage, {
				resource: 'ticket',
				operation: 'transfer',
				fromUser: by.email(ann),
				successor: by.email(bob),
				options: { comment: 'Handed over', tag: 'handed_over' },
			});
		},
	},
	{
		name: 'Ticket: Create',
		arrange: (stage) => filing(stage, { additionalFields: { externalId: '=REQ-{{ $json.i }}' } }),
	},
	{
		name: 'Ticket: Create (Idempotency Key)',
		arrange: (stage) => filing(stage, { options: { idempotencyKey: '=access {{ $json.i }}' } }),
	},
	{
		name: 'Ticket: Get Count',
		arrange(stage) {
			const { ann, colleague } = desk(stage);
			return runOf(
				stage,
				{
					resource: 'ticket',
					operation: 'getCount',
					user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				},
				[{ id: ann.id }, { id: colleague.id }],
			);
		},
	},
];
