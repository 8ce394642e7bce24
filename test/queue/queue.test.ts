import axios from 'axios';
import type { Browser } from 'playwright-core';
import { type Credential, createZendeskCredential } from '../../playground/credentials';
import {
	ADDRESS,
	type QueuePlayground,
	startQueuePlayground,
	tellRedis,
	workOf,
} from '../../playground/queue';
import {
	createTag,
	slowWorkflow,
	start,
	type Work,
	WORK,
	workflowFor,
	workflowThatAsks,
} from '../../playground/queueWork';
import {
	importRerunTemplate,
	lookEvery,
	type Rerun,
	reruns,
	runsOf,
	TAG,
} from '../../playground/reruns';
import type { Rest, Workflow } from '../../playground/rest';
import {
	countRuns,
	type Imported,
	Listener,
	putLive,
	untilSettled,
} from '../../playground/triggers';
import { until } from '../../playground/waiting';
import { openEditor, startBrowser } from '../e2e/browser';
import { expectPublishable, expectTemplateOpens, itIfOpened } from '../e2e/templateInEditor';
import { itIsATemplate } from '../e2e/templateFile';
import { countFrom } from '../part';
import type { Simulator } from '../simulator';
import { Scene } from './scene';

/** Executions at full size: 500. An off-boarding takes some sixteen requests, each of the others one to three. */
const ALL = countFrom('EXECUTIONS', { full: 500, part: 250 });
const COUNTS: Record<Work, number> = { offboard: ALL * 0.12, upsert: ALL * 0.48, event: ALL * 0.4 };

let all: QueuePlayground;
let rest: Rest;
let sim: Simulator;
let scene: Scene;
let listener: Listener;
let browser: Browser;
let zendesk: Credential;
let template: Imported;
let watched: { tagId: string; errorWorkflow: string };
const workflows = {} as Record<Work, Imported>;

async function goLive(workflow: Imported): Promise<void> {
	await putLive(all.playground, workflow);
	// The main process of queue mode may begin with it a moment after it has answered.
	await until(`${workflow.name} is published`, async () => {
		return (await untilSettled(all.playground, workflow)).status === 'published';
	});
}

async function publish(workflow: Workflow): Promise<Imported> {
	const created = await rest.createWorkflow(workflow);
	await goLive(created);
	return created;
}

const rowOf = async (id: string): Promise<Rerun | undefined> =>
	(await reruns(all.playground)).find(({ execution_id: of }) => of === id);

const userOf = (externalId: string) =>
	sim.store.users.all().find(({ external_id: id }) => id === externalId);

const person = (name: string) => ({
	externalId: `EMP-${name}`,
	email: `${name.toLowerCase()}@example.com`,
	name,
	details: `Desk of ${name}`,
});

beforeAll(async () => {
	all = await startQueuePlayground({
		say: console.log,
		// Zendesk's limits are those of Suite Enterprise with the High Volume add-on.
		simulator: { company: null, jobSeconds: 1, plan: { highVolume: true } },
		// n8n notices in 15 s instead of a minute that a worker is gone, and acts on it after an hour, as the template asks for.
		patience: { lockSeconds: 15, renewSeconds: 3, stalledSeconds: 3600 },
		concurrency: 5,
	});
	({ rest, sim } = all.playground);
	// One user update a second in the whole account, as Zendesk has it, would take 500 of them ten minutes.
	sim.limits.overrides['create-update-user'] = 30;
	listener = await Listener.start();
	zendesk = await createZendeskCredential(all.playground, 'readWrite');
	template = await importRerunTemplate(all.playground, lookEvery(5, 'seconds'));
	await goLive(template);
	watched = { tagId: await createTag(rest, TAG), errorWorkflow: template.id };
	for (const work of Object.keys(WORK) as Work[]) {
		workflows[work] = await publish(workflowFor(work, zendesk, watched));
	}
	scene = new Scene(sim, COUNTS);
});

afterAll(async () => {
	await browser?.close();
	listener?.stop();
	await all?.stop();
});

describe('the file', () => {
	itIsATemplate('rerun-interrupted', 'by expression');
});

describe(`${ALL} executions on two workers, one of which is killed`, () => {
	let startedAt: number;
	let mark: number;

	it('both have a fair share until then', async () => {
		startedAt = Date.now();
		mark = sim.log.mark();
		const { url } = all.webhook;
		const starts = scene.mixed([
			...scene.leavers.map((body) => async () => await start(url, 'offboard', body)),
			...scene.rows.map((body) => async () => await start(url, 'upsert', body)),
			...scene.renamings,
		]);
		const [victim] = all.workers;
		const killed = until('it is in the middle', async () => {
			const works = await Promise.all(all.workers.map(workOf));
			const { length } = works.flatMap(({ begun }) => begun);
			return length > ALL / 2 && works[0].open.length >= 3;
		}).then(async () => await victim.stop('SIGKILL'));
		for (const each of starts) await each();
		await killed;
		const [one, two] = await Promise.all(all.workers.map(workOf));
		console.log(`killed after ${one.begun.length} runs, ${two.begun.length} on the other worker`);
		expect(one.begun.length).toBeGreaterThan(0.3 * (one.begun.length + two.begun.length));
	});

	it('what it took along is started again, once', async () => {
		await sim.webhooks.settle();
		const going = async ({ id }: Imported) => (await countRuns(all.playground, id)).going;
		await until('nothing runs, and nothing is about to', async () => {
			const rows = await reruns(all.playground);
			if (rows.some(({ state }) => state === 'starting')) return false;
			const counts = await Promise.all(Object.values(workflows).map(going));
			return counts.every((count) => count === 0);
		});
		const rows = await reruns(all.playground);
		const rowsThatAre = (wanted: string) => rows.filter(({ state }) => state === wanted);
		const ids = rowsThatAre('begun')
			.map(({ execution_id: id }) => id)
			.sort();
		// A run may be over although its job looks left alone: its worker died, or stood still, just then. It is not started again.
		const over = rowsThatAre('over').map(({ execution_id: id }) => id);
		console.log(`${ids.length} were interrupted and started again, ${over.length} ended meanwhile`);
		expect(ids.length).toBeGreaterThan(0);
		expect([...ids, ...over]).toHaveLength(rows.length);
		for (const row of rows) expect(row).toMatchObject({ tries: 1 });
		const lists = Object.values(workflows).map(({ id }) => runsOf(all.playground, id));
		const runs = (await Promise.all(lists)).flat();
		const isOver = ({ id }: { id: unknown }) => over.includes(String(id));
		expect(runs.filter(isOver).map(({ status }) => status)).toEqual(over.map(() => 'success'));
		const failed = runs.filter(({ status, mode }) => status !== 'success' && mode !== 'retry');
		expect(failed.map(({ id }) => String(id)).filter((id) => !ids.includes(id))).toEqual([]);
		const copies = runs.filter(({ mode }) => mode === 'retry');
		expect(copies.map(({ retryOf }) => String(retryOf)).sort()).toEqual(ids);
		// How n8n calls them proves nothing: of a run that was taken but not begun, the old or the new one may be called
		// failed, although the work is done. What is left in Zendesk, below, is the proof.
		const endsOf = (id: string) =>
			runs
				.filter((run) => [String(run.id), String(run.retryOf)].includes(id))
				.sort((a, b) => Number(a.id) - Number(b.id))
				.map(({ status }) => status);
		console.log(`how n8n calls them: ${ids.map((id) => endsOf(id).join(', then ')).join('; ')}`);
	});

	it('all are in the state of an undisturbed run', () => {
		expect(scene.left()).toEqual([]);
	});

	it('the limits of the account are kept on both workers', () => {
		const entries = sim.log.since(mark);
		const refused = entries.filter(({ status }) => status === 429);
		const seconds = Math.round((Date.now() - startedAt) / 1000);
		console.log(`${entries.length} requests in ${seconds} s, ${refused.length} refused with 429`);
		expect(entries.length).toBeGreaterThan(ALL * 3);
		expect(refused.length / entries.length).toBeLessThanOrEqual(0.01);
	});
});

describe('in the editor', () => {
	itIfOpened('rerun-interrupted')(
		'opens with nothing to complain about, ready to be published',
		async () => {
			browser = await startBrowser(all.playground);
			const { page, problems } = await openEditor(browser, all.playground);
			const workflow = await importRerunTemplate(all.playground);
			await expectTemplateOpens(page, all.playground, workflow);
			await expectPublishable(page);
			expect(problems).toEqual([]);
			await browser.close();
		},
	);
});

it('a run that fails for a reason of its own is told of, and not started again', async () => {
	await start(all.webhook.url, 'upsert', { externalId: '', email: '', name: '' });
	const { html } = await all.playground.mailbox.mail(/^FAILED: upsert/);
	const [, id] = /executions\/(\d+)"/.exec(html!)!;
	await rest.untilStatus(workflows.upsert.id, 'error');
	expect(await rowOf(id)).toBeUndefined();
});

it('when Redis forgets and n8n starts anew, an approval that was given still counts', async () => {
	listener.hold();
	const asks = await publish(workflowThatAsks(zendesk, listener, watched));
	await start(all.webhook.url, 'ask', person('Approved'));
	await until('somebody is asked', () => listener.items.length > 0);
	await rest.untilStatus(asks.id, 'waiting');
	const answerAt = String(listener.items[0].answerAt).replace(ADDRESS, all.webhook.url);
	await axios.post(answerAt, { by: 'Boss' }, { proxy: false });
	const [{ id }] = await rest.executions(asks.id);
	await until('it goes on', async () => {
		return (await workOf(all.workers[1])).begun.filter((each) => each === id).length === 2;
	});
	await all.workers[1].stop('SIGKILL');
	listener.release();
	await start(all.webhook.url, 'upsert', person('Queued'));
	await all.playground.n8n.stop('SIGKILL');
	// As one is that keeps nothing on disk.
	await tellRedis('FLUSHALL');
	await Promise.all([all.playground.n8n.start(), all.workers[0].start()]);
	await rest.signIn();
	await until('both are done', () => Boolean(userOf('EMP-Approved') && userOf('EMP-Queued')));
	expect(userOf('EMP-Approved')!.details).toBe('Approved by Boss');
	expect(listener.items).toHaveLength(1);
	await until('it is noted', async () => (await rowOf(id))?.state === 'begun');
	expect(await rowOf(id)).toMatchObject({ tries: 1, why: 'n8n calls it crashed' });
});

it('a run that its dead worker had taken but not begun is started, too', async () => {
	await Promise.all(all.workers.map(async (worker) => await worker.stop('SIGKILL')));
	await start(all.webhook.url, 'upsert', person('Taken'));
	const { id } = await rest.untilStatus(workflows.upsert.id, 'new');
	// So a worker takes a job.
	await tellRedis('RPOPLPUSH bull:jobs:wait bull:jobs:active');
	await all.workers[0].start();
	await until('it is done', () => Boolean(userOf('EMP-Taken')));
	await until('it is noted', async () => (await rowOf(id))?.state === 'begun');
	const again = async () =>
		(await runsOf(all.playground, workflows.upsert.id)).filter(({ retryOf }) => retryOf === id);
	// Not true, but what n8n says of a run that was stopped before; nobody is to be told.
	await until('it has ended', async () => (await again())[0].status === 'error');
	expect(await again()).toHaveLength(1);
	expect(all.playground.mailbox.mails.filter(({ html }) => html?.includes('cancelled'))).toEqual(
		[],
	);
});

it('what n8n has dropped is told of, as a retry would start nothing', async () => {
	await rest.send('post', `/workflows/${template.id}/deactivate`, {});
	const late = await importRerunTemplate(all.playground, lookEvery(12, 'hours'));
	await goLive(late);
	const settings = { ...watched, errorWorkflow: late.id };
	listener.hold();
	const { id } = await publish(slowWorkflow(listener.holdUrl, settings));
	await start(all.webhook.url, 'slow', {});
	const execution = await rest.untilStatus(id, 'running');
	await Promise.all(all.workers.map(async (worker) => await worker.stop('SIGKILL')));
	// Bull remembers when somebody has looked for jobs without a worker, and looks again after that worker's hour.
	await tellRedis('DEL bull:jobs:stalled-check');
	all.env.QUEUE_WORKER_STALLED_INTERVAL = '1000';
	await all.workers[1].start();
	const { html } = await all.playground.mailbox.mail(/^INTERRUPTED: slow/);
	expect(html).toContain('n8n has dropped what it was started with');
	expect(await rowOf(execution.id)).toMatchObject({ state: 'given up' });
});
