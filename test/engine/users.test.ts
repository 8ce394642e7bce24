import { addAdmin, addAgent, addCustomer, addLightAgent, addTicket, clientOf } from '../simulator';
import { clearStages, setStage } from './engine';
import { by } from './forms';

afterEach(clearStages);

const user = (operation: string, more: object = {}) => ({ resource: 'user', operation, ...more });

/** Zendesk's writes that it said yes to. */
function written(sim: ReturnType<typeof setStage>['sim']) {
	return sim.log.writes().filter(({ status }) => status !== null && status < 400);
}

describe('Create', () => {
	it('adds a customer with all fields', async () => {
		const { sim, run } = setStage();
		sim.store.userFields.set('plan', 'text');
		const { items } = await run({
			parameters: user('create', {
				name: 'Ann Miller',
				email: 'ann@example.com',
				additionalFields: {
					externalId: 'C-1',
					phone: '+15551234',
					tags: 'vip, beta',
					verified: true,
					userFields: '{"plan": "gold"}',
					notes: '',
				},
			}),
		});
		expect(items[0]).toMatchObject({
			outcome: 'created',
			name: 'Ann Miller',
			email: 'ann@example.com',
			external_id: 'C-1',
			role: 'end-user',
		});
		expect(sim.store.users.get(Number(items[0].id))).toMatchObject({
			phone: '+15551234',
			tags: ['vip', 'beta'],
			verified: true,
			user_fields: { plan: 'gold' },
		});
	});

	it('finds on the second run what the first has created', async () => {
		const { sim, run } = setStage();
		const parameters = user('create', {
			name: 'Ann',
			email: 'ann@example.com',
			additionalFields: { externalId: 'C-1' },
		});
		const first = await run({ parameters });
		const count = sim.store.users.size;
		const second = await run({ parameters });
		expect(second.items[0]).toMatchObject({ outcome: 'unchanged', id: first.items[0].id });
		expect(sim.store.users.size).toBe(count);
	});

	it('says who is in the way', async () => {
		const { sim, run } = setStage({ searchLagSeconds: 0 });
		addCustomer(sim, { name: 'Old Ann', email: 'ann@example.com' });
		const { error } = await run({
			parameters: user('create', { name: 'New Ann', email: 'ann@example.com' }),
		});
		expect(error!.message).toMatch(
			/^Old Ann \(ID \d+\) exists already and differs in: name \[item 0\]$/,
		);
		expect(error!.description).toContain("'Update'");
	});

	it.each(['cut-before', 'cut-after'] as const)(
		'creates nobody twice when the answer is lost (%s)',
		async (kind) => {
			const { sim, run } = setStage();
			sim.faults.add({ when: { route: 'POST /api/v2/users' }, then: { kind } });
			const count = sim.store.users.size;
			const { items } = await run({
				parameters: user('create', {
					name: 'Ann',
					email: 'ann@example.com',
					additionalFields: { externalId: 'C-1' },
				}),
			});
			sim.faults.verifyAllFired();
			expect(items[0]).toMatchObject({ outcome: 'created', external_id: 'C-1' });
			expect(sim.store.users.size).toBe(count + 1);
		},
	);

	it('does not guess when a lost creation can’t be looked up', async () => {
		const { sim, run } = setStage();
		sim.faults.add({ when: { route: 'POST /api/v2/users' }, then: { kind: 'cut-after' } });
		const { items } = await run({
			onError: 'continueRegularOutput',
			parameters: user('create', { name: 'Nameless' }),
		});
		expect(items[0]).toMatchObject({ outcome: 'unknown' });
		expect(sim.log.count({ route: 'POST /api/v2/users' })).toBe(1);
	});

	it.each([
		[{ name: ' ' }, "'Name' is empty"],
		[{ name: 'A', additionalFields: { userFields: '{"a":' } }, "'User Fields'"],
		[
			{ name: 'A', additionalFields: { userFields: '[1]' } },
			"'User Fields': it is not a JSON object",
		],
		[
			{ name: 'A', additionalFields: { organizationId: 'ACME' } },
			"'Organization ID': 'ACME' is not an ID",
		],
		[{ name: 'A', email: 'no-mail' }, 'not properly formatted'],
		[
			{ name: 'A', role: 'agent', customRole: 'x' },
			"'Custom Role Name or ID': 'x' is not an ID, which is a number",
		],
	])('%j: %s', async (more, words) => {
		const { sim, run } = setStage();
		const { error } = await run({ parameters: user('create', more) });
		expect(error!.message).toContain(words);
		expect(written(sim)).toEqual([]);
	});

	it('a dry run creates nobody', async () => {
		const { sim, run } = setStage();
		const { items } = await run({
			parameters: user('create', { name: 'Ann', email: 'a@b.example', options: { dryRun: true } }),
		});
		expect(items[0]).toMatchObject({ outcome: 'skipped', would_be: 'created' });
		expect(sim.log.writes()).toEqual([]);
	});
});

describe('Get and Get Many', () => {
	it.each(['id', 'email', 'externalId'] as const)('finds a user by %s', async (mode) => {
		const { sim, run } = setStage();
		const ann = addCustomer(sim, { external_id: 'C-1', email: 'ann@example.com' });
		const { items } = await run({ parameters: user('get', { user: by[mode](ann) }) });
		expect(items).toEqual([
			{
				id: ann.id,
				name: ann.name,
				email: 'ann@example.com',
				role: 'end-user',
				role_type: null,
				suspended: false,
				external_id: 'C-1',
				organization_id: null,
				last_login_at: null,
				created_at: expect.any(String),
			},
		]);
	});

	it('takes a pasted address, a number and an expression', async () => {
		const { sim, run } = setStage();
		const ann = addCustomer(sim);
		for (const value of [
			`https://${sim.host}/agent/users/${ann.id}/requested_tickets`,
			ann.id,
			'={{ $json.who }}',
		]) {
			const { items } = await run({
				items: [{ who: ann.id }],
				parameters: user('get', { user: { __rl: true, mode: 'id', value } }),
			});
			expect(items[0]).toMatchObject({ id: ann.id });
		}
	});

	it('finds a user by a second email, but never by one that is only alike', async () => {
		const { sim, run } = setStage({ searchLagSeconds: 0 });
		const ann = addCustomer(sim, { email: 'ann@example.com' });
		await run({
			parameters: user('update', {
				user: by.id(ann),
				updateFields: { email: 'ann.new@example.com' },
				options: { keepOldEmail: true },
			}),
		});
		const { items } = await run({
			parameters: user('get', { user: by.email({ email: 'ann@example.com' }) }),
		});
		expect(items[0]).toMatchObject({ id: ann.id, email: 'ann.new@example.com' });
		const { error } = await run({
			parameters: user('get', { user: by.email({ email: 'nn@example.com' }) }),
		});
		expect(error!.message).toContain('no user has the email nn@example.com');
	});

	it('gives everything, or what is chosen', async () => {
		const { sim, run } = setStage();
		const ann = addCustomer(sim, { tags: ['vip'] });
		const raw = await run({ parameters: user('get', { user: by.id(ann), output: 'raw' }) });
		expect(raw.items[0]).toMatchObject({
			id: ann.id,
			url: expect.any(String),
			tags: ['vip'],
			user_fields: {},
		});
		const some = await run({
			parameters: user('get', { user: by.id(ann), output: 'selected', fields: ['tags', 'phone'] }),
		});
		expect(some.items[0]).toEqual({ id: ann.id, tags: ['vip'], phone: null });
	});

	it('reads all pages, or up to the limit, filtered by role', async () => {
		const { sim, run } = setStage();
		for (let i = 0; i < 250; i++) addCustomer(sim);
		for (let i = 0; i < 7; i++) addAgent(sim);
		const all = await run({ parameters: user('getAll', { returnAll: true }) });
		expect(new Set(all.items.map(({ id }) => id)).size).toBe(sim.store.users.size);
		expect(sim.log.pages('GET /api/v2/users')).toHaveLength(3);
		const some = await run({ parameters: user('getAll', { limit: 120 }) });
		expect(some.items).toHaveLength(120);
		const agents = await run({
			parameters: user('getAll', { returnAll: true, filters: { role: 'agent' } }),
		});
		expect(agents.items).toHaveLength(7);
	});
});

describe('Update', () => {
	it('writes only what differs, and nothing the second time', async () => {
		const { sim, run } = setStage();
		const ann = addCustomer(sim, { name: 'Ann', phone: '1' });
		const parameters = user('update', {
			user: by.id(ann),
			updateFields: { name: 'Anna', phone: '1' },
		});
		expect((await run({ parameters })).items[0]).toMatchObject({
			outcome: 'updated',
			name: 'Anna',
		});
		expect(sim.log.filter({ route: 'PUT /api/v2/users/:id' })[0].body).toEqual({
			user: { name: 'Anna' },
		});
		const mark = sim.log.mark();
		expect((await run({ parameters })).items[0]).toMatchObject({ outcome: 'unchanged' });
		expect(sim.log.since(mark).filter(({ write }) => write)).toEqual([]);
	});

	describe('a new email', () => {
		const ROUTES = {
			replace: 'PUT /api/v2/users/:id/identities/:identityId',
			add: 'POST /api/v2/users/:id/identities',
			makePrimary: 'PUT /api/v2/users/:id/identities/:identityId/make_primary',
			remove: 'DELETE /api/v2/users/:id/identities/:identityId',
		};

		/** Whether or not Zendesk lets the primary address be changed. */
		function setUp(primaryAddress: 'changeable' | 'fixed') {
			const { sim, run } = setStage({ switches: { primaryAddress } });
			const ann = addCustomer(sim, { email: 'old@example.com' });
			const updateFields = { email: 'new@example.com' };
			const parameters = user('update', { user: by.id(ann), updateFields });
			return {
				sim,
				ann,
				change: async () => await run({ parameters, onError: 'continueRegularOutput' }),
				addresses: () =>
					sim.store.identities
						.sortedBy('user', ann.id)
						.map(({ value, primary }) => [value, primary]),
			};
		}

		it.each([
			['changeable', 1],
			['fixed', 4],
		] as const)('takes the place of the former one; %s: %d writes', async (address, writes) => {
			const { sim, change, addresses } = setUp(address);
			const { items } = await change();
			expect(items[0]).toMatchObject({ outcome: 'updated', email: 'new@example.com' });
			expect(addresses()).toEqual([['new@example.com', true]]);
			expect(sim.store.mails).toEqual([]);
			expect(sim.log.writes()).toHaveLength(writes);
		});

		it('takes the place of the former one when it was a second one before', async () => {
			const { sim, ann, change, addresses } = setUp('changeable');
			await clientOf(sim).post(`users/${ann.id}/identities`, {
				identity: { type: 'email', value: 'NEW@example.com', verified: true },
			});
			expect((await change()).items[0]).toMatchObject({ outcome: 'updated' });
			expect(addresses()).toEqual([['new@example.com', true]]);
		});

		it.each([
			['changeable', ROUTES.replace],
			['fixed', ROUTES.add],
			['fixed', ROUTES.makePrimary],
			['fixed', ROUTES.remove],
		] as const)('ends alone although (%s) the answer to %s is lost', async (address, route) => {
			const { sim, change, addresses } = setUp(address);
			sim.faults.add({ when: { route }, then: { kind: 'cut-after' } });
			await change();
			await change();
			sim.faults.verifyAllFired();
			expect(addresses()).toEqual([['new@example.com', true]]);
		});

		it.each(['before', 'after'] as const)(
			'ends alone when the run is killed at any request %s it takes effect, and repeated',
			async (moment) => {
				let kills = 0;
				for (let n = 1; n <= 20; n++) {
					const { sim, change, addresses } = setUp('changeable');
					sim.faults.killAt(n, moment);
					await change();
					kills += Number(sim.faults.dead);
					sim.faults.revive();
					await change();
					expect([n, addresses()]).toEqual([n, [['new@example.com', true]]]);
					clearStages();
				}
				expect(kills).toBeGreaterThanOrEqual(4);
			},
		);

		it('says which address is still there when (fixed) the former one could not be removed', async () => {
			const { sim, change } = setUp('fixed');
			sim.faults.add({
				when: { route: ROUTES.remove, times: Infinity },
				then: { kind: 'respond', status: 503 },
			});
			const { items } = await change();
			sim.faults.verifyAllFired();
			expect(items[0]).toMatchObject({
				outcome: 'failed',
				message: expect.stringContaining(
					'The email was changed, but the former address old@example.com is still there',
				),
				advice: expect.stringContaining('another run does not do it'),
			});
		});
	});

	it('changes many in jobs, each its own way, and answers every row', async () => {
		const { sim, run } = setStage();
		const people = Array.from({ length: 150 }, () => addCustomer(sim));
		const { items, paired } = await run({
			items: people.map(({ id }, i) => ({ id, name: `Person ${i}` })),
			parameters: user('update', {
				user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				updateFields: { name: '={{ $json.name }}' },
			}),
		});
		expect(items.map(({ name }) => name)).toEqual(people.map((_, i) => `Person ${i}`));
		expect(paired).toEqual(people.map((_, i) => i));
		expect(sim.log.count({ route: 'PUT /api/v2/users/update_many' })).toBe(2);
		expect(sim.log.count({ route: 'PUT /api/v2/users/:id' })).toBe(0);
	});

	it('answers two rows about one user with one write', async () => {
		const { sim, run } = setStage();
		const ann = addCustomer(sim);
		const { items } = await run({
			items: [{ name: 'B' }, { name: 'B' }],
			parameters: user('update', { user: by.id(ann), updateFields: { name: '={{ $json.name }}' } }),
		});
		expect(items).toMatchObject([
			{ outcome: 'updated', name: 'B' },
			{ outcome: 'updated', name: 'B' },
		]);
		expect(sim.log.writes()).toHaveLength(1);
	});

	it('isolates the row that a job refuses', async () => {
		const { sim, run } = setStage();
		const people = [addCustomer(sim), addCustomer(sim, { shared: true }), addCustomer(sim)];
		const { items } = await run({
			items: people.map(({ id }) => ({ id })),
			onError: 'continueRegularOutput',
			parameters: user('update', {
				user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				updateFields: { phone: '42' },
			}),
		});
		expect(items.map(({ outcome }) => outcome)).toEqual(['updated', 'failed', 'updated']);
		expect(items[1].message).toMatch(/was not changed: .+/);
	});

	it.each<[string, object]>([
		['the job fails halfway', { kind: 'job', failAt: 2 }],
		['the answer to the order is lost', { kind: 'cut-after' }],
		['the order never arrives', { kind: 'cut-before' }],
	])('ends right although %s', async (_name, then) => {
		const { sim, run } = setStage();
		const people = Array.from({ length: 5 }, () => addCustomer(sim));
		sim.faults.add({ when: { route: 'PUT /api/v2/users/update_many' }, then: then as never });
		const { items } = await run({
			items: people.map(({ id }) => ({ id })),
			parameters: user('update', {
				user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				updateFields: { phone: '42' },
			}),
		});
		sim.faults.verifyAllFired();
		expect(new Set(items.map(({ outcome }) => outcome))).toEqual(new Set(['updated']));
		for (const { id } of people) expect(sim.store.users.get(id)!.phone).toBe('42');
	});
});

describe('Suspend and Unsuspend', () => {
	it('go there and back, and do nothing twice', async () => {
		const { sim, run } = setStage();
		const agent = addAgent(sim);
		const outcomes = [];
		for (const operation of ['suspend', 'suspend', 'unsuspend', 'unsuspend']) {
			outcomes.push(
				(await run({ parameters: user(operation, { user: by.id(agent) }) })).items[0].outcome,
			);
		}
		expect(outcomes).toEqual(['suspended', 'unchanged', 'unsuspended', 'unchanged']);
		expect(sim.log.writes()).toHaveLength(2);
	});

	it('refuses a protected user and the own one', async () => {
		const { sim, run } = setStage();
		const agent = addAgent(sim, { email: 'Keep@acme.example' });
		for (const [who, reason] of [
			[agent.id, 'protected'],
			[sim.credentials.adminId, 'own-user'],
		] as const) {
			const { items } = await run({
				onError: 'continueRegularOutput',
				parameters: user('suspend', {
					user: by.id({ id: who }),
					options: { protectedUsers: 'keep@acme.example' },
				}),
			});
			expect(items[0]).toMatchObject({ outcome: 'failed', reason });
		}
		expect(sim.log.writes()).toEqual([]);
	});
});

describe('Downgrade and Upgrade', () => {
	it('frees the seat of an agent without tickets', async () => {
		const { sim, run } = setStage();
		const agent = addAgent(sim);
		const { paid } = sim.store.seats();
		const { items } = await run({ parameters: user('downgrade', { user: by.id(agent) }) });
		expect(items[0]).toMatchObject({ outcome: 'downgraded', role: 'end-user' });
		expect(sim.store.seats().paid).toBe(paid - 1);
		expect(sim.log.writes()[0].body).toEqual({ user: { role: 'end-user' } });
		expect(
			(await run({ parameters: user('downgrade', { user: by.id(agent) }) })).items[0].outcome,
		).toBe('unchanged');
	});

	it('refuses while tickets would be handed over by Zendesk, unless that is wanted', async () => {
		const { sim, run } = setStage();
		const agent = addAgent(sim);
		addTicket(sim, { assignee: agent, status: 'solved' });
		const { items } = await run({
			onError: 'continueRegularOutput',
			parameters: user('downgrade', { user: by.id(agent) }),
		});
		expect(items[0]).toMatchObject({
			outcome: 'failed',
			reason: 'tickets-left',
			advice: expect.stringContaining("'Offboard'"),
		});
		expect(sim.log.writes()).toEqual([]);
		await run({
			parameters: user('downgrade', { user: by.id(agent), options: { whenAssigned: 'handOver' } }),
		});
		expect(sim.store.users.get(agent.id)!.role).toBe('end-user');
	});

	it('makes an agent of a customer, in the role that is chosen', async () => {
		const { sim, run } = setStage();
		const role = [...sim.store.customRoles.all()].find(({ role_type: type }) => type === 0)!;
		const ann = addCustomer(sim);
		const { items } = await run({
			parameters: user('upgrade', { user: by.id(ann), role: 'agent', customRole: role.id }),
		});
		expect(items[0]).toMatchObject({ outcome: 'upgraded', role: 'agent' });
		expect(sim.store.users.get(ann.id)!.custom_role_id).toBe(role.id);
	});

	it('makes an admin of an agent', async () => {
		const { sim, run } = setStage();
		const agent = addLightAgent(sim);
		const { items } = await run({
			parameters: user('upgrade', { user: by.id(agent), role: 'admin' }),
		});
		expect(items[0]).toMatchObject({ outcome: 'upgraded', role: 'admin' });
	});

	it('says when no seat is free', async () => {
		const { sim, run } = setStage({
			plan: { customRoles: false, seats: { paid: 1, light: null } },
		});
		const ann = addCustomer(sim);
		const { error } = await run({
			parameters: user('upgrade', { user: by.id(ann), role: 'agent' }),
		});
		expect(error?.message).toMatch(/subscription|seat/i);
	});
});

describe('Delete', () => {
	it('deletes a customer and does nothing the second time', async () => {
		const { sim, run } = setStage();
		const ann = addCustomer(sim);
		const parameters = user('delete', { user: by.id(ann) });
		expect((await run({ parameters })).items[0]).toMatchObject({
			outcome: 'deleted',
			deleted: true,
			id: ann.id,
		});
		expect(sim.store.users.get(ann.id)!.active).toBe(false);
		expect((await run({ parameters })).items[0]).toMatchObject({
			outcome: 'unchanged',
			deleted: true,
		});
		expect(sim.log.writes()).toHaveLength(1);
	});

	it('names the tickets that are in the way, also in a dry run', async () => {
		const { sim, run } = setStage();
		const ann = addCustomer(sim);
		const tickets = Array.from({ length: 25 }, () => addTicket(sim, { requester: ann }));
		addTicket(sim, { requester: ann, status: 'closed' });
		for (const options of [{}, { dryRun: true }]) {
			const { items } = await run({
				onError: 'continueRegularOutput',
				parameters: user('delete', { user: by.id(ann), options }),
			});
			expect(items[0]).toMatchObject({
				outcome: 'failed',
				reason: 'tickets-left',
				advice: expect.stringContaining("'Ticket: Transfer'"),
			});
			expect(items[0].message).toContain('requester of 25 ticket(s)');
			expect(items[0].message).toContain(`: ${tickets[0].id}, `);
			expect(items[0].message).toContain(' and 5 more');
		}
		expect(sim.store.users.get(ann.id)!.active).toBe(true);
	});

	it('leaves staff to off-boarding', async () => {
		const { sim, run } = setStage();
		for (const who of [addAgent(sim), addAdmin(sim)]) {
			const { items } = await run({
				onError: 'continueRegularOutput',
				parameters: user('delete', { user: by.id(who) }),
			});
			expect(items[0]).toMatchObject({
				outcome: 'failed',
				reason: 'staff',
				advice: expect.stringContaining("'Offboard'"),
			});
		}
		expect(sim.log.writes()).toEqual([]);
	});

	it.each(['cut-before', 'cut-after'] as const)(
		'ends deleted although the answer is lost (%s)',
		async (kind) => {
			const { sim, run } = setStage();
			const ann = addCustomer(sim);
			sim.faults.add({ when: { route: 'DELETE /api/v2/users/:id' }, then: { kind } });
			const { items } = await run({ parameters: user('delete', { user: by.id(ann) }) });
			sim.faults.verifyAllFired();
			expect(items[0]).toMatchObject({ outcome: 'deleted' });
			expect(sim.store.users.get(ann.id)!.active).toBe(false);
		},
	);
});
