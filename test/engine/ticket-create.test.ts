import {
	addAdmin,
	addAgent,
	addCustomer,
	addGroup,
	addLightAgent,
	addTicket,
	type Simulator,
	type SimulatorOptions,
} from '../simulator';
import { clearStages, setStage } from './engine';
import { by } from './forms';

afterEach(clearStages);

const POST = 'POST /api/v2/tickets';

function setUp(options: SimulatorOptions = {}) {
	const stage = setStage({ searchLagSeconds: 0, ...options });
	const { sim } = stage;
	const ann = addCustomer(sim, { name: 'Ann', email: 'ann@acme.example', external_id: 'EMP-1' });
	const { mock } = jest.spyOn(sim, 'fetch');
	/** The keys of all orders, in the order of their arrival. */
	const keys = () =>
		mock.calls
			.filter(([{ method, url }]) => method === 'POST' && url.endsWith('/api/v2/tickets'))
			.map(([{ headers }]) => headers.get('Idempotency-Key'));
	return { ...stage, ann, keys };
}

type Parameters = { options?: object; [parameter: string]: unknown };

const create = (more: Parameters = {}) => ({
	resource: 'ticket',
	operation: 'create',
	subject: 'Access of Ann removed',
	description: 'Everything was handed over',
	...more,
	options: { failedRows: 'items', ...more.options },
});

/** Without those that the story brings along. */
function filed(sim: Simulator) {
	return sim.store.tickets.all().filter(({ channel }) => channel === 'api');
}

async function file({ run }: Pick<ReturnType<typeof setUp>, 'run'>, more: Parameters = {}) {
	const { items, error } = await run({ parameters: create(more) });
	expect(error).toBeUndefined();
	return items[0];
}

const MINUTE = 60_000;

describe('Create', () => {
	it('files a ticket with everything that can be said of it', async () => {
		const { sim, run, ann } = setUp();
		const group = addGroup(sim, { name: 'IT' });
		const agent = addAgent(sim, { groups: [group] });
		const { items, hints } = await run({
			parameters: create({
				internalNote: true,
				requester: by.email(ann),
				additionalFields: {
					assignee: by.id(agent),
					group: group.id,
					priority: 'high',
					type: 'task',
					status: 'pending',
					tags: 'offboarding, it',
					externalId: 'REQ-1',
					customFields: { fields: [{ id: '360001', value: 'laptop' }] },
				},
			}),
		});
		const [ticket] = filed(sim);
		expect(items).toEqual([
			{
				outcome: 'created',
				id: ticket.id,
				agent_url: `https://${sim.host}/agent/tickets/${ticket.id}`,
				subject: 'Access of Ann removed',
				status: 'pending',
				priority: 'high',
				type: 'task',
				requester_id: ann.id,
				assignee_id: agent.id,
				group_id: group.id,
				external_id: 'REQ-1',
				created_at: expect.any(String),
			},
		]);
		expect(hints).toEqual([expect.stringMatching(/^1 row: 1 created · /)]);
		expect(ticket).toMatchObject({
			subject: 'Access of Ann removed',
			description: 'Everything was handed over',
			requester_id: ann.id,
			assignee_id: agent.id,
			group_id: group.id,
			tags: ['offboarding', 'it'],
			custom_fields: [{ id: 360001, value: 'laptop' }],
			is_public: false,
		});
		expect(sim.store.comments.sortedBy('ticket', ticket.id)).toMatchObject([{ public: false }]);
	});

	it('files a public one for the user of the credential when nothing else is said', async () => {
		const stage = setUp();
		const item = await file(stage);
		expect(item).toMatchObject({
			outcome: 'created',
			requester_id: stage.sim.credentials.adminId,
			assignee_id: null,
		});
		expect(filed(stage.sim)[0].is_public).toBe(true);
		expect(stage.sim.log.writes()[0].body).toEqual({
			ticket: {
				subject: 'Access of Ann removed',
				comment: { body: 'Everything was handed over', public: true },
			},
		});
	});

	it('files one ticket a row, never many in one job', async () => {
		const { sim, run } = setUp();
		const items = Array.from({ length: 120 }, (_, i) => ({ subject: `Ticket ${i}` }));
		const result = await run({ items, parameters: create({ subject: '={{ $json.subject }}' }) });
		expect(result.items).toMatchObject(
			items.map(({ subject }) => ({ outcome: 'created', subject })),
		);
		expect(sim.log.count({ route: POST })).toBe(120);
		expect(filed(sim)).toHaveLength(120);
	});

	it('only says what it would file in a dry run', async () => {
		const stage = setUp();
		const item = await file(stage, {
			requester: by.externalId(stage.ann),
			additionalFields: { externalId: 'REQ-1' },
			options: { dryRun: true },
		});
		expect(item).toMatchObject({
			outcome: 'skipped',
			reason: 'dry-run',
			would_be: 'created',
			subject: 'Access of Ann removed',
			requester_id: stage.ann.id,
			external_id: 'REQ-1',
		});
		expect(stage.sim.log.writes()).toEqual([]);
	});

	it('is a dry run for an AI agent without consent', async () => {
		const { sim, run } = setUp();
		const { items } = await run({ asTool: true, parameters: create() });
		expect(items[0]).toMatchObject({ outcome: 'skipped', reason: 'needs-consent' });
		expect(sim.log.writes()).toEqual([]);
	});

	it('puts a bad row on the error output and files the others', async () => {
		const { sim, run } = setUp();
		const { items, errors } = await run({
			items: [{ subject: 'A' }, { subject: '' }, { subject: 'C' }],
			onError: 'continueErrorOutput',
			parameters: create({ subject: '={{ $json.subject }}', options: { failedRows: 'fail' } }),
		});
		expect(items.map(({ subject }) => subject)).toEqual(['A', 'C']);
		expect(errors).toMatchObject([{ error: { message: "'Subject' is empty", reason: 'invalid' } }]);
		expect(filed(sim)).toHaveLength(2);
	});
});

describe('a repeat', () => {
	const key = { options: { idempotencyKey: 'ann 2026-11-20' } };
	const externalId = { additionalFields: { externalId: 'REQ-1' } };

	it('with the same key gives the same ticket', async () => {
		const stage = setUp();
		const first = await file(stage, key);
		await stage.sim.clock.sleep(10 * MINUTE);
		const second = await file(stage, key);
		expect(first.outcome).toBe('created');
		expect(second).toMatchObject({ outcome: 'unchanged', id: first.id });
		expect(filed(stage.sim)).toHaveLength(1);
		const keys = stage.keys();
		expect(keys).toEqual(['ann 2026-11-20', 'ann 2026-11-20']);
	});

	it('with the same external ID gives the same ticket, also after the two hours of keys', async () => {
		const stage = setUp();
		const first = await file(stage, { ...key, ...externalId });
		await stage.sim.clock.sleep(180 * MINUTE);
		for (const options of [{}, { dryRun: true }]) {
			expect(
				await file(stage, { ...externalId, options: { ...key.options, ...options } }),
			).toMatchObject({ outcome: 'unchanged', id: first.id, external_id: 'REQ-1' });
		}
		expect(filed(stage.sim)).toHaveLength(1);
		expect(stage.sim.log.count({ route: POST })).toBe(1);
	});

	it('with the same external ID gives the same ticket, also of two runs at once', async () => {
		const stage = setUp();
		const both = await Promise.all([file(stage, externalId), file(stage, externalId)]);
		expect(both).toMatchObject([{ outcome: 'created' }, { outcome: 'created', id: both[0].id }]);
		expect(filed(stage.sim)).toHaveLength(1);
	});

	it('with the same external ID gives another ticket when the first one was deleted', async () => {
		const stage = setUp();
		const { id } = await file(stage, externalId);
		const { store, clock } = stage.sim;
		await clock.sleep(MINUTE);
		store.tickets.update(store.tickets.get(Number(id))!, { deleted_at: clock.now() });
		const again = await file(stage, externalId);
		expect(again).toMatchObject({ outcome: 'created', external_id: 'REQ-1' });
		expect(again.id).not.toBe(id);
	});

	it('finds a ticket that has moved on meanwhile', async () => {
		const stage = setUp();
		const ticket = addTicket(stage.sim, { external_id: 'REQ-1', status: 'solved', subject: 'Old' });
		expect(await file(stage, externalId)).toMatchObject({
			outcome: 'unchanged',
			id: ticket.id,
			subject: 'Old',
			status: 'solved',
		});
	});

	it('with the key alone files anew after two hours', async () => {
		const stage = setUp();
		await file(stage, key);
		await stage.sim.clock.sleep(121 * MINUTE);
		expect((await file(stage, key)).outcome).toBe('created');
		expect(filed(stage.sim)).toHaveLength(2);
	});

	it('without key and external ID is another ticket', async () => {
		const stage = setUp();
		await file(stage);
		expect((await file(stage)).outcome).toBe('created');
		const [first, second] = stage.keys();
		expect(first).toMatch(/^[0-9a-f-]{36}$/);
		expect(second).not.toBe(first);
	});

	it.each(['Zoë – 2026', 'two\nlines', 'x'.repeat(300)])(
		'with a key that no header can carry: %j',
		async (idempotencyKey) => {
			const stage = setUp();
			const first = await file(stage, { options: { idempotencyKey } });
			await stage.sim.clock.sleep(MINUTE);
			expect(await file(stage, { options: { idempotencyKey } })).toMatchObject({
				outcome: 'unchanged',
				id: first.id,
			});
			expect(new Set(stage.keys())).toEqual(new Set([expect.stringMatching(/^[0-9a-f]{64}$/)]));
		},
	);

	it('with the key of another ticket is explained', async () => {
		const stage = setUp();
		await file(stage, key);
		expect(await file(stage, { ...key, subject: 'Something else' })).toMatchObject({
			outcome: 'failed',
			reason: 'conflict',
			message:
				"'Idempotency Key': in the last two hours 'ann 2026-11-20' came with a ticket of other content",
			advice: expect.stringContaining('a key of its own'),
		});
		expect(filed(stage.sim)).toHaveLength(1);
	});

	it('in the same run is not filed twice', async () => {
		const { sim, run } = setUp();
		const rows = [
			{ subject: 'A', key: 'k', id: '' },
			{ subject: 'A', key: 'k', id: '' },
			{ subject: 'B', key: 'k', id: '' },
			{ subject: 'C', key: '', id: 'REQ-9' },
			{ subject: 'C', key: '', id: 'REQ-9' },
		];
		const { items } = await run({
			items: rows,
			parameters: create({
				subject: '={{ $json.subject }}',
				additionalFields: { externalId: '={{ $json.id }}' },
				options: { idempotencyKey: '={{ $json.key }}' },
			}),
		});
		expect(items).toMatchObject([
			{ outcome: 'created' },
			{ outcome: 'skipped', reason: 'same-row', message: 'Item 0 files the same ticket' },
			{
				outcome: 'failed',
				reason: 'conflict',
				message: "'Idempotency Key': item 0 has the key 'k' too, and other content",
			},
			{ outcome: 'created' },
			{ outcome: 'skipped', reason: 'same-row', message: 'Item 3 files the same ticket' },
		]);
		expect(filed(sim)).toHaveLength(2);
	});
});

describe('an answer that is lost', () => {
	it.each<[string, Parameters, 'cut-before' | 'cut-after']>([
		['without a key', {}, 'cut-after'],
		['without a key', {}, 'cut-before'],
		['with a key', { options: { idempotencyKey: 'k' } }, 'cut-after'],
		['with an external ID', { additionalFields: { externalId: 'REQ-1' } }, 'cut-after'],
	])('is asked for again with the same key: %s', async (_name, more, kind) => {
		const stage = setUp();
		stage.sim.faults.add({ when: { route: POST, times: 2 }, then: { kind } });
		const item = await file(stage, more);
		stage.sim.faults.verifyAllFired();
		expect(item).toMatchObject({ outcome: 'created', id: filed(stage.sim)[0].id });
		expect(filed(stage.sim)).toHaveLength(1);
		const keys = stage.keys();
		expect(keys).toHaveLength(3);
		expect(new Set(keys).size).toBe(1);
	});

	it.each<[string, Parameters, RegExp]>([
		[
			'a key',
			{ options: { idempotencyKey: 'k' } },
			/recognized by 'Idempotency Key' \(for two hours\)/,
		],
		['nothing', {}, /Look for it in Zendesk before you run it again; with 'External ID'/],
	])('and stays lost is no lie, with %s', async (_name, more, advice) => {
		const stage = setUp();
		stage.sim.faults.add({ when: { route: POST, times: 5 }, then: { kind: 'cut-after' } });
		expect(await file(stage, more)).toMatchObject({
			outcome: 'unknown',
			reason: 'unavailable',
			message: expect.stringMatching(
				/^Perhaps the ticket 'Access of Ann removed' was not filed; nobody can tell/,
			),
			advice: expect.stringMatching(advice),
		});
		expect(filed(stage.sim)).toHaveLength(1);
	});

	it('and stays lost is found by the external ID', async () => {
		const stage = setUp();
		stage.sim.faults.add({ when: { route: POST, times: 5 }, then: { kind: 'cut-after' } });
		const item = await file(stage, { additionalFields: { externalId: 'REQ-1' } });
		expect(item).toMatchObject({ outcome: 'created', external_id: 'REQ-1' });
	});

	it.each([{ options: { idempotencyKey: 'k' } }, { additionalFields: { externalId: 'REQ-1' } }])(
		'after which the run is killed, does not file twice: %j',
		async (more) => {
			const stage = setUp();
			for (let n = 1; ; n++) {
				stage.sim.faults.killAt(n, 'after');
				await stage.run({ parameters: create(more) });
				const isKilled = stage.sim.faults.dead;
				stage.sim.faults.revive();
				if (!isKilled) break;
			}
			expect(filed(stage.sim)).toHaveLength(1);
			await stage.sim.clock.sleep(MINUTE);
			expect((await file(stage, more)).outcome).toBe('unchanged');
		},
	);

	it('waits as long as Zendesk says', async () => {
		const stage = setUp();
		stage.sim.faults.add({
			when: { route: POST },
			then: { kind: 'respond', status: 429, headers: { 'Retry-After': '27' }, body: 'Too many' },
		});
		const before = stage.sim.clock.now();
		expect((await file(stage)).outcome).toBe('created');
		expect(stage.sim.clock.now() - before).toBeGreaterThanOrEqual(27_000);
	});
});

describe('refused before it is filed', () => {
	type Setting = ReturnType<typeof setUp>;
	it.each<[string, (setting: Setting) => object, string, RegExp]>([
		['an empty subject', () => ({ subject: ' ' }), 'invalid', /^'Subject' is empty$/],
		['an empty description', () => ({ description: ' ' }), 'invalid', /^'Description' is empty$/],
		[
			'a requester whom nobody knows',
			() => ({ requester: by.email({ email: 'x@y.example' }) }),
			'not-found',
			/^'Requester': no user has the email/,
		],
		[
			'a suspended requester',
			({ sim }) => ({ requester: by.id(addCustomer(sim, { suspended: true })) }),
			'invalid',
			/^'Requester': .* is suspended, and Zendesk takes no tickets/,
		],
		[
			'an end user as assignee',
			({ ann }) => ({ additionalFields: { assignee: by.id(ann) } }),
			'invalid',
			/^'Assignee': Ann \(ID \d+\) is an end user$/,
		],
		[
			'a light agent as assignee',
			({ sim }) => ({ additionalFields: { assignee: by.id(addLightAgent(sim)) } }),
			'invalid',
			/^'Assignee': .* is a light agent, who can't be assigned tickets$/,
		],
		[
			'an assignee of another group',
			({ sim }) => ({
				additionalFields: { assignee: by.id(addAgent(sim)), group: addGroup(sim).id },
			}),
			'invalid',
			/^'Assignee': .* is not in the group with the ID \d+$/,
		],
		[
			'a group that is none',
			() => ({ additionalFields: { group: 'IT' } }),
			'invalid',
			/^'Group Name or ID': 'IT' is not an ID/,
		],
		[
			'a status that is none',
			() => ({ additionalFields: { status: 'closed' } }),
			'invalid',
			/^'Status': 'closed' is none of: new, hold, open, pending, solved$/,
		],
		[
			'a custom field without its ID',
			() => ({ additionalFields: { customFields: { fields: [{ id: '', value: 'x' }] } } }),
			'invalid',
			/^'Custom Fields': a field has no ID$/,
		],
	])('%s', async (_name, arrange, reason, message) => {
		const setting = setUp();
		const more = arrange(setting);
		for (const dryRun of [true, false]) {
			expect(await file(setting, { ...more, options: { dryRun } })).toMatchObject({
				outcome: 'failed',
				reason,
				message: expect.stringMatching(message),
				advice: expect.any(String),
			});
		}
		expect(setting.sim.log.writes()).toEqual([]);
	});

	it('takes an assignee’s other groups into account, read once', async () => {
		const { sim, run } = setUp();
		const [first, second] = [addGroup(sim), addGroup(sim)];
		const agent = addAdmin(sim, { groups: [first, second] });
		const { items } = await run({
			items: [{}, {}, {}],
			parameters: create({ additionalFields: { assignee: by.id(agent), group: second.id } }),
		});
		expect(items.every(({ group_id: id }) => id === second.id)).toBe(true);
		expect(sim.log.count({ route: 'GET /api/v2/users/:id/group_memberships' })).toBe(1);
	});

	it('passes on what Zendesk alone can tell', async () => {
		const stage = setUp();
		const item = await file(stage, { additionalFields: { status: 'solved' } });
		expect(item).toMatchObject({
			outcome: 'failed',
			reason: 'invalid',
			message: expect.stringMatching(
				/^The ticket 'Access of Ann removed' was not filed: Assignee: is required/,
			),
			subject: 'Access of Ann removed',
		});
		expect(filed(stage.sim)).toEqual([]);
	});
});
