import { REPORT_SCRIPT } from '../../../zendesk/report/script';
import { REPORT_STYLES } from '../../../zendesk/report/styles';
import { seatPage as makePage, type SeatPageInput } from '../../../zendesk/seats/page';
import { BIN_COUNT, binOf } from '../../../zendesk/seats/pageHistogram';
import { RECLAIM_REASONS } from '../../../zendesk/seats/reasons';
import { seatReport } from '../../../zendesk/seats/report';
import { input, NOW, PRICES, seat, team, teamBefore } from './sample';

/** Amounts stay in one line by a space that is not compared here. */
const plain = (text: string) => text.replace(/\u00a0/g, ' ');

const seatPage = (seats: SeatPageInput) => plain(makePage(seats));

/** What the page shows for a figure; all places that show it must agree. */
function figure(page: string, name: string): string {
	const shown = [
		...page.matchAll(new RegExp(`data-figure="${name.replace('.', '\\.')}"[^>]*>([^<]*)<`, 'g')),
	].map(([, text]) => text);
	expect(new Set(shown).size).toBe(1);
	return shown[0];
}

/** The page without its own script and styles. */
function written(page: string): string {
	return page.replace(REPORT_SCRIPT, '').replace(plain(REPORT_STYLES), '');
}

/** The rows of a table as texts, cell by cell. */
function rows(page: string, id: string): string[][] {
	const table = page.slice(page.indexOf(`<table id="${id}">`)).split('</table>')[0];
	const body = table.split('<tbody>')[1].split('</tbody>')[0];
	return [...body.matchAll(/<tr(?! data-empty hidden).*?<\/tr>/gs)].map(([row]) =>
		[...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) =>
			cell.replace(/<wbr>/g, '').replace(/<[^>]*>/g, ''),
		),
	);
}

const PEOPLE = [
	seat({ id: 1, name: 'Ann' }),
	seat({
		id: 2,
		name: 'Bob',
		status: 'suspended',
		reclaim: ['suspended_but_paid', 'inactive'],
		last_login_at: '2026-09-01T00:00:00Z',
	}),
	seat({ id: 3, name: 'Cem', role_type: 1, reclaim: ['light_with_elevated_role'] }),
	seat({ id: 4, name: 'Dee', seat: 'light', reclaim: ['never_signed_in'], last_login_at: null }),
	seat({ id: 5, name: 'Eve', seat: 'light', status: 'suspended' }),
	seat({ id: 6, name: 'Fay', seat: 'free' }),
	seat({ id: 7, name: 'Gil', seat: 'unknown', reclaim: ['inactive'] }),
];

describe('figures', () => {
	const page = seatPage(input({ staff: PEOPLE, prices: PRICES }));

	it.each([
		['staff', '7'],
		['suspended', '2'],
		['paid.seats', '3'],
		['paid.suspended', '1'],
		['paid.kept', '1'],
		['paid.reclaim', '2'],
		['light.seats', '2'],
		['light.suspended', '1'],
		['free.seats', '1'],
		['unknown.seats', '1'],
		['cost', 'EUR 363'],
		['paid.cost', 'EUR 345'],
		['light.cost', 'EUR 18'],
		['reclaim.staff', '4'],
		['reclaim.paid', '2'],
		['reclaim.light', '1'],
		// 115 for Bob, 115 - 9 for Cem, 9 for Dee.
		['reclaim.saving', 'EUR 230'],
		['suspended_but_paid.saving', 'EUR 115'],
		['inactive.staff', '2'],
		['inactive.paid', '1'],
		['inactive.saving', 'EUR 115'],
		['light_with_elevated_role.saving', 'EUR 106'],
		['never_signed_in.light', '1'],
	])('%s is %s', (name, value) => {
		expect(figure(page, name)).toBe(value);
	});

	it('are the same for workflows', () => {
		expect(seatReport(input({ staff: PEOPLE, prices: PRICES }))).toEqual({
			staff: 7,
			suspended: 2,
			seats: { paid: 3, light: 2, free: 1, unknown: 1 },
			reclaimable: {
				staff: 4,
				paid: 2,
				light: 1,
				saving_per_month: 230,
				by_reason: {
					suspended_but_paid: { staff: 1, paid: 1, light: 0, saving_per_month: 115 },
					light_with_elevated_role: { staff: 1, paid: 1, light: 0, saving_per_month: 106 },
					never_signed_in: { staff: 1, paid: 0, light: 1, saving_per_month: 9 },
					inactive: { staff: 2, paid: 1, light: 0, saving_per_month: 115 },
					duplicate_person: { staff: 0, paid: 0, light: 0, saving_per_month: 0 },
				},
			},
			cost_per_month: 363,
			currency: 'EUR',
			changes: null,
		});
	});

	it('tell no money without prices', () => {
		const free = seatPage(input({ staff: PEOPLE }));
		expect(written(free)).not.toMatch(/EUR|Saving a month/);
		expect(free).toContain('Money: no prices were given');
		const { reclaimable, cost_per_month, currency } = seatReport(input({ staff: PEOPLE }));
		expect([reclaimable.saving_per_month, cost_per_month, currency]).toEqual([null, null, null]);
		expect(reclaimable.paid).toBe(2);
	});

	it('have cents where a price has some, and no more', () => {
		const prices = { paid: 19.99, light: 0.1, currency: 'USD' };
		const odd = input({ staff: PEOPLE, prices });
		expect(figure(seatPage(odd), 'cost')).toBe('USD 60.17');
		expect(seatReport(odd).cost_per_month).toBe(60.17);
		expect(seatPage(odd)).toContain('USD 19.99 a paid seat, USD 0.10 a light seat');
	});

	it('of a whole team agree with its rows', () => {
		const all = team(60);
		const page = seatPage(all);
		const shown = rows(page, 'reclaim').map((cells) => Number(cells[6].replace(/[^\d]/g, '')));
		const sum = shown.reduce((total, saving) => total + saving, 0);
		expect(sum).toBe(seatReport(all).reclaimable.saving_per_month);
		expect(figure(page, 'reclaim.saving')).toBe(`EUR ${sum.toLocaleString('en')}`);
		expect(sum).toBeGreaterThan(1000);
		for (const reason of RECLAIM_REASONS) {
			expect(figure(page, `${reason}.staff`)).toBe(
				String(all.staff.filter(({ reclaim }) => reclaim.includes(reason)).length),
			);
		}
	});
});

describe('the list of seats to reclaim', () => {
	it('has the greatest saving first, then names', () => {
		const page = seatPage(input({ staff: PEOPLE, prices: PRICES }));
		const shown = rows(page, 'reclaim').map(([name, , kind, , , , saving]) => [
			name.split(' ')[0],
			kind,
			saving,
		]);
		expect(shown).toEqual([
			['Bob', 'Paid', 'EUR 115'],
			['Cem', 'Paid', 'EUR 106'],
			['Dee', 'Light', 'EUR 9'],
			['Gil', 'Unknown', 'Unknown'],
		]);
	});

	it('has paid seats first where no prices are known, and says why', () => {
		const page = seatPage(input({ staff: PEOPLE }));
		const shown = rows(page, 'reclaim');
		expect(shown.map(([name]) => name.split(' ')[0])).toEqual(['Bob', 'Cem', 'Dee', 'Gil']);
		expect(shown[0].slice(3)).toEqual([
			'Suspended',
			'1 Sep 2026',
			'Suspended but paid, Inactive role_type 0 (agent): paid',
		]);
		expect(shown[2][4]).toBe('Never');
	});
});

describe('the histogram of last sign-ins', () => {
	const ago = (days: number) => new Date(NOW - days * 86_400_000).toISOString();

	it.each([
		[ago(0), 0],
		[ago(-1), 0],
		[ago(7), 0],
		[ago(8), 1],
		[ago(30), 1],
		[ago(31), 2],
		[ago(90), 3],
		[ago(180), 4],
		[ago(365), 5],
		[ago(366), 6],
		[null, BIN_COUNT - 1],
		['soon', BIN_COUNT - 1],
	])('%s is in bar %d', (time, bin) => {
		expect(binOf(time, NOW)).toBe(bin);
	});

	it('has everybody in one bar', () => {
		const page = seatPage(team(60));
		const heights = [...page.matchAll(/data-bar="\d+"[^>]* height="(\d+)"/g)].map(Number);
		expect(heights).toHaveLength(BIN_COUNT);
		const counts = rows(page, 'last-sign-ins-table').map(([, count]) => Number(count));
		expect(counts.reduce((sum, count) => sum + count)).toBe(60);
	});
});

describe('changes since the last report', () => {
	it('are not told without one', () => {
		expect(seatPage(input())).not.toContain('Changes since');
	});

	it('are told by kind of seat and by person', () => {
		const previous = [
			seat({ id: 1, name: 'Ann', role_name: 'Light agent', seat: 'light' }),
			seat({ id: 2, name: 'Bob' }),
			seat({ id: 8, name: 'Hal' }),
			seat({ id: 9, name: 'Ivy' }),
		];
		const gone = [seat({ id: 9, name: 'Ivy', status: 'downgraded', seat: 'none' })];
		const all = input({ staff: PEOPLE.slice(0, 3), gone, previous });
		const page = seatPage(all);
		expect(rows(page, 'seat-counts')).toEqual([
			['Paid', '3', '3', '0'],
			['Light', '1', '0', '−1'],
		]);
		expect(rows(page, 'changes').map(([name, ...cells]) => [name.split(' ')[0], ...cells])).toEqual(
			[
				['Ann', 'Seat, Role', 'Light seat, active, Light agent', 'Paid seat, active, Agent'],
				['Bob', 'Status', 'Paid seat, active, Agent', 'Paid seat, suspended, Agent'],
				['Cem', 'Joined', 'Not on the staff', 'Paid seat, active, Agent'],
				['Hal', 'Left', 'Paid seat, active, Agent', 'Not on the staff'],
				['Ivy', 'Left', 'Paid seat, active, Agent', 'Downgraded'],
			],
		);
		expect(seatReport(all).changes).toEqual({ joined: 1, left: 2, seat: 1, status: 1, role: 1 });
	});

	it('may be none', () => {
		const page = seatPage(input({ previous: [seat()] }));
		expect(rows(page, 'changes')).toEqual([['Nothing has changed.']]);
	});
});

describe('text from outside', () => {
	const EVIL = [
		'<script>alert(1)</script>',
		'"><img src=x onerror=alert(1)>',
		"' onmouseover='alert(1)",
		'</script><script>alert(1)</script>',
		'</style></title><svg onload=alert(1)>',
		'<!--',
	];

	it.each(EVIL)('%j stays text in every place', (evil) => {
		const person = {
			name: evil,
			email: evil,
			role_name: evil,
			seat_evidence: evil,
			groups: [evil],
			product_roles: [evil],
			last_login_at: evil,
			reclaim: ['inactive' as const],
		};
		const all = (special: typeof person | object, account: string, zone: string) =>
			seatPage(
				input({
					account,
					zone,
					prices: { paid: 1, light: 1, currency: account },
					staff: [seat(special)],
					previous: [seat({ ...special, id: 2 })],
				}),
			);
		const page = all(person, evil, evil);
		const harmless = all({ reclaim: ['inactive'], last_login_at: null }, 'acme', 'UTC');
		const tags = (text: string) => written(text).match(/<(?:script|style|title|svg|img|!)/gi);
		expect(tags(page)).toEqual(tags(harmless));
		// In the embedded JSON only the end of the element matters, and the tags tell of that.
		expect(written(page).split('<script type="application/json"')[0]).not.toContain(evil);
	});

	it('is asked from nowhere: the page names no address', () => {
		expect(seatPage(team(20))).not.toMatch(/https?:|\bsrc=|url\(|@import|fetch\(/);
	});
});

describe('what is empty', () => {
	it.each<[string, Partial<SeatPageInput>, string[]]>([
		[
			'no people',
			{ staff: [], prices: PRICES },
			[
				'There are no staff to show.',
				'There are no seats.',
				'There are no staff.',
				'No seat has a reason to be reclaimed.',
				'data-no-bars>There are no staff',
			],
		],
		['nothing to reclaim', {}, ['No seat of these staff has a reason to be reclaimed.']],
		[
			'no seats before either',
			{ staff: [], previous: [] },
			['There are no seats, and there were none.'],
		],
		['no role', { staff: [seat({ role_name: '' })] }, ['>–<']],
		['no name', { staff: [seat({ name: ' ' })] }, ['<bdi>User 1</bdi>']],
	])('%s', (_, special, texts) => {
		const page = seatPage(input(special));
		for (const text of texts) expect(page).toContain(text);
		expect(written(page)).not.toMatch(/NaN|undefined|Infinity|Invalid/);
	});

	it('has no filters when there is nobody to filter, and none by groups that nobody tells', () => {
		expect(seatPage(input({ staff: [] }))).not.toContain('<form');
		expect(seatPage(input())).toContain('All groups');
		expect(seatPage(input({ staff: [seat({ groups: [] })] }))).not.toMatch(/All groups|>Groups</);
	});
});

describe('what the reader must know', () => {
	const notes = (special: Partial<Parameters<typeof seat>[0]>) =>
		seatPage(input({ prices: PRICES, staff: [seat(special)] }));

	it.each<[string, Parameters<typeof seat>[0], string]>([
		['an unknown seat', { seat: 'unknown' }, 'Unknown seats: what 1 person cost'],
		[
			'product roles that were not read',
			{
				seat: 'light',
				seat_evidence: 'role_type 1 (light agent); product roles were not read: light',
			},
			'Product roles: those of 1 person with a light or free seat',
		],
		['missing activity', { missing: ['activity'] }, 'Activity: of 1 person only'],
	])('%s', (_, special, note) => {
		expect(notes(special)).toContain(note);
	});

	it('is nothing where all is known', () => {
		expect(notes({})).not.toContain('Limits of these figures');
		expect(notes({ missing: ['product_roles'] })).not.toContain('Limits of these figures');
	});
});

it('says what it is of', () => {
	const page = seatPage(team(5, { previous: [seat()] }));
	expect(page).toContain('<title>Zendesk seats: acme.zendesk.com</title>');
	expect(page).toContain('>20 Nov 2026, 08:05</time>');
	expect(page).toContain('EUR 115 a paid seat, EUR 9 a light seat');
	expect(page).toContain('<dt>Staff of the last report</dt><dd>1</dd>');
});

it('is the same page each time, and small for 1,000 people', () => {
	const all = team(1000);
	const page = seatPage({ ...all, previous: teamBefore(all.staff) });
	expect(page).toBe(seatPage({ ...all, previous: teamBefore(all.staff) }));
	expect(Buffer.byteLength(page)).toBeLessThan(2_500_000);
});
