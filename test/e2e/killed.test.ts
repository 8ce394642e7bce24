import { setTimeout as sleep } from 'node:timers/promises';
import {
	type Account,
	type Death,
	goAtNextWrite,
	killAt,
	type KillingPlayground,
	startKillingPlayground,
} from '../../playground/killing';
import { partFrom } from '../part';
import type { LogEntry, RequestLog } from '../simulator';
import { LAST_WRITE, type Moment, MOMENTS, whatOf } from './killedMoments';
import { createRowsWorkflow, type RowsWorkflow, runRows, startRows } from './killedRows';
import { type Scene, type SceneName, SCENES } from './killedScenes';
import { differences, Names, type State, wholeState } from './killedState';

const NAMES = Object.keys(SCENES) as SceneName[];
const UNDISTURBED = 'undisturbed';

/** Each kill is a start of n8n, which takes half a minute. */
const KILLS_OF_PART = 1;
const moments = Object.fromEntries(
	NAMES.map((name, which) => [name, partFrom(MOMENTS[name], KILLS_OF_PART, which)]),
) as typeof MOMENTS;

const subdomainOf = (name: SceneName, run: string | number) => `${name}-${run}`;

/** What the table at the end says of a kill. */
interface Line {
	operation: string;
	'killed at': string;
	'jobs in flight': number;
	'requests before': number;
	'requests in the second run': number;
	'of them writes': number;
	'final state': 'equal' | 'DIFFERENT';
}

const lines: Line[] = [];
let all: KillingPlayground;

beforeAll(async () => {
	const runs = NAMES.flatMap((name) => [
		subdomainOf(name, UNDISTURBED),
		...moments[name].map((_, i) => subdomainOf(name, i)),
	]);
	all = await startKillingPlayground(console.log, runs);
});

afterAll(async () => {
	console.table(lines);
	await all?.stop();
});

interface Stage {
	account: Account;
	workflow: RowsWorkflow;
	rows: object[];
	/** The account as it is now. */
	state: () => State;
}

/** Puts a scene into an account of its own, with a workflow for it. */
async function setUp(name: SceneName, run: string | number): Promise<Stage> {
	const account = all.accounts.get(subdomainOf(name, run))!;
	const { arrange, node }: Scene = SCENES[name];
	const rows = arrange(account.sim);
	const names = new Names(account.sim);
	const workflow = await createRowsWorkflow(all.playground, account, node);
	return { account, workflow, rows, state: () => wholeState(account.sim, names) };
}

const statusesOf = async ({ workflow }: Stage) =>
	(await all.playground.rest.executions(workflow.id)).map(({ status }) => status).sort();

/** What a dead n8n has sent may still arrive: the proxy is in this process, so turns of its loop count, not time. */
async function untilStill(log: RequestLog): Promise<void> {
	for (let seen = -1; seen !== log.mark(); ) {
		seen = log.mark();
		for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
		await sleep(250);
	}
}

/** Starts the workflow, sees n8n die, and starts n8n again. */
async function interrupt(stage: Stage, death: Death) {
	const { account, workflow, rows } = stage;
	const { log, jobs } = account.sim;
	const dead = killAt(all.playground, account, death);
	await Promise.all([dead, startRows(workflow, rows)]);
	const inFlight = jobs.running.length;
	await untilStill(log);
	const mark = log.mark();
	await all.restart();
	await all.playground.rest.untilStatus(workflow.id, 'crashed');
	expect(await statusesOf(stage)).toEqual(['crashed']);
	expect(log.since(mark)).toEqual([]);
	return { inFlight, mark };
}

/** Runs the workflow again from the top, and lets Zendesk come to rest. */
async function runAgain(stage: Stage): Promise<void> {
	const { account, workflow, rows } = stage;
	const { sim, clock } = account;
	sim.faults.clear();
	if (clock.isStopped) goAtNextWrite(account);
	const run = await runRows(all.playground, workflow, rows);
	expect(run.status).toBe('success');
	expect(clock.isStopped).toBe(false);
	await sim.settle();
	expect(await statusesOf(stage)).toEqual(['crashed', 'success']);
}

describe.each(NAMES)('%s', (name) => {
	let undisturbed: { state: State; log: RequestLog };

	const { retries }: Scene = SCENES[name];
	const isNew = ({ route }: LogEntry) => route !== retries;

	function deathAt({ which, of, ...how }: Moment): Death {
		const writes = of ?? {};
		const count = undisturbed.log.writes(writes).length;
		expect(count).toBeGreaterThan(0);
		const nth = { first: 1, middle: Math.ceil(count / 2), last: count }[which];
		return { writes, nth, ...how };
	}

	it('undisturbed: all of it is done in one run', async () => {
		const stage = await setUp(name, UNDISTURBED);
		const { account, workflow, rows, state } = stage;
		const before = structuredClone(state());
		const run = await runRows(all.playground, workflow, rows);
		expect(run.status).toBe('success');
		await account.sim.settle();
		undisturbed = { state: structuredClone(state()), log: account.sim.log };
		expect(undisturbed.state).not.toEqual(before);
		expect(undisturbed.state.handovers).toEqual([]);
	});

	it.each(moments[name].map((moment, i) => ({ ...moment, what: whatOf(moment), moment, i })))(
		'killed $moment.moment the $which $what',
		async ({ moment, what, i }) => {
			const stage = await setUp(name, i);
			const { log } = stage.account.sim;
			const death = deathAt(moment);
			const { inFlight, mark } = await interrupt(stage, death);
			if (moment.stopsClock) expect(inFlight).toBeGreaterThan(0);
			await runAgain(stage);
			const requests = log.since(mark);
			const writes = requests.filter(({ write }) => write);
			const different = differences(stage.state(), undisturbed.state);
			lines.push({
				operation: name,
				'killed at': `${death.moment} ${what} #${death.nth}`,
				'jobs in flight': inFlight,
				'requests before': mark,
				'requests in the second run': requests.length,
				'of them writes': writes.length,
				'final state': different.length === 0 ? 'equal' : 'DIFFERENT',
			});
			expect(different).toEqual([]);
			// Else the first run had been over, or the second one did something twice.
			if (moment === LAST_WRITE) expect(writes.filter(isNew)).toEqual([]);
			else expect(writes.length).toBeGreaterThan(0);
		},
	);
});
