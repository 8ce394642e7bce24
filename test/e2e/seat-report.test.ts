import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { KeptSeat } from '../../zendesk/seats/keptRows';
import { seatPage, type SeatPageInput } from '../../zendesk/seats/page';
import { input, PRICES, seat, team, teamBefore } from '../unit/seats/sample';
import { OUTPUT, picture } from './browser';
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

const stand = standForReports('seats');

const open = async (seats: SeatPageInput, options?: BrowserContextOptions) =>
	await stand(seatPage(seats), options);

/** All that a reader sees of the figures, whoever computed them. */
async function read(page: Page) {
	const reclaim = await rowsOn(page, '#reclaim tbody tr');
	return {
		figures: await figuresOn(page),
		...(await drawingsOn(page)),
		bins: await rowsOn(page, '#last-sign-ins-table tbody tr'),
		// A kind of seat or a reason that nobody shown has may stand there with zeros.
		kinds: (await rowsOn(page, '#kinds tbody tr')).filter(([, seats]) => seats !== '0'),
		reasons: (await rowsOn(page, '#reasons tbody tr')).filter(([, staff = '0']) => staff !== '0'),
		once: await rowsOn(page, '#reasons tfoot tr'),
		reclaim: reclaim.filter((cells) => cells.length > 1),
		everyone: await rowsOn(page, '#everyone tbody tr'),
		changes: await rowsOn(page, '#changes tbody tr'),
		counts: await rowsOn(page, '#seat-counts tbody tr'),
	};
}

/** The page that the server makes of some people alone, in a browser without JavaScript. */
async function readWithoutScript(seats: SeatPageInput, keep: (person: KeptSeat) => boolean) {
	const page = await open(
		{ ...seats, staff: seats.staff.filter(keep) },
		{ ...WIDE, javaScriptEnabled: false },
	);
	return await read(page);
}

const money = (amount: number) => `EUR ${amount.toLocaleString('en')}`;

/** What a seat saves, once more: the seat, or of an elevated role the difference. */
function saving({ seat: kind, reclaim }: KeptSeat): number {
	if (kind === 'light') return reclaim.length > 0 ? 9 : 0;
	if (kind !== 'paid') return 0;
	if (reclaim.some((reason) => reason !== 'light_with_elevated_role')) return 115;
	return reclaim.length > 0 ? 115 - 9 : 0;
}

/** The figures once more, from the same rows, in the words of the page. */
function compute(seats: SeatPageInput, keep: (person: KeptSeat) => boolean) {
	const staff = seats.staff.filter(keep);
	const of = (kind: string) => staff.filter((person) => person.seat === kind);
	const [paid, light, free] = ['paid', 'light', 'free'].map(of);
	const suspended = (people: KeptSeat[]) =>
		people.filter(({ status }) => status === 'suspended').length;
	const held = staff.filter(({ reclaim }) => reclaim.length > 0);
	const count = (kind: string) => held.filter((person) => person.seat === kind).length;
	const saved = held.reduce((sum, person) => sum + saving(person), 0);
	return {
		figures: {
			Staff: `${staff.length} / ${suspended(staff)} suspended`,
			'Paid seats': `${paid.length} / ${suspended(paid)} suspended`,
			'Light seats': `${light.length} / ${suspended(light)} suspended`,
			'Free seats': `${free.length} / ${suspended(free)} suspended`,
			'Paid seats to reclaim': `${count('paid')} / and ${count('light')} light`,
			'Saving a month': `${money(saved)} / of ${money(paid.length * 115 + light.length * 9)}`,
		},
		once: ['Each person once', held.length, count('paid'), count('light'), money(saved)].map(
			String,
		),
		reclaim: held.map(({ email }) => email!).sort(),
		everyone: staff.map(({ email }) => email!).sort(),
	};
}

const emails = (rows: string[][]) => rows.map(([name]) => name.split(' ').pop()!).sort();

const TEAM = team(60);
const WITH_PAST: SeatPageInput = {
	...TEAM,
	previous: teamBefore(TEAM.staff),
	gone: [seat({ id: 8_000_000_001, name: 'Lea Leaver', status: 'deleted', seat: 'none' })],
};
const EVERYONE = () => true;

async function choose(page: Page, label: string, option: string): Promise<void> {
	await page.getByLabel(label, { exact: true }).selectOption(option);
}

async function search(page: Page, text: string): Promise<void> {
	await page.getByLabel('Name or email').fill(text);
}

describe('the figures', () => {
	it('are those of the rows, with and without JavaScript', async () => {
		const page = await open(WITH_PAST);
		const seen = await read(page);
		const { figures, once, reclaim, everyone } = compute(TEAM, EVERYONE);
		expect(seen.figures).toEqual(figures);
		expect(seen.once).toEqual([once]);
		expect(emails(seen.reclaim)).toEqual(reclaim);
		expect(emails(seen.everyone)).toEqual(everyone);
		expect(seen.bins.map(([, staff]) => Number(staff)).reduce((sum, staff) => sum + staff)).toBe(
			60,
		);
		expect(Math.max(...seen.bars)).toBeGreaterThan(100);
		expect(seen.counts.map(([kind]) => kind)).toEqual(['Paid', 'Light', 'Free']);
		expect(seen.changes.length).toBeGreaterThan(4);
		expect(await readWithoutScript(WITH_PAST, EVERYONE)).toEqual(seen);
		await picture(page, 'seat-report');
	});

	it('are the same when the script has computed them', async () => {
		const page = await open(WITH_PAST);
		const before = await read(page);
		await search(page, 'nobody at all');
		expect(await read(page)).not.toEqual(before);
		await search(page, '');
		expect(await read(page)).toEqual(before);
	});

	it('have cents where the prices have', async () => {
		const page = await open({ ...TEAM, prices: { ...PRICES, paid: 114.5 } });
		const before = await read(page);
		expect(before.figures['Saving a month']).toMatch(/^EUR [\d,]+\.\d\d \/ of EUR [\d,]+\.\d\d$/);
		await search(page, 'nobody at all');
		expect((await read(page)).figures['Saving a month']).toBe('EUR 0.00 / of EUR 0.00');
		await search(page, '');
		expect(await read(page)).toEqual(before);
	});
});

type Choice = [string, (page: Page) => Promise<void>, (person: KeptSeat) => boolean];

describe('filters', () => {
	it.each<Choice>([
		['a seat', (page) => choose(page, 'Seat', 'Light'), ({ seat: kind }) => kind === 'light'],
		[
			'a reason',
			(page) => choose(page, 'Reason', 'Light with elevated role'),
			({ reclaim }) => reclaim.includes('light_with_elevated_role'),
		],
		[
			'no reason',
			(page) => choose(page, 'Reason', 'No reason'),
			({ reclaim }) => reclaim.length === 0,
		],
		[
			'a status',
			(page) => choose(page, 'Status', 'Suspended'),
			({ status }) => status === 'suspended',
		],
		[
			'a role',
			(page) => choose(page, 'Role', 'Team lead'),
			({ role_name: role }) => role === 'Team lead',
		],
		[
			'a group',
			(page) => choose(page, 'Group', 'Back office & returns'),
			({ groups }) => groups.includes('Back office & returns'),
		],
		[
			'a name, without its accent',
			(page) => search(page, 'ZOE'),
			({ name }) => name.startsWith('Zoë'),
		],
		[
			'all at once',
			async (page) => {
				await choose(page, 'Seat', 'Paid');
				await choose(page, 'Reason', 'Inactive');
				await choose(page, 'Status', 'Active');
				await search(page, 'a');
			},
			({ seat: kind, reclaim, status }) =>
				kind === 'paid' && reclaim.includes('inactive') && status === 'active',
		],
		['no one', (page) => search(page, 'nobody at all'), () => false],
	])('by %s change all figures', async (_, filter, keep) => {
		const page = await open(TEAM);
		await filter(page);
		const seen = await read(page);
		const { figures, once, reclaim, everyone } = compute(TEAM, keep);
		expect(seen.figures).toEqual(figures);
		expect(seen.once).toEqual([once]);
		expect(emails(seen.reclaim)).toEqual(reclaim);
		if (everyone.length > 0) {
			expect(everyone.length).toBeLessThan(TEAM.staff.length);
			expect(emails(seen.everyone)).toEqual(everyone);
			// Bars, axis, shares and rows as well: the page of these people alone.
			const { once: total, ...others } = seen;
			const { once: totalAlone, ...alone } = await readWithoutScript(TEAM, keep);
			expect(others).toEqual(alone);
			if (reclaim.length > 0) expect(total).toEqual(totalAlone);
		}
	});

	it('leave the changes since the last report as they are', async () => {
		const page = await open(WITH_PAST);
		const { changes, counts } = await read(page);
		await choose(page, 'Seat', 'Free');
		const filtered = await read(page);
		expect([filtered.changes, filtered.counts]).toEqual([changes, counts]);
	});

	it('say aloud what they found, and are cleared', async () => {
		const page = await open(TEAM);
		const status = page.getByRole('status');
		expect(await status.textContent()).toBe('Showing all 60 staff');
		await choose(page, 'Reason', 'Suspended but paid');
		const { everyone } = compute(TEAM, ({ reclaim }) => reclaim.includes('suspended_but_paid'));
		expect(await status.textContent()).toBe(
			`Showing ${everyone.length} of 60 staff · Reason: Suspended but paid`,
		);
		await page.getByRole('button', { name: 'Clear filters' }).click();
		expect(await status.textContent()).toBe('Showing all 60 staff');
	});

	it('answer at once for 1,000 people', async () => {
		const big = team(1000);
		const page = await open(big);
		await choose(page, 'Group', 'Billing');
		const keep = ({ groups }: KeptSeat) => groups.includes('Billing');
		expect((await read(page)).figures['Saving a month']).toBe(
			compute(big, keep).figures['Saving a month'],
		);
	});
});

describe('sorting', () => {
	it('has the greatest saving first, and takes money as numbers', async () => {
		const page = await open(TEAM);
		const heading = page.locator('#reclaim').getByRole('columnheader', { name: 'Saving a month' });
		const savings = async () =>
			(await read(page)).reclaim.map((cells) => Number(cells[6].replace(/\D/g, '')));
		const down = await savings();
		expect(down).toEqual([...down].sort((a, b) => b - a));
		expect(await heading.getAttribute('aria-sort')).toBe('descending');
		await heading.getByRole('button').click();
		expect(await savings()).toEqual([...down].reverse());
	});

	it('takes dates by time, those who never signed in first', async () => {
		const page = await open(TEAM);
		await page.locator('#everyone').getByRole('button', { name: 'Last sign-in' }).click();
		const dates = (await read(page)).everyone.map((cells) =>
			cells.at(-1) === 'Never' ? 0 : Date.parse(`${cells.at(-1)} UTC`),
		);
		expect(dates).toEqual([...dates].sort((a, b) => a - b));
		expect(new Set(dates).size).toBeGreaterThan(5);
	});
});

it('runs nothing that a name says', async () => {
	const evil = `</script><script>document.title='x'</script><img src=x onerror="document.title='x'">`;
	const person = { name: evil, groups: [evil], role_name: evil, seat_evidence: evil };
	const staff = [seat({ ...person, product_roles: [evil], reclaim: ['inactive'] })];
	const page = await open(input({ staff, previous: [seat({ ...person, id: 2 })] }));
	await choose(page, 'Group', evil);
	expect(await page.title()).toBe('Zendesk seats: acme.zendesk.com');
	expect(await page.locator('img').count()).toBe(0);
	expect((await read(page)).everyone[0][0]).toContain(evil);
});

describe('for everybody', () => {
	const LOOKS: Array<[string, BrowserContextOptions]> = [
		['light', WIDE],
		['dark', { ...WIDE, colorScheme: 'dark' }],
		['on a phone', PHONE],
		['on a dark phone', { ...PHONE, colorScheme: 'dark' }],
	];

	it.each(partFrom(LOOKS, 2))('axe finds nothing: %s', async (name, options) => {
		const page = await open(WITH_PAST, options);
		await page.getByText('The same as a table').click();
		await choose(page, 'Seat', 'Paid');
		await page.locator('#everyone').getByRole('button', { name: 'Status' }).click();
		expect(await faultsOn(page)).toEqual([]);
		await picture(page, `seat-report-${name.replace(/ /g, '-')}`);
	});

	it.each(partFrom([320, 360, 768, 1024, 1152, 1280], 2))(
		'never scrolls sideways at %d pixels',
		async (width) => {
			const long = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(3);
			const someone = seat({
				name: long,
				email: `${long}@acme.example`,
				role_name: 'Senior customer operations lead (nights)',
				groups: ['A very long name of a group', long],
				product_roles: [`Support - ${long}`],
				seat_evidence: long,
				reclaim: ['suspended_but_paid', 'inactive', 'duplicate_person'],
				last_login_at: null,
			});
			const page = await open(
				{
					...WITH_PAST,
					staff: [...TEAM.staff, someone],
					prices: { paid: 11_511.5, light: 9, currency: 'EUR' },
				},
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

	it.each([320, 360, 768])('has room for the labels of the bars at %d pixels', async (width) => {
		const page = await open(TEAM, { ...PHONE, viewport: { width, height: 740 } });
		const gaps = await page.evaluate(() => {
			const boxes = Array.from(document.querySelectorAll('svg .bin')).map((label) =>
				label.getBoundingClientRect(),
			);
			return boxes.slice(1).map(({ left }, at) => left - boxes[at].right);
		});
		expect(gaps).toHaveLength(7);
		expect(Math.min(...gaps)).toBeGreaterThan(0);
	});

	it('prints on A4 without controls, in light colours, with what was chosen', async () => {
		const page = await open(WITH_PAST, { ...WIDE, colorScheme: 'dark' });
		await choose(page, 'Status', 'Active');
		await page.emulateMedia({ media: 'print' });
		expect(await page.getByRole('search').count()).toBe(0);
		expect(await page.getByText('Status: Active').isVisible()).toBe(true);
		const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
		expect(background).toBe('rgb(255, 255, 255)');
		// A4 less its margins, at 96 pixels an inch.
		await page.setViewportSize({ width: 688, height: 1000 });
		const { wide, room } = await page.evaluate(() => ({
			wide: document.documentElement.scrollWidth,
			room: document.documentElement.clientWidth,
		}));
		expect(wide).toBeLessThanOrEqual(room);
		await page.pdf({ path: join(OUTPUT, 'seat-report.pdf'), preferCSSPageSize: true });
	});

	it('tells no money and no change where there is none', async () => {
		const page = await open({ ...TEAM, prices: undefined });
		const text = (await page.locator('body').textContent()) ?? '';
		expect(text).not.toMatch(/EUR|Saving a month|since the last report/);
		await picture(page, 'seat-report-without-prices');
	});
});
