import { addAgent, addCustomer, addGroup, addTicket } from '../simulator';
import { tellLeaverStory } from '../stories/leaver';
import { clearStages, setStage } from './engine';
import { by } from './forms';

afterEach(clearStages);

const transfer = (more: object) => ({ resource: 'ticket', operation: 'transfer', ...more });

function setUp() {
	const stage = setStage();
	return { ...stage, story: tellLeaverStory(stage.sim) };
}

describe('Transfer', () => {
	it('moves what is asked for and leaves the person as he is', async () => {
		const { sim, run, story } = setUp();
		const { items } = await run({
			parameters: transfer({
				fromUser: by.id(story.leaver),
				successor: by.id(story.successor),
				relations: ['assigned', 'followed'],
				options: { tag: 'handed_over', comment: 'For Bob' },
			}),
		});
		expect(items[0]).toMatchObject({
			outcome: 'transferred',
			id: story.leaver.id,
			tickets: { assigned: { moved: 30, closed: 40 }, followed: { moved: 5, closed: 0 } },
		});
		expect([...sim.store.tickets.by('requester', story.leaver.id)]).toHaveLength(12);
		expect(sim.store.users.get(story.leaver.id)).toMatchObject({
			role: 'agent',
			suspended: false,
			notes: 'Likes tea',
		});
		const moved = sim.store.tickets.get(story.tickets.assigned[0].id)!;
		expect(moved.tags).toEqual(['handed_over']);
		expect(sim.store.comments.sortedBy('ticket', moved.id).at(-1)).toMatchObject({
			body: 'For Bob',
			public: false,
		});
	});

	it('moves the tickets of all rows together, a hundred a job', async () => {
		const { sim, run } = setStage();
		const successor = addAgent(sim);
		const leavers = Array.from({ length: 30 }, () => addAgent(sim));
		for (const assignee of leavers) {
			for (let i = 0; i < 5; i++) addTicket(sim, { assignee });
		}
		const { items } = await run({
			items: leavers.map(({ id }) => ({ id })),
			parameters: transfer({
				fromUser: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				successor: by.id(successor),
			}),
		});
		expect(items).toMatchObject(
			leavers.map(({ id }) => ({
				outcome: 'transferred',
				id,
				tickets: { assigned: { moved: 5 } },
			})),
		);
		expect(sim.log.count({ route: 'PUT /api/v2/tickets/update_many' })).toBe(2);
	});

	it('moves a ticket in which several leavers stand', async () => {
		const { sim, run } = setStage();
		const [ann, bob, successor] = [addAgent(sim), addAgent(sim), addAgent(sim)];
		const ticket = addTicket(sim, { assignee: ann, followers: [bob] });
		const { items } = await run({
			items: [ann, bob].map(({ id }) => ({ id })),
			parameters: transfer({
				fromUser: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				successor: by.id(successor),
			}),
		});
		expect(items).toMatchObject([
			{ outcome: 'transferred', tickets: { assigned: { moved: 1 } } },
			{ outcome: 'transferred', tickets: { followed: { moved: 1 } } },
		]);
		expect(sim.store.tickets.get(ticket.id)).toMatchObject({
			assignee_id: successor.id,
			follower_ids: [successor.id],
		});
	});

	it('moves nothing the second time', async () => {
		const { sim, run, story } = setUp();
		const parameters = transfer({
			fromUser: by.id(story.leaver),
			successor: by.id(story.successor),
		});
		await run({ parameters });
		const mark = sim.log.mark();
		expect((await run({ parameters })).items[0]).toMatchObject({ outcome: 'unchanged' });
		expect(sim.log.since(mark).filter(({ write }) => write)).toEqual([]);
	});

	it('by status and by group', async () => {
		const { sim, run, story } = setUp();
		const matching = story.tickets.assigned.filter(
			({ status, group_id: group }) => status === 'solved' && group === story.groups.billing.id,
		);
		const { items } = await run({
			parameters: transfer({
				fromUser: by.id(story.leaver),
				successor: by.id(story.successor),
				relations: ['assigned'],
				options: { statuses: ['solved'], groups: [story.groups.billing.id] },
			}),
		});
		expect(matching.length).toBeGreaterThan(0);
		expect(items[0]).toMatchObject({
			tickets: { assigned: { moved: matching.length } },
			ticket_ids: matching.map(({ id }) => id),
		});
		for (const { id } of story.tickets.assigned.filter((ticket) => !matching.includes(ticket))) {
			expect(sim.store.tickets.get(id)!.assignee_id).toBe(story.leaver.id);
		}
	});

	it('several rows of one user, by group, to different people', async () => {
		const { sim, run, story } = setUp();
		const other = addAgent(sim, { groups: [story.groups.vip] });
		const rows = [
			{ group: story.groups.support.id, to: story.successor.id },
			{ group: story.groups.vip.id, to: other.id },
		];
		const { items } = await run({
			items: rows,
			parameters: transfer({
				fromUser: by.id(story.leaver),
				successor: { __rl: true, mode: 'id', value: '={{ $json.to }}' },
				relations: ['assigned'],
				options: { groups: '={{ [$json.group] }}' },
			}),
		});
		expect(items).toMatchObject([
			{ tickets: { assigned: { moved: 10 } }, successors: [{ id: story.successor.id }] },
			{ tickets: { assigned: { moved: 10 } }, successors: [{ id: other.id }] },
		]);
	});

	it('gives a customer’s requests to another customer’s agent, for a merge of companies', async () => {
		const { sim, run, story } = setUp();
		const customer = addCustomer(sim);
		const ticket = addTicket(sim, { requester: customer });
		await run({
			parameters: transfer({
				fromUser: by.id(customer),
				successor: by.id(story.successor),
				relations: ['requested'],
			}),
		});
		expect(sim.store.tickets.get(ticket.id)!.requester_id).toBe(story.successor.id);
	});

	it('reports tickets that can’t move, and moves the others', async () => {
		const { sim, run, story } = setUp();
		const { items } = await run({
			onError: 'continueRegularOutput',
			parameters: transfer({
				fromUser: by.id(story.leaver),
				handOverTo: 'queue',
				relations: ['assigned'],
			}),
		});
		const solved = story.tickets.assigned.filter(({ status }) => status === 'solved');
		expect(items[0]).toMatchObject({
			outcome: 'failed',
			reason: 'tickets-left',
			message: expect.stringContaining(
				`${solved.length} ticket(s) of Ann Leaver (ID ${story.leaver.id}) could not be moved`,
			),
			tickets: { assigned: { moved: 30 - solved.length } },
		});
		expect(items[0].tickets_left).toHaveLength(solved.length);
		expect(
			[...sim.store.tickets.by('assignee', story.leaver.id)].filter(
				({ status }) => status !== 'closed',
			),
		).toHaveLength(solved.length);
	});

	it('only says what it would do in a dry run', async () => {
		const { sim, run, story } = setUp();
		const { items } = await run({
			parameters: transfer({
				fromUser: by.id(story.leaver),
				successor: by.id(story.successor),
				options: { dryRun: true },
			}),
		});
		expect(items[0]).toMatchObject({
			outcome: 'skipped',
			would_be: 'transferred',
			tickets: { assigned: { to_move: 30 } },
		});
		expect(sim.log.writes()).toEqual([]);
	});

	it('goes on when a colleague changes tickets at the same moment', async () => {
		const { sim, run, story } = setUp();
		sim.faults.add({
			when: { route: 'PUT /api/v2/tickets/update_many' },
			then: {
				kind: 'before',
				do: (account) => {
					for (const { id } of story.tickets.assigned.slice(0, 5)) {
						const ticket = account.store.tickets.get(id)!;
						account.store.tickets.update(ticket, {
							priority: 'urgent',
							updated_at: account.clock.now(),
						});
					}
					const gone = account.store.tickets.get(story.tickets.assigned[6].id)!;
					account.store.tickets.update(gone, {
						status: 'closed',
						closed_at: account.clock.now(),
						updated_at: account.clock.now(),
					});
				},
			},
		});
		const { items } = await run({
			parameters: transfer({ fromUser: by.id(story.leaver), successor: by.id(story.successor) }),
		});
		sim.faults.verifyAllFired();
		expect(items[0]).toMatchObject({
			outcome: 'transferred',
			tickets: { assigned: { moved: 29 } },
		});
		for (const { id } of story.tickets.assigned.slice(0, 5)) {
			expect(sim.store.tickets.get(id)).toMatchObject({
				assignee_id: story.successor.id,
				priority: 'urgent',
			});
		}
	});

	it.each<[string, object]>([
		['the answer to the order is lost', { kind: 'cut-after' }],
		['the order never arrives', { kind: 'cut-before' }],
		['the job breaks down', { kind: 'job', failAt: 20 }],
		['some tickets collide', { kind: 'job', failItems: [0, 7] }],
	])('moves every ticket once although %s', async (_name, then) => {
		const { sim, run, story } = setUp();
		sim.faults.add({ when: { route: 'PUT /api/v2/tickets/update_many' }, then: then as never });
		const { items } = await run({
			parameters: transfer({
				fromUser: by.id(story.leaver),
				successor: by.id(story.successor),
				options: { comment: 'Once' },
			}),
		});
		sim.faults.verifyAllFired();
		await sim.settle();
		expect(items[0]).toMatchObject({ outcome: 'transferred' });
		expect(sim.store.comments.all().filter(({ body }) => body === 'Once')).toHaveLength(51);
		expect(
			[...sim.store.tickets.by('assignee', story.leaver.id)].every(
				({ status }) => status === 'closed',
			),
		).toBe(true);
	});
});

describe('Get Count', () => {
	it('counts by relation and status', async () => {
		const { sim, run, story } = setUp();
		const { items } = await run({
			parameters: { resource: 'ticket', operation: 'getCount', user: by.id(story.leaver) },
		});
		expect(items[0]).toMatchObject({
			id: story.leaver.id,
			not_closed: 51,
			assigned: { open: 12, pending: 6, hold: 6, solved: 6, closed: 40, total: 70 },
			requested: { total: 12 },
			followed: { total: 5 },
			ccd: { total: 4 },
		});
		expect(sim.log.writes()).toEqual([]);
	});

	it('is all zero for somebody without tickets', async () => {
		const { sim, run } = setUp();
		const idle = addAgent(sim, { groups: [addGroup(sim)] });
		const { items } = await run({
			parameters: { resource: 'ticket', operation: 'getCount', user: by.id(idle) },
		});
		expect(items[0]).toMatchObject({ not_closed: 0, assigned: { total: 0 } });
	});
});
