import { join } from 'node:path';
import axios from 'axios';
import { DateTime } from 'luxon';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { publishAndRun, unpublish } from '../../playground/people';
import { type Playground, startPlayground } from '../../playground/playground';
import type { Workflow } from '../../playground/rest';
import { readTemplate } from '../../playground/template';
import {
	createUsageCredentials,
	DAYS_TABLE,
	type Imported,
	importUsageTemplate,
	pageUrlOf,
	PEOPLE_TABLE,
	READER,
	startFill,
	STATE_TABLE,
	type TableRow,
	untilDealtWith,
	untilEnded,
	type UsageCredentials,
	UsageTables,
} from '../../playground/usage';
import { truthOf } from '../engine/activity/truth';
import { seedActivity } from '../simulator';
import { newWindow, openEditor, OUTPUT, startBrowser } from './browser';
import { expectPublishable, expectTemplateOpens, itIfOpened } from './templateInEditor';
import { figuresOn, rowsOn } from './reportStand';
import { itIsATemplate } from './templateFile';

const EVENTS = 'GET /api/v2/incremental/ticket_events';
const ZONE = 'Europe/Berlin';
const FAILED = /^FAILED: Show who uses Zendesk/;
const DAYS = 90;
/** Two slices, because Zendesk gives 10 pages of events a minute, and this clock is a real one. */
const SLICE = 45;
const AN_HOUR_MS = 60 * 60_000;

let playground: Playground;
let browser: Browser;
let credentials: UsageCredentials;
let tables: UsageTables;
/** The workflow as the sticky note leaves it, but for bigger slices and the schedule. */
let main: Imported;

beforeAll(async () => {
	playground = await startPlayground({
		say: console.log,
		simulator: { company: { staff: 26, customers: 60, tickets: 0, organizations: 2, groups: 4 } },
	});
	const { sim } = playground;
	seedActivity(sim, { ticketEvents: 900, logins: 600, articles: 30, deletions: 30 });
	sim.limits.overrides.incremental = Infinity;
	credentials = await createUsageCredentials(playground);
	tables = await UsageTables.of(playground);
	main = await imported();
});

afterAll(async () => {
	await browser?.close();
	await playground?.stop();
});

/** Its schedule is off: the tests say when a fill begins. */
const imported = async (settings: Record<string, string> = {}, of: Workflow['settings'] = {}) =>
	await importUsageTemplate(
		playground,
		credentials,
		{ timeZone: ZONE, days: String(DAYS), daysPerSlice: String(SLICE), ...settings },
		(template) => {
			template.nodes.find(({ name }) => name === 'Every hour')!.disabled = true;
			Object.assign(template.settings!, of);
		},
	);

async function fill(workflow = main): Promise<void> {
	const id = await startFill(playground, workflow);
	expect((await untilEnded(playground, id)).status).toBe('success');
}

const startAnew = async () => await tables.remove(STATE_TABLE, PEOPLE_TABLE, DAYS_TABLE);

/** Which routes of Zendesk were asked while something was done. */
async function asked(work: () => Promise<unknown>): Promise<string[]> {
	const mark = playground.sim.log.mark();
	await work();
	return playground.sim.log.since(mark).map(({ route }) => String(route));
}

const readings = (routes: string[]) => routes.filter((route) => route === EVENTS).length;

const addDays = (date: string, days: number) => DateTime.fromISO(date).plus({ days }).toISODate()!;
const dateOf = (ms: number, zone = ZONE) => DateTime.fromMillis(ms, { zone }).toISODate()!;
const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
const byText = <T>(rows: T[]) => rows.map((row) => JSON.stringify(row)).sort();

/** The last days that are over. */
function lastDays(count = DAYS, zone = ZONE): { from: string; to: string } {
	const to = addDays(dateOf(Date.now() - 10 * 60_000, zone), -1);
	return { from: addDays(to, 1 - count), to };
}

/**
 * What both tables hold, without what n8n adds, and without the sources: whether the list of deleted tickets is one of
 * them depends on the slice.
 */
async function kept(): Promise<{ days: string[]; people: string[] }> {
	const plain = async (table: string) =>
		byText(
			(await tables.rows(table)).map(
				({ id: _id, createdAt: _created, updatedAt: _updated, sources: _sources, ...row }) => row,
			),
		);
	return { days: await plain(DAYS_TABLE), people: await plain(PEOPLE_TABLE) };
}

/** The table has each day that the account itself has, once, and no other. */
async function expectDays(days = lastDays(), zone = ZONE): Promise<void> {
	const rows = await tables.rows(DAYS_TABLE);
	const seen = rows.map((row) => [
		`${String(row.date)} ${String(row.user_id)}`,
		row.sign_ins,
		row.tickets_created,
		row.tickets_edited,
		row.tickets_deleted,
		row.articles_created,
		row.first_at,
		row.last_at,
	]);
	const truth = [...truthOf(playground.sim, { zone, ...days })].map(([key, day]) => [
		key,
		day.sign_ins,
		day.tickets_created,
		day.tickets_edited,
		day.tickets_deleted,
		day.articles_created,
		iso(day.first),
		iso(day.last),
	]);
	expect(truth.length).toBeGreaterThan(100);
	expect(byText(seen)).toEqual(byText(truth));
}

/** As the role in Support tells. */
const SEATS: Record<number, string> = { 1: 'light', 3: 'free' };

/** The table has everybody of the staff once, as the account has him. */
async function expectPeople(): Promise<void> {
	const { store } = playground.sim;
	const acts = [...truthOf(playground.sim, { zone: ZONE, ...lastDays() }).keys()];
	const staff = store.staff().map((user) => {
		const dates = acts.filter((key) => key.endsWith(` ${user.id}`)).map((key) => key.slice(0, 10));
		if (user.last_login_at !== null) dates.push(dateOf(user.last_login_at));
		const groups = store.groupsOf(user.id).map(({ group_id: id }) => store.groups.get(id)!.name);
		return [
			String(user.id),
			user.name,
			user.email,
			user.role,
			user.suspended,
			SEATS[user.role_type ?? 0] ?? 'paid',
			JSON.stringify(groups.sort()),
			dates.sort().pop() ?? null,
		];
	});
	const rows = (await tables.rows(PEOPLE_TABLE)).map((row) => [
		row.user_id,
		row.name,
		row.email,
		row.role,
		row.suspended,
		row.seat,
		row.groups,
		row.last_active,
	]);
	expect(byText(rows)).toEqual(byText(staff));
}

describe('the file', () => {
	const { nodes, settings } = readTemplate('usage-dashboard');

	itIsATemplate('usage-dashboard', 'by name');

	it('begins a fill every hour, and n8n keeps no copy of what a reader saw', () => {
		const { parameters } = nodes.find(({ name }) => name === 'Every hour')!;
		expect(parameters.rule).toEqual({
			interval: [{ field: 'hours', hoursInterval: 1, triggerAtMinute: 17 }],
		});
		expect(settings!.saveDataSuccessExecution).toBe('none');
	});
});

/** The second request for ticket events waits to be released. */
function holdSecondSlice(): { reached: Promise<void>; release: () => void } {
	let release = () => {};
	const released = new Promise<void>((resolve) => (release = resolve));
	const reached = new Promise<void>((resolve) =>
		playground.sim.faults.add({
			when: { route: EVENTS, nth: 2 },
			then: {
				kind: 'before',
				do: async () => {
					resolve();
					await released;
				},
			},
		}),
	);
	return { reached, release };
}

function refuseSecondSlice(): void {
	playground.sim.faults.add({
		when: { route: EVENTS, nth: 2 },
		then: { kind: 'respond', status: 400, body: { error: 'BadRequest' } },
	});
}

describe('a fill', () => {
	it('reads slice by slice what the account has, each slice once', async () => {
		const routes = await asked(fill);
		expect(readings(routes)).toBe(DAYS / SLICE);
		await expectDays();
		await expectPeople();
		const { to } = lastDays();
		expect(await tables.state()).toMatchObject({
			key: 'usage',
			cursor: addDays(to, 1),
			note: `All days up to ${to} are read`,
			time_zone: ZONE,
		});
	});

	it('asks nothing when nothing is new, and changes nothing', async () => {
		const before = await kept();
		expect(await asked(fill)).toEqual([]);
		expect(await kept()).toEqual(before);
	});

	it('ends at once while another one is busy', async () => {
		const { cursor } = await tables.state();
		const busy_until = new Date(Date.now() + AN_HOUR_MS).toISOString();
		await tables.editState({ cursor: '', busy_until });
		expect(await asked(fill)).toEqual([]);
		expect(await tables.state()).toMatchObject({ cursor: '', busy_until });
		await tables.editState({ cursor, busy_until: '' });
	});

	it('reads a day later only that day, doubles no row and forgets nobody', async () => {
		const before = await kept();
		const { to } = lastDays();
		await tables.editState({ cursor: to });
		await tables.edit(PEOPLE_TABLE, ['cursor', addDays(to, 1)], { cursor: to });
		expect(readings(await asked(fill))).toBe(1);
		expect(await kept()).toEqual(before);
	});

	it('begins once when two are started', async () => {
		await tables.editState({ cursor: '' });
		const routes = await asked(async () => {
			const ids = await Promise.all([1, 2].map(() => startFill(playground, main)));
			for (const id of ids) expect((await untilEnded(playground, id)).status).toBe('success');
		});
		expect(readings(routes)).toBe(DAYS / SLICE);
		await expectDays();
		await expectPeople();
	});

	it('is not misled by what one has left that was killed before it could note how far it was', async () => {
		const before = await kept();
		const cursor = addDays(lastDays().from, SLICE);
		const former = (await tables.rows(PEOPLE_TABLE)).map(
			({ id: _id, createdAt: _created, updatedAt: _updated, ...row }) => ({ ...row, cursor }),
		);
		await tables.enter(PEOPLE_TABLE, former);
		await tables.editState({ cursor });
		expect(readings(await asked(fill))).toBe(1);
		expect(await kept()).toEqual(before);
	});

	it('goes on behind days on which nobody was active', async () => {
		const early = await imported({ days: '120', daysPerSlice: '20' });
		await startAnew();
		refuseSecondSlice();
		const id = await startFill(playground, early);
		expect((await untilEnded(playground, id)).status).toBe('error');
		expect((await tables.state()).cursor).toBe(addDays(lastDays(120).from, 20));
		expect(await tables.rows(DAYS_TABLE)).toEqual([]);
		expect(await tables.rows(PEOPLE_TABLE)).toHaveLength(26);
	});

	it('goes on where n8n was killed, and ends with the right tables', async () => {
		await startAnew();
		const { n8n } = playground;
		const second = holdSecondSlice();
		await startFill(playground, main);
		await second.reached;
		await n8n.stop('SIGKILL');
		second.release();
		await n8n.start();
		await playground.rest.signIn();
		expect(await asked(fill)).toEqual([]);
		expect(await tables.state()).toMatchObject({
			cursor: addDays(lastDays().from, SLICE),
			note: expect.stringContaining('the next ones follow'),
		});
		await tables.editState({ busy_until: new Date(Date.now() - 1000).toISOString() });
		expect(readings(await asked(fill))).toBe(1);
		await expectDays();
		await expectPeople();
	});

	it('that was taken over meanwhile writes nothing more, and says so', async () => {
		await startAnew();
		const second = holdSecondSlice();
		const id = await startFill(playground, main);
		await second.reached;
		const before = await kept();
		await tables.editState({ busy_by: 'another' });
		second.release();
		const { status, data } = await untilEnded(playground, id);
		expect(status).toBe('error');
		expect(data).toContain("took longer than 'busyMinutes' in Settings allows");
		expect(await kept()).toEqual(before);
		expect(before.days.length).toBeGreaterThan(100);
		await tables.editState({ busy_until: '' });
		expect(readings(await asked(fill))).toBe(1);
		await expectDays();
	});

	it('reads all anew for another time zone or a longer window, and forgets older days', async () => {
		const { to } = lastDays();
		await tables.editState({ cursor: to });
		await fill(await imported({ days: '30' }));
		await expectDays(lastDays(30));
		const zone = 'Pacific/Auckland';
		const routes = await asked(async () => await fill(await imported({ timeZone: zone })));
		expect(readings(routes)).toBe(DAYS / SLICE);
		await expectDays(lastDays(DAYS, zone), zone);
	});
});

describe('when something fails', () => {
	/** Zendesk refuses the second slice of a fill that begins with the publishing. */
	async function failing(): Promise<void> {
		await startAnew();
		refuseSecondSlice();
		expect((await publishAndRun(playground, main)).status).toBe('error');
		playground.sim.faults.verifyAllFired();
		playground.sim.faults.clear();
	}

	it('somebody is told why, and the next fill reads the rest', async () => {
		await failing();
		const { to, html = '' } = await playground.mailbox.mail(FAILED);
		expect(to).toEqual([expect.objectContaining({ address: 'it@acme.example' })]);
		expect(html).toContain('/api/v2/incremental/ticket_events');
		expect(html).toContain('in the node "Reading failed"');
		expect(html).toMatch(/<a href="http[^"]+\/executions\/\d+">/);
		expect(readings(await asked(fill))).toBe(1);
		await expectDays();
		await expectPeople();
	});

	it('there is one mail a day', async () => {
		await unpublish(playground, main.id);
		// So that it shows when the failure has been dealt with.
		const wrong = await imported({ daysPerSlice: 'many' }, { saveDataSuccessExecution: 'all' });
		const fail = async (told_on: string): Promise<number> => {
			playground.mailbox.empty();
			await tables.editState({ told_on });
			expect((await publishAndRun(playground, wrong)).status).toBe('error');
			await untilDealtWith(playground, wrong.id, ++failures);
			return playground.mailbox.mails.length;
		};
		let failures = 0;
		const today = dateOf(Date.now());
		expect(await fail(today)).toBe(0);
		expect(await fail(addDays(today, -1))).toBe(1);
		expect(playground.mailbox.mails[0].html).toContain('Days per Slice');
		expect((await tables.state()).told_on).toBe(today);
		await unpublish(playground, wrong.id);
	});
});

/** What the page has to say of some of the people, counted from the tables. */
async function figuresOf(keep: (person: TableRow) => boolean) {
	const { from, to } = lastDays();
	const people = (await tables.rows(PEOPLE_TABLE)).filter(keep);
	const ids = new Set(people.map(({ user_id: id }) => id));
	const days = (await tables.rows(DAYS_TABLE)).filter(({ user_id: id }) => ids.has(id));
	const daysTo = (date: string) =>
		DateTime.fromISO(to).diff(DateTime.fromISO(date), 'days').as('days');
	const isInactive = ({ last_active: last, created_at: created }: TableRow) =>
		daysTo(String(last ?? dateOf(Date.parse(String(created))))) >= 30;
	const count = (test: (person: TableRow) => boolean) => people.filter(test).length;
	const isUnused = (person: TableRow) => person.suspended === true || isInactive(person);
	const unused = count((person) => person.seat === 'paid' && isUnused(person));
	const off = count(({ seat, suspended }) => seat === 'paid' && suspended === true);
	const paid = count(({ seat }) => seat === 'paid');
	const [light, free] = ['light', 'free'].map((kind) => count(({ seat }) => seat === kind));
	const sum = (column: string) => days.reduce((total, row) => total + Number(row[column]), 0);
	const dates = Array.from({ length: DAYS }, (_, i) => addDays(from, i));
	return {
		figures: {
			Staff: `${people.length} / ${count(({ suspended }) => suspended === true)} suspended`,
			'Active in the window': `${new Set(days.map((row) => row.user_id)).size} / of ${people.length} staff`,
			'Inactive for 30 days or more': `${count(isInactive)} / of ${people.length} staff`,
			'Paid seats': `${paid} / ${paid - unused} in use`,
			'Paid seats without use': `${unused} / ${unused - off} inactive, ${off} suspended`,
			'Light and free seats': `${light + free} / ${light} light, ${free} free`,
		},
		perDay: dates.map((date) => days.filter((row) => row.date === date).length),
		totals: [
			days.length,
			...[
				'sign_ins',
				'tickets_created',
				'tickets_edited',
				'tickets_deleted',
				'articles_created',
			].map(sum),
		],
		emails: people.map(({ email }) => String(email)).sort(),
	};
}

/** The same as a reader sees it. */
async function seenOn(page: Page) {
	const number = (shown: string) => Number(shown.replace(/,/g, ''));
	const everyone = await rowsOn(page, '#everyone tbody tr');
	return {
		figures: await figuresOn(page),
		perDay: (await rowsOn(page, '#active-staff-table tbody tr')).map(([, active]) =>
			number(active),
		),
		totals: (await rowsOn(page, '#everyone tfoot tr'))[0].slice(3, 9).map(number),
		emails: everyone.map(([name]) => name.split(' ').pop()!).sort(),
	};
}

describe('the page', () => {
	const auth = { username: READER.user, password: READER.password };
	const get = async (signIn?: typeof auth) =>
		await axios.get<string>(pageUrlOf(playground), {
			auth: signIn,
			proxy: false,
			validateStatus: () => true,
		});
	const messages: string[] = [];
	const requests: string[] = [];

	/** The page in a window of its own, signed in. */
	async function open(options: BrowserContextOptions = {}): Promise<Page> {
		const context = await newWindow(browser, {
			viewport: { width: 1280, height: 900 },
			httpCredentials: auth,
			...options,
		});
		const page = await context.newPage();
		page.on('request', (request) => requests.push(request.url()));
		page.on('console', (message) => messages.push(message.text()));
		page.on('pageerror', (thrown) => messages.push(thrown.message));
		await page.goto(pageUrlOf(playground));
		return page;
	}

	beforeAll(async () => {
		browser = await startBrowser();
		await playground.rest.publish(main);
		await playground.n8n.untilKnown(pageUrlOf(playground));
	});

	it('asks for a sign-in', async () => {
		const { status, headers, data } = await get();
		expect(status).toBe(401);
		expect(headers['www-authenticate']).toMatch(/^Basic/);
		expect(data).not.toContain('acme');
		expect((await get({ ...auth, password: 'read-2025' })).status).toBeGreaterThan(400);
	});

	it('shows what the tables have, and asks Zendesk nothing', async () => {
		const page = await open();
		const routes = await asked(async () => await page.reload());
		expect(routes).toEqual([]);
		const figures = await figuresOf(() => true);
		expect(figures.figures.Staff).toBe('26 / 1 suspended');
		expect(await seenOn(page)).toEqual(figures);
		expect(await page.locator('.notes').count()).toBe(0);
		await page.setViewportSize({ width: 1280, height: 1215 });
		await page.screenshot({ path: join(OUTPUT, 'usage-dashboard.png') });
	});

	it.each<[string, string, string, (person: TableRow) => boolean]>([
		['group', 'Group', 'Billing', ({ groups }) => String(groups).includes('"Billing"')],
		['role', 'Role', 'Staff', ({ role_name: name }) => name === 'Staff'],
	])('counts again for a %s', async (_, label, option, keep) => {
		const page = await open();
		await page.getByLabel(label, { exact: true }).selectOption(option);
		const figures = await figuresOf(keep);
		expect(figures.emails.length).toBeGreaterThan(3);
		expect(figures.emails.length).toBeLessThan(26);
		expect(await seenOn(page)).toEqual(figures);
	});

	it('sorts', async () => {
		const page = await open();
		const heading = page.locator('#everyone').getByRole('columnheader', { name: 'Tickets edited' });
		await heading.getByRole('button').click();
		expect(await heading.getAttribute('aria-sort')).toBe('descending');
		const cells = await page.locator('#everyone tbody tr td:nth-child(7)').allTextContents();
		const numbers = cells.map(Number);
		expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
		expect(numbers[0]).toBeGreaterThan(numbers[25]);
	});

	it('is for dark screens and phones too', async () => {
		const dark = await open({ colorScheme: 'dark' });
		await dark.screenshot({ path: join(OUTPUT, 'usage-dashboard-dark.png') });
		const phone = await open({
			viewport: { width: 390, height: 844 },
			isMobile: true,
			hasTouch: true,
		});
		const { wide, room } = await phone.evaluate(() => ({
			wide: document.documentElement.scrollWidth,
			room: document.documentElement.clientWidth,
		}));
		expect(wide).toBe(room);
		await phone.screenshot({ path: join(OUTPUT, 'usage-dashboard-phone.png') });
	});

	it('says which days are not read yet', async () => {
		const { cursor } = await tables.state();
		const missing = lastDays().to;
		await tables.editState({ cursor: missing });
		await tables.edit(PEOPLE_TABLE, ['cursor', String(cursor)], { cursor: missing });
		const { data } = await get(auth);
		expect(data).toContain(`Days: those from ${missing} on are not read yet`);
		await tables.editState({ cursor });
		await tables.edit(PEOPLE_TABLE, ['cursor', missing], { cursor });
	});

	it('says that nothing is read while there are no tables', async () => {
		await startAnew();
		const { status, data } = await get(auth);
		expect(status).toBe(200);
		expect(data).toContain('Days: none of them is read yet');
		expect(data).toContain('There are no staff to show.');
	});

	it('has loaded nothing but itself, and the browser has nothing to complain about', () => {
		expect(messages).toEqual([]);
		expect(requests.length).toBeGreaterThan(5);
		expect(new Set(requests)).toEqual(new Set([pageUrlOf(playground)]));
	});
});

describe('in the editor', () => {
	itIfOpened('usage-dashboard')(
		'opens with nothing to complain about, ready to be published',
		async () => {
			await unpublish(playground, main.id);
			const { page, problems } = await openEditor(browser, playground);
			const workflow = await importUsageTemplate(playground, credentials);
			await expectTemplateOpens(page, playground, workflow);
			await expectPublishable(page);
			expect(problems).toEqual([]);
		},
	);
});

describe('all in all', () => {
	it('nothing was ever written to Zendesk', () => {
		const { log } = playground.sim;
		expect(log.entries.length).toBeGreaterThan(100);
		expect(log.writes()).toEqual([]);
	});
});
