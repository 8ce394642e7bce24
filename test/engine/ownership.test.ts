import {
	addAdmin,
	addAgent,
	addAutomation,
	addGroup,
	addMacro,
	addOAuthClient,
	addTrigger,
	addView,
	type Simulator,
	type User,
} from '../simulator';
import { stateOf, tellLeaverStory } from '../stories/leaver';
import { clearStages, setStage, type Stage } from './engine';
import { by, offboardForm } from './forms';

afterEach(clearStages);

const CHECK = { options: { checkOwnership: true } };

function setUp(options = {}) {
	const stage = setStage(options);
	return { ...stage, story: tellLeaverStory(stage.sim) };
}

const named = (field: string, value: string | string[], operator = 'is') => ({
	conditions: { all: [{ field, operator, value }], any: [] },
});

/** One of each kind that names the user, beside others that don't. */
function addOwned(sim: Simulator, user: User) {
	const id = String(user.id);
	const others = [addAgent(sim), addAdmin(sim)].map((other) => String(other.id));
	addView(sim);
	addMacro(sim, { actions: [{ field: 'assignee_id', value: 'current_user' }] });
	addTrigger(sim, named('assignee_id', others[0]));
	// The same number, but a group and a field of the company.
	addTrigger(sim, named('group_id', id));
	addAutomation(sim, named('custom_fields_360001', id));
	addOAuthClient(sim);
	const mails = [
		{ field: 'notification_user', value: [id, 'Hello', `About ${others[0]}`] },
		{ field: 'status', value: 'open' },
	];
	const notMine = [{ field: 'notification_user', value: [others[0], id, id] }];
	addTrigger(sim, { title: 'Not mine', actions: notMine });
	return [
		{
			kind: 'view',
			id: addView(sim, { title: 'My open', ...named('assignee_id', id) }).id,
			title: 'My open',
			active: true,
			where: 'condition assignee_id',
		},
		{
			kind: 'macro',
			id: addMacro(sim, { title: 'Mine', restriction: { type: 'User', id: user.id } }).id,
			title: 'Mine',
			active: true,
			where: 'restriction',
		},
		{
			kind: 'trigger',
			id: addTrigger(sim, {
				title: 'Tell me',
				active: false,
				...named('requester_id', [others[1], id], 'includes'),
				actions: mails,
			}).id,
			title: 'Tell me',
			active: false,
			where: 'condition requester_id, action notification_user',
		},
		{
			kind: 'automation',
			id: addAutomation(sim, {
				title: 'Follow',
				actions: [
					{ field: 'follower', value: id },
					{ field: 'cc', value: id },
				],
			}).id,
			title: 'Follow',
			active: true,
			where: 'action follower, action cc',
		},
		{
			kind: 'OAuth client',
			id: addOAuthClient(sim, { name: 'Reports', user_id: user.id }).id,
			title: 'Reports',
			active: true,
			where: 'owner',
		},
	];
}

const LISTS = ['views', 'macros', 'triggers', 'automations', 'oauth/clients'];

function reads({ sim }: Pick<Stage, 'sim'>) {
	return LISTS.map((list) => sim.log.count({ route: `GET /api/v2/${list}` }));
}

describe('Check Ownership', () => {
	it.each([true, false])('lists what names the leaver (dry run: %s)', async (dryRun) => {
		const { sim, run, story } = setUp();
		const owned = addOwned(sim, story.leaver);
		const rules = () =>
			structuredClone(
				[sim.store.views, sim.store.macros, sim.store.triggers, sim.store.automations].map(
					(table) => [...(table as { all(): Iterable<unknown> }).all()],
				),
			);
		const before = rules();
		const state = stateOf(sim);
		const { items } = await run({ parameters: offboardForm(story, { dryRun, ...CHECK }) });
		expect(items[0]).toMatchObject({
			outcome: dryRun ? 'skipped' : 'purged',
			ownership: owned,
			ownership_unseen: [],
		});
		expect(items[0].ownership).toEqual(owned);
		expect((items[0].stages as unknown[])[0]).toMatchObject({
			stage: 'preflight',
			detail: expect.stringMatching(
				/^named by 5 view\(s\), macro\(s\), rule\(s\) and OAuth client\(s\); not in reach: /,
			),
		});
		expect(rules()).toEqual(before);
		if (dryRun) {
			expect(sim.log.writes()).toEqual([]);
			expect(stateOf(sim)).toEqual(state);
		}
	});

	it('is off unless it is switched on', async () => {
		const { sim, run, story } = setUp();
		addOwned(sim, story.leaver);
		const { items } = await run({ parameters: offboardForm(story, { dryRun: true }) });
		expect(items[0]).not.toHaveProperty('ownership');
		expect(reads({ sim })).toEqual([0, 0, 0, 0, 0]);
	});

	it.each([1, 40])('reads all pages once, whether one leaves or forty (%d)', async (leavers) => {
		const { sim, run, story } = setUp();
		const people = Array.from({ length: leavers }, () =>
			addAgent(sim, { groups: [story.groups.support] }),
		);
		const last = String(people.at(-1)!.id);
		for (let i = 0; i < 250; i++) addTrigger(sim, named('assignee_id', last));
		const { items } = await run({
			items: people.map(({ id }) => ({ id })),
			parameters: offboardForm(story, {
				leaver: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				level: 'suspend',
				options: { ...CHECK.options, maxStaffPercent: 100 },
			}),
		});
		expect(items.map(({ outcome }) => outcome)).toEqual(people.map(() => 'suspended'));
		expect(items.map(({ ownership }) => (ownership as unknown[]).length)).toEqual([
			...people.slice(1).map(() => 0),
			250,
		]);
		expect(reads({ sim })).toEqual([1, 1, 3, 1, 1]);
	});

	it('says what the credential may not see, and goes on', async () => {
		const { sim, run, credential, story } = setUp();
		const owned = addOwned(sim, story.leaver);
		const role = [...sim.store.customRoles.all()].find((each) => each.manage_team_members)!;
		const manager = addAgent(sim, { custom_role_id: role.id, groups: [addGroup(sim)] });
		const token = { access_token: sim.credentials.bearer(manager.id), token_type: 'bearer' };
		const { items } = await run({
			credential: { ...credential, grantType: 'authorizationCode', oauthTokenData: token },
			parameters: offboardForm(story, { dryRun: true, ...CHECK }),
		});
		expect(items[0]).toMatchObject({ outcome: 'skipped', would_be: 'purged' });
		// The macro is the leaver's own, and the clients are for admins.
		expect(items[0].ownership).toEqual(
			owned.filter(({ kind }) => !['macro', 'OAuth client'].includes(kind)),
		);
		expect(items[0].ownership_unseen).toEqual([
			expect.stringMatching(/^OAuth clients: Zendesk does not allow this: /),
		]);
		expect((items[0].stages as unknown[])[0]).toMatchObject({
			detail: expect.stringContaining("not all could be seen (see 'ownership_unseen')"),
		});
	});

	it('tells of a missing scope and of a list that the plan does not have', async () => {
		const { sim, run, story } = setUp();
		sim.faults.add(
			{
				when: { route: 'GET /api/v2/macros' },
				then: {
					kind: 'respond',
					status: 403,
					body: {
						error: 'Forbidden',
						description: 'You are missing the following required scopes: macros:read',
					},
				},
			},
			{
				when: { route: 'GET /api/v2/automations' },
				then: { kind: 'respond', status: 404, body: { error: 'InvalidEndpoint' } },
			},
		);
		const { items } = await run({ parameters: offboardForm(story, { dryRun: true, ...CHECK }) });
		sim.faults.verifyAllFired();
		expect(items[0]).toMatchObject({ outcome: 'skipped', ownership: [] });
		expect(items[0].ownership_unseen).toEqual([
			expect.stringMatching(/^macros: .*macros:read/),
			expect.stringMatching(/^automations: /),
		]);
	});

	it('fails before the first write when Zendesk does not answer', async () => {
		const { sim, run, story } = setUp();
		sim.faults.add({
			when: { route: 'GET /api/v2/triggers', times: 5 },
			then: { kind: 'respond', status: 502 },
		});
		const { items } = await run({
			parameters: offboardForm(story, { options: { ...CHECK.options, failedRows: 'items' } }),
		});
		sim.faults.verifyAllFired();
		expect(items[0]).toMatchObject({ outcome: 'failed', reason: 'unavailable' });
		expect(sim.log.writes()).toEqual([]);
	});

	it('names what the leaver has also when somebody else is in the way', async () => {
		const { sim, run, story } = setUp();
		const owned = addOwned(sim, story.leaver);
		const { items } = await run({
			parameters: offboardForm(story, {
				successor: by.id(story.leaver),
				options: { ...CHECK.options, failedRows: 'items' },
			}),
		});
		expect(items[0]).toMatchObject({ outcome: 'failed', reason: 'successor', ownership: owned });
	});
});
