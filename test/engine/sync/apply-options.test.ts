import type { OnError } from 'n8n-workflow';
import { addAgent, addTicket, type Simulator } from '../../simulator';
import { clearStages, setStage, type Stage } from '../engine';
import {
	apply,
	DAY,
	edit,
	IN_SCOPE,
	known,
	outcomes,
	pairsOf,
	pass,
	people,
	person,
	plan,
	reasons,
	TYPE,
	userOf,
} from './helpers';

afterEach(clearStages);

const ALL_MAY_GO = { maxRemovals: 100 };
const DELETING = { removal: 'delete', ...ALL_MAY_GO };

describe('When Tickets Are Open', () => {
	/** Two who have left, one of them with an open ticket, and an agent who has it. */
	async function planned(stage: Stage) {
		const { sim } = stage;
		known(sim, 0);
		const waiting = known(sim, 1, { tags: ['vip'] });
		const gone = known(sim, 2);
		const ticket = addTicket(sim, { requester: waiting, assignee: addAgent(sim), status: 'open' });
		const { changes } = await plan(stage, people(1), DELETING);
		return { waiting, gone, ticket, changes };
	}

	const close = (sim: Simulator, id: number) =>
		sim.store.tickets.update(sim.store.tickets.get(id)!, { status: 'closed' });

	it('suspends and tags, and a later plan deletes once they are closed', async () => {
		const stage = setStage();
		const { waiting, gone, ticket, changes } = await planned(stage);
		const { items } = await apply(stage, changes, ALL_MAY_GO);
		expect(items).toMatchObject([
			{
				id: waiting.id,
				outcome: 'suspended',
				reason: 'tickets-left',
				message: expect.stringContaining(String(ticket.id)),
			},
			{ id: gone.id, outcome: 'deleted' },
		]);
		const now = userOf(stage.sim, waiting);
		expect([now.active, now.suspended, now.tags.includes('vip'), now.tags.length]).toEqual([
			true,
			true,
			true,
			2,
		]);
		expect(stage.sim.store.tickets.get(ticket.id)).toMatchObject({
			status: 'open',
			deleted_at: null,
		});
		pass(stage.sim, DAY);
		const still = await plan(stage, people(1), DELETING);
		await apply(stage, still.changes, ALL_MAY_GO);
		expect(userOf(stage.sim, waiting).active).toBe(true);
		close(stage.sim, ticket.id);
		const later = await plan(stage, people(1), DELETING);
		expect(later.changes).toMatchObject([{ action: 'delete', id: waiting.id }]);
		await apply(stage, later.changes, ALL_MAY_GO);
		expect(userOf(stage.sim, waiting).active).toBe(false);
		expect((await plan(stage, people(1), DELETING)).changes).toEqual([]);
	});

	it('the same plan, applied once more, meets no conflict of its own making', async () => {
		const stage = setStage();
		const { waiting, ticket, changes } = await planned(stage);
		await apply(stage, changes, ALL_MAY_GO);
		const again = await apply(stage, changes, ALL_MAY_GO);
		expect(reasons(again.items)).not.toContain('conflict');
		close(stage.sim, ticket.id);
		await apply(stage, changes, ALL_MAY_GO);
		expect(userOf(stage.sim, waiting).active).toBe(false);
	});

	it('report: nothing is done to him, and the tickets are named', async () => {
		const stage = setStage();
		const { waiting, gone, ticket, changes } = await planned(stage);
		const options = { whenTicketsAreOpen: 'report' };
		const { items } = await apply(stage, changes, { ...ALL_MAY_GO, options });
		expect(items).toMatchObject([
			{
				outcome: 'failed',
				reason: 'tickets-left',
				message: expect.stringContaining(`${ticket.id}`),
			},
			{ outcome: 'deleted', id: gone.id },
		]);
		expect(userOf(stage.sim, waiting)).toMatchObject({ suspended: false, tags: ['vip'] });
	});
});

describe('On Error', () => {
	/** Three changes, of which the middle one is out of scope by now. */
	async function planned(stage: Stage) {
		const users = people(3).map((_, i) => known(stage.sim, i, { name: 'Old Name' }));
		const { changes } = await plan(stage, people(3));
		changes[1].after = 'nonsense';
		return { users, changes };
	}

	it.each([undefined, 'stopWorkflow'] as Array<OnError | undefined>)(
		'%s: the others are done, then the node stops and names the row',
		async (onError) => {
			const stage = setStage();
			const { users, changes } = await planned(stage);
			const parameters = { operation: 'apply', ...IN_SCOPE };
			const { items, error } = await stage.run({ type: TYPE, items: changes, onError, parameters });
			expect([items, error?.itemIndex]).toEqual([[], 1]);
			expect(error?.message).toMatch(/after/);
			const names = users.map((user) => userOf(stage.sim, user).name);
			expect(names).toEqual(['Person 0', 'Old Name', 'Person 2']);
		},
	);

	it('Continue: one verdict a change, each with its pair', async () => {
		const stage = setStage();
		const { changes } = await planned(stage);
		const { items, paired } = await apply(stage, changes);
		expect(outcomes(items)).toEqual(['updated', 'failed', 'updated']);
		expect(paired).toEqual([0, 1, 2]);
	});

	it('Failed Rows as items', async () => {
		const stage = setStage();
		const { changes } = await planned(stage);
		const options = { failedRows: 'items' };
		const { items } = await apply(stage, changes, { options }, 'stopWorkflow');
		expect(outcomes(items)).toEqual(['updated', 'failed', 'updated']);
	});

	it('Continue (using error output): the failed change goes there', async () => {
		const stage = setStage();
		const { changes } = await planned(stage);
		const result = await apply(stage, changes, {}, 'continueErrorOutput');
		expect(outcomes(result.items)).toEqual(['updated', 'updated']);
		expect(result.errors).toMatchObject([
			{ error: { message: expect.any(String), outcome: 'failed', reason: 'invalid' } },
		]);
		expect(pairsOf(result)).toEqual([[0, 2], [1]]);
	});

	it('a change that was skipped is no error', async () => {
		const stage = setStage();
		const { changes } = await plan(stage, [person(0)]);
		known(stage.sim, 1, { name: 'Old Name' });
		const more = await plan(stage, [person(1)]);
		edit(stage.sim, stage.sim.store.userByExternalId('HR-1')!, { name: 'By Hand' });
		const { items, error } = await apply(stage, [...changes, ...more.changes], {}, 'stopWorkflow');
		expect(error).toBeUndefined();
		expect(outcomes(items)).toEqual(['created', 'skipped']);
	});
});

describe('Skip Verification Email', () => {
	it.each([
		[{}, 0],
		[{ options: { skipVerifyEmail: false } }, 2],
	])('%j sends %d mails to two new users', async (more, mails) => {
		const stage = setStage();
		const { changes } = await plan(stage, people(2));
		await apply(stage, changes, more);
		expect(stage.sim.store.mails).toHaveLength(mails);
	});
});
