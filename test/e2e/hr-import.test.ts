import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import type { Browser } from 'playwright-core';
import writeXlsxFile from 'write-excel-file/node';
import {
	APPROVER,
	approvalUrl,
	ASKER,
	createHrCredentials,
	formUrlOf,
	type HrOptions,
	type Imported,
	importHrTemplate,
	type ResultRow,
	resultOf,
	switchOn,
	uploadList,
} from '../../playground/hrImport';
import { approve } from '../../playground/offboarding';
import { type Playground, startPlayground } from '../../playground/playground';
import { addAgent, addCustomer, addGroup, addTicket, type User } from '../simulator';
import { openEditor, pictureOfCard, startBrowser, windowOf } from './browser';
import { expectTemplateOpens, itIfOpened } from './templateInEditor';

const PLEASE = /^Please approve: HR list/;
const DONE = /^Done/;

let playground: Playground;
let browser: Browser;
let credentials: Awaited<ReturnType<typeof createHrCredentials>>;
/** The workflow as the sticky note leaves it; it is published while lists are uploaded. */
let main: Imported;
let count = 0;

beforeAll(async () => {
	playground = await startPlayground({ say: console.log, simulator: { company: null } });
	credentials = await createHrCredentials(playground);
	main = await importHrTemplate(playground, credentials);
	await playground.rest.publish(main);
	await playground.n8n.untilKnown(formUrlOf(playground));
	browser = await startBrowser(playground);
});

afterAll(async () => {
	await browser?.close();
	await playground?.stop();
});

beforeEach(() => {
	playground.mailbox.empty();
	playground.sim.search.refresh();
});

const HEAD = [
	'employee_id',
	'first_name',
	'last_name',
	'work_email',
	'status',
	'termination_date',
	'manager_email',
	'successor_email',
];

type Row = Partial<Record<string, string>>;

/** Somebody in Zendesk who came from HR. */
function known(name: string, fields: Partial<User> = {}, add = addCustomer): User {
	const id = String(++count);
	const email = `${name.toLowerCase().replaceAll(' ', '.')}@acme.example`;
	return add(playground.sim, { name, email, external_id: `HR-${id}`, ...fields });
}

/** How the list has him, unless told otherwise. */
function rowOf({ name, email, external_id: id }: User, more: Row = {}): Row {
	const [first, ...last] = name.split(' ');
	return {
		employee_id: id!.slice('HR-'.length),
		first_name: first,
		last_name: last.join(' '),
		work_email: email!,
		status: 'active',
		...more,
	};
}

function csv(rows: Row[], separator = ',', head = HEAD): string {
	const quoted = (cell = '') => (/[",;\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
	const lines = [head, ...rows.map((row) => head.map((column) => quoted(row[column])))];
	return lines.map((cells) => cells.join(separator)).join('\r\n');
}

const now = ({ id }: User): User => playground.sim.store.users.get(id)!;

function byExternalId(id: string): User | undefined {
	return playground.sim.store.users.all().find((user) => user.external_id === id);
}

/** Uploads a list and gives the address of the approval. */
async function uploaded(file: string, content: Buffer | string): Promise<string> {
	await uploadList(playground, file, content);
	return await approvalUrl(playground, main.id, PLEASE);
}

async function approved(file: string, content: Buffer | string): Promise<ResultRow[]> {
	await approve(await uploaded(file, content), 'Approve');
	return await resultOf(playground, DONE);
}

const of = (results: ResultRow[], name: string) => results.find((row) => row.name === name);

describe('a list with new, changed, equal and leaving people', () => {
	let people: Record<'same' | 'renamed' | 'touched' | 'customer' | 'agent' | 'other', User>;
	let boss: User;
	let deputy: User;
	let tickets: Record<'agent' | 'other', number[]>;
	let list: string;
	let url: string;

	beforeAll(() => {
		const { sim } = playground;
		const group = addGroup(sim, { name: 'Support' });
		addAgent(sim, { name: 'Lowest Id', groups: [group] });
		const agent = (name: string) =>
			known(name, {}, (account, fields) => addAgent(account, { ...fields, groups: [group] }));
		boss = agent('Bea Boss');
		deputy = agent('Dan Deputy');
		people = {
			same: known('Sam Same'),
			renamed: known('Rita Old'),
			touched: known('Tim Touched'),
			customer: known('Carl Customer'),
			agent: agent('Ann Agent'),
			other: agent('Otto Other'),
		};
		const ticketsOf = (assignee: User) =>
			Array.from({ length: 5 }, () => addTicket(sim, { assignee, group }).id);
		tickets = { agent: ticketsOf(people.agent), other: ticketsOf(people.other) };
		list = csv([
			rowOf(people.same),
			rowOf(people.renamed, { last_name: 'New' }),
			rowOf(people.touched, { last_name: 'Tested' }),
			rowOf(people.customer, { status: 'terminated' }),
			rowOf(people.agent, { termination_date: '2020-01-31', manager_email: boss.email! }),
			rowOf(people.other, {
				status: 'terminated',
				manager_email: boss.email!,
				successor_email: deputy.email!,
			}),
			rowOf(boss, { termination_date: '2999-12-31' }),
			rowOf(deputy),
			{
				employee_id: '900',
				first_name: 'Nina',
				last_name: 'New',
				work_email: 'nina@acme.example',
			},
			{ employee_id: '901', first_name: 'Never', last_name: 'Here', status: 'terminated' },
		]);
	});

	it('the form asks for the asker’s password', async () => {
		const { status } = await axios.get(formUrlOf(playground), {
			proxy: false,
			validateStatus: () => true,
		});
		expect(status).toBe(401);
	});

	it('the list is uploaded in the browser', async () => {
		const page = await (await windowOf(browser, ASKER)).newPage();
		await page.goto(formUrlOf(playground));
		await page.getByLabel('Your email').fill(ASKER.email);
		await page.locator('input[type="file"]').setInputFiles({
			name: 'people.csv',
			mimeType: 'text/csv',
			buffer: Buffer.from(list),
		});
		await pictureOfCard(page, 'hr-import-request');
		await page.getByRole('button', { name: 'Submit' }).click();
		await page.getByText('The approver gets a mail').waitFor();
		await page.context().close();
		url = await approvalUrl(playground, main.id, PLEASE);
	});

	it('nothing has been written when the approver gets the plan', async () => {
		const { sim } = playground;
		expect(sim.log.writes()).toEqual([]);
		const page = await (await windowOf(browser, APPROVER)).newPage();
		await page.goto(url);
		await page
			.getByRole('heading', { name: 'HR list: 1 new, 2 changed, 1 suspended, 2 off-boarded' })
			.waitFor();
		const text = (await page.locator('body').innerText()).replaceAll(/\s+/g, ' ');
		for (const words of [
			`Asked for by ${ASKER.email}. 4 people stay as they are.`,
			'New (1) Nina New nina@acme.example · HR-900 · row 10',
			'Changed (2) Rita Old rita.old@acme.example',
			'name: Rita Old → Rita New',
			'Customers who are suspended (1) Carl Customer',
			'Staff who are off-boarded (2) Ann Agent',
			'agent, last day: 2020-01-31',
			'level: Downgrade and Suspend tickets: 5 assigned → Bea Boss (bea.boss@acme.example)',
			'tickets: 5 assigned → Dan Deputy (dan.deputy@acme.example)',
		]) {
			expect(text).toContain(words);
		}
		await pictureOfCard(page, 'hr-import-approval');
		await page.context().close();
	});

	it('the page asks for the approver’s password; who asked can’t approve', async () => {
		const { mailbox, sim } = playground;
		const get = async (auth?: { username: string; password: string }) =>
			(await axios.get(url, { auth, proxy: false, validateStatus: () => true })).status;
		expect(await get()).toBe(401);
		expect(await get({ username: ASKER.user, password: ASKER.password })).toBeGreaterThan(400);
		const form = new FormData();
		form.set('field-1', 'Approve');
		form.set('field-2', ASKER.email);
		mailbox.empty();
		await axios.post(url, form, {
			auth: { username: APPROVER.user, password: APPROVER.password },
			proxy: false,
		});
		url = await approvalUrl(playground, main.id, PLEASE);
		expect(mailbox.mails[0].html).toContain(`${ASKER.email} has asked for it`);
		expect(sim.log.writes()).toEqual([]);
	});

	it('the approval works, but for who was changed meanwhile', async () => {
		const { sim } = playground;
		sim.store.users.update(now(people.touched), { name: 'Tim By Hand' });
		await approve(url, 'Approve');
		const results = await resultOf(playground, DONE);
		expect(now(people.same).name).toBe('Sam Same');
		expect(now(people.renamed).name).toBe('Rita New');
		expect(now(people.touched).name).toBe('Tim By Hand');
		expect(now(people.customer)).toMatchObject({ role: 'end-user', suspended: true });
		expect(byExternalId('HR-900')).toMatchObject({
			name: 'Nina New',
			email: 'nina@acme.example',
			role: 'end-user',
		});
		expect(byExternalId('HR-901')).toBeUndefined();
		for (const [leaver, successor] of [
			['agent', boss],
			['other', deputy],
		] as const) {
			expect(now(people[leaver])).toMatchObject({ role: 'end-user', suspended: true });
			for (const id of tickets[leaver]) {
				expect(sim.store.tickets.get(id)!.assignee_id).toBe(successor.id);
			}
		}
		expect(now(boss)).toMatchObject({ role: 'agent', suspended: false });
		expect(sim.store.handovers).toEqual([]);

		expect(results.map(({ row, outcome }) => [row, outcome])).toEqual([
			['2', 'unchanged'],
			['3', 'updated'],
			['4', 'skipped'],
			['5', 'suspended'],
			['6', 'downgraded'],
			['7', 'downgraded'],
			['8', 'unchanged'],
			['9', 'unchanged'],
			['10', 'created'],
			['11', 'unchanged'],
		]);
		expect(of(results, 'Tim By Hand') ?? of(results, 'Tim Touched')).toMatchObject({
			reason: 'conflict',
			message: expect.stringContaining('changed since the plan was made'),
		});
		expect(of(results, 'Ann Agent')).toMatchObject({
			tickets_moved: '5',
			successor: 'Bea Boss <bea.boss@acme.example>',
			asked_by: ASKER.email,
			approved_by: APPROVER.email,
		});
	});

	it('the same list a second time changes nothing but what is still open', async () => {
		const { sim } = playground;
		sim.store.users.update(now(people.touched), { name: 'Tim Tested' });
		const mark = sim.log.mark();
		await uploadList(playground, 'people.csv', list);
		const results = await resultOf(playground, /^Nothing to do: HR list: nothing to change$/);
		expect(results).toHaveLength(10);
		expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['unchanged']));
		expect(sim.log.since(mark).filter(({ write }) => write)).toEqual([]);
	});
});

it('a plan that is rejected changes nothing', async () => {
	const { sim } = playground;
	const leaver = known('Larry Leaver', {}, addAgent);
	const customer = known('Cora Customer');
	const mark = sim.log.mark();
	const url = await uploaded(
		'people.csv',
		csv([
			rowOf(leaver, { status: 'terminated' }),
			rowOf(customer, { last_name: 'Changed' }),
			{
				employee_id: '950',
				first_name: 'No',
				last_name: 'Body',
				work_email: 'nobody@acme.example',
			},
		]),
	);
	await approve(url, 'Reject');
	const results = await resultOf(playground, /^Not done \(rejected\): HR list/);
	expect(sim.log.since(mark).filter(({ write }) => write)).toEqual([]);
	expect(results.map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual(
		Array.from({ length: 3 }, () => 'skipped rejected'),
	);
	expect(results[0].message).toBe(`rejected by ${APPROVER.email}`);
	const { to } = playground.mailbox.mails.at(-1)!;
	expect(to!.map(({ address }) => address)).toEqual(['it@acme.example', ASKER.email]);
});

it('a spreadsheet, with days as spreadsheets keep them', async () => {
	const left = known('Xavier Left');
	const stays = known('Xenia Stays');
	const text = (value: string) => ({ value });
	const day = (value: string) => ({ value: new Date(value), type: Date, format: 'dd.mm.yyyy' });
	const number = ({ external_id: id }: User) => ({ value: Number(id!.slice(3)), type: Number });
	const buffer = await writeXlsxFile([
		['Employee ID', 'Name', 'E-Mail', 'Termination Date'].map(text),
		[number(left), text(left.name), text(left.email!), day('2020-01-31T00:00:00Z')],
		[text(''), text(''), text(''), text('')],
		[number(stays), text('Xenia Named'), text(stays.email!), day('2999-01-31T00:00:00Z')],
	] as never).toBuffer();
	const results = await approved('people.xlsx', buffer);
	expect(now(left).suspended).toBe(true);
	expect(now(stays)).toMatchObject({ name: 'Xenia Named', suspended: false });
	expect(results.map(({ row, outcome }) => [row, outcome])).toEqual([
		['2', 'suspended'],
		['4', 'updated'],
	]);
});

it('who is known by email alone gets the ID of the list', async () => {
	const adopted = addCustomer(playground.sim, { name: 'Ada Adopted', email: 'ada@acme.example' });
	const other = known('Olga Other', { external_id: 'CRM-1' });
	playground.sim.search.refresh();
	const results = await approved(
		'people.csv',
		csv([
			{
				employee_id: '777',
				first_name: 'Ada',
				last_name: 'Adopted',
				work_email: 'ada@acme.example',
			},
			rowOf(other, { employee_id: '778', last_name: 'Changed' }),
		]),
	);
	expect(now(adopted).external_id).toBe('HR-777');
	expect(now(other)).toMatchObject({ name: 'Olga Other', external_id: 'CRM-1' });
	expect(of(results, 'Olga Changed')).toMatchObject({ outcome: 'skipped', reason: 'ambiguous' });
});

describe('bad input: the row is named, the others go on', () => {
	const NEWCOMER = { status: 'active' };
	let id = 1000;
	const newcomer = (more: Row = {}): Row => {
		const employee = String(++id);
		return {
			...NEWCOMER,
			employee_id: employee,
			first_name: 'Person',
			last_name: employee,
			work_email: `person.${employee}@acme.example`,
			...more,
		};
	};
	const isThere = (row: Row) => byExternalId(`HR-${row.employee_id}`) !== undefined;

	it('a BOM, semicolons and quoted line breaks', async () => {
		const rows = [
			newcomer(),
			newcomer({ last_name: 'Line\nBreak; "quoted"' }),
			newcomer({ first_name: 'Käthe', last_name: 'Öz' }),
		];
		const results = await approved('people.csv', `\uFEFF${csv(rows, ';')}`);
		expect(results.map(({ row, outcome }) => [row, outcome])).toEqual([
			['2', 'created'],
			['3', 'created'],
			['4', 'created'],
		]);
		expect(rows.map(isThere)).toEqual([true, true, true]);
		expect(byExternalId(`HR-${rows[1].employee_id}`)!.name).toMatch(/Line\s+Break; "quoted"/);
		expect(byExternalId(`HR-${rows[2].employee_id}`)!.name).toBe('Käthe Öz');
	});

	it('an unknown column, a missing email, a malformed day and more', async () => {
		const known1 = known('Mona Malformed');
		const head = [...HEAD, 'shoe size', 'role'];
		// What n8n's forms could take for an expression or a pattern.
		const good = [newcomer({ 'shoe size': '43' }), newcomer({ last_name: '{{ $& }} <b>' })];
		const bad: Array<[Row, string]> = [
			[newcomer({ work_email: '' }), 'work_email is missing'],
			[
				rowOf(known1, { status: 'terminated', termination_date: '31.12.2020' }),
				"termination_date '31.12.2020' is not a day like 2026-11-30",
			],
			[
				rowOf(known('Mara Malformed'), { termination_date: '2020-02-30' }),
				"termination_date '2020-02-30' is not a day",
			],
			[newcomer({ employee_id: '' }), 'employee_id is missing'],
			[newcomer({ work_email: 'a@b, c@d.example' }), 'is no email address'],
			[newcomer({ status: 'fired' }), "status 'fired' is none of"],
			[newcomer({ role: 'boss' }), "role 'boss' is none of"],
			[newcomer({ manager_email: 'Bea Boss' }), "manager_email 'bea boss' is no email address"],
		];
		const lines = csv([good[0], ...bad.map(([row]) => row), good[1]], ',', head).split('\r\n');
		lines.push(`${newcomer().employee_id},a,b,c@acme.example,,,,,,,one too many`);
		const url = await uploaded('people.csv', lines.join('\n'));
		const page = await (await windowOf(browser, APPROVER)).newPage();
		await page.goto(url);
		await page.getByText('Person {{ $& }} <b>').waitFor();
		await pictureOfCard(page, 'hr-import-approval-bad-rows');
		await page.context().close();
		await approve(url, 'Approve');
		const results = await resultOf(playground, DONE);
		const plan = playground.mailbox.mails.find(({ subject }) => PLEASE.test(subject ?? ''))!;
		for (const [i, [row, words]] of bad.entries()) {
			const line = results.find(({ row: number }) => number === String(i + 3))!;
			expect(line).toMatchObject({ outcome: 'skipped', reason: 'invalid' });
			expect(line.message).toContain(words);
			expect(plan.html).toContain(`row ${i + 3}<br>`);
			if (row.employee_id && row.first_name === 'Person') expect(isThere(row)).toBe(false);
		}
		expect(now(known1)).toMatchObject({ suspended: false, name: 'Mona Malformed' });
		expect(results.find(({ row }) => row === '1')!.message).toContain(
			"The column 'shoe size' is unknown and is ignored",
		);
		expect(results.find(({ row }) => row === '12')!.message).toContain('it has 11 cells');
		expect(good.map(isThere)).toEqual([true, true]);
		expect(playground.mailbox.mails.at(-1)!.subject).toMatch(/^Done, with rows left out: /);
	});

	it('a quotation mark that is never closed', async () => {
		const [good, lost] = [newcomer(), newcomer()];
		const list = csv([good, lost]).replace(
			`,Person,${lost.employee_id}`,
			`,"Person,${lost.employee_id}`,
		);
		const results = await approved('people.csv', list);
		expect([good, lost].map(isThere)).toEqual([true, false]);
		expect(results[1]).toMatchObject({ row: '3', outcome: 'skipped' });
		expect(results[1].message).toContain('never closed');
	});

	it('two rows for one person, and a manager who can’t take the tickets', async () => {
		const { sim } = playground;
		const twin = known('Toni Twin');
		const agent = known('Gus Gone', {}, addAgent);
		const ticket = addTicket(sim, { assignee: agent });
		sim.search.refresh();
		const good = newcomer();
		const list = csv([
			rowOf(twin, { last_name: 'One' }),
			rowOf(twin, { last_name: 'Two' }),
			rowOf(agent, { status: 'terminated', manager_email: twin.email! }),
			good,
		]);
		await approve(await uploaded('people.csv', list), 'Approve');
		// A leaver who keeps the access is no small matter.
		const results = await resultOf(playground, /^FAILED: HR list: 1 new$/);
		expect(now(twin).name).toBe('Toni Twin');
		expect(now(agent)).toMatchObject({ role: 'agent', suspended: false });
		expect(sim.store.tickets.get(ticket.id)!.assignee_id).toBe(agent.id);
		expect(isThere(good)).toBe(true);
		expect(results.map(({ row, reason }) => [row, reason])).toEqual([
			['2', 'same-row'],
			['3', 'same-row'],
			['4', 'successor'],
			['5', ''],
		]);
	});

	it('nothing to read in it', async () => {
		const told = async (file: string, content: string, subject: RegExp) => {
			playground.mailbox.empty();
			await uploadList(playground, file, content);
			return (await playground.mailbox.mail(subject)).html!.replaceAll('&#39;', "'");
		};
		expect(await told('people.csv', '', /^Look at this/)).toContain('The source has no rows');
		expect(await told('people.csv', csv([]), /^Look at this/)).toContain('The source has no rows');
		expect(await told('people.csv', 'name,phone\nAnn,1', /^Look at this/)).toContain(
			'the column employee_id and work_email is missing',
		);
		expect(await told('people.txt', 'x', /^FAILED: Import an HR list/)).toContain(
			'The list must be a CSV or XLSX file',
		);
	});

	it('an asker whom nobody knows', async () => {
		const row = newcomer();
		const mark = playground.sim.log.mark();
		await uploadList(playground, 'people.csv', csv([row]), {
			email: 'mallory@acme.example',
		});
		const mail = await playground.mailbox.mail(/^Look at this/);
		expect(mail.to!.map(({ address }) => address)).toEqual(['it@acme.example']);
		expect(mail.html).toContain('mallory@acme.example is not among the');
		expect(playground.sim.log.since(mark)).toEqual([]);
	});
});

async function unpublish({ id }: Imported): Promise<void> {
	await playground.rest.send('post', `/workflows/${id}/deactivate`, {});
}

let copies = 0;

/** Does something with another copy of the workflow, with a form of its own. */
async function withWorkflow(
	options: HrOptions,
	work: (workflow: Imported, upload: (list: string) => Promise<void>) => Promise<void>,
): Promise<void> {
	const path = `import-hr-list-${++copies}`;
	const workflow = await importHrTemplate(playground, credentials, { ...options, path });
	await playground.rest.publish(workflow);
	try {
		await playground.n8n.untilKnown(formUrlOf(playground, path));
		await work(
			workflow,
			async (list) => await uploadList(playground, 'people.csv', list, { path }),
		);
	} finally {
		await unpublish(workflow);
	}
}

describe('other settings', () => {
	it('who is missing has left only when told so, and the limits hold', async () => {
		const { sim, mailbox } = playground;
		const group = Array.from({ length: 20 }, (_, i) =>
			known(`Member ${i}`, { external_id: `CLUB-${i}` }),
		);
		const row = (user: User, more: Row = {}) => ({
			...rowOf(user, more),
			employee_id: user.external_id!,
		});
		const settings = { externalIdPrefix: 'CLUB-', missingMeansLeft: 'yes' };
		await withWorkflow({ settings }, async ({ id }, upload) => {
			const mark = sim.log.mark();
			await upload(csv([row(group[0])]));
			const mail = await mailbox.mail(/^Look at this/);
			expect(mail.html).toContain('19 of 20 users would be removed');
			expect(mail.html).toContain('Max Removals');
			expect(sim.log.since(mark).filter(({ write }) => write)).toEqual([]);

			mailbox.empty();
			await upload(csv(group.slice(1).map((user) => row(user))));
			await approve(await approvalUrl(playground, id, PLEASE), 'Approve');
			await resultOf(playground, DONE);
			expect(group.map((user) => now(user).suspended)).toEqual(group.map((_, i) => i === 0));

			// A row that can't be read may mean anybody.
			mailbox.empty();
			const rows = group.slice(2).map((user, i) => row(user, i === 0 ? { status: '?' } : {}));
			await upload(csv(rows));
			const { html } = await mailbox.mail(/^Look at this/);
			expect(html).toContain('nobody counts as having left for being missing');
			expect(now(group[1]).suspended).toBe(false);
		});
	});

	it.each([
		['report', { suspended: false, active: true }],
		['delete', { active: false }],
	])('leavingCustomers: %s', async (leavingCustomers, state) => {
		const customer = known(`Cleo ${leavingCustomers}`);
		const list = csv([rowOf(customer, { status: 'terminated' })]);
		await withWorkflow({ settings: { leavingCustomers } }, async ({ id }, upload) => {
			await upload(list);
			if (leavingCustomers === 'report') {
				const { html } = await playground.mailbox.mail(/^Look at this: HR list/);
				expect(html).toContain('has left; customers are only reported');
			} else {
				await approve(await approvalUrl(playground, id, PLEASE), 'Approve');
				expect(await resultOf(playground, DONE)).toMatchObject([{ outcome: 'deleted' }]);
			}
		});
		expect(now(customer)).toMatchObject(state);
	});

	it('many leavers by name at once look like a broken source', async () => {
		const leavers = Array.from({ length: 6 }, (_, i) => known(`Wave ${i}`));
		const list = csv(leavers.map((user) => rowOf(user, { status: 'terminated' })));
		await uploadList(playground, 'people.csv', list);
		const { html } = await playground.mailbox.mail(/^Look at this: HR list/);
		expect(html).toMatch(/6 of \d+ users would be removed/);
		expect(leavers.map((user) => now(user).suspended)).toEqual(leavers.map(() => false));
	});

	it('somebody is told when a run fails, before and after the approval began', async () => {
		const { mailbox } = playground;
		const list = csv([
			{ employee_id: '790', first_name: 'Fay', last_name: 'Fail', work_email: 'fay@acme.example' },
		]);
		await withWorkflow({ settings: { offboardLevel: 'Vaporize' } }, async (_workflow, upload) => {
			await upload(list);
			const { html, to } = await mailbox.mail(/^FAILED: Import an HR list/);
			expect(to).toEqual([expect.objectContaining({ address: 'it@acme.example' })]);
			expect(html).toContain("'offboardLevel' is 'Vaporize'");
		});
		mailbox.empty();
		await withWorkflow({ settings: { approvers: 'nobody' } }, async (_workflow, upload) => {
			await upload(list);
			const { html } = await mailbox.mail(/^FAILED: Import an HR list/);
			expect(html).toContain('Ask the approver');
		});
	});
});

describe('an HR system instead of a list', () => {
	/** Stands in for all four; each page of an answer is as the system documents it. */
	let server: Server;
	let address: string;
	let asked: Array<{ call: string; auth?: string; body: string }>;
	let gone: User;
	let boss: User;
	let answers: Record<string, (query: URLSearchParams) => unknown>;

	beforeAll(async () => {
		server = createServer((request, response) => {
			const url = new URL(request.url!, 'http://localhost');
			let body = '';
			request.on('data', (chunk: Buffer) => (body += chunk.toString()));
			request.on('end', () => {
				const call = `${request.method} ${url.pathname}`;
				asked.push({ call, auth: request.headers.authorization, body });
				const answer = answers[call]?.(url.searchParams);
				const type = call.endsWith('/Users') ? 'application/scim+json' : 'application/json';
				response.writeHead(answer ? 200 : 404, { 'content-type': type });
				response.end(JSON.stringify(answer ?? {}));
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});

	afterAll(async () => {
		await new Promise((resolve) => server.close(resolve));
	});

	beforeEach(() => {
		asked = [];
		gone = known(`Gone ${count}`, {}, addAgent);
		boss = known(`Boss ${count}`, {}, addAgent);
		addTicket(playground.sim, { assignee: gone });
		playground.sim.search.refresh();
	});

	const id = ({ external_id }: User) => external_id!.slice('HR-'.length);

	const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

	const FEEDS = [
		{
			source: 'bamboohr',
			nodes: { BambooHR: ['httpBasicAuth', { user: 'key', password: 'x' }] },
			answers: () => ({
				'POST /reports/custom': () => ({
					employees: [
						{
							id: id(gone),
							displayName: gone.name,
							workEmail: gone.email,
							status: 'Inactive',
							terminationDate: '2020-01-31',
							supervisorEId: id(boss),
						},
						{
							id: id(boss),
							displayName: boss.name,
							workEmail: boss.email,
							status: 'Active',
							terminationDate: '0000-00-00',
						},
					],
				}),
			}),
			auth: `Basic ${Buffer.from('key:x').toString('base64')}`,
		},
		{
			source: 'personio',
			nodes: {
				'Personio sign-in': [
					'httpCustomAuth',
					{ json: JSON.stringify({ body: { client_id: 'c-1', client_secret: 's-1' } }) },
				],
				Personio: undefined,
			},
			answers: () => {
				const employee = (user: User, status: string, supervisor?: User) => ({
					type: 'Employee',
					attributes: {
						id: { value: Number(id(user)) },
						first_name: { value: user.name.split(' ')[0] },
						last_name: { value: user.name.split(' ')[1] },
						email: { value: user.email },
						status: { value: status },
						...(supervisor
							? { supervisor: { value: { attributes: { email: { value: supervisor.email } } } } }
							: {}),
					},
				});
				// Two pages; who has no email is named and left out.
				const others = Array.from({ length: 199 }, (_, i) =>
					employee({ ...boss, external_id: `HR-${50_000 + i}`, email: null }, 'active'),
				);
				const all = [...others, employee(gone, 'inactive', boss), employee(boss, 'active')];
				return {
					'POST /auth': () => ({ success: true, data: { token: 't-1' } }),
					'GET /company/employees': (query: URLSearchParams) => ({
						success: true,
						data: all.slice(Number(query.get('offset')), Number(query.get('offset')) + 200),
					}),
				};
			},
			auth: 'Bearer t-1',
		},
		{
			source: 'hibob',
			nodes: { HiBob: ['httpBasicAuth', { user: 'service', password: 'token' }] },
			answers: () => ({
				'POST /people/search': () => ({
					employees: [
						{
							id: id(gone),
							displayName: gone.name,
							email: gone.email,
							work: { reportsTo: { email: boss.email } },
							internal: { status: 'Inactive' },
						},
						{
							id: id(boss),
							displayName: boss.name,
							email: boss.email,
							work: {},
							internal: { status: 'Active' },
						},
					],
				}),
			}),
			auth: `Basic ${Buffer.from('service:token').toString('base64')}`,
		},
		{
			source: 'scim',
			nodes: { SCIM: ['httpHeaderAuth', { name: 'Authorization', value: 'Bearer scim' }] },
			answers: () => {
				const user = (
					{ name, email }: User,
					employee: string,
					active: boolean,
					manager?: string,
				) => ({
					id: `scim-${employee}`,
					displayName: name,
					emails: [{ value: email, type: 'work', primary: true }],
					active,
					[ENTERPRISE]: { employeeNumber: employee, manager: { value: manager } },
				});
				const all = [user(gone, id(gone), false, `scim-${id(boss)}`), user(boss, id(boss), true)];
				// A server that gives one a page, whatever is asked for.
				return {
					'GET /Users': (query: URLSearchParams) => ({
						totalResults: all.length,
						startIndex: Number(query.get('startIndex')),
						itemsPerPage: 1,
						Resources: all.slice(Number(query.get('startIndex')) - 1).slice(0, 1),
					}),
				};
			},
			auth: 'Bearer scim',
		},
	];

	it.each(FEEDS)('$source, on its schedule', async ({ source, nodes, answers: make, auth }) => {
		answers = make();
		const { rest, sim, mailbox } = playground;
		const picked: HrOptions['credentials'] = {};
		for (const [name, credential] of Object.entries(nodes)) {
			if (!credential) continue;
			const [type, data] = credential as [string, Record<string, unknown>];
			picked[name] = { type, ...(await rest.createCredential(name, type, data)) };
		}
		const options: HrOptions = {
			settings: { source, sourceUrl: `${address}/` },
			credentials: picked,
			change: (template) => {
				switchOn(template, ...Object.keys(nodes));
				// The morning comes every 8 seconds.
				template.nodes.find(({ name }) => name === 'Every morning')!.parameters = {
					rule: { interval: [{ field: 'seconds', secondsInterval: 8 }] },
				};
			},
		};
		await withWorkflow(options, async ({ id: workflow }) => {
			const url = await approvalUrl(playground, workflow, PLEASE);
			expect(mailbox.mails.find(({ subject }) => PLEASE.test(subject ?? ''))!.html).toContain(
				`the schedule (${source})`,
			);
			await unpublish({ id: workflow } as Imported);
			expect(now(gone).role).toBe('agent');
			await approve(url, 'Approve');
			await resultOf(playground, DONE);
		});
		expect(now(gone)).toMatchObject({ role: 'end-user', suspended: true });
		expect(now(boss)).toMatchObject({ role: 'agent', suspended: false });
		const moved = sim.store.tickets.all().filter(({ assignee_id }) => assignee_id === boss.id);
		expect(moved).toHaveLength(1);
		expect(asked.at(-1)!.auth).toBe(auth);
	});
});

itIfOpened('hr-import')(
	'the template opens with no missing node and nothing to complain about',
	async () => {
		const { page, problems } = await openEditor(browser, playground);
		await page.setViewportSize({ width: 2400, height: 1000 });
		await expectTemplateOpens(page, playground, main);
		expect(problems).toEqual([]);
		await page.context().close();
	},
);
