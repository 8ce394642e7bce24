import { addCustomer } from '../simulator';
import { clearStages, setStage } from './engine';
import { by } from './forms';

afterEach(clearStages);

const purge = (id: unknown, more: object = {}) => ({
	resource: 'deletedUser',
	operation: 'deletePermanently',
	deletedUser: { __rl: true, mode: 'id', value: id },
	...more,
});

async function deletedCustomer({ sim, run }: ReturnType<typeof setStage>) {
	const customer = addCustomer(sim, { name: 'Gone Customer' });
	await run({ parameters: { resource: 'user', operation: 'delete', user: by.id(customer) } });
	return customer;
}

describe('Delete Permanently', () => {
	it('erases a deleted user, once', async () => {
		const stage = setStage();
		const { sim, run } = stage;
		const { id } = await deletedCustomer(stage);
		expect((await run({ parameters: purge(id) })).items[0]).toMatchObject({
			outcome: 'purged',
			id,
			name: 'Gone Customer',
		});
		expect(sim.store.users.get(id)!.purged_at).not.toBeNull();
		const mark = sim.log.mark();
		expect((await run({ parameters: purge(id) })).items[0]).toMatchObject({
			outcome: 'unchanged',
			id,
		});
		expect(sim.log.since(mark).filter(({ write }) => write)).toEqual([]);
	});

	it.each(['cut-before', 'cut-after'] as const)(
		'ends erased although the answer is lost (%s)',
		async (kind) => {
			const stage = setStage();
			const { sim, run } = stage;
			const { id } = await deletedCustomer(stage);
			sim.faults.add({ when: { route: 'DELETE /api/v2/deleted_users/:id' }, then: { kind } });
			expect((await run({ parameters: purge(id) })).items[0]).toMatchObject({ outcome: 'purged' });
			sim.faults.verifyAllFired();
			expect(sim.store.users.get(id)!.purged_at).not.toBeNull();
		},
	);

	it('only says what it would do in a dry run', async () => {
		const stage = setStage();
		const { id } = await deletedCustomer(stage);
		const mark = stage.sim.log.mark();
		const { items } = await stage.run({ parameters: purge(id, { options: { dryRun: true } }) });
		expect(items[0]).toMatchObject({ outcome: 'skipped', would_be: 'purged' });
		expect(stage.sim.log.since(mark).filter(({ write }) => write)).toEqual([]);
	});

	it('refuses who is not deleted, and who never was', async () => {
		const { sim, run } = setStage();
		const ann = addCustomer(sim, { name: 'Ann' });
		const refusal = async (id: unknown) =>
			(await run({ onError: 'continueRegularOutput', parameters: purge(id) })).items[0];
		expect(await refusal(ann.id)).toMatchObject({
			outcome: 'failed',
			message: expect.stringContaining('Ann (ID'),
		});
		expect(await refusal(999)).toMatchObject({
			reason: 'not-found',
			message: 'No deleted user has the ID 999',
		});
		expect(await refusal('ann@example.com')).toMatchObject({
			message: expect.stringContaining("'Deleted User'"),
		});
		expect(sim.log.writes()).toEqual([]);
	});
});

describe('Get Many', () => {
	it('lists deleted users, the erased ones only when asked', async () => {
		const stage = setStage();
		const first = await deletedCustomer(stage);
		const second = await deletedCustomer(stage);
		await stage.run({ parameters: purge(second.id) });
		const list = async (includePurged: boolean) =>
			(
				await stage.run({
					parameters: {
						resource: 'deletedUser',
						operation: 'getAll',
						returnAll: true,
						includePurged,
					},
				})
			).items;
		expect(await list(false)).toEqual([
			{
				id: first.id,
				name: 'Gone Customer',
				email: null,
				role: 'end-user',
				organization_id: null,
				created_at: expect.any(String),
				updated_at: expect.any(String),
			},
		]);
		expect((await list(true)).map(({ name }) => name)).toEqual([
			'Gone Customer',
			'Permanently Deleted User',
		]);
	});
});
