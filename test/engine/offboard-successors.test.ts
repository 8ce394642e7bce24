import {
	addAdmin,
	addAgent,
	addBrand,
	addGroup,
	addLightAgent,
	addTicket,
	restrictToBrands,
	type SimulatorOptions,
	type User,
} from '../simulator';
import { clearStages, setStage } from './engine';
import { by } from './forms';

/** Who takes the tickets can take them: cases B9, B10 and B11 of what once failed. */

afterEach(clearStages);

function setUp(options: SimulatorOptions = {}) {
	clearStages();
	const stage = setStage({ searchLagSeconds: 0, ...options });
	const { sim } = stage;
	const [vip, usual] = [addGroup(sim, { name: 'VIP' }), addGroup(sim, { name: 'Usual' })];
	const leaver = addAgent(sim, { groups: [vip, usual] });
	const successor = addAgent(sim, { name: 'Bob', groups: [usual] });
	const start = async (operation: string, more: object) => {
		const [item] = (
			await stage.run({ parameters: { operation, options: { failedRows: 'items' }, ...more } })
		).items;
		return item;
	};
	const offboard = (more: object = {}) =>
		start('offboard', {
			resource: 'user',
			leaver: by.id(leaver),
			successor: by.id(successor),
			level: 'suspend',
			...more,
		});
	const transfer = (more: object = {}) =>
		start('transfer', {
			resource: 'ticket',
			fromUser: by.id(leaver),
			successor: by.id(successor),
			...more,
		});
	return { ...stage, leaver, successor, vip, usual, doing: { offboard, transfer } };
}

const WAYS = ['offboard', 'transfer'] as const;
const QUEUE = { handOverTo: 'queue' };

/** Who is in the group beside the leaver, and nobody of them can take a ticket. */
const NOBODY: Record<string, (set: ReturnType<typeof setUp>) => unknown> = {
	nobody: () => undefined,
	'a suspended agent': ({ sim, vip }) => addAgent(sim, { groups: [vip], suspended: true }),
	'a light agent': ({ sim, vip }) => addLightAgent(sim, { groups: [vip] }),
};

describe.each(WAYS)("B9: the group's queue, by %s", (way) => {
	describe.each(Object.keys(NOBODY))('with %s else in the group', (who) => {
		it('goes to the successor', async () => {
			const set = setUp();
			const { sim, leaver, successor, vip, usual } = set;
			NOBODY[who](set);
			const ticket = addTicket(sim, { assignee: leaver, group: vip });
			const staffed = addTicket(sim, { assignee: leaver, group: usual });
			await set.doing[way](QUEUE);
			const now = [ticket, staffed].map(({ id }) => sim.store.tickets.get(id)!);
			expect(now.map((one) => [one.assignee_id, one.group_id])).toEqual([
				[successor.id, usual.id],
				[null, usual.id],
			]);
		});

		it('is refused by the name of the group where there is no successor', async () => {
			const set = setUp();
			NOBODY[who](set);
			const ticket = addTicket(set.sim, { assignee: set.leaver, group: set.vip });
			const none = { __rl: true, mode: 'email', value: '' };
			const item = await set.doing[way]({ ...QUEUE, successor: none });
			expect(item).toMatchObject({ outcome: 'failed' });
			expect(item.message).toContain("'VIP'");
			expect(set.sim.store.tickets.get(ticket.id)!.assignee_id).toBe(set.leaver.id);
			expect(set.sim.store.users.get(set.leaver.id)!.suspended).toBe(false);
		});
	});
});

it('B9: who leaves in the same run staffs no queue', async () => {
	const set = setUp();
	const other = addAgent(set.sim, { groups: [set.vip] });
	const ticket = addTicket(set.sim, { assignee: set.leaver, group: set.vip });
	await set.run({
		items: [set.leaver, other].map(({ id }) => ({ id })),
		parameters: {
			resource: 'user',
			operation: 'offboard',
			leaver: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			successor: by.id(set.successor),
			level: 'suspend',
			...QUEUE,
			options: { failedRows: 'items' },
		},
	});
	expect(set.sim.store.tickets.get(ticket.id)!.assignee_id).toBe(set.successor.id);
});

it('B9: a queue costs one request a group, and nothing without tickets', async () => {
	const set = setUp();
	const count = async () => {
		const mark = set.sim.log.mark();
		await set.doing.transfer({ ...QUEUE, options: { failedRows: 'items', dryRun: true } });
		return set.sim.log.since(mark).length;
	};
	await count();
	const none = await count();
	for (let i = 0; i < 20; i++) {
		addAgent(set.sim, { groups: [set.vip] });
		addTicket(set.sim, { assignee: set.leaver, group: set.vip });
	}
	// One for the group's members, one for the brands of the successor.
	expect(await count()).toBe(none + 2);
});

describe.each(WAYS)('B10: a default group that the successor has left, by %s', (way) => {
	it('takes another group of the successor', async () => {
		const set = setUp();
		const { sim, successor } = set;
		const left = addGroup(sim);
		sim.store.users.update(successor, { default_group_id: left.id });
		const ticket = addTicket(sim, { assignee: set.leaver, group: set.vip });
		await set.doing[way]();
		const { assignee_id: assignee, group_id: group } = sim.store.tickets.get(ticket.id)!;
		expect([assignee, group]).toEqual([successor.id, set.usual.id]);
	});

	it('is refused before anything is written where the successor is in no group', async () => {
		const set = setUp();
		const { sim } = set;
		const alone = addAgent(sim, { name: 'Cara', groups: [] });
		sim.store.users.update(alone, { default_group_id: addGroup(sim).id });
		addTicket(sim, { assignee: set.leaver, group: set.vip });
		const item = await set.doing[way]({ successor: by.id(alone) });
		expect(item.message).toContain('Cara is in no group');
		expect(sim.log.writes()).toEqual([]);
	});
});

describe.each(WAYS)("B11: a brand that the successor doesn't see, by %s", (way) => {
	it.each(['refused', 'allowed'] as const)(
		'is refused by its name before anything is written (Zendesk: %s)',
		async (assigneeOutsideBrand) => {
			const set = setUp({ switches: { assigneeOutsideBrand } });
			const { sim } = set;
			const [shop, other] = [addBrand(sim, { name: 'Shop' }), addBrand(sim)];
			restrictToBrands(sim, set.successor, other);
			const ticket = addTicket(sim, { assignee: set.leaver, brand_id: shop.id });
			const item = await set.doing[way]();
			expect(item).toMatchObject({ outcome: 'failed' });
			expect(item.message).toContain("Bob has no access to the brand 'Shop'");
			expect(sim.log.writes()).toEqual([]);
			expect(sim.store.tickets.get(ticket.id)!.assignee_id).toBe(set.leaver.id);
		},
	);

	it('goes to an admin, and to whom the brand is open', async () => {
		const set = setUp();
		const { sim } = set;
		const [shop, other] = [addBrand(sim), addBrand(sim)];
		restrictToBrands(sim, set.successor, shop);
		const admin = addAdmin(sim, { groups: [set.usual] });
		restrictToBrands(sim, admin, other);
		for (const who of [set.successor, admin] as User[]) {
			const ticket = addTicket(sim, { assignee: set.leaver, brand_id: shop.id });
			await set.doing[way]({ successor: by.id(who), level: 'suspend' });
			expect(sim.store.tickets.get(ticket.id)!.assignee_id).toBe(who.id);
			sim.store.users.update(set.leaver, { suspended: false });
		}
	});

	it.each([403, 404])(
		'where nobody may see brand memberships (%d), Zendesk decides',
		async (status) => {
			const set = setUp();
			const { sim } = set;
			sim.faults.add({
				when: { path: /brand_agents/, times: 10 },
				then: { kind: 'respond', status, body: { error: 'Forbidden' } },
			});
			const ticket = addTicket(sim, { assignee: set.leaver });
			await set.doing[way]();
			expect(sim.store.tickets.get(ticket.id)!.assignee_id).toBe(set.successor.id);
		},
	);
});
