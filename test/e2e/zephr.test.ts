import fc from 'fast-check';
import type { Browser } from 'playwright-core';
import { runByHand, unpublish } from '../../playground/people';
import type { Workflow } from '../../playground/rest';
import { until } from '../../playground/waiting';
import {
	createZephrCredentials,
	type Imported,
	importZephrTemplate,
	newSides,
	startZephrPlayground,
	untilIdle,
	type ZephrCredentials,
	type ZephrPlayground,
} from '../../playground/zephr';
import { findFaults, play, setScene, SITES, story, type Story } from '../workflow/zephr-story';
import { addHooks, AUTH, HOOKS } from '../workflow/zephr-world';
import { countFrom, SEED as COMMON_SEED } from '../part';
import { addTicket } from '../simulator';
import { openEditor, startBrowser } from './browser';
import { expectTemplateOpens, itIfOpened } from './templateInEditor';

const SEED = Number(process.env.ZEPHR_SEED ?? COMMON_SEED);
const SEQUENCES = countFrom('ZEPHR_SEQUENCES', { full: 10, part: 3 });

let all: ZephrPlayground;
let browser: Browser;
let credentials: ZephrCredentials;
let sync: Imported;
let reconcile: Imported;

beforeAll(async () => {
	all = await startZephrPlayground(console.log);
	credentials = await createZephrCredentials(all, AUTH);
});

afterAll(async () => {
	await browser?.close();
	await all?.stop();
});

const urlOf = (path: string) => `${all.playground.n8n.url}/webhook/${path}`;

/** Imports and publishes the template, with these Settings. */
async function live(settings: Story['settings']): Promise<Imported> {
	const workflow = await importZephrTemplate(all, 'zephr-sync', credentials, settings);
	await all.playground.rest.publish(workflow);
	await until('n8n knows the webhook', async () => (await call('zephr-user')) !== 404);
	return workflow;
}

async function call(path: string, auth?: { user: string; password: string }): Promise<number> {
	const pair = auth && Buffer.from(`${auth.user}:${auth.password}`).toString('base64');
	const headers = {
		'Content-Type': 'application/json',
		...(pair ? { Authorization: `Basic ${pair}` } : {}),
	};
	const body = JSON.stringify({ type: 'CREATE_USER', details: { user_id: 'x' } });
	return (await fetch(urlOf(path), { method: 'POST', headers, body })).status;
}

describe('zephr-sync', () => {
	const stories = fc.sample(story(8, 3_000), { seed: SEED, numRuns: SEQUENCES });

	it.each(stories.map((each, i) => [i + 1, each] as const))(
		`sequence %d of ${SEQUENCES} ends as Zephr's final state demands (seed ${SEED})`,
		async (_number, story) => {
			const { settings, delivery, zephr: switches, seed } = story;
			all.sides = newSides({ sites: SITES, seed, switches, delivery: { ...delivery, seed } });
			const { sim, zephr } = all.sides;
			const past = setScene(sim, zephr, story);
			const workflow = await live(settings);
			addHooks(zephr, urlOf('').replace(/\/$/, ''));
			await play(zephr, story, past, async (ms) => await sim.clock.sleep(ms));
			await zephr.settle();
			const { sent } = zephr.deliveries;
			expect(sent.filter(({ status }) => status !== 200)).toEqual([]);
			await untilIdle(all, workflow.id, sent.length);
			await unpublish(all.playground, workflow.id);
			expect(findFaults(sim, zephr, settings, past)).toEqual([]);
		},
	);

	it('refuses who has no password, or a wrong one', async () => {
		all.sides = newSides();
		sync = await live({
			autoVerifyEmails: false,
			onlyCustomers: false,
			sites: '',
			whenTicketsAreOpen: 'suspend',
		});
		for (const path of Object.keys(HOOKS)) {
			expect(await call(path)).toBe(401);
			expect(await call(path, { ...AUTH, password: 'wrong' })).toBe(401);
			expect(await call(path, { ...AUTH, user: 'wrong' })).toBe(401);
		}
		await new Promise((resolve) => setTimeout(resolve, 1000));
		expect(await all.playground.rest.executions(sync.id)).toEqual([]);
		expect(all.sides.zephr.log.entries).toEqual([]);
		await unpublish(all.playground, sync.id);
	});
});

describe('zephr-reconcile', () => {
	it('brings whom Zephr has, and takes whom it has no more', async () => {
		all.sides = newSides();
		const { sim, zephr } = all.sides;
		for (let i = 0; i < 30; i++) zephr.createUser({ email_address: `reader${i}@example.com` });
		reconcile = await importZephrTemplate(all, 'zephr-reconcile', credentials);
		const { rest } = all.playground;
		await rest.publish(reconcile);
		expect(await runByHand(all.playground, reconcile, 'Run it now')).toMatchObject({
			status: 'success',
		});
		const theirs = () =>
			sim.store.users.all().filter((user) => user.active && user.external_id?.startsWith('zephr-'));
		expect(theirs()).toHaveLength(30);
		const [first, second, third] = zephr.users.map(({ user_id: id }) => id);
		const requester = theirs().find(({ external_id: id }) => id === `zephr-${second}`);
		addTicket(sim, { requester });
		zephr.deleteUser(first);
		zephr.deleteUser(second);
		zephr.changeEmail(third, 'third@example.com');
		await runByHand(all.playground, reconcile, 'Run it now');
		expect(theirs()).toHaveLength(29);
		expect(theirs().filter(({ suspended }) => suspended)).toHaveLength(1);
		expect(theirs().map(({ email }) => email)).toContain('third@example.com');
		const writes = sim.log.writes().length;
		await runByHand(all.playground, reconcile, 'Run it now');
		expect(sim.log.writes().length - writes).toBeLessThanOrEqual(1);
	});

	it('tells somebody when the export is not whole, and removes nobody', async () => {
		const { sim, zephr } = all.sides;
		for (const { user_id: id } of zephr.users.slice(0, 20)) zephr.deleteUser(id);
		const before = sim.store.users.all().filter(({ active }) => active).length;
		await runByHand(all.playground, reconcile, 'Run it now');
		expect(sim.store.users.all().filter(({ active }) => active)).toHaveLength(before);
		const { html = '' } = await all.playground.mailbox.mail(/^NOT DONE/);
		expect(html).toContain('Max Removals');
	});
});

describe('in the editor', () => {
	itIfOpened('zephr-sync')('both open with nothing to complain about', async () => {
		browser = await startBrowser(all.playground);
		const { page, problems } = await openEditor(browser, all.playground);
		for (const { id } of [sync, reconcile]) {
			const { nodes } = await all.playground.rest.get<Workflow>(`/workflows/${id}`);
			await expectTemplateOpens(page, all.playground, { id, nodes });
		}
		expect(problems).toEqual([]);
	});
});
