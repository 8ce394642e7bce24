import { ExecuteContext } from 'n8n-core';
import type { Logger } from 'n8n-workflow';
import { addAgent, addCustomer, type Simulator, type User } from '../simulator';
import { clearStages, type NodeResult, type NodeRun, setStage, type Stage } from './engine';
import { by } from './forms';

afterEach(() => {
	clearStages();
	jest.restoreAllMocks();
});

const UPDATE_MANY = 'PUT /api/v2/users/update_many';
const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** n8n's log, as the nodes' contexts give it: they all share one. */
const log = Reflect.get(ExecuteContext.prototype, 'logger', {}) as Logger;

/** What a run left behind for people. */
interface Told extends NodeResult {
	/** What the node wrote into the log, without its name in front. */
	lines: string[];
	/** Everything in the log, n8n's own lines too. */
	everything: string;
	/** Requests of this run without that for the token, which n8n sends. */
	requests: number;
	/** Seconds of the clock. */
	seconds: number;
}

async function listen({ sim, run }: Stage, given: NodeRun): Promise<Told> {
	const written: Array<{ line: string; meta?: object }> = [];
	for (const level of LEVELS) {
		jest.spyOn(log, level).mockImplementation((line, meta) => void written.push({ line, meta }));
	}
	const [mark, startedAt] = [sim.log.mark(), sim.clock.now()];
	const result = await run(given);
	return {
		...result,
		lines: written.flatMap(({ line }) => /^Zendesk Users: (.*)$/s.exec(line)?.[1] ?? []),
		everything: JSON.stringify(written),
		requests: sim.log.since(mark).filter(({ path }) => path !== '/oauth/tokens').length,
		seconds: (sim.clock.now() - startedAt) / 1000,
	};
}

/** The numbers of a closing line, e.g. `3 rows: 3 updated · 5 requests, 12 s (7 s of it waiting)`. */
function summaryIn(text: string) {
	const number = (pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? 0);
	return {
		rows: number(/(\d+) rows?\b/),
		requests: number(/(\d+) requests?\b/),
		seconds: number(/requests?, (\d+) s/),
		waiting: number(/(\d+) s of it waiting/),
	};
}

const closing = ({ hints }: Told) => summaryIn(hints.at(-1) ?? '');

/** The numbers of all lines that match, in their order. */
const numbersIn = ({ lines }: Told, pattern: RegExp) =>
	lines.flatMap((line) => pattern.exec(line)?.[1] ?? []).map(Number);

const customers = (sim: Simulator, count: number) =>
	Array.from({ length: count }, () => addCustomer(sim));

const BY_ITEM = { __rl: true, mode: 'id', value: '={{ $json.id }}' };

/** An update of these users' phones. */
const update = (people: User[], options: object = {}): NodeRun => ({
	items: people.map(({ id }) => ({ id })),
	parameters: {
		resource: 'user',
		operation: 'update',
		user: BY_ITEM,
		updateFields: { phone: '42' },
		options,
	},
});

describe('The log while a bulk update runs', () => {
	it('tells after each wave of jobs how many of the rows are done, up to all of them', async () => {
		const stage = setStage();
		const told = await listen(stage, update(customers(stage.sim, 1_000), { jobSlots: 3 }));
		const done = numbersIn(told, /(\d+) of 1000 rows are done/);
		expect(done.length).toBeGreaterThan(3);
		expect(done).toEqual([...done].sort((a, b) => a - b));
		expect(done[0]).toBeLessThan(1_000);
		expect(done.at(-1)).toBe(1_000);
	});

	it.each([
		[1, 1],
		[3, 3],
		[25, 10],
	])('tells with %i slots that up to %i jobs are running', async (slots, most) => {
		const stage = setStage();
		const told = await listen(stage, update(customers(stage.sim, 1_000), { jobSlots: slots }));
		expect(Math.max(...numbersIn(told, /(\d+) jobs? (?:is|are) running/))).toBe(most);
		expect(told.lines.join('\n')).not.toContain('1 jobs');
	});

	it('counts each row once when a job breaks and is done again in parts', async () => {
		const stage = setStage();
		stage.sim.faults.add({
			when: { route: UPDATE_MANY, nth: 2 },
			then: { kind: 'job', failAt: 40 },
		});
		const told = await listen(stage, update(customers(stage.sim, 400)));
		stage.sim.faults.verifyAllFired();
		const done = numbersIn(told, /(\d+) of 400 rows are done/);
		expect(done).toEqual([...done].sort((a, b) => a - b));
		expect(done.at(-1)).toBe(400);
	});

	it('counts all rows of the node, not only those that go in jobs', async () => {
		const stage = setStage();
		const people = customers(stage.sim, 300);
		for (const { id } of people.slice(0, 100)) {
			stage.sim.store.users.update(stage.sim.store.users.get(id)!, { phone: '42' });
		}
		const told = await listen(stage, update(people));
		expect(numbersIn(told, /(\d+) of 300 rows are done/).at(-1)).toBe(300);
	});

	it('goes on while rows are sent one by one', async () => {
		const stage = setStage({ plan: { bulkImport: false } });
		const told = await listen(stage, upsert(40));
		const done = numbersIn(told, /(\d+) of 40 rows are done/);
		expect(done.length).toBeGreaterThan(1);
		expect(done.at(-1)).toBe(40);
	});

	it('tells of a long wait and its reason', async () => {
		const stage = setStage();
		stage.sim.faults.add({ when: { route: UPDATE_MANY }, then: tooFast(30) });
		const { lines } = await listen(stage, update(customers(stage.sim, 200)));
		expect(lines.filter((line) => /waiting 30 s/.test(line))).toHaveLength(1);
	});

	it('tells of a long wait for a limit that the node keeps by itself', async () => {
		const stage = setStage();
		const { lines } = await listen(stage, {
			items: Array.from({ length: 11 }, () => ({})),
			parameters: { ...getMany, options: { readBy: 'export' } },
		});
		expect(lines.filter((line) => /waiting (59|60|61) s/.test(line)).length).toBeGreaterThan(0);
	});
});

/** New users who are known to nobody. */
const upsert = (count: number): NodeRun => ({
	items: Array.from({ length: count }, (_, i) => ({ key: `N-${i}`, name: `New ${i}` })),
	parameters: {
		resource: 'user',
		operation: 'upsert',
		externalId: '={{ $json.key }}',
		name: '={{ $json.name }}',
	},
});

const tooFast = (seconds: number) => ({
	kind: 'respond' as const,
	status: 429,
	headers: { 'Retry-After': String(seconds) },
	body: 'Number of allowed API requests per minute exceeded',
});

const getMany = { resource: 'user', operation: 'getAll', returnAll: true };

describe('The log of Get Many', () => {
	it.each([
		['the list', {}, 4],
		['the export', { options: { readBy: 'export' } }, 1],
	])('tells after each page of %s how far it is', async (_name, more, pages) => {
		const stage = setStage();
		customers(stage.sim, 349);
		const told = await listen(stage, { parameters: { ...getMany, ...more } });
		const read = numbersIn(told, /(\d+) users are read/);
		expect(read).toHaveLength(pages);
		expect(read).toEqual([...read].sort((a, b) => a - b));
		expect(read.at(-1)).toBe(350);
	});

	it('closes with the cost, in the log only', async () => {
		const stage = setStage();
		customers(stage.sim, 349);
		const told = await listen(stage, { parameters: getMany });
		expect(told.hints).toEqual([]);
		expect(summaryIn(told.lines.at(-1)!)).toMatchObject({ rows: 1, requests: told.requests });
		expect(told.requests).toBe(4);
	});

	it('Deleted User: Get Many tells after each page how far it is', async () => {
		const stage = setStage();
		for (const user of customers(stage.sim, 150)) {
			stage.sim.store.users.update(user, { active: false, deleted_at: stage.sim.clock.now() });
		}
		const told = await listen(stage, { parameters: { ...getMany, resource: 'deletedUser' } });
		expect(told.items).toHaveLength(150);
		expect(numbersIn(told, /(\d+) .*users are read/)).toEqual([100, 150]);
	});
});

describe('The closing hint', () => {
	it('tells rows and what became of them', async () => {
		const stage = setStage();
		const [ann, bob] = customers(stage.sim, 2);
		stage.sim.store.users.update(bob, { phone: '42' });
		const told = await listen(stage, {
			...update([ann, bob, { ...bob, id: 999 }]),
			onError: 'continueRegularOutput',
		});
		expect(told.hints).toHaveLength(1);
		for (const words of [/\b3 rows\b/, /\b1 updated\b/, /\b1 unchanged\b/, /\b1 failed\b/]) {
			expect(told.hints[0]).toMatch(words);
		}
		expect(told.lines.at(-1)).toBe(told.hints[0]);
	});

	it.each<[string, (stage: Stage) => NodeRun]>([
		['one update', ({ sim }) => update(customers(sim, 1))],
		['updates by jobs', ({ sim }) => update(customers(sim, 450))],
		['upserts by jobs', () => upsert(250)],
		[
			'suspensions that are looked up',
			({ sim }) => suspend(customers(sim, 120), { maxChanges: 120 }),
		],
		['a dry run', ({ sim }) => update(customers(sim, 20), { dryRun: true })],
	])('counts the requests of %s as Zendesk does', async (_name, given) => {
		const stage = setStage();
		const told = await listen(stage, given(stage));
		expect(told.requests).toBeGreaterThan(0);
		expect(closing(told).requests).toBe(told.requests);
	});

	it.each<[string, Parameters<Simulator['faults']['add']>[0]['then']]>([
		['is refused for a moment', tooFast(3)],
		['breaks down', { kind: 'respond', status: 500, body: {} }],
		['gets no answer', { kind: 'cut-after' }],
	])('counts repeated requests too when a call %s', async (_name, then) => {
		const stage = setStage();
		stage.sim.faults.add({ when: { route: 'GET /api/v2/users/show_many' }, then });
		const told = await listen(stage, update(customers(stage.sim, 5)));
		stage.sim.faults.verifyAllFired();
		expect(closing(told).requests).toBe(told.requests);
	});

	it("tells the seconds of the node's clock", async () => {
		const stage = setStage({ jobSeconds: 20 });
		const told = await listen(stage, update(customers(stage.sim, 300), { jobSlots: 1 }));
		expect(told.seconds).toBeGreaterThan(59);
		expect(Math.abs(closing(told).seconds - told.seconds)).toBeLessThanOrEqual(1);
	});

	it('tells how long it waited because Zendesk asked for it', async () => {
		const stage = setStage();
		stage.sim.faults.add({ when: { route: UPDATE_MANY }, then: tooFast(30) });
		const told = await listen(stage, update(customers(stage.sim, 300)));
		stage.sim.faults.verifyAllFired();
		expect(closing(told).waiting).toBeGreaterThanOrEqual(30);
		expect(told.seconds).toBeGreaterThanOrEqual(30);
	});

	it.each<[string, object, (stage: Stage) => NodeRun]>([
		[
			'many calls wait for one pause',
			{},
			({ sim }) => {
				sim.faults.add({ when: { route: 'GET /api/v2/users/show_many' }, then: tooFast(30) });
				return update(customers(sim, 1_000));
			},
		],
		['singles are paced', { plan: { bulkImport: false } }, () => upsert(40)],
	])('has not waited longer than it took when %s', async (_name, options, given) => {
		const stage = setStage(options);
		const told = await listen(stage, given(stage));
		expect(told.seconds).toBeGreaterThanOrEqual(30);
		expect(closing(told).waiting).toBeLessThanOrEqual(told.seconds + 1);
	});

	it('tells of no wait when there was none', async () => {
		const stage = setStage();
		const told = await listen(stage, update(customers(stage.sim, 5)));
		expect(told.hints[0]).not.toContain('waiting');
	});

	it('comes behind the warning that rows went one by one, which comes once', async () => {
		const stage = setStage({ plan: { bulkImport: false } });
		const told = await listen(stage, upsert(12));
		expect(told.hints).toHaveLength(2);
		expect(told.hints[0]).toMatch(/bulk user import is off/i);
		expect(closing(told)).toMatchObject({ rows: 12, requests: told.requests });
	});

	it('is there although rows have failed and the node stops', async () => {
		const stage = setStage();
		const [ann] = customers(stage.sim, 1);
		const told = await listen(stage, update([ann, { ...ann, id: 999 }]));
		expect(told.error?.message).toContain('999');
		expect(told.lines.at(-1)).toMatch(/1 updated.*1 failed|1 failed.*1 updated/);
	});
});

const suspend = (people: User[], options: object = {}): NodeRun => ({
	items: people.map(({ id }) => ({ id })),
	parameters: { resource: 'user', operation: 'suspend', user: BY_ITEM, options },
});

describe('Secrets', () => {
	it.each(['zendeskUsersOAuth2Api', 'zendeskUsersApi'] as const)(
		'are in no line and no hint, whatever goes wrong (%s)',
		async (credentialType) => {
			const stage = setStage();
			const { sim, credential } = stage;
			const { apiToken, oauthClient } = sim.credentials;
			if (credentialType === 'zendeskUsersApi') {
				Object.assign(credential, { email: apiToken.email, apiToken: apiToken.token });
			}
			const people = [...customers(sim, 250), addAgent(sim)];
			sim.faults.add(
				{ when: { route: UPDATE_MANY }, then: tooFast(30) },
				{ when: { route: UPDATE_MANY, nth: 3 }, then: { kind: 'cut-after' } },
				{ when: { route: 'GET /api/v2/users/show_many' }, then: { kind: 'cut-before' } },
				{
					when: { route: 'GET /api/v2/users/show_many', nth: 3 },
					then: { kind: 'respond', status: 500, body: '<html>' },
				},
			);
			const told = await listen(stage, {
				...update(people),
				credentialType,
				onError: 'continueRegularOutput',
			});
			sim.faults.verifyAllFired();
			expect(told.lines.length).toBeGreaterThan(2);
			const tokens = [...sim.store.oauthTokens.all()].map(({ token }) => token);
			const basic = Buffer.from(`${apiToken.email}/token:${apiToken.token}`).toString('base64');
			const text = [told.everything, ...told.hints, JSON.stringify(told.items)].join('\n');
			for (const secret of [apiToken.token, oauthClient.secret, basic, ...tokens]) {
				expect(text).not.toContain(secret);
			}
			expect(text).not.toMatch(/bearer|authorization|basic [a-z0-9]/i);
		},
	);

	it('are not among the stored data of the run either', async () => {
		const stage = setStage();
		const { sim } = stage;
		const { stored } = await listen(stage, {
			parameters: {
				resource: 'user',
				operation: 'suspend',
				user: by.id(addAgent(sim)),
			},
		});
		const [{ token }] = [...sim.store.oauthTokens.all()];
		expect(JSON.stringify(stored)).not.toContain(token);
		expect(JSON.stringify(stored)).not.toContain(sim.credentials.oauthClient.secret);
	});
});
