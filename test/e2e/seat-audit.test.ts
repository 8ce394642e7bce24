import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import type { Browser, Page } from 'playwright-core';
import { type Run, runByHand, unpublish } from '../../playground/people';
import { type Playground, startPlayground } from '../../playground/playground';
import type { Execution } from '../../playground/rest';
import {
	createSeatCredentials,
	importSeatAudit,
	REVIEW_TABLE,
	REVIEWER,
	reviewUrlOf,
	type SeatAudit,
	type SeatCredentials,
	SEATS_TABLE,
} from '../../playground/seats';
import { type TableRow, untilDealtWith, UsageTables } from '../../playground/usage';
import {
	addAgent,
	addGroup,
	addLightAgent,
	addTicket,
	giveProductRole,
	type Group,
	type StaffFields,
	type Ticket,
	type User,
} from '../simulator';
import { newWindow, openEditor, OUTPUT, startBrowser, windowOf } from './browser';
import { expectTemplateOpens, itIfOpened } from './templateInEditor';

const LEAVERS = 50;
const FOLDER = mkdtempSync(join(tmpdir(), 'zendesk-users-seats-'));

const DAY_MS = 86_400_000;
/** In whole seconds, as Zendesk has it. */
const daysAgo = (days: number) => Math.floor((Date.now() - days * DAY_MS) / 1000) * 1000;
const BUSY = { last_login_at: daysAgo(1), created_at: daysAgo(400) };
const IDLE = { last_login_at: daysAgo(60), created_at: daysAgo(400) };

/** A company that pays for fifty people who have long been suspended. */
interface Company {
	groups: Group[];
	/** Stay, and take what no queue can. */
	colleagues: User[];
	leavers: User[];
	/** Each with the group in which it has to stay. */
	tickets: Ticket[];
	keep: User;
	suspend: User;
	reviewer: User;
	others: User[];
}

/** As they were before anything happened. */
let untouched: User[];

function tellCompany({ sim }: Playground): Company {
	const groups = ['Support', 'Billing'].map((name) => addGroup(sim, { name }));
	const staff = (name: string, fields: StaffFields) =>
		addAgent(sim, {
			name,
			email: `${name.split(' ').slice(0, 2).join('.').toLowerCase()}@acme.example`,
			groups,
			...fields,
		});
	const colleagues = ['Bea Busy', 'Carl Calm'].map((name) => staff(name, BUSY));
	const leavers = Array.from({ length: LEAVERS }, (_, i) =>
		staff(`Former ${String(i + 1).padStart(2, '0')}`, {
			...IDLE,
			suspended: true,
			notes: 'Likes tea',
			groups: [groups[i % 2]],
		}),
	);
	const tickets = leavers.flatMap((assignee, i) => [
		addTicket(sim, { assignee }),
		addTicket(sim, { assignee, status: 'pending' }),
		// No queue can take these.
		...(i % 10 === 0
			? [
					addTicket(sim, { assignee, status: 'solved' }),
					addTicket(sim, { requester: assignee, assignee: colleagues[0], group: groups[i % 2] }),
				]
			: []),
	]);
	const elevated = addLightAgent(sim, { name: 'Eve Explorer', email: 'eve@acme.example', ...BUSY });
	giveProductRole(sim, elevated, 'explore', 'editor', true);
	addLightAgent(sim, { name: 'Lia Light', email: 'lia@acme.example', ...BUSY });
	const company = {
		groups,
		colleagues,
		leavers,
		tickets,
		keep: staff('Ian Idle', IDLE),
		suspend: staff('Sue Suspended', IDLE),
		reviewer: staff('Rita Reviewer', { ...IDLE, email: REVIEWER.email }),
		others: [
			elevated,
			addLightAgent(sim, { name: 'Leo Light', email: 'leo@acme.example', ...IDLE }),
			staff('Nina Never', { last_login_at: null, created_at: daysAgo(100) }),
			staff(`Zoe "<b>{{ 1 + 1 }}</b>" $& O'Neil`, { ...IDLE, email: 'zoe@acme.example' }),
		],
	};
	for (const { id } of sim.store.staff().filter((user) => user.role === 'admin')) {
		sim.store.users.update(sim.store.users.get(id)!, BUSY);
	}
	sim.search.refresh();
	return company;
}

let playground: Playground;
let browser: Browser;
let company: Company;
let credentials: SeatCredentials;
let workflow: SeatAudit;
let tables: UsageTables;

// Nearly everybody of this company has long been idle.
const SETTINGS = { paidSeatPrice: '115', lightSeatPrice: '25', maxStaffPercent: '100' };

beforeAll(async () => {
	playground = await startPlayground({
		say: console.log,
		// An account with the High Volume add-on.
		simulator: { company: null, plan: { rpm: 2500, highVolume: true }, jobSeconds: 1 },
		env: { N8N_RESTRICT_FILE_ACCESS_TO: FOLDER },
	});
	// One user update a second, as Zendesk allows it, would take minutes of real time.
	playground.sim.limits.overrides['create-update-user'] = 20;
	company = tellCompany(playground);
	untouched = structuredClone([company.keep, ...company.others]);
	credentials = await createSeatCredentials(playground);
	const successor = company.colleagues[0].email!;
	workflow = await importSeatAudit(playground, credentials, { ...SETTINGS, successor });
	tables = await UsageTables.of(playground);
	await playground.rest.publish(workflow);
	await playground.n8n.untilKnown(reviewUrlOf(playground));
	browser = await startBrowser();
});

afterAll(async () => {
	await browser?.close();
	await playground?.stop();
	rmSync(FOLDER, { recursive: true, force: true });
});

const userOf = ({ id }: User): User => playground.sim.store.users.get(id)!;

const proofs = () =>
	playground.sim.store.tickets
		.all()
		.filter(({ external_id: id }) => String(id).startsWith('seat-review-'));

/** A table as it says something, without the numbers and times that n8n gives. */
async function kept(name: string): Promise<Array<Record<string, unknown>>> {
	return (await tables.rows(name))
		.map(({ id: _id, createdAt: _created, updatedAt: _updated, report: _report, ...row }) => row)
		.sort((a, b) => String(a.user_id).localeCompare(String(b.user_id)));
}

const rowOf = async ({ id }: User): Promise<TableRow> =>
	(await tables.rows(REVIEW_TABLE)).find((row) => row.user_id === String(id))!;

/** All that a run writes to Zendesk. */
async function writesOf(run: () => Promise<unknown>): Promise<string[]> {
	const { log } = playground.sim;
	const mark = log.mark();
	await run();
	return log
		.since(mark)
		.filter(({ write }) => write)
		.map(({ method, path }) => `${method} ${path}`);
}

async function audit(): Promise<Run> {
	playground.mailbox.empty();
	const run = await runByHand(playground, workflow, 'Run it now');
	expect(run.status).toBe('success');
	return run;
}

/** Opens the review, says who reviews, and goes on to the next page. */
async function openReview(email = REVIEWER.email, options: object = {}): Promise<Page> {
	const context = await newWindow(browser, {
		viewport: { width: 1100, height: 900 },
		httpCredentials: { username: REVIEWER.user, password: REVIEWER.password },
		...options,
	});
	const page = await context.newPage();
	await page.goto(reviewUrlOf(playground));
	await page.getByLabel('Your email').fill(email);
	await page.getByRole('button', { name: 'Show the list' }).click();
	await page.waitForURL(/form-waiting/);
	return page;
}

const choiceOf = (page: Page, { name }: User) =>
	page.locator('.form-group', { hasText: `${name} (` }).locator('select');

/** Sends the decisions and waits for the last page; gives what it says. */
async function decide(page: Page, name?: string): Promise<string> {
	await page.getByRole('button', { name: 'Do it now' }).click();
	await page.waitForFunction(() => !document.querySelector('form'));
	await page.locator('.card .header h1').waitFor();
	if (name) await page.screenshot({ path: join(OUTPUT, `${name}.png`) });
	const text = await page.locator('.card').innerText();
	await page.context().close();
	return text;
}

/** The last page where there is nothing to decide. */
async function lastPage(email?: string): Promise<string> {
	const page = await openReview(email);
	await page.locator('.card .header h1').waitFor();
	const text = await page.locator('.card').innerText();
	await page.context().close();
	return text;
}

describe('the report (Lumos: a user’s entitlements, licenses and last login)', () => {
	it('finds who may lose the seat, keeps the seats and mails the files', async () => {
		expect(await writesOf(audit)).toEqual([]);
		const { sim, mailbox } = playground;
		const mail = await mailbox.mail(/^Zendesk seats: 57 to review/);
		expect(mail.to).toEqual([expect.objectContaining({ address: REVIEWER.email })]);
		expect(mail.html).toContain(`<a href="${reviewUrlOf(playground)}">`);
		expect(mail.html).toContain('57 people wait for your decision');
		expect(mail.html).toContain('This is the first report');
		expect(mail.attachments.map(({ filename }) => filename)).toEqual([
			expect.stringMatching(/^zendesk-seats-.*\.html$/),
			expect.stringMatching(/^zendesk-seats-.*\.csv$/),
		]);
		const [html, csv] = mail.attachments.map(({ content }) =>
			Buffer.from(content as ArrayBuffer).toString(),
		);
		expect(csv.split('\n').filter((line) => line.includes('suspended_but_paid'))).toHaveLength(
			LEAVERS,
		);
		const page = await (await windowOf(browser)).newPage();
		await page.setViewportSize({ width: 1100, height: 850 });
		await page.setContent(html);
		await page.screenshot({ path: join(OUTPUT, 'seat-audit-report.png') });
		await page.context().close();

		const seats = await tables.rows(SEATS_TABLE);
		expect(seats).toHaveLength(sim.store.staff().length);
		expect(seats.filter(({ seat }) => seat === 'paid')).toHaveLength(sim.store.seats().paid);
		const open = await tables.rows(REVIEW_TABLE);
		expect(open).toHaveLength(57);
		expect(new Set(open.map(({ status }) => status))).toEqual(new Set(['open']));
		const reasons = Object.fromEntries(open.map(({ name, reasons: why }) => [name, why]));
		expect(reasons).toMatchObject({
			'Former 01': 'suspended_but_paid, inactive',
			'Eve Explorer': 'light_with_elevated_role',
			'Leo Light': 'inactive',
			'Nina Never': 'never_signed_in',
		});
		expect(reasons).not.toHaveProperty('Bea Busy');
		expect(reasons).not.toHaveProperty('Lia Light');
	});

	it('comes a second time with the same list', async () => {
		const before = [await kept(SEATS_TABLE), await kept(REVIEW_TABLE)];
		expect(await writesOf(audit)).toEqual([]);
		expect([await kept(SEATS_TABLE), await kept(REVIEW_TABLE)]).toEqual(before);
		const { html } = await playground.mailbox.mail(/^Zendesk seats: 57 to review/);
		expect(html).toContain('nothing has changed');
	});
});

describe('the review (Lumos: access review, license management)', () => {
	it('asks for a sign-in', async () => {
		const get = async (auth?: { username: string; password: string }) =>
			(
				await axios.get(reviewUrlOf(playground), {
					auth,
					proxy: false,
					validateStatus: () => true,
				})
			).status;
		expect(await get()).toBe(401);
		expect(await get({ username: REVIEWER.user, password: 'guess' })).toBeGreaterThan(400);
		expect(await get({ username: REVIEWER.user, password: REVIEWER.password })).toBe(200);
	});

	it('is for the reviewers only', async () => {
		expect(await lastPage('somebody@acme.example')).toContain('You are not among the reviewers');
	});

	it('shows everybody with reasons, but for the reviewer himself, on phones too', async () => {
		const page = await openReview(REVIEWER.email, {
			viewport: { width: 390, height: 844 },
			isMobile: true,
			hasTouch: true,
		});
		await page.getByRole('heading', { name: 'Review 56 people' }).waitFor();
		expect(await page.locator('select').count()).toBe(56);
		const text = await page.locator('.inputs-wrapper').innerText();
		for (const words of [
			'Former 01 (former.01@acme.example)',
			'Paid seat · Staff · last sign-in',
			'Suspended, but takes a paid seat; inactive',
			'no sign-in',
			`Zoe "‹b›{{ 1 + 1 }}‹/b›" $& O'Neil (zoe@acme.example)`,
		]) {
			expect(text).toContain(words);
		}
		expect(text).not.toContain('Rita');
		expect(await choiceOf(page, company.keep).inputValue()).toBe('Keep');
		const { wide, room } = await page.evaluate(() => ({
			wide: document.documentElement.scrollWidth,
			room: document.documentElement.clientWidth,
		}));
		expect(wide).toBe(room);
		await page.screenshot({ path: join(OUTPUT, 'seat-audit-review-phone.png') });
		const { origin, pathname } = new URL(page.url());
		const unsigned = await axios.get(origin + pathname, {
			proxy: false,
			validateStatus: () => true,
		});
		expect(unsigned.status).toBe(401);
		await page.context().close();
	});

	it('keeps, downgrades and suspends: fifty licenses are reclaimed, no ticket is lost', async () => {
		const { sim, mailbox } = playground;
		mailbox.empty();
		const before = sim.store.seats();
		const page = await openReview();
		await page.getByRole('heading', { name: 'Review 56 people' }).waitFor();
		for (const leaver of company.leavers) {
			await choiceOf(page, leaver).selectOption('Downgrade (frees the paid seat)');
		}
		expect(await choiceOf(page, company.leavers[0]).locator('option').allTextContents()).toEqual([
			'Select an option ...',
			'Keep',
			'Downgrade (frees the paid seat)',
		]);
		await choiceOf(page, company.suspend).selectOption('Suspend (the seat stays)');
		await page.screenshot({ path: join(OUTPUT, 'seat-audit-review.png') });
		expect(sim.log.writes()).toEqual([]);

		const text = await decide(page, 'seat-audit-freed');
		expect(text).toContain('50 paid seats freed');
		expect(text).toContain('Saves €5,750.00 a month');
		expect(text).toContain('Suspended: 1');
		expect(text).toContain('Kept: 5');
		expect(text).not.toContain('Not done');
		const mail = await mailbox.mail(/^Seat review: 50 paid seats freed$/);
		expect(mail.to!.map(({ address }) => address)).toEqual(['it@acme.example', REVIEWER.email]);
		expect(sim.store.seats()).toEqual({ ...before, paid: before.paid - LEAVERS });
	});

	it('Lumos “downgrade a user”: an end user, whose tickets were handed over', () => {
		const { store } = playground.sim;
		for (const leaver of company.leavers) {
			expect(userOf(leaver)).toMatchObject({ role: 'end-user', active: true, suspended: true });
			expect(userOf(leaver).notes).toMatch(/^Likes tea\n/);
			expect(userOf(leaver).notes).toMatch(
				/\[Seat review\] downgraded on 20..-..-.., decided by rita\.reviewer@acme\.example$/,
			);
		}
		const [successor] = company.colleagues;
		expect(company.tickets).toHaveLength(110);
		for (const before of company.tickets) {
			const now = store.tickets.get(before.id)!;
			const isOwned = now.assignee_id === successor.id;
			expect(isOwned || now.status !== 'solved').toBe(true);
			expect(isOwned || now.assignee_id === null).toBe(true);
			expect(now.group_id).toBe(before.group_id);
			expect(company.leavers.map(({ id }) => id)).not.toContain(now.requester_id);
		}
		expect(store.handovers).toEqual([]);
	});

	it('Lumos “suspend a user”: no access, and the license is not reclaimed', () => {
		expect(userOf(company.suspend)).toMatchObject({ role: 'agent', suspended: true });
	});

	it('who is kept is untouched, and remembered as kept', async () => {
		for (const user of untouched) {
			expect(userOf(user)).toEqual(user);
			expect(await rowOf(user)).toMatchObject({
				status: 'done',
				decision: 'keep',
				outcome: 'kept',
				decided_by: REVIEWER.email,
			});
		}
	});

	it('files one ticket for each person as the proof (Lumos: ITSM logging)', async () => {
		const done = [...company.leavers, company.suspend];
		expect(proofs()).toHaveLength(done.length);
		for (const user of done) {
			const row = await rowOf(user);
			const [proof, ...others] = proofs().filter(
				({ external_id: id }) => id === `seat-review-${String(row.review)}`,
			);
			expect(others).toEqual([]);
			expect(proof.subject).toContain(user.name);
			expect(row).toMatchObject({ status: 'done', ticket_id: String(proof.id) });
			const [note] = playground.sim.store.comments.sortedBy('ticket', proof.id);
			expect(note.public).toBe(false);
			expect(note.body).toContain(`Decided by ${REVIEWER.email}`);
		}
		const [first] = company.leavers;
		const { details } = await rowOf(first);
		expect(details).toContain('3 assigned, 1 requested (what no queue can take: to Bea Busy');
		expect(details).toContain('change role (done)');
	});
});

describe('once more', () => {
	it('the review has nothing to do and changes nothing', async () => {
		const before = await kept(REVIEW_TABLE);
		expect(
			await writesOf(async () => {
				expect(await lastPage()).toContain('Nobody is waiting for a decision');
			}),
		).toEqual([]);
		expect(await kept(REVIEW_TABLE)).toEqual(before);
	});

	it('the report tells what has changed, asks about nobody anew and changes nothing', async () => {
		const before = await kept(REVIEW_TABLE);
		expect(await writesOf(audit)).toEqual([]);
		const { html } = await playground.mailbox.mail(/^Zendesk seats: 1 to review/);
		expect(html).toContain('50 left');
		expect(await kept(REVIEW_TABLE)).toEqual(before);
		const seats = await kept(SEATS_TABLE);
		expect(await writesOf(audit)).toEqual([]);
		expect(await kept(SEATS_TABLE)).toEqual(seats);
		expect(await kept(REVIEW_TABLE)).toEqual(before);
		expect(proofs()).toHaveLength(LEAVERS + 1);
	});

	it('what broke off goes on, and files no second ticket', async () => {
		const { review, ticket_id } = await rowOf(company.leavers[3]);
		const anew = { status: 'decided', outcome: '', details: '', ticket_id: '', ticket_url: '' };
		await tables.edit(REVIEW_TABLE, ['review', String(review)], anew);
		expect(
			await writesOf(async () => {
				expect(await lastPage()).toContain('1 paid seat freed');
			}),
		).toEqual([]);
		expect(await rowOf(company.leavers[3])).toMatchObject({ status: 'done', ticket_id });
		expect(proofs()).toHaveLength(LEAVERS + 1);
	});

	it('who is kept is asked about again when there is a new reason', async () => {
		const { sim } = playground;
		sim.store.users.update(userOf(company.keep), { suspended: true });
		await audit();
		expect((await tables.rows(REVIEW_TABLE)).filter(({ status }) => status === 'open')).toEqual([
			expect.objectContaining({ name: 'Rita Reviewer' }),
			expect.objectContaining({ name: 'Ian Idle', reasons: 'suspended_but_paid, inactive' }),
		]);
	});
});

describe('when something fails', () => {
	it('who can’t be downgraded stays as he is and on the list, with the reason', async () => {
		const { sim, mailbox } = playground;
		mailbox.empty();
		const [successor] = company.colleagues;
		sim.store.users.update(userOf(successor), { suspended: true });
		const page = await openReview();
		await choiceOf(page, company.keep).selectOption('Downgrade (frees the paid seat)');
		const text = await decide(page);
		expect(text).toContain('No seat was freed');
		expect(text).toMatch(/Not done: 1\s+Ian Idle .*: .*Bea Busy.* is suspended/);
		await mailbox.mail(/^FAILED in part: Seat review: No seat was freed$/);
		sim.store.users.update(userOf(successor), { suspended: false });
		expect(userOf(company.keep).role).toBe('agent');

		const again = await openReview();
		const shown = await again.locator('.inputs-wrapper').innerText();
		expect(shown).toContain('Not done the last time:');
		await choiceOf(again, company.keep).selectOption('Downgrade (frees the paid seat)');
		expect(await decide(again)).toContain('1 paid seat freed');
		expect(userOf(company.keep).role).toBe('end-user');
		expect(proofs()).toHaveLength(LEAVERS + 2);
	});

	it('somebody is told', async () => {
		const { rest, mailbox } = playground;
		mailbox.empty();
		const broken = await importSeatAudit(
			playground,
			credentials,
			{ inactiveAfterDays: 'many' },
			({ nodes, settings }) => {
				const node = (name: string) => nodes.find((each) => each.name === name)!.parameters;
				node('Every Monday').rule = { interval: [{ field: 'seconds', secondsInterval: 2 }] };
				node('Review seats').options = { path: 'another-review' };
				Object.assign(settings!, { saveDataSuccessExecution: 'all' });
			},
		);
		await rest.publish(broken);
		const { to, html = '' } = await mailbox.mail(/^FAILED: Review Zendesk's seats/);
		await unpublish(playground, broken.id);
		await untilDealtWith(playground, broken.id, 1);
		expect(to).toEqual([expect.objectContaining({ address: 'it@acme.example' })]);
		expect(html).toContain('Inactive After Days');
		expect(html).toContain('in the node "Seats"');
	});
});

it('keeps files instead of mailing them, if wanted', async () => {
	const another = await importSeatAudit(
		playground,
		credentials,
		{ folder: FOLDER },
		({ nodes }) => {
			const node = (name: string) => nodes.find((each) => each.name === name)!;
			delete node('Save the page').disabled;
			delete node('Save the spreadsheet').disabled;
			node('Mail the report').disabled = true;
		},
	);
	playground.mailbox.empty();
	const run: Execution = await runByHand(playground, another, 'Run it now');
	expect(run.status).toBe('success');
	expect(readdirSync(FOLDER).sort()).toEqual([
		expect.stringMatching(/^zendesk-seats-.*\.csv$/),
		expect.stringMatching(/^zendesk-seats-.*\.html$/),
	]);
	expect(playground.mailbox.mails).toEqual([]);
});

itIfOpened('seat-audit')('opens in the editor with nothing to complain about', async () => {
	const { page, problems } = await openEditor(browser, playground);
	await page.setViewportSize({ width: 2400, height: 1000 });
	await expectTemplateOpens(page, playground, workflow);
	expect(problems).toEqual([]);
});
