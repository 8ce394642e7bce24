import { addCustomer, addDeletedCustomer } from '../simulator';
import { clearStages, setStage } from './engine';

afterEach(clearStages);

const READ = 'GET /api/v2/users/show_many';

const get = (user: object, more: object = {}) => ({
	resource: 'user',
	operation: 'get',
	user: { __rl: true, value: '={{ $json.who }}', ...user },
	...more,
});

describe('Get', () => {
	it('looks many up by ID together, each row as it would alone', async () => {
		const { sim, run } = setStage();
		const customers = Array.from({ length: 100 }, (_, i) => addCustomer(sim, { name: `C ${i}` }));
		const gone = addDeletedCustomer(sim, { name: 'Gone' });
		const ids = [...customers.map(({ id }) => id), gone.id, 404, customers[0].id, 'nobody'];
		const { items, paired } = await run({
			parameters: get({ mode: 'id' }, { output: 'raw', options: { failedRows: 'items' } }),
			items: ids.map((who) => ({ who })),
		});
		expect(items.slice(0, 100).map(({ name }) => name)).toEqual(customers.map(({ name }) => name));
		expect(items.slice(100)).toEqual([
			expect.objectContaining({ name: 'Gone', active: false }),
			expect.objectContaining({ outcome: 'failed', reason: 'not-found' }),
			expect.objectContaining({ id: customers[0].id }),
			expect.objectContaining({ outcome: 'failed', reason: 'invalid' }),
		]);
		expect(paired).toEqual(ids.map((_, item) => item));
		expect(sim.log.count({ route: READ })).toBeLessThanOrEqual(5);
	});

	it('leaves those alone who were asked for otherwise, when a call by ID fails', async () => {
		const { sim, run } = setStage({ searchLagSeconds: 0 });
		const [ann, bob] = [addCustomer(sim), addCustomer(sim)];
		const then = { kind: 'respond', status: 403, body: { error: 'Forbidden' } } as const;
		sim.faults.add({ when: { route: READ }, then });
		const { items } = await run({
			parameters: get({ mode: '={{ $json.by }}' }, { options: { failedRows: 'items' } }),
			items: [
				{ by: 'id', who: ann.id },
				{ by: 'email', who: bob.email },
			],
		});
		sim.faults.verifyAllFired();
		expect(items).toEqual([
			expect.objectContaining({ outcome: 'failed', reason: 'forbidden' }),
			expect.objectContaining({ id: bob.id }),
		]);
	});
});
