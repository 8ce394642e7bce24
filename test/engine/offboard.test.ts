import { addAgent, addTicket, type Simulator } from '../simulator';
import { type LeaverStory, stateOf, tellLeaverStory } from '../stories/leaver';
import { clearStages, setStage, type Stage } from './engine';
import { by, offboardForm } from './forms';

afterEach(clearStages);

function setUp(options = {}): Stage & { story: LeaverStory } {
	const stage = setStage(options);
	return { ...stage, story: tellLeaverStory(stage.sim) };
}

/** Reads the tickets of a list again, as they are now. */
function now(sim: Simulator, tickets: Array<{ id: number }>) {
	return tickets.map(({ id }) => sim.store.tickets.get(id)!);
}

describe('an agent leaves', () => {
	it('hands over every ticket, frees the seat and erases the account, in that order', async () => {
		const { sim, run, story } = setUp();
		const { leaver, successor, groups, tickets } = story;
		const paidBefore = sim.store.seats().paid;
		const bystandersBefore = structuredClone(stateOf(sim));

		const { items, error, hints } = await run({
			parameters: offboardForm(story, { options: { comment: 'Handed over to Bob' } }),
		});

		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(items[0]).toMatchObject({
			outcome: 'purged',
			id: leaver.id,
			name: 'Ann Leaver',
			email: 'ann.leaver@acme.example',
			external_id: 'EMP-77',
			level: 'Delete Permanently',
			dry_run: false,
			before: {
				role: 'agent',
				suspended: false,
				groups: expect.arrayContaining(['Support', 'Billing', 'VIP']),
			},
			after: { state: 'purged' },
			successors: [{ id: successor.id, name: 'Bob Successor', email: 'bob@acme.example' }],
			tickets: {
				assigned: { moved: 30, closed: 40 },
				requested: { moved: 12, closed: 0 },
				followed: { moved: 5, closed: 0 },
				ccd: { moved: 4, closed: 0 },
			},
			tickets_left: [],
		});
		expect(items[0].ticket_ids).toHaveLength(51);
		expect(items[0].stages).toMatchObject([
			{ stage: 'preflight', state: 'done' },
			{
				stage: 'cut access',
				state: 'done',
				detail: 'suspended, sessions ended, 2 OAuth token(s) revoked',
			},
			{ stage: 'transfer tickets', state: 'done', detail: '51 ticket(s) moved' },
			{ stage: 'change role', state: 'done' },
			{ stage: 'end access again', state: 'already done' },
			{ stage: 'delete', state: 'done' },
			{ stage: 'delete permanently', state: 'done' },
		]);
		expect(hints).toEqual([expect.stringMatching(/^1 row: 1 purged · \d+ requests, \d+ s/)]);

		for (const ticket of now(sim, tickets.assigned)) {
			expect(ticket.assignee_id).toBe(successor.id);
			expect(ticket.group_id).toBe(groups.support.id);
			expect(ticket.tags).toEqual(['agent_offboarded']);
		}
		for (const ticket of now(sim, tickets.requested))
			expect(ticket.requester_id).toBe(successor.id);
		for (const ticket of now(sim, tickets.followed))
			expect(ticket.follower_ids).toEqual([successor.id]);
		for (const ticket of now(sim, tickets.ccd)) {
			expect(ticket.email_cc_ids).toContain(successor.id);
			expect(ticket.email_cc_ids).not.toContain(leaver.id);
		}
		for (const ticket of now(sim, story.closed)) expect(ticket.assignee_id).toBe(leaver.id);
		for (const ticket of sim.store.tickets.all()) expect(ticket.group_id).not.toBeNull();
		expect(
			sim.store.comments.all().filter(({ body }) => body === 'Handed over to Bob'),
		).toHaveLength(51);
		expect(
			sim.store.comments
				.all()
				.filter(({ body, public: shown }) => body === 'Handed over to Bob' && shown),
		).toEqual([]);

		expect(sim.store.seats().paid).toBe(paidBefore - 1);
		expect([...sim.store.sessions.by('user', leaver.id)]).toEqual([]);
		expect([...sim.store.oauthTokens.by('user', leaver.id)]).toEqual([]);
		expect(sim.store.users.get(leaver.id)!.purged_at).not.toBeNull();
		expect(sim.store.handovers).toEqual([]);

		const after = stateOf(sim);
		const untouched = new Set(story.bystanders.tickets.map(({ id }) => id));
		expect(after.tickets.filter(({ id }) => untouched.has(id))).toEqual(
			bystandersBefore.tickets.filter(({ id }) => untouched.has(id)),
		);
		expect(after.users.filter(({ id }) => id !== leaver.id)).toEqual(
			bystandersBefore.users.filter(({ id }) => id !== leaver.id),
		);
	});

	it('takes a ticket along that is routed to the leaver in the middle of the run', async () => {
		const { sim, run, story } = setUp();
		let routed = 0;
		// After the first scan and before the suspension, as a colleague or a trigger would.
		sim.faults.add({
			when: { route: 'GET /api/v2/users/:id/tickets/followed' },
			then: {
				kind: 'after',
				do: (account) => {
					routed = addTicket(account, {
						assignee: story.leaver,
						group: story.groups.vip,
						status: 'open',
						updated_at: account.clock.now(),
					}).id;
				},
			},
		});
		const { items } = await run({ parameters: offboardForm(story) });
		sim.faults.verifyAllFired();
		expect(items[0]).toMatchObject({ outcome: 'purged', tickets: { assigned: { moved: 31 } } });
		expect(sim.store.tickets.get(routed)).toMatchObject({
			assignee_id: story.successor.id,
			group_id: story.groups.support.id,
		});
		expect(sim.store.handovers).toEqual([]);
	});

	it('takes along what the leaver requests while the job runs', async () => {
		const { sim, run, story } = setUp();
		let routed = 0;
		sim.faults.add({
			when: { route: 'PUT /api/v2/tickets/update_many' },
			then: {
				kind: 'after',
				do: (account) => {
					routed = addTicket(account, {
						requester: story.leaver,
						status: 'open',
						updated_at: account.clock.now(),
					}).id;
				},
			},
		});
		await run({ parameters: offboardForm(story) });
		sim.faults.verifyAllFired();
		expect(sim.store.tickets.get(routed)!.requester_id).toBe(story.successor.id);
	});

	it('writes nothing the second time, however the leaver is picked', async () => {
		for (const level of [
			'suspend',
			'downgradeToLightAgent',
			'downgradeToEndUser',
			'downgradeAndSuspend',
			'delete',
			'deletePermanently',
		]) {
			const { sim, run, story } = setUp({ searchLagSeconds: 0 });
			const first = await run({ parameters: offboardForm(story, { level }) });
			expect(first.items[0].outcome).not.toBe('unchanged');
			const state = stateOf(sim);
			const email = 'ann.leaver@acme.example';
			for (const leaver of [
				by.id(story.leaver),
				by.email({ email }),
				by.externalId({ external_id: 'EMP-77' }),
			]) {
				const mark = sim.log.mark();
				const again = await run({
					parameters: offboardForm(story, { level, leaver, options: { failedRows: 'items' } }),
				});
				// Zendesk forgets the email of a purged user: then nobody is found, and nothing is touched.
				const forgotten = level === 'deletePermanently' && leaver.mode !== 'id';
				expect(again.items[0]).toMatchObject(
					forgotten ? { reason: 'not-found' } : { outcome: 'unchanged' },
				);
				expect(sim.log.since(mark).filter(({ write }) => write)).toEqual([]);
				expect(stateOf(sim)).toEqual(state);
			}
			clearStages();
		}
	});

	it('stays within its requests: pages, jobs and at most 21 more', async () => {
		const { sim, run, story } = setUp();
		await run({ parameters: offboardForm(story) });
		const asked = sim.log.entries.filter(({ route }) => route !== 'POST /oauth/tokens');
		const pages = asked.filter(({ path }) =>
			/\/tickets\/(assigned|requested|ccd|followed)$/.test(path),
		);
		const jobs = asked.filter(({ route }) => route === 'PUT /api/v2/tickets/update_many');
		const others = asked.length - pages.length - jobs.length - sim.log.polls().length;
		expect(jobs).toHaveLength(1);
		// Two of them look at the leaver right before the suspension and right before the role goes, one at the brands that
		// the successor sees.
		expect(others).toBeLessThanOrEqual(21);
	});

	it('needs at most three more requests for each further hundred tickets', async () => {
		const count = async (hundreds: number) => {
			const { sim, run, story } = setUp();
			for (let i = 0; i < hundreds * 100; i++)
				addTicket(sim, { assignee: story.leaver, group: story.groups.vip });
			const { items } = await run({ parameters: offboardForm(story) });
			expect(items[0]).toMatchObject({ tickets: { assigned: { moved: 30 + hundreds * 100 } } });
			const requests = sim.log.entries.length - sim.log.polls().length;
			clearStages();
			return requests;
		};
		const none = await count(0);
		const five = await count(5);
		expect(five - none).toBeLessThanOrEqual(15);
	});

	it('reports the same without writing anything in a dry run', async () => {
		const { sim, run, story } = setUp();
		const before = stateOf(sim);
		const { items } = await run({ parameters: offboardForm(story, { dryRun: true }) });
		expect(items[0]).toMatchObject({
			outcome: 'skipped',
			reason: 'dry-run',
			would_be: 'purged',
			id: story.leaver.id,
			dry_run: true,
			tickets: {
				assigned: { to_move: 30, closed: 40 },
				requested: { to_move: 12, closed: 0 },
				followed: { to_move: 5, closed: 0 },
				ccd: { to_move: 4, closed: 0 },
			},
			stages: expect.arrayContaining([
				expect.objectContaining({ stage: 'cut access', state: 'would be done' }),
				expect.objectContaining({ stage: 'delete permanently', state: 'would be done' }),
			]),
		});
		expect(items[0].ticket_ids).toHaveLength(51);
		expect(sim.log.writes()).toEqual([]);
		expect(stateOf(sim)).toEqual(before);
	});
});

describe('the six levels', () => {
	it.each([
		['suspend', 'suspended', { role: 'agent', suspended: true, active: true }, 0],
		['downgradeToLightAgent', 'downgraded', { role: 'agent', suspended: false, active: true }, 1],
		['downgradeToEndUser', 'downgraded', { role: 'end-user', suspended: false, active: true }, 1],
		['downgradeAndSuspend', 'downgraded', { role: 'end-user', suspended: true, active: true }, 1],
		['delete', 'deleted', { role: 'end-user', active: false, purged_at: null }, 1],
		['deletePermanently', 'purged', { active: false, purged_at: expect.any(Number) }, 1],
	])('%s', async (level, outcome, user, seatsFreed) => {
		const { sim, run, story } = setUp();
		const paid = sim.store.seats().paid;
		const { items } = await run({ parameters: offboardForm(story, { level }) });
		expect(items[0]).toMatchObject({ outcome });
		expect(sim.store.users.get(story.leaver.id)).toMatchObject(user);
		expect(paid - sim.store.seats().paid).toBe(seatsFreed);
		expect(
			[...sim.store.tickets.by('assignee', story.leaver.id)].every(
				({ status }) => status === 'closed',
			),
		).toBe(true);
		expect(sim.store.handovers).toEqual([]);
	});

	it('leaves somebody suspended who was suspended before', async () => {
		const { sim, run, story } = setUp();
		sim.store.users.update(story.leaver, { suspended: true });
		await run({ parameters: offboardForm(story, { level: 'downgradeToEndUser' }) });
		expect(sim.store.users.get(story.leaver.id)).toMatchObject({
			role: 'end-user',
			suspended: true,
		});
	});

	it('keeps the leaver’s own notes', async () => {
		const { sim, run, story } = setUp();
		await run({ parameters: offboardForm(story, { level: 'downgradeToEndUser' }) });
		expect(sim.store.users.get(story.leaver.id)!.notes).toMatch(
			/^Likes tea\n\[n8n off-boarding\] finished /,
		);
	});

	it('cuts access after the transfer when told so, and looks again then', async () => {
		const { sim, run, story } = setUp();
		let routed = 0;
		sim.faults.add({
			when: { route: 'PUT /api/v2/users/:id' },
			then: {
				kind: 'before',
				do: (account) => {
					routed = addTicket(account, {
						assignee: story.leaver,
						group: story.groups.support,
						updated_at: account.clock.now(),
					}).id;
				},
			},
		});
		const { items } = await run({
			parameters: offboardForm(story, { options: { cutAccess: 'afterTransfer' } }),
		});
		sim.faults.verifyAllFired();
		expect(items[0]).toMatchObject({ outcome: 'purged' });
		expect((items[0].stages as Array<{ stage: string }>).map(({ stage }) => stage)).toEqual([
			'preflight',
			'transfer tickets',
			'cut access',
			'look again',
			'change role',
			'end access again',
			'delete',
			'delete permanently',
		]);
		expect(sim.store.tickets.get(routed)!.assignee_id).toBe(story.successor.id);
		expect(sim.store.handovers).toEqual([]);
	});
});

describe('who takes the tickets', () => {
	it('one successor a group, and one for the rest', async () => {
		const { sim, run, story } = setUp();
		const vipAgent = addAgent(sim, { groups: [story.groups.vip] });
		const { items } = await run({
			parameters: offboardForm(story, {
				handOverTo: 'perGroup',
				successorsByGroup: { groups: [{ group: story.groups.vip.id, successor: vipAgent.email }] },
			}),
		});
		expect(items[0]).toMatchObject({ outcome: 'purged' });
		for (const ticket of now(sim, story.tickets.assigned)) {
			const inVip = ticket.group_id === story.groups.vip.id;
			expect(ticket.assignee_id).toBe(inVip ? vipAgent.id : story.successor.id);
		}
		expect(
			now(sim, story.tickets.assigned).filter(({ group_id: id }) => id === story.groups.vip.id),
		).toHaveLength(10);
	});

	it('the group’s queue: unassigned in their group, the rest to the successor', async () => {
		const { sim, run, story } = setUp();
		const { items } = await run({ parameters: offboardForm(story, { handOverTo: 'queue' }) });
		expect(items[0]).toMatchObject({ outcome: 'purged' });
		for (const [i, ticket] of now(sim, story.tickets.assigned).entries()) {
			const solved = ticket.status === 'solved';
			expect(ticket.assignee_id).toBe(solved ? story.successor.id : null);
			if (!solved) expect(ticket.group_id).toBe(Object.values(story.groups)[i % 3].id);
		}
		for (const ticket of now(sim, story.tickets.requested))
			expect(ticket.requester_id).toBe(story.successor.id);
		expect(sim.store.handovers).toEqual([]);
	});

	it('nobody is needed when there is nothing to take', async () => {
		const { sim, run } = setUp();
		const idle = addAgent(sim);
		const { items } = await run({
			parameters: {
				resource: 'user',
				operation: 'offboard',
				leaver: by.id(idle),
				level: 'downgradeAndSuspend',
			},
		});
		expect(items[0]).toMatchObject({ outcome: 'downgraded' });
	});
});

describe('forty leavers at once', () => {
	it('go side by side, each with a verdict on his own row', async () => {
		const { sim, run, story } = setUp();
		const leavers = Array.from({ length: 40 }, () => {
			const leaver = addAgent(sim, { groups: [story.groups.support] });
			for (let i = 0; i < 3; i++) addTicket(sim, { assignee: leaver });
			return leaver;
		});
		const { items, paired } = await run({
			items: leavers.map(({ id }) => ({ id })),
			parameters: offboardForm(story, {
				leaver: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				level: 'downgradeAndSuspend',
				options: { maxStaffPercent: 100 },
			}),
		});
		expect(items.map(({ id }) => id)).toEqual(leavers.map(({ id }) => id));
		expect(new Set(items.map(({ outcome }) => outcome))).toEqual(new Set(['downgraded']));
		expect(paired).toEqual(leavers.map((_, i) => i));
		expect(sim.store.handovers).toEqual([]);
		expect(sim.log.polls().length).toBeLessThanOrEqual(60);
	});

	it('answers the second of two rows with the same leaver', async () => {
		const { run, story } = setUp();
		const { items } = await run({ items: [{}, {}], parameters: offboardForm(story) });
		expect(items).toMatchObject([
			{ outcome: 'purged' },
			{ outcome: 'skipped', reason: 'same-row', message: 'Item 0 names the same leaver' },
		]);
	});
});
