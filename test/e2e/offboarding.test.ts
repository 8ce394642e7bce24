import axios from 'axios';
import type { Browser, Page } from 'playwright-core';
import {
	APPROVER,
	approvalUrl,
	approve,
	ask,
	ASKER,
	type OffboardingWorkflow,
	requestFor,
	setUpOffboarding,
} from '../../playground/offboarding';
import { type Playground, startPlayground } from '../../playground/playground';
import { until } from '../../playground/waiting';
import { addAgent, addTicket, type User } from '../simulator';
import { type LeaverStory, tellLeaverStory } from '../stories/leaver';
import writeXlsxFile from 'write-excel-file/node';
import { pictureOfCard, startBrowser, windowOf } from './browser';

let playground: Playground;
let browser: Browser;
let workflow: OffboardingWorkflow;
let story: LeaverStory;

beforeAll(async () => {
	playground = await startPlayground({ say: console.log });
	story = tellLeaverStory(playground.sim);
	playground.sim.search.refresh();
	// Forty leave at once, of a team that is not much larger.
	workflow = await setUpOffboarding(playground, { maxStaffPercent: '100' });
	browser = await startBrowser(playground);
});

afterAll(async () => {
	await browser?.close();
	await playground?.stop();
});

/** An agent of the first group with so many open tickets. */
function newLeaver(name: string, tickets = 2): User {
	const { sim } = playground;
	const leaver = addAgent(sim, { name, groups: [story.groups.support] });
	for (let i = 0; i < tickets; i++) addTicket(sim, { assignee: leaver });
	sim.search.refresh();
	return leaver;
}

interface ProofRow {
	name: string;
	outcome: string;
	asked_by: string;
	approved_by: string;
	[column: string]: unknown;
}

async function proofs(): Promise<ProofRow[]> {
	const { rest } = playground;
	const projects = await rest.get<Array<{ id: string; type: string }>>('/projects/my-projects');
	const project = projects.find(({ type }) => type === 'personal')!;
	const { data: tables } = await rest.get<{ data: Array<{ id: string; name: string }> }>(
		`/projects/${project.id}/data-tables`,
	);
	const table = tables.find(({ name }) => name === 'zdusers-offboardings')!;
	const { data } = await rest.get<{ data: ProofRow[] }>(
		`/projects/${project.id}/data-tables/${table.id}/rows`,
		{ take: 200 },
	);
	return data;
}

async function pick(page: Page, label: string, option: string): Promise<void> {
	await page.getByLabel(label).selectOption(option);
}

describe('one leaver, by hand in the browser', () => {
	let url: string;

	it('the form asks for the asker’s password', async () => {
		const answer = await axios.get(workflow.formUrl, { proxy: false, validateStatus: () => true });
		expect(answer.status).toBe(401);
	});

	it('the form is filled in and sent', async () => {
		const page = await (await windowOf(browser, ASKER)).newPage();
		await page.goto(workflow.formUrl);
		await page.getByLabel('Your email').fill(ASKER.email);
		await page.getByLabel('Leaver').fill(story.leaver.email!);
		await page.getByLabel('Successor').fill(story.successor.email!);
		await pick(page, 'Level', 'Delete Permanently');
		await pictureOfCard(page, 'offboarding-request');
		await page.getByRole('button', { name: 'Submit' }).click();
		await page.getByText('The approver gets a mail').waitFor();
		await page.context().close();
	});

	it('nothing has been written when the approver gets the dry run', async () => {
		const { sim, mailbox } = playground;
		url = await approvalUrl(playground, workflow.id, /^Please approve: Off-board Ann Leaver$/);
		const { html = '', to } = await mailbox.mail(/^Please approve/);
		expect(to).toEqual([expect.objectContaining({ address: APPROVER.email })]);
		for (const words of [
			'Ann Leaver',
			'Delete Permanently',
			'30 assigned, 12 requested, 4 CCed, 5 followed',
			'Bob Successor',
			'40 closed stay as they are',
		]) {
			expect(html).toContain(words);
		}
		expect(sim.log.writes()).toEqual([]);
	});

	it('the page asks for the approver’s password, and takes no other', async () => {
		const get = async (auth?: { username: string; password: string }) =>
			(await axios.get(url, { auth, proxy: false, validateStatus: () => true })).status;
		expect(await get()).toBe(401);
		expect(await get({ username: ASKER.user, password: ASKER.password })).toBeGreaterThanOrEqual(
			401,
		);
		expect(await get({ username: APPROVER.user, password: APPROVER.password })).toBe(200);
	});

	it('who asked can’t approve', async () => {
		const page = await (await windowOf(browser, APPROVER)).newPage();
		await page.goto(url);
		await page.getByRole('heading', { name: 'Off-board Ann Leaver' }).waitFor();
		await pictureOfCard(page, 'offboarding-approval');
		await pick(page, 'Decision', 'Approve');
		await page.getByLabel('Your email').fill(ASKER.email);
		await page.getByRole('button', { name: 'Submit' }).click();
		await page.getByText('Your answer is kept with the proof').waitFor();
		await page.context().close();
		const { mailbox, sim } = playground;
		const requests = () =>
			mailbox.mails.filter(({ subject }) => /^Please approve/.test(subject ?? ''));
		await until('the approver is asked again', () => requests().length >= 2);
		expect(mailbox.mails.at(-1)!.html).toContain(`${ASKER.email} has asked for it himself`);
		expect(sim.log.writes()).toEqual([]);
	});

	it('the approval works', async () => {
		const { sim, mailbox, rest } = playground;
		await rest.untilStatus(workflow.id, 'waiting');
		const paid = sim.store.seats().paid;
		const page = await (await windowOf(browser, APPROVER)).newPage();
		await page.goto(url);
		await pick(page, 'Decision', 'Approve');
		await page.getByLabel('Your email').fill(APPROVER.email);
		await page.getByLabel('Remark').fill('Last day was Friday');
		await page.getByRole('button', { name: 'Submit' }).click();
		await page.getByText('Your answer is kept with the proof').waitFor();
		await page.context().close();

		const mail = await mailbox.mail(/^(Done|FAILED): Off-board Ann Leaver$/);
		expect(mail.subject).toBe('Done: Off-board Ann Leaver');
		expect(sim.store.users.get(story.leaver.id)!.purged_at).not.toBeNull();
		expect(sim.store.seats().paid).toBe(paid - 1);
		for (const { id } of story.tickets.assigned) {
			expect(sim.store.tickets.get(id)).toMatchObject({
				assignee_id: story.successor.id,
				group_id: story.groups.support.id,
				tags: ['agent_offboarded'],
			});
		}
		for (const { id } of story.tickets.requested) {
			expect(sim.store.tickets.get(id)!.requester_id).toBe(story.successor.id);
		}
		expect(sim.store.handovers).toEqual([]);
	});

	it('the proof stands in the data table and in the file', async () => {
		const [row] = (await proofs()).filter(({ name }) => name === 'Ann Leaver');
		expect(row).toMatchObject({
			outcome: 'purged',
			level: 'Delete Permanently',
			asked_by: ASKER.email,
			approved_by: APPROVER.email,
			remark: 'Last day was Friday',
			tickets_moved: 51,
			tickets_closed: 40,
			message: '',
		});
		expect(String(row.ticket_ids).split(' ')).toHaveLength(51);
		expect(JSON.parse(String(row.before))).toMatchObject({
			role: 'agent',
			groups: expect.arrayContaining(['VIP']),
		});
		expect(JSON.parse(String(row.after))).toEqual({ state: 'purged' });
		expect(JSON.parse(String(row.stages)).map(({ stage }: { stage: string }) => stage)).toContain(
			'delete permanently',
		);
		expect(Date.parse(String(row.approved_at))).not.toBeNaN();

		const mail = await playground.mailbox.mail(/^Done: Off-board Ann Leaver$/);
		const [file] = mail.attachments;
		expect(file.filename).toMatch(/^offboarding-.*\.json$/);
		const [inFile] = JSON.parse(Buffer.from(file.content as ArrayBuffer).toString()) as ProofRow[];
		expect(inFile).toMatchObject({
			name: 'Ann Leaver',
			outcome: 'purged',
			approved_by: APPROVER.email,
		});
	});
});

it('the last hour is waited for', async () => {
	const { sim, mailbox } = playground;
	const leaver = newLeaver('Wendy Waiting');
	const mark = sim.log.mark();
	// Hours are given to the minute: the next one that is at least ten seconds away.
	const lastHour = new Date(Math.ceil((Date.now() + 10_000) / 60_000) * 60_000);
	const berlin = (options: Intl.DateTimeFormatOptions) =>
		new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', ...options }).format(lastHour);
	await ask(workflow.formUrl, {
		...requestFor(story),
		leaver: leaver.email!,
		level: 'Suspend',
		lastDay: berlin({ dateStyle: 'short' }),
		lastHour: berlin({ hour: '2-digit', minute: '2-digit' }),
	});
	const url = await approvalUrl(playground, workflow.id, /Wendy Waiting/);
	await approve(url, 'Approve');
	await mailbox.mail(/^Done: Off-board Wendy Waiting$/);
	expect(sim.store.users.get(leaver.id)!.suspended).toBe(true);
	const writes = sim.log.since(mark).filter(({ write }) => write);
	expect(writes.length).toBeGreaterThan(0);
	// However late it was approved.
	expect(writes.filter(({ at }) => at < lastHour.getTime())).toEqual([]);
});

it('a rejection changes nothing and is kept', async () => {
	const { sim, mailbox } = playground;
	const leaver = newLeaver('Rita Rejected');
	const mark = sim.log.mark();
	await ask(workflow.formUrl, { ...requestFor(story), leaver: String(leaver.id) });
	await approve(await approvalUrl(playground, workflow.id, /Rita Rejected/), 'Reject');
	const mail = await mailbox.mail(/^Not done: Off-board Rita Rejected$/);
	expect(mail.to).toEqual([expect.objectContaining({ address: ASKER.email })]);
	expect(sim.log.since(mark).filter(({ write }) => write)).toEqual([]);
	expect((await proofs()).find(({ name }) => name === 'Rita Rejected')).toMatchObject({
		outcome: 'skipped',
		reason: 'rejected',
		asked_by: ASKER.email,
	});
});

it('somebody is told when it fails', async () => {
	const { sim, mailbox } = playground;
	const leaver = newLeaver('Fay Failing');
	await ask(workflow.formUrl, {
		...requestFor(story),
		leaver: leaver.email!,
		level: 'Downgrade and Suspend',
	});
	const url = await approvalUrl(playground, workflow.id, /Fay Failing/);
	// Between the dry run and the last hour the successor has been suspended.
	const successor = sim.store.users.get(story.successor.id)!;
	sim.store.users.update(successor, { suspended: true });
	await approve(url, 'Approve');
	const mail = await mailbox.mail(/^FAILED: Off-board Fay Failing$/);
	sim.store.users.update(successor, { suspended: false });
	expect(mail.to).toEqual([expect.objectContaining({ address: 'it@acme.example' })]);
	expect(mail.html).toContain('is suspended');
	expect(sim.store.users.get(leaver.id)).toMatchObject({ role: 'agent', suspended: false });
	expect((await proofs()).find(({ name }) => name === 'Fay Failing')).toMatchObject({
		outcome: 'failed',
	});
});

describe('an uploaded list', () => {
	const COLUMNS = ['Leaver', 'successor', 'Last day', 'last_hour', 'LEVEL'];

	/** Uploads a file in the asker's form and gives the address of the approval. */
	async function upload(name: string, buffer: Buffer, subject: RegExp): Promise<string> {
		playground.mailbox.empty();
		const page = await (await windowOf(browser, ASKER)).newPage();
		await page.goto(workflow.formUrl);
		await page.getByLabel('Your email').fill(ASKER.email);
		await page
			.locator('input[type="file"]')
			.setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
		await page.getByRole('button', { name: 'Submit' }).click();
		await page.getByText('The approver gets a mail').waitFor();
		await page.context().close();
		return await approvalUrl(playground, workflow.id, subject);
	}

	function csv(rows: string[][], separator = ','): Buffer {
		return Buffer.from([COLUMNS, ...rows].map((row) => row.join(separator)).join('\r\n'));
	}

	const row = (leaver: string): string[] => [
		leaver,
		story.successor.email!,
		'',
		'',
		'Downgrade and Suspend',
	];

	it('of forty: good rows are done, bad ones are named and left out', async () => {
		const { sim, mailbox } = playground;
		const leavers = Array.from({ length: 40 }, (_, i) => newLeaver(`Forty ${i}`, 1));
		const rows = leavers.map(({ email, id }, i) => row(i % 2 ? email! : String(id)));
		rows[7][1] = 'nobody@acme.example';
		rows[8][2] = '31.12.2026';
		rows[9][4] = 'Vaporize';
		const url = await upload('leavers.csv', csv(rows), /^Please approve: Off-board 37 people$/);
		const { html } = mailbox.mails[0];
		expect(html).toContain('37 of 40 can be done.</b> Left out: row 8, 9, 10.');
		expect(html).toContain('no user has the email nobody@acme.example');
		expect(html).toContain("'31.12.2026' is not a day and hour".replaceAll("'", '&#39;'));
		expect(html).toContain("'Vaporize' is not a level".replaceAll("'", '&#39;'));
		const page = await (await windowOf(browser, APPROVER)).newPage();
		await page.goto(url);
		await pictureOfCard(page, 'offboarding-approval-forty');
		await page.context().close();

		await approve(url, 'Approve');
		await mailbox.mail(/^Done: Off-board 37 people$/);
		for (const [i, { id }] of leavers.entries()) {
			const bad = [7, 8, 9].includes(i);
			expect(sim.store.users.get(id)).toMatchObject({
				role: bad ? 'agent' : 'end-user',
				suspended: !bad,
			});
		}
		expect(sim.store.handovers).toEqual([]);
		expect((await proofs()).filter(({ name }) => name.startsWith('Forty'))).toHaveLength(37);
	});

	it.each([
		[
			'CSV with semicolons and a BOM',
			'leavers.csv',
			(rows: string[][]) => Buffer.concat([Buffer.from('\uFEFF'), csv(rows, ';')]),
		],
		[
			'a spreadsheet',
			'leavers.xlsx',
			async (rows: string[][]): Promise<Buffer> =>
				await writeXlsxFile(
					[COLUMNS, ...rows].map((cells) => cells.map((value) => ({ value }))),
				).toBuffer(),
		],
	])('as %s', async (_name, file, make) => {
		const { sim, mailbox } = playground;
		const two = [newLeaver(`${file} 1`, 1), newLeaver(`${file} 2`, 1)];
		const rows = two.map(({ email }) => row(email!));
		const url = await upload(file, await make(rows), /^Please approve: Off-board 2 people$/);
		await approve(url, 'Approve');
		await mailbox.mail(/^Done: Off-board 2 people$/);
		for (const { id } of two) expect(sim.store.users.get(id)!.role).toBe('end-user');
	});
});
