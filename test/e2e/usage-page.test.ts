import type { BrowserContextOptions, Page } from 'playwright-core';
import { usagePage, type UsagePageInput, type UsagePerson } from '../../zendesk/activity/page';
import { input, person, team } from '../unit/report/sample';
import { picture } from './browser';
import {
	drawingsOn,
	faultsOn,
	figuresOn,
	PHONE,
	rowsOn,
	standForReports,
	WIDE,
} from './reportStand';
import { partFrom } from '../part';

const stand = standForReports('usage');

const open = async (usage: UsagePageInput, options?: BrowserContextOptions) =>
	await stand(usagePage(usage), options);

/** All that a reader sees of the figures, whoever computed them. */
async function read(page: Page) {
	return {
		figures: await figuresOn(page),
		...(await drawingsOn(page)),
		perDay: await rowsOn(page, '#active-staff-table tbody tr'),
		// A kind of seat that nobody shown has may stand there with zeros.
		licenses: (await rowsOn(page, '#licenses tbody tr')).filter(([, seats]) => seats !== '0'),
		inactive: await rowsOn(page, '#inactive tbody tr'),
		everyone: await rowsOn(page, '#everyone tbody tr'),
		totals: await rowsOn(page, '#everyone tfoot tr'),
	};
}

/** The page that the server makes of some people alone, in a browser without JavaScript. */
async function readWithoutScript(usage: UsagePageInput, keep: (person: UsagePerson) => boolean) {
	const page = await open(
		{ ...usage, people: usage.people.filter(keep) },
		{ ...WIDE, javaScriptEnabled: false },
	);
	return await read(page);
}

/** The figures once more, from the same rows, in the words of the page. */
function compute(usage: UsagePageInput, keep: (person: UsagePerson) => boolean) {
	const { from, to, inactiveAfterDays } = usage;
	const people = usage.people.filter(keep);
	const ids = new Set(people.map(({ user_id: id }) => id));
	const days = usage.days.filter(({ user_id: id }) => ids.has(id));
	const daysTo = (date: string) => (Date.parse(to) - Date.parse(date)) / 86_400_000;
	const idle = ({ last_active: last, created_at: created }: UsagePerson) =>
		daysTo(last ?? created!.slice(0, 10)) >= inactiveAfterDays;
	const count = (test: (person: UsagePerson) => boolean) => people.filter(test).length;
	const seats = (...kinds: string[]) => people.filter(({ seat }) => kinds.includes(seat));
	const paid = seats('paid');
	const activeOn: Record<string, number> = {};
	for (let ms = Date.parse(from); ms <= Date.parse(to); ms += 86_400_000) {
		const date = new Date(ms).toISOString().slice(0, 10);
		activeOn[date] = new Set(
			days.filter((row) => row.date === date).map((row) => row.user_id),
		).size;
	}
	const active = new Set(days.map((row) => row.user_id)).size;
	const staff = people.length;
	const unused = paid.filter((someone) => someone.suspended || idle(someone));
	const suspended = unused.filter((someone) => someone.suspended).length;
	return {
		figures: {
			Staff: `${staff} / ${count((someone) => someone.suspended)} suspended`,
			'Active in the window': `${active} / of ${staff} staff`,
			'Inactive for 30 days or more': `${count(idle)} / of ${staff} staff`,
			'Paid seats': `${paid.length} / ${paid.length - unused.length} in use`,
			'Paid seats without use': `${unused.length} / ${unused.length - suspended} inactive, ${suspended} suspended`,
			'Light and free seats': `${seats('light', 'free').length} / ${seats('light').length} light, ${seats('free').length} free`,
		},
		perDay: Object.values(activeOn),
		inactive: people
			.filter(idle)
			.map(({ email }) => email!)
			.sort(),
		everyone: people.map(({ email }) => email!).sort(),
		totals: (
			[
				'sign_ins',
				'tickets_created',
				'tickets_edited',
				'tickets_deleted',
				'articles_created',
			] as const
		).map((kind) => days.reduce((sum, row) => sum + row[kind], 0)),
		activeDays: days.length,
	};
}

const emails = (rows: string[][]) => rows.map(([name]) => name.split(' ').pop()!);
const numbers = (texts: string[]) => texts.map((text) => Number(text.replace(/,/g, '')));

const TEAM = team(60, 90);
const EVERYONE = () => true;

async function choose(page: Page, label: string, option: string): Promise<void> {
	await page.getByLabel(label, { exact: true }).selectOption(option);
}

async function search(page: Page, text: string): Promise<void> {
	await page.getByLabel('Name or email').fill(text);
}

describe('the figures', () => {
	it('are those of the rows, with and without JavaScript', async () => {
		const page = await open(TEAM);
		const seen = await read(page);
		const { perDay, totals, activeDays, inactive, everyone, figures } = compute(TEAM, EVERYONE);
		expect(seen.figures).toEqual(figures);
		expect(numbers(seen.perDay.map(([, active]) => active))).toEqual(perDay);
		expect(numbers(seen.totals[0].slice(3, 9))).toEqual([activeDays, ...totals]);
		expect(seen.everyone).toHaveLength(everyone.length);
		expect(seen.inactive).toHaveLength(inactive.length);
		expect(Math.max(...seen.bars)).toBeGreaterThan(100);
		expect(await readWithoutScript(TEAM, EVERYONE)).toEqual(seen);
		await picture(page, 'usage-page');
	});

	it('are the same when the script has computed them', async () => {
		const page = await open(TEAM);
		const before = await read(page);
		await search(page, 'nobody at all');
		expect(await read(page)).not.toEqual(before);
		await search(page, '');
		expect(await read(page)).toEqual(before);
	});
});

type Choice = [string, (page: Page) => Promise<void>, (person: UsagePerson) => boolean];

describe('filters', () => {
	it.each<Choice>([
		[
			'a role',
			(page) => choose(page, 'Role', 'Team lead'),
			({ role_name: role }) => role === 'Team lead',
		],
		['admins', (page) => choose(page, 'Role', 'Admin'), ({ role }) => role === 'admin'],
		[
			'a group',
			(page) => choose(page, 'Group', 'Back office & returns'),
			({ groups }) => groups.includes('Back office & returns'),
		],
		[
			'another group',
			(page) => choose(page, 'Group', 'Support'),
			({ groups }) => groups.includes('Support'),
		],
		['a seat', (page) => choose(page, 'Seat', 'Light'), ({ seat }) => seat === 'light'],
		[
			'a name, without its accent',
			(page) => search(page, 'JOSEPHINE'),
			({ name }) => name.startsWith('Joséphine'),
		],
		['two words', (page) => search(page, ' berg ann '), ({ name }) => /Ann.*Berg/.test(name)],
		['an address', (page) => search(page, '17@acme'), ({ email }) => email!.includes('17@acme')],
		[
			'all at once',
			async (page) => {
				await choose(page, 'Role', 'Agent');
				await choose(page, 'Group', 'Tier 2');
				await choose(page, 'Seat', 'Paid');
				await search(page, 'a');
			},
			({ role, role_name: name, groups, seat, email }) =>
				role === 'agent' &&
				!name &&
				groups.includes('Tier 2') &&
				seat === 'paid' &&
				/a/.test(email!),
		],
		['no one', (page) => search(page, 'nobody at all'), () => false],
	])('by %s change all figures', async (_, filter, keep) => {
		const page = await open(TEAM);
		await filter(page);
		const seen = await read(page);
		const { perDay, totals, activeDays, inactive, everyone, figures } = compute(TEAM, keep);
		expect(seen.figures).toEqual(figures);
		expect(numbers(seen.perDay.map(([, active]) => active))).toEqual(perDay);
		expect(numbers(seen.totals[0].slice(3, 9))).toEqual([activeDays, ...totals]);
		if (everyone.length > 0) {
			expect(everyone.length).toBeLessThan(TEAM.people.length);
			expect(emails(seen.everyone).sort()).toEqual(everyone);
			// Bars, axis, shares and rows as well: the page of these people alone.
			const { inactive: idle, ...alone } = await readWithoutScript(TEAM, keep);
			const { inactive: seenIdle, ...others } = seen;
			expect(others).toEqual(alone);
			expect(seenIdle).toEqual(idle);
			expect(inactive.length === 0 ? [] : emails(seenIdle).sort()).toEqual(inactive);
		}
	});

	it('say aloud what they found, and are cleared', async () => {
		const page = await open(TEAM);
		const status = page.getByRole('status');
		const textOf = async () => await status.textContent();
		expect(await textOf()).toBe('Showing all 60 staff');
		await choose(page, 'Role', 'Admin');
		expect(await textOf()).toBe('Showing 10 of 60 staff · Role: Admin');
		await choose(page, 'Seat', 'Light');
		expect(await textOf()).toBe('No one matches these filters · Role: Admin · Seat: Light');
		expect((await read(page)).everyone).toEqual([['No one matches these filters.']]);
		expect((await read(page)).nobody).toBe(true);
		await page.getByRole('button', { name: 'Clear filters' }).click();
		expect(await textOf()).toBe('Showing all 60 staff');
		expect(await page.getByLabel('Role').inputValue()).toBe('');
	});

	it('do not leave the page when Enter is pressed', async () => {
		const page = await open(TEAM);
		await search(page, 'ivo');
		const before = await read(page);
		await page.keyboard.press('Enter');
		expect(await read(page)).toEqual(before);
	});

	it('answer at once for 500 people and 90 days', async () => {
		const big = team(500, 90);
		const page = await open(big);
		await choose(page, 'Group', 'Billing');
		const seen = await read(page);
		expect(seen.figures).toEqual(compute(big, ({ groups }) => groups.includes('Billing')).figures);
	});
});

describe('sorting', () => {
	const heading = (page: Page, name: string) =>
		page.locator('#everyone').getByRole('columnheader', { name });
	const column = async (page: Page, index: number) =>
		(await read(page)).everyone.map((cells) => cells[index]);

	it('turns numbers, then turns them round, and says how', async () => {
		const page = await open(TEAM);
		await heading(page, 'Tickets edited').getByRole('button').click();
		expect(await heading(page, 'Tickets edited').getAttribute('aria-sort')).toBe('descending');
		expect(await heading(page, 'Name').getAttribute('aria-sort')).toBeNull();
		const down = numbers(await column(page, 6));
		expect(down).toEqual([...down].sort((a, b) => b - a));
		expect(down[0]).toBeGreaterThan(1000);
		await heading(page, 'Tickets edited').getByRole('button').click();
		expect(await heading(page, 'Tickets edited').getAttribute('aria-sort')).toBe('ascending');
		expect(numbers(await column(page, 6))).toEqual([...down].reverse());
	});

	it('takes dates by time, the never active first', async () => {
		const page = await open(TEAM);
		await heading(page, 'Last active').getByRole('button').click();
		const dates = (await column(page, 9)).map((text) =>
			text.startsWith('Never') ? 0 : Date.parse(`${text} UTC`),
		);
		expect(dates).toEqual([...dates].sort((a, b) => a - b));
		expect(dates[0]).toBe(0);
		expect(new Set(dates).size).toBeGreaterThan(5);
	});

	it('works from the keyboard, and keeps what the filters hide hidden', async () => {
		const page = await open(TEAM);
		await choose(page, 'Role', 'Admin');
		await heading(page, 'Name').getByRole('button').focus();
		await page.keyboard.press('Enter');
		const names = await column(page, 0);
		expect(names).toHaveLength(10);
		expect(names).toEqual([...names].sort((a, b) => b.localeCompare(a, 'en')));
	});

	it('goes by the number behind "10+"', async () => {
		const lastDays = ['2026-10-30', '2026-11-16', null, '2026-08-11'];
		const people = lastDays.map((last_active, index) => person({ user_id: index, last_active }));
		const page = await open(input({ people, days: [], inactiveAfterDays: 1 }));
		const days = async () => (await read(page)).inactive.map((cells) => cells[5]);
		expect(await days()).toEqual(['100', '20', '10+', '3']);
		await page.locator('#inactive').getByRole('button', { name: 'Days' }).click();
		expect(await days()).toEqual(['3', '10+', '20', '100']);
	});
});

it('runs nothing that a name says', async () => {
	const evil = `</script><script>document.title='x'</script><img src=x onerror="document.title='x'">`;
	const people = [person({ name: evil, groups: [evil], role_name: evil })];
	const page = await open(input({ people, missing: [evil] }));
	await choose(page, 'Group', evil);
	expect(await page.title()).toBe('Zendesk usage: acme.zendesk.com');
	expect(await page.locator('img').count()).toBe(0);
	expect((await read(page)).everyone[0][0]).toContain(evil);
});

describe('without JavaScript', () => {
	it('has no filters, and says why', async () => {
		const page = await open(TEAM, { ...WIDE, javaScriptEnabled: false });
		expect(await page.getByRole('search').count()).toBe(0);
		expect(await page.getByText('Filters and sorting need JavaScript').isVisible()).toBe(true);
		expect(await page.locator('thead button').count()).toBe(0);
	});
});

describe('for everybody', () => {
	const LOOKS: Array<[string, BrowserContextOptions]> = [
		['light', WIDE],
		['dark', { ...WIDE, colorScheme: 'dark' }],
		['on a phone', PHONE],
		['on a dark phone', { ...PHONE, colorScheme: 'dark' }],
	];

	it.each(partFrom(LOOKS, 2))('axe finds nothing serious: %s', async (name, options) => {
		const page = await open(TEAM, options);
		await page.getByText('The same as a table').click();
		await choose(page, 'Role', 'Agent');
		await page.locator('#everyone').getByRole('button', { name: 'Sign-ins' }).click();
		expect(await faultsOn(page)).toEqual([]);
		await picture(page, `usage-page-${name.replace(/ /g, '-')}`);
	});

	it.each(partFrom([320, 360, 768, 1024, 1152, 1280], 2))(
		'never scrolls sideways at %d pixels',
		async (width) => {
			const long = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(3);
			const people = [
				...TEAM.people,
				person({
					name: long,
					email: `${long}@acme.example`,
					role_name: 'Senior customer operations lead (nights)',
					groups: ['A very long name of a group', long],
					last_active: null,
				}),
			];
			const page = await open(
				{ ...TEAM, people, missing: [long] },
				{ ...PHONE, viewport: { width, height: 740 } },
			);
			await page.getByText('The same as a table').click();
			const { wide, room } = await page.evaluate(() => ({
				wide: document.documentElement.scrollWidth,
				room: document.documentElement.clientWidth,
			}));
			expect(room).toBe(width);
			expect(wide).toBe(width);
		},
	);

	it('prints without controls, in light colours, with what was chosen', async () => {
		const page = await open(TEAM, { ...WIDE, colorScheme: 'dark' });
		await choose(page, 'Group', 'Billing');
		await page.emulateMedia({ media: 'print' });
		expect(await page.getByRole('search').count()).toBe(0);
		expect(await page.getByText('Group: Billing').isVisible()).toBe(true);
		const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
		expect(background).toBe('rgb(255, 255, 255)');
	});

	it('reaches all controls with the keyboard, in the order of the page', async () => {
		const page = await open(TEAM);
		const reached: string[] = [];
		for (let step = 0; step < 7; step++) {
			await page.keyboard.press('Tab');
			reached.push(
				await page.evaluate(() => {
					const { id, textContent, ariaLabel } = document.activeElement as HTMLElement;
					return ariaLabel || id || textContent!;
				}),
			);
		}
		expect(reached).toEqual([
			'filter-role',
			'filter-group',
			'filter-seat',
			'filter-search',
			'Clear filters',
			'Staff active per day, chart',
			'The same as a table',
		]);
	});
});
