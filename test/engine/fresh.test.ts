import { addCustomer } from '../simulator';
import { clearStages, setStage } from './engine';

afterEach(clearStages);

const PICK = { user: { __rl: true, mode: 'id', value: '={{ $json.id }}' } };

describe.each([404, 409] as const)('a brand-new user whom Zendesk answers with %d', (status) => {
	it.each([
		['update', 1, 'updated', { updateFields: { name: 'Other' } }],
		['update', 3, 'updated', { updateFields: { name: 'Other' } }],
		['suspend', 3, 'suspended', {}],
		['delete', 1, 'deleted', {}],
		['delete', 3, 'deleted', {}],
	])('is waited for: %s of %d', async (operation, count, outcome, more) => {
		const { sim, run } = setStage({
			switches: { createThenUpdateFailsSeconds: 90, createThenUpdateStatus: status },
		});
		const created = sim.clock.now();
		const users = Array.from({ length: count }, () => addCustomer(sim, { created_at: created }));
		const { items } = await run({
			items: users.map(({ id }) => ({ id })),
			parameters: { resource: 'user', operation, ...PICK, ...more },
			onError: 'continueRegularOutput',
		});
		expect(items).toMatchObject(users.map(({ id }) => ({ outcome, id })));
		expect(sim.clock.now() - created).toBeGreaterThanOrEqual(90_000);
		expect(sim.clock.now() - created).toBeLessThan(130_000);
		expect(sim.log.writes().length).toBeLessThan(40);
	});

	it('is given up after three minutes', async () => {
		const { sim, run } = setStage({
			switches: { createThenUpdateFailsSeconds: 3_600, createThenUpdateStatus: status },
		});
		const created = sim.clock.now();
		const { id } = addCustomer(sim, { created_at: created });
		const { items } = await run({
			items: [{ id }],
			parameters: { resource: 'user', operation: 'suspend', ...PICK },
			onError: 'continueRegularOutput',
		});
		expect(items[0]).toMatchObject({ outcome: 'failed', id });
		expect(sim.clock.now() - created).toBeLessThan(300_000);
	});
});
