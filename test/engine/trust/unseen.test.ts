import { addCustomer, type Simulator, type User } from '../../simulator';
import { clearStages, setStage } from '../engine';
import { apply, known, outcomes, person, plan, userOf } from '../sync/helpers';

/** A9: whom one list leaves out is not gone. */

afterEach(clearStages);

/** A look at many by ID leaves somebody out, as a replica that is behind does; `from` is the first look that does. */
function hide(sim: Simulator, { id }: User, from: number, times = 1): void {
	const leaveOut = (text: string) => {
		const json = JSON.parse(text) as { users: User[] };
		return JSON.stringify({ ...json, users: json.users.filter((user) => user.id !== id) });
	};
	sim.faults.add({
		when: { route: 'GET /api/v2/users/show_many', nth: from, times },
		then: { kind: 'garble', to: leaveOut },
	});
}

const DELETE = { resource: 'user', operation: 'delete' };

it('A9: Delete, the job lost: whom one look leaves out is deleted all the same', async () => {
	const stage = setStage();
	const users = [0, 1, 2].map(() => addCustomer(stage.sim));
	stage.sim.faults.add({
		when: { route: 'DELETE /api/v2/users/destroy_many' },
		then: { kind: 'job', failAt: 1 },
	});
	hide(stage.sim, users[2], 2);
	const items = users.map(({ id }) => ({ id }));
	const user = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
	const run = await stage.run({ items, parameters: { ...DELETE, user } });
	for (const [i, { outcome }] of run.items.entries()) {
		expect([outcome, userOf(stage.sim, users[i]).active]).toEqual(['deleted', false]);
	}
});

it('A9: Apply deletes whom its look leaves out', async () => {
	const stage = setStage();
	const users = [0, 1, 2].map((i) => known(stage.sim, i));
	const form = { removal: 'delete', maxRemovals: 100 };
	const { changes } = await plan(stage, [person(0)], form);
	hide(stage.sim, users[2], 1);
	const { items } = await apply(stage, changes, form);
	expect(outcomes(items)).toEqual(['deleted', 'deleted']);
	expect(userOf(stage.sim, users[2]).active).toBe(false);
});

it('A9: a permanent deletion that can’t see somebody once says that they are not deleted yet', async () => {
	const stage = setStage();
	const user = addCustomer(stage.sim);
	hide(stage.sim, user, 1);
	const { items } = await stage.run({
		items: [{}],
		onError: 'continueRegularOutput',
		parameters: {
			resource: 'deletedUser',
			operation: 'deletePermanently',
			deletedUser: { __rl: true, mode: 'id', value: String(user.id) },
		},
	});
	expect(items[0].message).toMatch(/not deleted yet/);
	expect(userOf(stage.sim, user).active).toBe(true);
});
