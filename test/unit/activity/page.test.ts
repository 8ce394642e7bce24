import { usagePage, type UsagePageInput, type UsagePerson } from '../../../zendesk/activity/page';
import { REPORT_SCRIPT } from '../../../zendesk/report/script';
import { REPORT_STYLES } from '../../../zendesk/report/styles';
import { day, input, person, team } from '../report/sample';

/** What the page shows for a figure; all places that show it must agree. */
function figure(page: string, name: string): string {
	const shown = [...page.matchAll(new RegExp(`data-figure="${name}">([^<]*)<`, 'g'))].map(
		([, text]) => text,
	);
	expect(new Set(shown).size).toBe(1);
	return shown[0];
}

function tableOf(page: string, id: string): string {
	return page.slice(page.indexOf(`<table id="${id}">`)).split('</table>')[0];
}

/** The page without its own script and styles. */
function written(page: string): string {
	return page.replace(REPORT_SCRIPT, '').replace(REPORT_STYLES, '');
}

/** The rows of a table as texts, cell by cell. */
function rows(page: string, id: string): string[][] {
	const body = tableOf(page, id).split('<tbody>')[1].split('</tbody>')[0];
	return [...body.matchAll(/<tr data-record.*?<\/tr>/gs)].map(([row]) =>
		[...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) =>
			cell.replace(/<[^>]*>/g, ''),
		),
	);
}

/** The inactive row of somebody, as 'last active | days'; undefined where there is none. */
function idle(special: Partial<UsagePerson>, over: Partial<UsagePageInput> = {}) {
	const someone = person({ name: 'Someone', email: null, ...special });
	const row = rows(usagePage(input({ people: [someone], days: [], ...over })), 'inactive')[0];
	return row && `${row[4]} | ${row[5]}`;
}

describe('figures', () => {
	const people = [
		person({ user_id: 1, name: 'Ann' }),
		person({ user_id: 2, name: 'Bob', suspended: true }),
		person({ user_id: 3, name: 'Cem', last_active: '2026-11-10', role: 'admin' }),
		person({ user_id: 4, name: 'Dee', last_active: '2026-10-01', suspended: true }),
		person({ user_id: 5, name: 'Eve', seat: 'light', role_name: 'Light agent' }),
		person({ user_id: 6, name: 'Fay', seat: 'free', last_active: '2026-01-01' }),
		person({ user_id: 7, name: 'Gil', seat: 'unknown', role: 'billing_admin' }),
	];
	const days = [
		day({ user_id: 1, sign_ins: 2, tickets_edited: 1500 }),
		day({ user_id: 1, date: '2026-11-19', sign_ins: 0, tickets_deleted: 1 }),
		day({ user_id: 2 }),
		day({ user_id: 3, date: '2026-11-10', articles_created: 2 }),
	];
	const page = usagePage(input({ people, days }));

	it.each([
		['staff', '7'],
		['suspended', '2'],
		['active', '3'],
		['inactive', '3'],
		['unpaid', '2'],
		['paid.seats', '4'],
		['paid.used', '1'],
		['paid.inactive', '1'],
		['paid.suspended', '2'],
		['paid.unused', '3'],
		['light.seats', '1'],
		['free.inactive', '1'],
		['unknown.seats', '1'],
		['active_days', '4'],
		['sign_ins', '4'],
		['tickets_edited', '1,500'],
		['tickets_deleted', '1'],
		['articles_created', '2'],
	])('%s is %s', (name, value) => {
		expect(figure(page, name)).toBe(value);
	});

	it('puts each seat in one state', () => {
		for (const seat of ['paid', 'light', 'free', 'unknown']) {
			const [seats, ...states] = ['seats', 'used', 'inactive', 'suspended'].map((state) =>
				Number(figure(page, `${seat}.${state}`)),
			);
			expect(states.reduce((sum, state) => sum + state)).toBe(seats);
		}
	});

	it('shows what everybody did, by name', () => {
		const shown = rows(page, 'everyone');
		expect(shown.map(([name]) => name.split(' ')[0])).toEqual([
			'Ann',
			'Bob',
			'Cem',
			'Dee',
			'Eve',
			'Fay',
			'Gil',
		]);
		expect(shown[0].slice(1)).toEqual([
			'Agent',
			'Paid',
			'2',
			'2',
			'0',
			'1,500',
			'1',
			'0',
			'19 Nov 2026',
		]);
		expect(shown[2][1]).toBe('Admin');
		expect(shown[4].slice(1, 3)).toEqual(['Light agent', 'Light']);
	});

	it('counts a day of a person once, whatever parts it comes in', () => {
		const twice = usagePage(input({ days: [day(), day({ tickets_created: 3 })] }));
		expect(figure(twice, 'active_days')).toBe('1');
		expect(figure(twice, 'sign_ins')).toBe('2');
		expect(twice).toContain('Wed 18 Nov 2026: 1 active');
	});

	it('leaves out days outside the window, empty ones and those of others, and says whose', () => {
		const page = usagePage(
			input({
				days: [
					day({ date: '2026-11-09' }),
					day({ date: '2026-11-20' }),
					day({ sign_ins: 0 }),
					day({ user_id: 99 }),
				],
			}),
		);
		expect(figure(page, 'active')).toBe('0');
		expect(figure(page, 'sign_ins')).toBe('0');
		expect(page).toContain('Former staff: 1 who were active');
	});
});

describe('who is inactive, and since when', () => {
	it.each<[string, Partial<UsagePerson>, string | undefined]>([
		['active on the last day', { last_active: '2026-11-19' }, undefined],
		['one day short', { last_active: '2026-11-15' }, undefined],
		['on the day', { last_active: '2026-11-14' }, '14 Nov 2026 | 5'],
		['before the window', { last_active: '2025-11-19' }, '19 Nov 2025 | 365'],
		['after the window', { last_active: '2026-11-20' }, undefined],
		['not known', { last_active: null }, 'Never in this window | 10+'],
		[
			'nothing known at all',
			{ last_active: null, last_login_at: null, created_at: null },
			'Never in this window | 10+',
		],
		[
			'never signed in',
			{ last_active: null, last_login_at: null },
			'Never created 10 Jan 2024 | 1,044',
		],
		[
			'a newcomer of four days',
			{ last_active: null, last_login_at: null, created_at: '2026-11-15T12:00:00Z' },
			undefined,
		],
		[
			'created in the night before, where the account is',
			{ last_active: null, last_login_at: null, created_at: '2026-11-13T23:30:00Z' },
			'Never created 14 Nov 2026 | 5',
		],
	])('%s', (_, special, expected) => {
		expect(idle(special)).toBe(expected);
	});

	it('believes the days when they know better than the last day given', () => {
		expect(idle({ last_active: null }, { days: [day({ date: '2026-11-18' })] })).toBeUndefined();
		expect(idle({ last_active: '2026-01-01' }, { days: [day({ date: '2026-11-11' })] })).toBe(
			'11 Nov 2026 | 8',
		);
	});

	it('comes longest first, then by name', () => {
		const page = usagePage(
			input({
				days: [],
				people: [
					person({ user_id: 1, name: 'Zoë', last_active: '2026-11-09' }),
					person({ user_id: 2, name: 'Bob', last_active: '2026-11-09' }),
					person({ user_id: 3, name: 'Cem', last_active: null }),
					person({ user_id: 4, name: 'Ann', last_active: '2026-05-01' }),
				],
			}),
		);
		expect(
			rows(page, 'inactive').map(([name, , , , , days]) => [name.split(' ')[0], days]),
		).toEqual([
			['Ann', '202'],
			['Cem', '10+'],
			['Bob', '10'],
			['Zoë', '10'],
		]);
	});

	it('admits what a short window can’t prove', () => {
		const people = [person({ last_active: null })];
		const note = 'the window has only 10 days, so of 1 staff it is not known';
		expect(usagePage(input({ people, days: [], inactiveAfterDays: 30 }))).toContain(note);
		expect(usagePage(input({ people, days: [], inactiveAfterDays: 10 }))).not.toContain(note);
	});

	it('shows the last sign-in in the time zone, and who is suspended', () => {
		const shown = (special: Partial<UsagePerson>) =>
			rows(
				usagePage(input({ days: [], people: [person({ last_active: null, ...special })] })),
				'inactive',
			)[0].slice(6);
		expect(shown({ last_login_at: '2026-11-01T23:30:00Z' })).toEqual(['2 Nov 2026', 'No']);
		expect(shown({ last_login_at: null, suspended: true })).toEqual(['Never', 'Yes']);
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
		const page = usagePage(
			input({
				account: evil,
				zone: evil,
				missing: [evil],
				people: [
					person({
						name: evil,
						email: evil,
						role: evil,
						groups: [evil],
						last_login_at: evil,
						last_active: null,
					}),
				],
			}),
		);
		const plain = usagePage(input({ missing: ['x'], people: [person({ last_active: null })] }));
		const tags = (text: string) => written(text).match(/<(?:script|style|title|svg|img|!)/gi);
		expect(tags(page)).toEqual(tags(plain));
		// In the embedded JSON only the end of the element matters, and the tags tell of that.
		expect(written(page).split('<script type="application/json"')[0]).not.toContain(evil);
	});

	it('can’t run as a script of its own: only the page’s own is allowed', () => {
		const page = usagePage(input());
		expect(page).toMatch(
			/Content-Security-Policy" content="default-src &#39;none&#39;; script-src &#39;sha256-/,
		);
		expect(page).not.toContain('unsafe-eval');
	});

	it('is asked from nowhere: the page names no address', () => {
		expect(usagePage(team(20, 30))).not.toMatch(/https?:|\bsrc=|url\(|@import|fetch\(/);
	});
});

describe('what is empty', () => {
	it.each<[string, Partial<UsagePageInput>, string[]]>([
		[
			'no people',
			{ people: [], days: [] },
			['There are no staff to show.', 'There are no seats.', 'There are no staff.'],
		],
		['no days', { days: [] }, ['data-no-bars>None of these staff was active']],
		['one day', { from: '2026-11-19' }, ['(1 day)', 'Thu 19 Nov 2026: 0 active']],
		['no window at all', { from: '2026-11-20' }, ['(0 days)']],
		[
			'nobody inactive',
			{},
			['<tr data-empty><td class="none" colspan="8">None of these staff has'],
		],
		['no group', { people: [person({ groups: [] })] }, ['>No group</option>']],
		['no name', { people: [person({ name: ' ' })] }, ['<bdi>User 1</bdi>']],
	])('%s', (_, special, texts) => {
		const page = usagePage(input(special));
		for (const text of texts) expect(page).toContain(text);
		expect(written(page)).not.toMatch(/NaN|undefined|Infinity|Invalid/);
	});

	it('has no filters when there is nobody to filter', () => {
		expect(usagePage(input({ people: [], days: [] }))).not.toContain('<form');
	});
});

it('says what it is of, in readable dates, and what it could not read', () => {
	const page = usagePage(
		input({ missing: ['Audit log (needs Enterprise): the last sign-in only'] }),
	);
	expect(page).toContain('<title>Zendesk usage: acme.zendesk.com</title>');
	expect(page).toContain('<time datetime="2026-11-10">10 Nov 2026</time>');
	expect(page).toContain('Europe/Berlin');
	expect(page).toContain('>20 Nov 2026, 08:05</time>');
	expect(page).toContain('<li>Audit log (needs Enterprise): the last sign-in only</li>');
	expect(usagePage(input())).not.toContain('Limits of these figures');
});

it('is the same page each time, and small for 500 people and 90 days', () => {
	const page = usagePage(team(500, 90));
	expect(page).toBe(usagePage(team(500, 90)));
	expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
});
