import {
	addAdmin,
	addAgent,
	addCustomer,
	addLightAgent,
	addTicket,
	type Simulator,
	type SimulatorOptions,
	type User,
} from '../simulator';
import { tellLeaverStory } from '../stories/leaver';
import { clearStages, setStage, type Stage } from './engine';
import { by, offboardForm } from './forms';

afterEach(clearStages);

type Parameters = { options?: object; [parameter: string]: unknown };

async function change(
	{ run }: Pick<Stage, 'run'>,
	operation: 'upgrade' | 'downgrade',
	who: Pick<User, 'id'>,
	more: Parameters = {},
) {
	const options = { failedRows: 'items', ...more.options };
	const parameters = { resource: 'user', operation, user: by.id(who), ...more, options };
	const { items, error } = await run({ parameters });
	expect(error).toBeUndefined();
	return items[0];
}

function roleNamed(sim: Simulator, name: string) {
	return [...sim.store.customRoles.all()].find((role) => role.name === name)!;
}

const now = ({ sim }: Pick<Stage, 'sim'>, { id }: Pick<User, 'id'>) => sim.store.users.get(id)!;

const writes = ({ sim }: Pick<Stage, 'sim'>) => sim.log.writes();

describe('Upgrade', () => {
	it.each<[string, Parameters, string | undefined, Partial<User>]>([
		['Admin', { role: 'admin' }, undefined, { role: 'admin', role_type: 4 }],
		['Light Agent', { role: 'lightAgent' }, 'Light agent', { role: 'agent', role_type: 1 }],
		[
			'a custom role by its name',
			{ role: 'custom', customRole: 'team LEAD' },
			'Team lead',
			{ role: 'agent', role_type: 0 },
		],
		[
			'Agent with a custom role, as workflows have it that were made before',
			{ role: 'agent', customRole: 'Staff' },
			'Staff',
			{ role: 'agent', role_type: 0 },
		],
		[
			'the system role of admins among the roles',
			{ role: 'custom', customRole: 'Admin' },
			'Admin',
			{ role: 'admin', role_type: 4 },
		],
	])('makes of a customer: %s', async (_name, parameters, roleName, state) => {
		const stage = setStage();
		const ann = addCustomer(stage.sim);
		const item = await change(stage, 'upgrade', ann, parameters);
		expect(item).toMatchObject({ outcome: 'upgraded', id: ann.id, ...state });
		expect(now(stage, ann)).toMatchObject(state);
		if (roleName !== undefined) {
			const { id } = roleNamed(stage.sim, roleName);
			expect(writes(stage)).toMatchObject([{ body: { user: { custom_role_id: id } } }]);
		}
		const mark = stage.sim.log.mark();
		expect((await change(stage, 'upgrade', ann, parameters)).outcome).toBe('unchanged');
		expect(stage.sim.log.since(mark).filter(({ write }) => write)).toEqual([]);
	});

	it('takes the role by its ID, as the list gives it, and per row', async () => {
		const { sim, run } = setStage();
		const people = [addCustomer(sim), addCustomer(sim)];
		const roles = [roleNamed(sim, 'Staff'), roleNamed(sim, 'Team lead')];
		const { items } = await run({
			items: people.map(({ id }, i) => ({ id, role: [roles[0].id, roles[1].name][i] })),
			parameters: {
				resource: 'user',
				operation: 'upgrade',
				user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				role: 'custom',
				customRole: '={{ $json.role }}',
			},
		});
		expect(items).toMatchObject([{ outcome: 'upgraded' }, { outcome: 'upgraded' }]);
		expect(people.map(({ id }) => sim.store.users.get(id)!.custom_role_id)).toEqual(
			roles.map(({ id }) => id),
		);
		expect(sim.log.count({ route: 'GET /api/v2/custom_roles' })).toBe(1);
	});

	it('makes an agent of a customer on a plan without custom roles', async () => {
		const stage = setStage({ plan: { customRoles: false } });
		const ann = addCustomer(stage.sim);
		expect(await change(stage, 'upgrade', ann, { role: 'agent' })).toMatchObject({
			outcome: 'upgraded',
			role: 'agent',
		});
		expect(writes(stage)).toMatchObject([{ body: { user: { role: 'agent' } } }]);
	});

	it('makes a light agent where the plan has light agents but no custom roles', async () => {
		const stage = setStage({
			plan: { customRoles: false },
			switches: { customRolesWithoutPlan: 'system-only' },
		});
		const ann = addCustomer(stage.sim);
		expect(await change(stage, 'upgrade', ann, { role: 'lightAgent' })).toMatchObject({
			outcome: 'upgraded',
			role_type: 1,
		});
	});

	it('says so when Zendesk takes the new role without setting it', async () => {
		const stage = setStage({
			plan: { customRoles: false },
			switches: { customRolesWithoutPlan: 'system-only' },
		});
		const light = addLightAgent(stage.sim);
		expect(await change(stage, 'upgrade', light, { role: 'agent' })).toMatchObject({
			outcome: 'failed',
			reason: 'invalid',
			message: `${light.name} (ID ${light.id}) did not become an agent: Zendesk accepted the new role but did not set it`,
			advice: expect.stringContaining('Team members'),
		});
	});

	it('leaves an agent in his role who is to be an agent', async () => {
		const stage = setStage();
		const agent = addAgent(stage.sim);
		expect((await change(stage, 'upgrade', agent, { role: 'agent' })).outcome).toBe('unchanged');
		expect(writes(stage)).toEqual([]);
	});

	it.each([
		['an admin', addAdmin, { role: 'agent' }, 'an agent'],
		['an admin', addAdmin, { role: 'custom', customRole: 'Staff' }, "'Staff'"],
		['an agent', addAgent, { role: 'lightAgent' }, 'a light agent'],
	])('never takes rights away: %s', async (_name, add, parameters, role) => {
		const stage = setStage();
		const user = add(stage.sim);
		expect(await change(stage, 'upgrade', user, parameters)).toMatchObject({
			outcome: 'failed',
			reason: 'staff',
			message: `${user.name} (ID ${user.id}) has more rights than ${role} already, and was not changed`,
			advice: expect.stringContaining("'User: Downgrade'"),
		});
		expect(writes(stage)).toEqual([]);
	});

	it.each<[string, SimulatorOptions, Parameters, string, string, string]>([
		[
			'a role that is not there',
			{},
			{ role: 'custom', customRole: 'Boss' },
			'unknown-role',
			"'Custom Role Name or ID': no role has the name or ID Boss",
			'Team lead (',
		],
		[
			'no role at all',
			{},
			{ role: 'custom' },
			'unknown-role',
			"'Custom Role Name or ID' is empty",
			'Choose a role',
		],
		[
			'a plain agent where agents have roles',
			{},
			{ role: 'agent' },
			'unknown-role',
			"'Custom Role Name or ID' is empty, so Ann",
			'choose one of: Staff, Team lead',
		],
		[
			'a custom role on a plan without them',
			{ plan: { customRoles: false } },
			{ role: 'custom', customRole: 'Staff' },
			'unknown-role',
			'no role has the name or ID Staff',
			'This Zendesk plan has no custom roles',
		],
		[
			'a light agent on a plan without them',
			{ plan: { customRoles: false, lightAgents: false } },
			{ role: 'lightAgent' },
			'unknown-role',
			'This Zendesk account has no role "Light agent"',
			'Light agents need a plan or an add-on',
		],
		[
			'a role that the form does not have',
			{},
			{ role: 'king' },
			'invalid',
			"'Role': 'king' is none of: admin, agent, custom, lightAgent",
			'Correct the value',
		],
	])('refuses %s', async (_name, options, parameters, reason, message, advice) => {
		const stage = setStage(options);
		const ann = addCustomer(stage.sim, { name: 'Ann' });
		expect(await change(stage, 'upgrade', ann, parameters)).toMatchObject({
			outcome: 'failed',
			reason,
			message: expect.stringContaining(message),
			advice: expect.stringContaining(advice),
		});
		expect(writes(stage)).toEqual([]);
	});

	it('refuses somebody without an email', async () => {
		const stage = setStage();
		const ann = addCustomer(stage.sim, { email: null });
		expect(await change(stage, 'upgrade', ann, { role: 'admin' })).toMatchObject({
			reason: 'invalid',
			message: expect.stringContaining("has no email, and can't become an admin without"),
			advice: expect.stringContaining("'User: Update'"),
		});
		expect(writes(stage)).toEqual([]);
	});

	it.each(['422-role', '422-base', '422-top', '403'] as const)(
		'says that no seat is free, for one row and for many (%s)',
		async (subscriptionLimitBody) => {
			const { sim, run } = setStage({
				plan: { seats: { paid: 1, light: 0 } },
				switches: { subscriptionLimitBody },
			});
			for (const [role, name] of [
				['admin', 'an admin'],
				['lightAgent', 'a light agent'],
			]) {
				for (const rows of [1, 3]) {
					const people = Array.from({ length: rows }, () => addCustomer(sim));
					const { items } = await run({
						items: people.map(({ id }) => ({ id })),
						parameters: {
							resource: 'user',
							operation: 'upgrade',
							user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
							role,
							options: { failedRows: 'items' },
						},
					});
					expect(items).toMatchObject(
						people.map((user) => ({
							outcome: 'failed',
							reason: 'no-seat',
							message: expect.stringContaining(
								`${user.name} (ID ${user.id}) did not become ${name}: no seat is free`,
							),
							advice: expect.stringContaining("'User: Offboard'"),
							id: user.id,
						})),
					);
					for (const { id } of people) expect(sim.store.users.get(id)!.role).toBe('end-user');
				}
			}
		},
	);

	it('writes nothing in a dry run', async () => {
		const stage = setStage();
		const ann = addCustomer(stage.sim);
		const parameters = { role: 'lightAgent', options: { dryRun: true } };
		expect(await change(stage, 'upgrade', ann, parameters)).toMatchObject({
			outcome: 'skipped',
			would_be: 'upgraded',
			would_change: ['role', 'custom_role_id'],
		});
		expect(writes(stage)).toEqual([]);
	});
});

describe('Downgrade', () => {
	it.each<[string, (sim: Simulator) => User, Parameters, Partial<User>, 'light' | 'free' | 'paid']>(
		[
			[
				'an agent to a light agent',
				addAgent,
				{ downgradeTo: 'lightAgent' },
				{ role: 'agent', role_type: 1 },
				'light',
			],
			[
				'an agent to a contributor',
				addAgent,
				{ downgradeTo: 'contributor' },
				{ role: 'agent', role_type: 3 },
				'free',
			],
			[
				'an admin to a custom role',
				addAdmin,
				{ downgradeTo: 'custom', customRole: 'Staff' },
				{ role: 'agent', role_type: 0 },
				'paid',
			],
			[
				'an agent to the light agents’ role among the roles',
				addAgent,
				{ downgradeTo: 'custom', customRole: 'light agent' },
				{ role: 'agent', role_type: 1 },
				'light',
			],
		],
	)('%s', async (_name, add, parameters, state, seat) => {
		const stage = setStage();
		const user = add(stage.sim);
		const before = stage.sim.store.seats()[seat];
		const isPaid = seat === 'paid';
		expect(await change(stage, 'downgrade', user, parameters)).toMatchObject({
			outcome: 'downgraded',
			...state,
		});
		expect(now(stage, user)).toMatchObject(state);
		expect(stage.sim.store.seats()[seat]).toBe(before + (isPaid ? 0 : 1));
		expect((await change(stage, 'downgrade', user, parameters)).outcome).toBe('unchanged');
		expect(writes(stage)).toHaveLength(1);
	});

	it('makes end users by default, as before there was a choice', async () => {
		const stage = setStage();
		const agent = addAgent(stage.sim);
		expect((await change(stage, 'downgrade', agent)).outcome).toBe('downgraded');
		expect(writes(stage)).toMatchObject([{ body: { user: { role: 'end-user' } } }]);
	});

	it('raises nobody', async () => {
		const stage = setStage();
		const [ann, light] = [addCustomer(stage.sim), addLightAgent(stage.sim)];
		const custom = { downgradeTo: 'custom', customRole: 'Staff' };
		expect((await change(stage, 'downgrade', ann, { downgradeTo: 'lightAgent' })).outcome).toBe(
			'unchanged',
		);
		expect((await change(stage, 'downgrade', ann, custom)).outcome).toBe('unchanged');
		expect(await change(stage, 'downgrade', light, custom)).toMatchObject({
			outcome: 'failed',
			reason: 'invalid',
			message: `${light.name} (ID ${light.id}) has fewer rights than 'Staff' already, and was not changed`,
			advice: expect.stringContaining("'User: Upgrade'"),
		});
		expect(writes(stage)).toEqual([]);
	});

	describe('as long as tickets are assigned', () => {
		const targets = [
			['endUser', 'lowest ID in each group'],
			['lightAgent', 'unassigned in their group'],
			['contributor', 'unassigned in their group'],
		];

		function setUp(options: SimulatorOptions = {}) {
			const stage = setStage(options);
			const agent = addAgent(stage.sim);
			const tickets = (['open', 'hold', 'solved'] as const).map((status) =>
				addTicket(stage.sim, { assignee: agent, status }),
			);
			addTicket(stage.sim, { assignee: agent, status: 'closed' });
			return { ...stage, agent, tickets };
		}

		it.each(targets)('refuses with their number: to %s', async (downgradeTo, words) => {
			const stage = setUp();
			for (const dryRun of [true, false]) {
				const options = { dryRun };
				expect(
					await change(stage, 'downgrade', stage.agent, { downgradeTo, options }),
				).toMatchObject({
					outcome: 'failed',
					reason: 'tickets-left',
					message: `${stage.agent.name} (ID ${stage.agent.id}) still has 3 ticket(s) that are not closed`,
					advice: expect.stringMatching(
						new RegExp(`'Offboard', or 'Ticket: Transfer' first; .*${words}.*'When Tickets`),
					),
				});
			}
			expect(writes(stage)).toEqual([]);
			expect(stage.sim.store.handovers).toEqual([]);
		});

		it('lets Zendesk take them where that is wanted', async () => {
			const stage = setUp();
			const item = await change(stage, 'downgrade', stage.agent, {
				downgradeTo: 'lightAgent',
				options: { whenAssigned: 'handOver' },
			});
			expect(item).toMatchObject({ outcome: 'downgraded', role_type: 1 });
			expect(stage.sim.store.tickets.get(stage.tickets[0].id)!.assignee_id).toBeNull();
		});

		it.each([1, 3])(
			'says how to get on where Zendesk refuses it all the same (%d rows)',
			async (rows) => {
				const { sim, run, agent } = setUp({
					switches: { lightAgentDowngrade: 'refused-with-open-tickets' },
				});
				const agents = [agent, ...Array.from({ length: rows - 1 }, () => addAgent(sim))];
				const { items } = await run({
					items: agents.map(({ id }) => ({ id })),
					parameters: {
						resource: 'user',
						operation: 'downgrade',
						user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
						downgradeTo: 'lightAgent',
						options: { whenAssigned: 'handOver', failedRows: 'items' },
					},
				});
				expect(items[0]).toMatchObject({
					outcome: 'failed',
					reason: 'tickets-left',
					message: expect.stringMatching(
						/did not become a light agent, because Zendesk wants the tickets handed over before: /,
					),
					advice: expect.stringContaining("'Ticket: Transfer' first"),
				});
				expect(items.slice(1).every(({ outcome }) => outcome === 'downgraded')).toBe(true);
			},
		);

		it('does not mind them where the new role keeps them', async () => {
			const stage = setStage();
			const admin = addAdmin(stage.sim);
			const ticket = addTicket(stage.sim, { assignee: admin });
			const custom = { downgradeTo: 'custom', customRole: 'Staff' };
			expect((await change(stage, 'downgrade', admin, custom)).outcome).toBe('downgraded');
			expect(stage.sim.store.tickets.get(ticket.id)!.assignee_id).toBe(admin.id);
		});
	});

	it.each(['lightAgent', 'contributor', 'custom'])(
		'keeps its guards: to %s',
		async (downgradeTo) => {
			const stage = setStage();
			const { sim } = stage;
			const more = { downgradeTo, customRole: 'Staff' };
			const agent = addAdmin(sim, { email: 'boss@acme.example' });
			const protectedUsers = 'boss@acme.example';
			const own = { id: sim.credentials.adminId };
			expect(
				await change(stage, 'downgrade', agent, { ...more, options: { protectedUsers } }),
			).toMatchObject({ reason: 'protected' });
			expect(await change(stage, 'downgrade', own, more)).toMatchObject({ reason: 'own-user' });
			expect(writes(stage)).toEqual([]);
		},
	);

	it.each([
		['lightAgent', 'This Zendesk account has no role "Light agent"'],
		['contributor', 'This Zendesk account has no role "Contributor"'],
	])('names the role that the plan does not have: %s', async (downgradeTo, message) => {
		const stage = setStage({ plan: { customRoles: false, lightAgents: false } });
		const agent = addAgent(stage.sim);
		expect(await change(stage, 'downgrade', agent, { downgradeTo })).toMatchObject({
			outcome: 'failed',
			reason: 'unknown-role',
			message,
			advice: expect.stringContaining('need a plan'),
		});
		expect(writes(stage)).toEqual([]);
	});

	it('says when all seats of light agents are taken', async () => {
		const stage = setStage({ plan: { seats: { paid: null, light: 0 } } });
		const agent = addAgent(stage.sim);
		expect(await change(stage, 'downgrade', agent, { downgradeTo: 'lightAgent' })).toMatchObject({
			outcome: 'failed',
			reason: 'no-seat',
			message: expect.stringContaining('no seat is free'),
		});
		expect(now(stage, agent).role_type).toBe(0);
	});

	it('says so in an off-boarding too', async () => {
		const { sim, run } = setStage({ plan: { seats: { paid: null, light: 0 } } });
		const story = tellLeaverStory(sim);
		const { items } = await run({
			parameters: offboardForm(story, {
				level: 'downgradeToLightAgent',
				options: { failedRows: 'items' },
			}),
		});
		expect(items[0]).toMatchObject({
			outcome: 'failed',
			reason: 'no-seat',
			message: expect.stringContaining('did not become a light agent: no seat is free'),
		});
	});
});
