import type { Stage } from '../../engine/engine';
import { addCustomer, addDeletedCustomer, addTicket, type User } from '../../simulator';
import type { Ran, Scenario } from '../types';
import { runOf } from './node';

/** Deletes the first of five customers: the third one has an open ticket, the last one stays. */
function deleting(stage: Stage, count: number): () => Promise<Ran> {
	const { sim } = stage;
	const people = Array.from({ length: 5 }, (_, i) => addCustomer(sim, { name: `Customer ${i}` }));
	for (const requester of [people[0], people[4]]) {
		addTicket(sim, { requester, status: 'closed' });
	}
	addTicket(sim, { requester: people[2] });
	return runOf(
		stage,
		{
			resource: 'user',
			operation: 'delete',
			user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		},
		people.slice(0, count).map(({ id }) => ({ id })),
	);
}

export const usersRemoving: Scenario[] = [
	{ name: 'User: Delete', arrange: (stage) => deleting(stage, 4) },
	{ name: 'User: Delete (one row)', arrange: (stage) => deleting(stage, 1) },
	{
		name: 'Deleted User: Delete Permanently',
		arrange(stage) {
			const { sim } = stage;
			const deleted = (i: number) => addDeletedCustomer(sim, { name: `Deleted ${i}` });
			const people: User[] = [deleted(0), deleted(1), deleted(2)];
			// One who is not deleted, and one whom nobody wants to erase.
			people.push(addCustomer(sim, { name: 'Still there' }));
			deleted(3);
			return runOf(
				stage,
				{
					resource: 'deletedUser',
					operation: 'deletePermanently',
					deletedUser: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				},
				people.map(({ id }) => ({ id })),
			);
		},
	},
];
