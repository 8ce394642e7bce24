import { addAgent, type Webhook } from '../../simulator';
import { clearStages, setStage, type Stage } from '../engine';
import { addWebhook, N8n, type N8nOptions, webhooksOf } from './webhook';

afterEach(clearStages);

const LIST = 'GET /api/v2/webhooks';
const CREATE = 'POST /api/v2/webhooks';
const CHANGE = 'PATCH /api/v2/webhooks/:id';
const REMOVE = 'DELETE /api/v2/webhooks/:id';
const SECRET = 'GET /api/v2/webhooks/:id/signing_secret';

const ROLE_AND_SUSPENSION = [
	'zen:event-type:user.role_changed',
	'zen:event-type:user.suspended_changed',
];

function setUp(options?: N8nOptions, simulator?: Parameters<typeof setStage>[0]) {
	const stage = setStage(simulator);
	return { stage, sim: stage.sim, n8n: new N8n(stage, options) };
}

type Scene = ReturnType<typeof setUp>;

/** What `act` asked of Zendesk's webhooks, in order. */
async function requests({ sim }: Pick<Scene, 'sim'>, act: () => Promise<unknown>) {
	const mark = sim.log.mark();
	await act();
	return sim.log.since(mark).flatMap(({ route }) => (route?.includes('/webhooks') ? [route] : []));
}

/** n8n's memory of the published workflow's trigger. */
const memoryOf = (n8n: N8n) => n8n.saved['node:Zendesk Users Trigger'];

/** There is one webhook beside those of others, it is right in all respects, and n8n knows its secret. */
function expectOneRight({ sim, n8n }: Scene, others: Webhook[] = [], right: object = {}): Webhook {
	const ids = others.map(({ id }) => id);
	const ours = webhooksOf(sim).filter(({ id }) => !ids.includes(id));
	expect(ours).toEqual([
		expect.objectContaining({
			name: 'n8n: Leavers',
			description: expect.stringMatching(/ \[n8n [0-9a-f]{16}\]$/),
			status: 'active',
			endpoint: n8n.endpoint,
			http_method: 'POST',
			request_format: 'json',
			subscriptions: ROLE_AND_SUSPENSION,
			...right,
		}),
	]);
	expect(memoryOf(n8n)).toEqual({ webhookId: ours[0].id, secret: ours[0].secret });
	expect(webhooksOf(sim)).toEqual(expect.arrayContaining(others));
	return ours[0];
}

/** After unpublishing nothing of ours is left, and all of the others' as it was. */
async function expectNoneAfter({ sim, n8n }: Scene, others: Webhook[] = []): Promise<void> {
	await n8n.deactivate();
	expect(n8n.swallowed).toEqual([]);
	expect(webhooksOf(sim)).toEqual(others);
	expect(memoryOf(n8n)).toEqual({});
}

async function activated(...given: Parameters<typeof setUp>) {
	const scene = setUp(...given);
	await scene.n8n.activate();
	return { ...scene, webhook: expectOneRight(scene) };
}

function patch({ sim }: Scene, webhook: Webhook, fields: Partial<Webhook>): void {
	sim.store.webhooks.set(webhook.id, { ...webhook, ...fields });
}

describe('publishing and unpublishing', () => {
	it('registers one webhook with what was chosen, each type once', async () => {
		const scene = setUp({ triggerOn: ['suspended', 'unsuspended', 'identityChanged'] });
		const asked = await requests(scene, () => scene.n8n.activate());
		expect(asked).toEqual([LIST, LIST, CREATE, SECRET]);
		expectOneRight(scene, [], {
			subscriptions: [
				'zen:event-type:user.identity_created',
				'zen:event-type:user.identity_changed',
				'zen:event-type:user.identity_deleted',
				'zen:event-type:user.suspended_changed',
			],
		});
		await expectNoneAfter(scene);
	});

	it('finds it again when n8n starts, without writing', async () => {
		const scene = await activated();
		expect(await requests(scene, () => scene.n8n.activate('init'))).toEqual([LIST, SECRET]);
		expectOneRight(scene);
		await expectNoneAfter(scene);
	});

	it('removes it, as often as it is asked to', async () => {
		const scene = await activated();
		expect(await requests(scene, () => scene.n8n.deactivate())).toEqual([LIST, REMOVE]);
		expect(await requests(scene, () => scene.n8n.deactivate())).toEqual([LIST]);
		await expectNoneAfter(scene);
		await scene.n8n.activate();
		expectOneRight(scene);
	});

	it('is called like its workflow, within bounds', async () => {
		const scene = setUp({ workflowName: '😀'.repeat(100) });
		await scene.n8n.activate();
		expectOneRight(scene, [], { name: `n8n: ${'😀'.repeat(74)}…` });
		await scene.n8n.listen();
		expect(webhooksOf(scene.sim)[1].name).toBe(`n8n: ${'😀'.repeat(67)}… (test)`);
	});
});

describe('whatever happened meanwhile, there is one right webhook in the end', () => {
	it('other events, published over the old ones', async () => {
		const scene = await activated();
		scene.n8n.options.triggerOn = ['created', 'merged'];
		expect(await requests(scene, () => scene.n8n.activate('update'))).toEqual([
			LIST,
			LIST,
			CHANGE,
			SECRET,
		]);
		const now = ['zen:event-type:user.created', 'zen:event-type:user.merged'];
		expect(expectOneRight(scene, [], { subscriptions: now }).id).toBe(scene.webhook.id);
		await expectNoneAfter(scene);
	});

	it('nothing, but Zendesk lists the events in another order and with a slash', async () => {
		const scene = await activated();
		const [role, suspension] = ROLE_AND_SUSPENSION;
		const subscriptions = [suspension.replace('type:', 'type/'), role];
		patch(scene, scene.webhook, { subscriptions });
		expect(await requests(scene, () => scene.n8n.activate())).toEqual([LIST, SECRET]);
		await expectNoneAfter(scene);
	});

	const written = (scene: Scene) => scene.sim.log.entries.at(-2)?.body;

	it.each<[string, Partial<Webhook>, object]>([
		['disabled by hand', { status: 'inactive' }, { status: 'active' }],
		[
			'subscribed to less by hand',
			{ subscriptions: ROLE_AND_SUSPENSION.slice(1) },
			{ subscriptions: ROLE_AND_SUSPENSION },
		],
		[
			'sent elsewhere by hand',
			{ endpoint: 'https://debug.example.com/' },
			{ endpoint: 'https://n8n.example.com/webhook/hook-node-1/webhook' },
		],
		[
			'disabled and renamed by hand',
			{ status: 'inactive', name: 'Do not touch' },
			{ name: 'n8n: Leavers', status: 'active' },
		],
	])('%s', async (_what, fields, repaired) => {
		const scene = await activated();
		patch(scene, scene.webhook, fields);
		expect(await requests(scene, () => scene.n8n.activate())).toEqual([LIST, LIST, CHANGE, SECRET]);
		expect(written(scene)).toEqual({ webhook: repaired });
		expect(expectOneRight(scene).id).toBe(scene.webhook.id);
		await expectNoneAfter(scene);
	});

	it('deleted by hand', async () => {
		const scene = await activated();
		scene.sim.store.webhooks.clear();
		expect(await requests(scene, () => scene.n8n.activate())).toEqual([LIST, LIST, CREATE, SECRET]);
		expect(expectOneRight(scene).id).not.toBe(scene.webhook.id);
		scene.sim.store.webhooks.clear();
		expect(await requests(scene, () => expectNoneAfter(scene))).toEqual([LIST, REMOVE]);
	});

	it('its secret reset by hand', async () => {
		const scene = await activated();
		patch(scene, scene.webhook, { secret: 'a new one' });
		expect(await requests(scene, () => scene.n8n.activate())).toEqual([LIST, SECRET]);
		expect(memoryOf(scene.n8n).secret).toBe('a new one');
		expectOneRight(scene);
		await expectNoneAfter(scene);
	});

	it('its description rewritten by hand', async () => {
		const scene = await activated();
		patch(scene, scene.webhook, { description: 'Ask Ann' });
		expect(await requests(scene, () => scene.n8n.activate())).toEqual([LIST, SECRET]);
		await expectNoneAfter(scene);
	});

	it('its description rewritten by hand, and n8n moved: n8n remembers', async () => {
		const scene = await activated();
		patch(scene, scene.webhook, { description: 'Ask Ann' });
		scene.n8n.options.url = 'https://automation.example.com';
		await scene.n8n.activate();
		expect(expectOneRight(scene).id).toBe(scene.webhook.id);
		await expectNoneAfter(scene);
	});

	it.each([
		['n8n remembers', false],
		['n8n has forgotten', true],
	])('n8n moved to another address: %s', async (_what, isForgotten) => {
		const scene = await activated();
		if (isForgotten) scene.n8n.saved = {};
		scene.n8n.options.url = 'https://automation.example.com/n8n';
		expect(await requests(scene, () => scene.n8n.activate())).toEqual([LIST, LIST, CHANGE, SECRET]);
		expect(expectOneRight(scene).id).toBe(scene.webhook.id);
		await expectNoneAfter(scene);
	});

	it('twins of every kind', async () => {
		const scene = await activated();
		const { sim, n8n, webhook } = scene;
		addWebhook(sim, { description: webhook.description, status: 'inactive' });
		addWebhook(sim, { endpoint: n8n.endpoint, name: 'By hand' });
		addWebhook(sim, { endpoint: n8n.endpoint, subscriptions: ['conditional_ticket_events'] });
		expect(await requests(scene, () => n8n.activate())).toEqual([
			LIST,
			LIST,
			REMOVE,
			REMOVE,
			REMOVE,
			SECRET,
		]);
		expect(expectOneRight(scene).id).toBe(webhook.id);
		await expectNoneAfter(scene);
	});

	it('a webhook of a trigger at our address, which can never become one of events', async () => {
		const scene = setUp();
		const { sim, n8n } = scene;
		addWebhook(sim, { endpoint: n8n.endpoint, subscriptions: ['conditional_ticket_events'] });
		addWebhook(sim, { endpoint: n8n.endpoint, http_method: 'GET', subscriptions: [] });
		expect(await requests(scene, () => n8n.activate())).toEqual([
			LIST,
			LIST,
			REMOVE,
			REMOVE,
			CREATE,
			SECRET,
		]);
		expectOneRight(scene);
		await expectNoneAfter(scene);
	});

	it('among 250 webhooks of others', async () => {
		const scene = setUp();
		const others = Array.from({ length: 250 }, (_, n) =>
			addWebhook(scene.sim, { name: `n8n: ${n}` }),
		);
		expect(await requests(scene, () => scene.n8n.activate())).toEqual([
			...[LIST, LIST, LIST],
			...[LIST, LIST, LIST],
			CREATE,
			SECRET,
		]);
		expectOneRight(scene, others);
		expect(await requests(scene, () => scene.n8n.activate())).toEqual([LIST, LIST, LIST, SECRET]);
		await expectNoneAfter(scene, others);
	});
});

describe('when something breaks on the way', () => {
	it('the answer to the order is lost: no twin', async () => {
		const scene = setUp();
		scene.sim.faults.add({ when: { route: CREATE }, then: { kind: 'cut-after' } });
		expect(await requests(scene, () => scene.n8n.activate())).toEqual([
			LIST,
			LIST,
			CREATE,
			LIST,
			SECRET,
		]);
		scene.sim.faults.verifyAllFired();
		expectOneRight(scene);
		await expectNoneAfter(scene);
	});

	it('the order itself is lost: it is sent again', async () => {
		const scene = setUp();
		scene.sim.faults.add({ when: { route: CREATE }, then: { kind: 'cut-before' } });
		expect(await requests(scene, () => scene.n8n.activate())).toEqual([
			LIST,
			LIST,
			CREATE,
			LIST,
			CREATE,
			SECRET,
		]);
		scene.sim.faults.verifyAllFired();
		expectOneRight(scene);
		await expectNoneAfter(scene);
	});

	it('the secret of a new webhook can not be read: it is removed again', async () => {
		const scene = setUp();
		scene.sim.faults.add({
			when: { route: SECRET, times: 5 },
			then: { kind: 'respond', status: 500, body: 'Oops' },
		});
		const asked = await requests(scene, () =>
			expect(scene.n8n.activate()).rejects.toThrow('Zendesk is not available (HTTP 500)'),
		);
		scene.sim.faults.verifyAllFired();
		// The last look is n8n's, which makes sure that nothing is left.
		const tries = Array.from({ length: 5 }, () => SECRET);
		expect(asked).toEqual([LIST, LIST, CREATE, ...tries, REMOVE, LIST]);
		expect(webhooksOf(scene.sim)).toEqual([]);
		await scene.n8n.activate();
		expectOneRight(scene);
	});

	it('an answer without a secret is none', async () => {
		const scene = setUp();
		const then = { kind: 'respond', status: 200, body: { signing_secret: {} } } as const;
		scene.sim.faults.add({ when: { route: SECRET }, then });
		await expect(scene.n8n.activate()).rejects.toThrow("did not tell the webhook's signing secret");
		expect(webhooksOf(scene.sim)).toEqual([]);
	});

	const moments = (['before', 'after'] as const).flatMap((moment) =>
		[1, 2, 3, 4, 5].map((n) => [n, moment] as const),
	);

	it.each(moments)('n8n dies at request %i, %s it takes effect', async (n, moment) => {
		const scene = setUp();
		scene.sim.faults.killAt(n, moment);
		await expect(scene.n8n.activate()).rejects.toThrow();
		scene.sim.faults.verifyAllFired();
		scene.sim.faults.revive();
		scene.n8n.swallowed.length = 0;
		expect(scene.n8n.saved).toEqual({});
		await scene.n8n.activate('init');
		expectOneRight(scene);
		await expectNoneAfter(scene);
	});

	it('a webhook can not be removed: people are told, and it is used again', async () => {
		const scene = await activated();
		scene.sim.faults.add({
			when: { route: REMOVE, times: 5 },
			then: { kind: 'respond', status: 503, body: 'Maintenance' },
		});
		await scene.n8n.deactivate();
		scene.sim.faults.verifyAllFired();
		const [error] = scene.n8n.swallowed.splice(0) as Array<Error & { description: string }>;
		expect(error.message).toContain('The webhook of this trigger may still be in Zendesk');
		expect(error.description).toContain('Admin Center');
		expect(await requests(scene, () => scene.n8n.activate())).toEqual([LIST, SECRET]);
		expect(expectOneRight(scene).id).toBe(scene.webhook.id);
		await expectNoneAfter(scene);
	});

	it('a webhook that is gone at that very moment is no trouble', async () => {
		const scene = await activated();
		const act = () => void scene.sim.store.webhooks.clear();
		scene.sim.faults.add({ when: { route: REMOVE }, then: { kind: 'before', do: act } });
		await expectNoneAfter(scene);
		scene.sim.faults.verifyAllFired();
	});
});

describe('a test beside the published workflow', () => {
	const testRight = {
		name: 'n8n: Leavers (test)',
		endpoint: 'https://n8n.example.com/webhook-test/hook-node-1/webhook',
		status: 'active',
	};

	it('has a webhook of its own', async () => {
		const scene = await activated();
		await scene.n8n.listen();
		const test = webhooksOf(scene.sim)[1];
		expect(test).toMatchObject(testRight);
		expectOneRight(scene, [test]);
		await scene.n8n.stopListening();
		expectOneRight(scene);
		await expectNoneAfter(scene);
	});

	it('stays when the workflow is unpublished and published again', async () => {
		const scene = setUp();
		await scene.n8n.listen();
		const test = webhooksOf(scene.sim)[0];
		await scene.n8n.activate();
		expectOneRight(scene, [test]);
		await expectNoneAfter(scene, [test]);
		await scene.n8n.stopListening();
		expect(webhooksOf(scene.sim)).toEqual([]);
	});

	it('heals what an n8n that died has left of a test, and nothing else', async () => {
		const scene = await activated();
		await scene.n8n.listen();
		const after = new N8n(scene.stage, { url: 'https://moved.example.com' });
		await after.listen();
		expect(webhooksOf(scene.sim)).toHaveLength(2);
		await after.stopListening();
		expectOneRight(scene);
	});

	it('that can not begin leaves the published one alone', async () => {
		const scene = await activated();
		scene.sim.faults.add({
			when: { route: SECRET, times: 5 },
			then: { kind: 'respond', status: 500, body: 'Oops' },
		});
		await expect(scene.n8n.listen()).rejects.toThrow('not available');
		expectOneRight(scene);
	});
});

describe("others' webhooks stay as they are", () => {
	const LOOK_ALIKES: Array<[string, (scene: Scene & { webhook: Webhook }) => Promise<void>]> = [
		[
			"a person's with the same name",
			async ({ sim }) => void addWebhook(sim, { name: 'n8n: Leavers' }),
		],
		[
			"a person's with much the same description",
			async ({ sim, webhook }) =>
				void addWebhook(sim, { description: webhook.description!.replace(/.\]$/, ']') }),
		],
		[
			"a person's at much the same address",
			async ({ sim, n8n }) => void addWebhook(sim, { endpoint: `${n8n.endpoint}/` }),
		],
		[
			'another workflow',
			async ({ stage }) =>
				await new N8n(stage, { workflowId: 'workflow-2', url: 'https://b.example.com' }).activate(),
		],
		[
			'another trigger of the workflow',
			async ({ stage }) => await new N8n(stage, { nodeId: 'node-2' }).activate(),
		],
	];

	it.each(LOOK_ALIKES)('%s', async (_who, appear) => {
		const scene = await activated();
		await appear(scene);
		const others = webhooksOf(scene.sim).filter(({ id }) => id !== scene.webhook.id);
		expect(others).toHaveLength(1);
		patch(scene, scene.webhook, { status: 'inactive' });
		await scene.n8n.activate();
		expectOneRight(scene, others);
		await expectNoneAfter(scene, others);
	});

	it('also when n8n was fed with the memory of their n8n', async () => {
		const theirs = await activated();
		const scene = {
			...theirs,
			n8n: new N8n(theirs.stage, { workflowId: 'copy', url: 'https://copy.example.com' }),
		};
		scene.n8n.saved = { ...theirs.n8n.saved };
		await scene.n8n.activate();
		expectOneRight(scene, [theirs.webhook]);
		await expectNoneAfter(scene, [theirs.webhook]);
		expectOneRight(theirs);
	});
});

describe('what people are told', () => {
	/** What publishing says when it can't be done; makes sure that nothing is left. */
	async function refusal({ n8n, sim }: Scene): Promise<{ message: string; description: string }> {
		const error = await n8n.activate().then(
			() => undefined,
			(thrown: Error) => thrown,
		);
		expect(webhooksOf(sim)).toEqual([]);
		expect(error).toMatchObject({ name: 'NodeOperationError' });
		return error as never;
	}

	function signedInWith({ sim, credential }: Stage, userId: number, scopes: string[]) {
		const token = { access_token: sim.credentials.bearer(userId, scopes), token_type: 'bearer' };
		return { ...credential, grantType: 'authorizationCode', oauthTokenData: token };
	}

	it('a credential that may only read', async () => {
		const scene = setUp();
		const { sim } = scene;
		scene.n8n.options.credential = signedInWith(scene.stage, sim.credentials.adminId, ['read']);
		const { message, description } = await refusal(scene);
		expect(message).toContain('may not manage webhooks');
		expect(message).toContain('write');
		expect(description).toContain("'Read Only' credential");
		expect(description).toContain("'read write'");
	});

	it('one without any scope for webhooks', async () => {
		const scene = setUp();
		const { sim } = scene;
		const scopes = ['users:read', 'users:write'];
		scene.n8n.options.credential = signedInWith(scene.stage, sim.credentials.adminId, scopes);
		expect((await refusal(scene)).description).toContain('webhooks:read webhooks:write');
	});

	it('one with just those is enough', async () => {
		const scene = setUp();
		const { sim } = scene;
		const scopes = ['webhooks:read', 'webhooks:write'];
		scene.n8n.options.credential = signedInWith(scene.stage, sim.credentials.adminId, scopes);
		await scene.n8n.activate();
		expectOneRight(scene);
	});

	it('an agent', async () => {
		const scene = setUp();
		const agent = addAgent(scene.sim);
		scene.n8n.options.credential = signedInWith(scene.stage, agent.id, ['read', 'write']);
		const { message, description } = await refusal(scene);
		expect(message).toContain("credential's user may not manage webhooks");
		expect(description).toContain('admin');
	});

	it.each(['http://localhost:5678', 'n8n.example.com'])('n8n calls itself %s', async (url) => {
		const scene = setUp({ url });
		const { message, description } = await refusal(scene);
		expect(message).toContain('Zendesk only sends events to https addresses');
		expect(message).toContain(url);
		expect(description).toContain('WEBHOOK_URL');
	});

	it.each([
		['nothing', [], "'Trigger On' names no event"],
		['something unknown', ['created', 'exploded'], "does not know the event 'exploded'"],
	])('%s is chosen: nothing is asked', async (_what, triggerOn, words) => {
		const scene = setUp({ triggerOn });
		let told = '';
		const asked = await requests(scene, async () => {
			told = (await refusal(scene)).message;
		});
		expect(told).toContain(words);
		// n8n makes sure that nothing is left.
		expect(asked).toEqual([LIST]);
	});

	it('Zendesk refuses for another reason', async () => {
		const scene = setUp();
		const body = { errors: [{ code: 'InvalidParameter', title: 'Unknown subscription' }] };
		scene.sim.faults.add({ when: { route: CREATE }, then: { kind: 'respond', status: 400, body } });
		const { message, description } = await refusal(scene);
		expect(message).toContain('Zendesk refused the webhook: Unknown subscription');
		expect(description).toContain("'Trigger On'");
	});

	it("an account that isn't one", async () => {
		const scene = setUp();
		scene.n8n.options.credential = { ...scene.stage.credential, subdomain: 'evil.com/' };
		expect((await refusal(scene)).message).toContain("'Account' in the credential");
		expect(scene.stage.outsiders).toEqual([]);
	});

	it('no secret of a webhook, in no line of the log', async () => {
		const scene = await activated();
		patch(scene, scene.webhook, { status: 'inactive' });
		await scene.n8n.activate();
		await expectNoneAfter(scene);
		expect(JSON.stringify(scene.n8n.log)).not.toContain(scene.webhook.secret);
	});
});
