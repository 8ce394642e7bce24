import { addAdmin, addAgent, addCustomer, addLightAgent, addTicket, type User } from '../simulator';
import { stateOf, tellLeaverStory } from '../stories/leaver';
import { clearStages, setStage } from './engine';
import { by, offboardForm } from './forms';

afterEach(clearStages);

/** Runs Offboard with something wrong; makes sure that nothing at all was written. */
async function refused(
	arrange: (stage: ReturnType<typeof setUp>) => Record<string, unknown> | void,
	rows = 1,
) {
	const stage = setUp();
	const more = arrange(stage) ?? {};
	const before = stateOf(stage.sim);
	const { items, error } = await stage.run({
		items: Array.from({ length: rows }, () => ({})),
		parameters: offboardForm(stage.story, {
			...(more as object),
			options: { ...((more.options as object) ?? {}), failedRows: 'items' },
		}),
	});
	expect(error).toBeUndefined();
	expect(stage.sim.log.writes()).toEqual([]);
	expect(stateOf(stage.sim)).toEqual(before);
	return items;
}

function setUp() {
	const stage = setStage({ searchLagSeconds: 0 });
	return { ...stage, story: tellLeaverStory(stage.sim) };
}

describe('refused before the first write, with words that help', () => {
	it.each<[string, (user: User) => string]>([
		['email', (user) => user.email!],
		['ID', (user) => String(user.id)],
		['external ID', (user) => ` ${user.external_id?.toLowerCase()} ;`],
	])('a protected user, named by %s', async (_name, entry) => {
		const [verdict] = await refused(({ story }) => ({
			options: { protectedUsers: entry(story.leaver) },
		}));
		expect(verdict).toMatchObject({
			outcome: 'failed',
			reason: 'protected',
			message: expect.stringContaining('Ann Leaver'),
			advice: expect.stringContaining("'Protected Users'"),
		});
	});

	it('the user of the credential', async () => {
		const [verdict] = await refused(({ sim }) => ({
			leaver: by.id({ id: sim.credentials.adminId }),
		}));
		expect(verdict).toMatchObject({
			reason: 'own-user',
			advice: expect.stringContaining('credential of another admin'),
		});
	});

	/** A credential of an agent who may manage the team, so that it is not its own user that is refused. */
	function managersCredential({ sim, credential }: ReturnType<typeof setUp>) {
		const role = [...sim.store.customRoles.all()].find((each) => each.manage_team_members)!;
		const manager = addAgent(sim, { custom_role_id: role.id });
		const token = { access_token: sim.credentials.bearer(manager.id), token_type: 'bearer' };
		return { ...credential, grantType: 'authorizationCode', oauthTokenData: token };
	}

	function onlyAdmins({ sim }: ReturnType<typeof setUp>, count: number): User[] {
		const admins = Array.from({ length: count }, () => addAdmin(sim));
		for (const user of sim.store.users.all()) {
			if (user.role === 'admin' && !admins.includes(user)) {
				sim.store.users.update(user, { suspended: true });
			}
		}
		return admins;
	}

	it('the last admin', async () => {
		const stage = setUp();
		const [admin] = onlyAdmins(stage, 1);
		const { items } = await stage.run({
			credential: managersCredential(stage),
			parameters: offboardForm(stage.story, {
				leaver: by.id(admin),
				options: { failedRows: 'items' },
			}),
		});
		expect(items[0]).toMatchObject({
			reason: 'last-admin',
			advice: 'Make somebody else an admin first',
		});
		expect(stage.sim.log.writes()).toEqual([]);
	});

	it('the second of the last two admins in one run', async () => {
		const stage = setUp();
		const admins = onlyAdmins(stage, 2);
		const { items } = await stage.run({
			credential: managersCredential(stage),
			items: admins.map(({ id }) => ({ id })),
			parameters: offboardForm(stage.story, {
				leaver: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				dryRun: true,
				options: { failedRows: 'items' },
			}),
		});
		expect(items).toMatchObject([
			{ outcome: 'skipped', would_be: 'purged' },
			{ outcome: 'failed', reason: 'last-admin' },
		]);
	});

	it.each<[string, string, (stage: ReturnType<typeof setUp>) => User]>([
		['a suspended successor', 'is suspended', ({ sim }) => addAgent(sim, { suspended: true })],
		['the leaver as successor', 'is the leaver', ({ story }) => story.leaver],
		['an end user as successor', 'is an end user', ({ sim }) => addCustomer(sim)],
		[
			'a light agent as successor',
			"is a light agent, who can't be assigned tickets",
			({ sim }) => addLightAgent(sim),
		],
	])('%s', async (_name, words, successor) => {
		const [verdict] = await refused((stage) => ({ successor: by.id(successor(stage)) }));
		expect(verdict).toMatchObject({
			reason: 'successor',
			message: expect.stringContaining(words),
			advice: 'Name an active agent or admin who stays',
		});
		expect(verdict.message).toContain("'Successor'");
	});

	it('a successor who leaves in the same run', async () => {
		const stage = setUp();
		const { sim, run, story } = stage;
		const third = addAgent(sim, { groups: [story.groups.support] });
		const before = stateOf(sim).tickets;
		const { items } = await run({
			items: [
				{ leaver: story.leaver.id, successor: story.successor.id },
				{ leaver: story.successor.id, successor: third.id },
			],
			parameters: offboardForm(story, {
				leaver: { __rl: true, mode: 'id', value: '={{ $json.leaver }}' },
				successor: { __rl: true, mode: 'id', value: '={{ $json.successor }}' },
				level: 'suspend',
				options: { failedRows: 'items' },
			}),
		});
		expect(items).toMatchObject([
			{
				outcome: 'failed',
				reason: 'successor',
				message: expect.stringContaining('leaves in the same run'),
			},
			{ outcome: 'suspended' },
		]);
		expect(stateOf(sim).tickets).toEqual(before);
	});

	it('no successor although there are tickets', async () => {
		const [verdict] = await refused(() => ({ successor: { __rl: true, mode: 'list', value: '' } }));
		expect(verdict).toMatchObject({
			reason: 'successor',
			message: expect.stringContaining('42 ticket(s) of Ann Leaver'),
			advice: expect.stringContaining("'Successor'"),
		});
	});

	it('a successor who is in no group', async () => {
		const [verdict] = await refused(({ sim }) => ({
			successor: by.id(addAgent(sim, { groups: [], name: 'Zoe' })),
		}));
		expect(verdict.message).toContain('Zoe is in no group');
	});

	it.each([
		['an unknown email', { mode: 'email', value: 'nobody@acme.example' }],
		['an unknown ID', { mode: 'id', value: '999' }],
		['an unknown external ID', { mode: 'externalId', value: 'EMP-0' }],
	])('%s', async (_name, leaver) => {
		const [verdict] = await refused(() => ({ leaver: { __rl: true, ...leaver } }));
		expect(verdict).toMatchObject({
			reason: 'not-found',
			message: expect.stringContaining(leaver.value),
		});
		expect(verdict.message).toContain("'Leaver'");
		expect(verdict.advice).toBeTruthy();
	});

	it('two users matching', async () => {
		const stage = setStage({ searchLagSeconds: 0, switches: { brandSeparated: true } });
		const story = tellLeaverStory(stage.sim);
		const twin = addAgent(stage.sim, { email: story.leaver.email, brand_id: 2 });
		const { items } = await stage.run({
			parameters: offboardForm(story, {
				leaver: by.email(story.leaver),
				options: { failedRows: 'items' },
			}),
		});
		expect(items[0]).toMatchObject({ reason: 'ambiguous', advice: 'Pick the user by ID' });
		expect(items[0].message).toContain(String(twin.id));
		expect(stage.sim.log.writes()).toEqual([]);
	});

	it('a customer, who is not staff', async () => {
		const [verdict] = await refused(({ sim }) => ({ leaver: by.id(addCustomer(sim)) }));
		expect(verdict).toMatchObject({
			reason: 'not-staff',
			advice: expect.stringContaining("'User: Delete'"),
		});
	});

	it('a light agent role on an account that has none', async () => {
		const stage = setStage({ plan: { customRoles: false } });
		const story = tellLeaverStory(stage.sim);
		const { items } = await stage.run({
			parameters: offboardForm(story, {
				level: 'downgradeToLightAgent',
				options: { failedRows: 'items' },
			}),
		});
		expect(items[0]).toMatchObject({ reason: 'unknown-role' });
		expect(stage.sim.log.writes()).toEqual([]);
	});

	it('several rows at once: only the good ones are done', async () => {
		const { sim, run, story } = setUp();
		const good = addAgent(sim, { groups: [story.groups.support] });
		addTicket(sim, { assignee: good });
		const { items } = await run({
			items: [{ id: 999 }, { id: good.id }, { id: sim.credentials.adminId }],
			parameters: offboardForm(story, {
				leaver: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				level: 'suspend',
				options: { failedRows: 'items' },
			}),
		});
		expect(items.map(({ outcome, reason }) => [outcome, reason])).toEqual([
			['failed', 'not-found'],
			['suspended', undefined],
			['failed', 'own-user'],
		]);
	});
});

describe('Zendesk’s own refusals are explained', () => {
	it.each([422, 403] as const)(
		'the account owner can’t be downgraded (%d)',
		async (ownerRefusal) => {
			const stage = setStage({ switches: { ownerRefusal } });
			const { sim, run } = stage;
			const story = tellLeaverStory(sim);
			const owner = sim.store.users.get(sim.store.ownerId)!;
			const admin = addAdmin(sim);
			const credential = {
				...stage.credential,
				oauthTokenData: { access_token: sim.credentials.bearer(admin.id), token_type: 'bearer' },
			};
			const { items } = await run({
				credential,
				parameters: offboardForm(story, { leaver: by.id(owner), options: { failedRows: 'items' } }),
			});
			expect(items[0]).toMatchObject({
				outcome: 'failed',
				message: expect.stringMatching(/owner|allow/i),
			});
			expect(sim.store.users.get(owner.id)!.role).toBe('admin');
		},
	);
});
