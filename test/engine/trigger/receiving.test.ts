import { randomBytes, randomUUID } from 'node:crypto';
import { addCustomer, addDeletedCustomer, type Simulator, type User } from '../../simulator';
import { clearStages, setStage } from '../engine';
import { deliver, envelope, N8n, type N8nOptions, webhooksOf } from './webhook';

afterEach(clearStages);

const MINUTE = 60_000;

const roleChanged = (more?: object) =>
	envelope('user.role_changed', { current: 'agent', previous: 'end-user' }, more);

const of = ({ id }: Pick<User, 'id'>) => ({
	subject: `zen:user:${id}`,
	detail: { id: String(id) },
});

/** A published workflow; what Zendesk sends now is signed with the webhook's secret. */
async function setUp(options?: N8nOptions, arrange: (sim: Simulator) => void = () => {}) {
	const stage = setStage();
	arrange(stage.sim);
	const n8n = new N8n(stage, { nodeId: randomUUID(), ...options });
	await n8n.activate();
	const { sim } = stage;
	const [{ secret }] = webhooksOf(sim);
	const signed = (body: object | string, { lateMs = 0, key = secret } = {}) =>
		deliver(body, { secret: key, atMs: sim.clock.now() - lateMs });
	const receive = async (body: object | string) => await n8n.receive(signed(body));
	const mark = sim.log.mark();
	const asked = () => sim.log.since(mark).map(({ method, path }) => `${method} ${path}`);
	const warnings = () => n8n.log.filter(({ level }) => level === 'warn').map(({ text }) => text);
	return { stage, sim, n8n, secret, signed, receive, asked, warnings };
}

describe('an event that is asked for', () => {
	it('starts the workflow, and Zendesk is not asked anything', async () => {
		const { receive, asked, n8n, sim } = await setUp();
		const event = roleChanged({ id: 'event-1' });
		const before = sim.clock.now();
		expect(await receive(event)).toEqual({
			status: 200,
			item: {
				event: 'roleChanged',
				event_id: 'event-1',
				event_type: 'zen:event-type:user.role_changed',
				time: '2026-11-20T09:00:00Z',
				account_id: 12514403,
				user_id: 6596848315901,
				user: {
					id: 6596848315901,
					email: 'ann@example.com',
					external_id: null,
					role: 'agent',
					organization_id: 10002,
					default_group_id: null,
					created_at: '2026-11-19T05:27:58Z',
					updated_at: '2026-11-20T09:00:00Z',
				},
				previous: 'end-user',
				current: 'agent',
			},
		});
		expect(asked()).toEqual([]);
		expect(sim.clock.now()).toBe(before);
		expect(n8n.log).toEqual([]);
	});

	it('is known by a slash too', async () => {
		const { receive } = await setUp({ triggerOn: ['merged'] });
		const more = { type: 'zen:event-type/user.merged' };
		const { item } = await receive(envelope('user.merged', { user: { id: '77' } }, more));
		expect(item).toMatchObject({
			event: 'merged',
			event_type: 'zen:event-type:user.merged',
			merged_user_id: 77,
		});
	});

	it.each([
		['suspended', true, ['suspended'], 'suspended'],
		['unsuspended', false, ['suspended', 'unsuspended'], 'unsuspended'],
	])('%s', async (_what, current, triggerOn, event) => {
		const { receive } = await setUp({ triggerOn });
		const body = envelope('user.suspended_changed', { current, previous: !current });
		expect((await receive(body)).item).toMatchObject({ event, current, previous: !current });
	});
});

describe('what starts nothing but is answered well', () => {
	it.each<[string, object]>([
		['an event of an older subscription', envelope('user.created')],
		['the other half of an event', envelope('user.suspended_changed', { current: false })],
		['half an event', envelope('user.suspended_changed')],
		['an event that is not of users', envelope('ticket.created')],
		['an event that Zendesk has invented since', envelope('user.promoted')],
	])('%s', async (_what, body) => {
		const { receive, n8n, warnings } = await setUp({ triggerOn: ['roleChanged', 'suspended'] });
		expect(await receive(body)).toEqual({ status: 200 });
		expect(n8n.log).toEqual([
			{ level: 'debug', text: expect.stringContaining('ignored an event that is not asked for') },
		]);
		expect(warnings()).toEqual([]);
		expect((await receive(roleChanged())).item).toBeDefined();
	});
});

describe('what is refused; the next event starts the workflow as ever', () => {
	it.each<[string, string | object]>([
		['no JSON', 'user=5&signed=yes'],
		['nothing', ''],
		['a list', '[]'],
		['null', 'null'],
		['no event', { hello: 'world' }],
		['an event without an id', roleChanged({ id: undefined })],
		['an event of an odd type', roleChanged({ type: 'zen:event-type:user.role_changed.x' })],
		['an event about nobody', roleChanged({ subject: 'zen:ticket:5', detail: {} })],
		['half of it', JSON.stringify(roleChanged()).slice(0, 300)],
		['broken characters', '\ufffd\u0000'],
	])('%s, signed: 400', async (_what, body) => {
		const { receive, warnings } = await setUp();
		expect(await receive(body)).toEqual({ status: 400 });
		expect(warnings()).toHaveLength(1);
		expect((await receive(roleChanged())).item).toBeDefined();
	});

	it('more than a megabyte: 413, whoever has signed it', async () => {
		const { receive, n8n, signed, warnings } = await setUp();
		const large = (bytes: number) => {
			const body = JSON.stringify(roleChanged({ filler: '' }));
			return body.replace('"filler":""', `"filler":"${'x'.repeat(bytes - body.length)}"`);
		};
		expect(await receive(large(1024 * 1024 + 1))).toEqual({ status: 413 });
		expect(await n8n.receive(signed(large(1024 * 1024 + 1), { key: 'wrong' }))).toEqual({
			status: 413,
		});
		expect(warnings()[0]).toContain('1048577 bytes');
		expect((await receive(large(1024 * 1024))).item).toBeDefined();
	});
});

describe('who is not believed: 401, and nothing is said', () => {
	type Given = Awaited<ReturnType<typeof setUp>>;
	type Delivery = ReturnType<Given['signed']>;
	const without = ({ body, headers }: Delivery, name: string): Delivery => {
		const others = { ...headers };
		delete others[`x-zendesk-webhook-${name}`];
		return { body, headers: others };
	};

	it.each<[string, (given: Given) => Delivery, string]>([
		['no signature', ({ signed }) => without(signed(roleChanged()), 'signature'), 'not signed'],
		[
			'no time',
			({ signed }) => without(signed(roleChanged()), 'signature-timestamp'),
			'not signed',
		],
		[
			'another secret',
			({ signed }) => signed(roleChanged(), { key: randomBytes(32).toString('base64') }),
			'signature is wrong',
		],
		[
			'the body changed',
			({ signed }) => ({ ...signed(roleChanged()), body: Buffer.from('{}') }),
			'signature is wrong',
		],
		[
			'no bytes at all',
			({ signed }) => ({ ...signed(roleChanged()), body: undefined as never }),
			'signature is wrong',
		],
		[
			'five minutes and a second old',
			({ signed }) => signed(roleChanged(), { lateMs: 5 * MINUTE + 1000 }),
			'signed 301 s ago',
		],
		[
			'five minutes and a second ahead',
			({ signed }) => signed(roleChanged(), { lateMs: -5 * MINUTE - 1000 }),
			'signed 301 s in the future',
		],
	])('%s', async (_what, forge, why) => {
		const given = await setUp();
		const { n8n, receive, warnings, asked, secret } = given;
		const before = structuredClone(n8n.saved);
		expect(await n8n.receive(forge(given))).toEqual({ status: 401 });
		expect(warnings()).toEqual([expect.stringContaining(why)]);
		expect(warnings()[0]).toMatch(/^Zendesk Users Trigger: /);
		expect(warnings()[0]).not.toContain(secret);
		expect(asked()).toEqual([]);
		expect(n8n.saved).toEqual(before);
		expect((await receive(roleChanged())).item).toBeDefined();
	});

	it.each([5 * MINUTE, -5 * MINUTE])('but within five minutes they are: %i ms', async (lateMs) => {
		const { n8n, signed } = await setUp();
		expect((await n8n.receive(signed(roleChanged(), { lateMs }))).item).toBeDefined();
	});

	it('nobody makes n8n evaluate anything before', async () => {
		const { n8n, signed } = await setUp();
		n8n.options.triggerOn = "={{ $('Nobody').item.json.events }}" as never;
		const forged = signed(roleChanged(), { key: 'wrong' });
		expect(await n8n.receive(forged)).toEqual({ status: 401 });
		await expect(n8n.receive(signed(roleChanged()))).rejects.toThrow();
	});

	it('nobody, while n8n has no secret', async () => {
		const { n8n, receive, warnings } = await setUp();
		n8n.saved = {};
		expect(await receive(roleChanged())).toEqual({ status: 401 });
		expect(warnings()).toEqual([expect.stringContaining('no signing secret is stored')]);
	});

	it('after a reset of the secret by hand, until the workflow is published again', async () => {
		const { n8n, sim, signed, warnings } = await setUp();
		const [webhook] = webhooksOf(sim);
		sim.store.webhooks.set(webhook.id, { ...webhook, secret: 'new' });
		expect(await n8n.receive(signed(roleChanged(), { key: 'new' }))).toEqual({ status: 401 });
		expect(warnings()).toEqual([
			expect.stringContaining('unpublish the workflow and publish it again'),
		]);
		await n8n.activate();
		expect((await n8n.receive(signed(roleChanged(), { key: 'new' }))).item).toBeDefined();
		expect(await n8n.receive(signed(roleChanged()))).toEqual({ status: 401 });
	});

	it('a test has a secret of its own', async () => {
		const { n8n, sim, signed } = await setUp();
		await n8n.listen();
		const key = webhooksOf(sim)[1].secret;
		expect(await n8n.receive(signed(roleChanged()), true)).toEqual({ status: 401 });
		expect(await n8n.receive(signed(roleChanged(), { key }))).toEqual({ status: 401 });
		expect((await n8n.receive(signed(roleChanged(), { key }), true)).item).toBeDefined();
		expect((await n8n.receive(signed(roleChanged()))).item).toBeDefined();
	});
});

describe('repeats', () => {
	it('three at once start the workflow once, also while the user is being read', async () => {
		const { n8n, signed, sim, asked } = await setUp({ options: { includeFullUser: true } });
		const event = roleChanged(of(addCustomer(sim)));
		const answers = await Promise.all([1, 2, 3].map(() => n8n.receive(signed(event))));
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(answers.filter(({ item }) => item)).toHaveLength(1);
		expect(asked()).toEqual(['GET /api/v2/users/show_many']);
	});

	it('a later one starts nothing; the same change once more does', async () => {
		const { receive, n8n } = await setUp();
		const event = roleChanged();
		expect((await receive(event)).item).toBeDefined();
		expect(await receive(event)).toEqual({ status: 200 });
		expect(n8n.log).toEqual([
			{ level: 'debug', text: expect.stringContaining('dropped a repeat of the event') },
		]);
		expect((await receive(roleChanged())).item).toBeDefined();
	});

	it('a forged one before the real one does not keep it away', async () => {
		const { receive, n8n, signed } = await setUp();
		const event = roleChanged();
		await n8n.receive(signed(event, { key: 'wrong' }));
		expect((await receive(event)).item).toBeDefined();
	});

	it('each trigger sees for itself, and a test has seen nothing', async () => {
		const given = await setUp();
		const { n8n, sim, signed, stage, receive } = given;
		const event = roleChanged();
		const other = new N8n(stage, { nodeId: randomUUID() });
		await other.activate();
		await n8n.listen();
		const [, { secret: othersKey }, { secret: testKey }] = webhooksOf(sim);
		expect((await receive(event)).item).toBeDefined();
		expect((await other.receive(signed(event, { key: othersKey }))).item).toBeDefined();
		expect((await n8n.receive(signed(event, { key: testKey }), true)).item).toBeDefined();
		expect((await n8n.receive(signed(event, { key: testKey }), true)).item).toBeDefined();
		expect(await receive(event)).toEqual({ status: 200 });
	});
});

describe("'Include Full User'", () => {
	const options = { includeFullUser: true };

	it('adds the user as he is now, with one request', async () => {
		const { receive, sim, asked } = await setUp({ options });
		const ann = addCustomer(sim, { name: 'Ann Now', user_fields: { shoe_size: 38 } });
		const { item } = await receive(roleChanged(of(ann)));
		expect(item).toMatchObject({
			user_id: ann.id,
			full_user: { id: ann.id, name: 'Ann Now', active: true, user_fields: { shoe_size: 38 } },
		});
		expect(asked()).toEqual(['GET /api/v2/users/show_many']);
	});

	it('also when he is deleted', async () => {
		let gone = { id: 0 };
		const { receive } = await setUp({ options, triggerOn: ['deleted'] }, (sim) => {
			gone = addDeletedCustomer(sim, { name: 'Ann Gone' });
		});
		const { item } = await receive(envelope('user.deleted', {}, of(gone)));
		expect(item).toMatchObject({
			event: 'deleted',
			full_user: { name: 'Ann Gone', active: false },
		});
	});

	/** The item comes all the same, within Zendesk's 12 seconds. */
	async function expectWithout(
		given: Awaited<ReturnType<typeof setUp>>,
		reason: string,
		message: RegExp,
		user: Pick<User, 'id'> = addCustomer(given.sim),
	): Promise<void> {
		const before = given.sim.clock.now();
		const { item, status } = await given.receive(roleChanged(of(user)));
		expect(status).toBe(200);
		expect(item).toMatchObject({
			user_id: user.id,
			current: 'agent',
			full_user: null,
			full_user_reason: reason,
			full_user_message: expect.stringMatching(message),
		});
		expect(given.sim.clock.now() - before).toBeLessThanOrEqual(6_000);
	}

	it('says that nobody knows him', async () => {
		await expectWithout(await setUp({ options }), 'not-found', /does not know/, { id: 404 });
	});

	const USER = 'GET /api/v2/users/show_many';

	it('does not wait for a Zendesk that takes its time', async () => {
		const given = await setUp({ options });
		const wait = async () => await given.sim.clock.sleep(20_000);
		given.sim.faults.add({ when: { route: USER }, then: { kind: 'after', do: wait } });
		await expectWithout(given, 'unavailable', /within 6 seconds/);
		given.sim.faults.verifyAllFired();
	});

	it('does not wait as long as Zendesk wishes', async () => {
		const given = await setUp({ options });
		const headers = { 'Retry-After': '30' };
		given.sim.faults.add({
			when: { route: USER },
			then: { kind: 'respond', status: 429, headers, body: 'Slow down' },
		});
		await expectWithout(given, 'unavailable', /within 6 seconds/);
		await given.sim.clock.sleep(10 * MINUTE);
		expect(given.asked()).toEqual(['GET /api/v2/users/show_many']);
	});

	it('gets over one that fails once', async () => {
		const given = await setUp({ options });
		given.sim.faults.add({
			when: { route: USER },
			then: { kind: 'respond', status: 502, body: '<html>' },
		});
		const ann = addCustomer(given.sim);
		const { item } = await given.receive(roleChanged(of(ann)));
		expect(item?.full_user).toMatchObject({ id: ann.id });
	});

	it('says that the sign-in is refused', async () => {
		const given = await setUp({ options });
		const body = { error: "Couldn't authenticate you" };
		// For the token that n8n has, and for each new one that it gets.
		given.sim.faults.add({
			when: { route: USER, times: Infinity },
			then: { kind: 'respond', status: 401, body },
		});
		await expectWithout(given, 'sign-in', /did not accept the sign-in/);
	});

	it('says that the account is none', async () => {
		const given = await setUp({ options });
		given.n8n.options.credential = { ...given.stage.credential, subdomain: 'a b' };
		await expectWithout(given, 'sign-in', /'Account' in the credential/);
	});
});
