import { emailKey, findDuplicates, nameKey, type Person } from '../../../zendesk/seats/duplicates';
import { idlenessOf } from '../../../zendesk/seats/idleness';
import { type Holder, reclaimReasons } from '../../../zendesk/seats/reasons';
import { NOW } from './sample';

const DAY = 86_400_000;
const ago = (days: number, ms = 0) => new Date(NOW - days * DAY + ms).toISOString();

function holder(special: Partial<Holder> = {}): Holder {
	return {
		suspended: false,
		neverSignedIn: false,
		verdict: { seat: 'paid', evidence: '', isElevated: false },
		idleness: { days: 1, since: 'sign-in' },
		inactiveAfterDays: 30,
		...special,
	};
}

const verdict = (seat: Holder['verdict']['seat'], isElevated = false) => ({
	seat,
	evidence: '',
	isElevated,
});

describe('the reasons to reclaim a seat', () => {
	it.each<[string, Partial<Holder>, string[], string[]]>([
		['none', {}, [], []],
		['suspended', { suspended: true }, ['suspended_but_paid'], ['suspended']],
		['suspended light', { suspended: true, verdict: verdict('light') }, [], []],
		['suspended unknown', { suspended: true, verdict: verdict('unknown') }, [], []],
		['elevated', { verdict: verdict('paid', true) }, ['light_with_elevated_role'], []],
		['the last day before', { idleness: { days: 29, since: 'sign-in' } }, [], []],
		[
			'inactive',
			{ idleness: { days: 30, since: 'sign-in' } },
			['inactive'],
			['last sign-in 30 days ago'],
		],
		[
			'inactive light',
			{ idleness: { days: 31, since: 'activity' }, verdict: verdict('light') },
			['inactive'],
			['last activity 31 days ago'],
		],
		[
			'never signed in',
			{ neverSignedIn: true, idleness: { days: 44, since: 'creation' } },
			['never_signed_in'],
			['never signed in, created 44 days ago'],
		],
		['a newcomer', { neverSignedIn: true, idleness: { days: 29, since: 'creation' } }, [], []],
		[
			'works without signing in',
			{ neverSignedIn: true, idleness: { days: 2, since: 'activity' } },
			[],
			[],
		],
		[
			'worked without signing in',
			{ neverSignedIn: true, idleness: { days: 40, since: 'activity' } },
			['never_signed_in', 'inactive'],
			['never signed in', 'last activity 40 days ago'],
		],
		[
			'no time at all',
			{ neverSignedIn: true, idleness: { days: null, since: 'creation' } },
			[],
			[],
		],
		[
			'twice there',
			{ duplicate: { keptId: 7, by: 'email' } },
			['duplicate_person'],
			['the same email as ID 7'],
		],
		[
			'everything',
			{
				suspended: true,
				verdict: verdict('paid', true),
				idleness: { days: 50, since: 'sign-in' },
				duplicate: { keptId: 7, by: 'name' },
			},
			['suspended_but_paid', 'light_with_elevated_role', 'inactive', 'duplicate_person'],
			['suspended', 'last sign-in 50 days ago', 'the same name as ID 7'],
		],
		[
			'free',
			{
				suspended: true,
				verdict: verdict('free'),
				idleness: { days: 500, since: 'sign-in' },
				duplicate: { keptId: 7, by: 'name' },
			},
			[],
			[],
		],
	])('%s', (_, special, reasons, evidence) => {
		expect(reclaimReasons(holder(special))).toEqual({ reasons, evidence });
	});
});

describe('how long somebody is idle', () => {
	const created = ago(300);
	const never = { last_login_at: null, created_at: created };
	const signedIn = (days: number) => ({ last_login_at: ago(days), created_at: created });
	const active = (lastActive: string | null, inactiveDays: number | null = null) => ({
		row: 0,
		lastActive,
		inactiveDays,
	});

	it.each<[string, Parameters<typeof idlenessOf>[0], Parameters<typeof idlenessOf>[2], unknown]>([
		['a sign-in', signedIn(12), undefined, { days: 12, since: 'sign-in' }],
		[
			'not a full day more',
			{ last_login_at: ago(30, 1), created_at: created },
			undefined,
			{ days: 29, since: 'sign-in' },
		],
		['a sign-in to come', signedIn(-2), undefined, { days: 0, since: 'sign-in' }],
		['never', never, undefined, { days: 300, since: 'creation' }],
		[
			'no times',
			{ last_login_at: null, created_at: '' },
			undefined,
			{ days: null, since: 'creation' },
		],
		['later activity', signedIn(40), active('2026-11-18', 2), { days: 2, since: 'activity' }],
		['a later sign-in', signedIn(1), active('2026-11-01', 19), { days: 1, since: 'sign-in' }],
		['activity alone', never, active('2026-11-10', 10), { days: 10, since: 'activity' }],
		['no count in the row', never, active('2026-11-10'), { days: 10, since: 'activity' }],
		['a row without activity', signedIn(40), active(null, 300), { days: 40, since: 'sign-in' }],
	])('%s', (_, user, activity, expected) => {
		expect(idlenessOf(user, NOW, activity)).toEqual(expected);
	});
});

describe('the same person', () => {
	const person = (id: number, special: Partial<Person> = {}): Person => ({
		id,
		name: `Person ${id}`,
		email: `person${id}@acme.com`,
		suspended: false,
		last_login_at: ago(10),
		...special,
	});

	it.each([
		['Ann Miller', 'ann miller'],
		['  ANN   Miller ', 'ann miller'],
		['Miller, Ann', 'ann miller'],
		['Zoë Müller', 'zoe muller'],
		['Ann-Marie O’Neill', 'ann marie o neill'],
		['李 小龙', '李 小龙'],
		['Miller, Ann, Dr.', 'miller ann dr'],
		['Support', undefined],
		['---', undefined],
		['', undefined],
	])('by the name %j: %s', (name, key) => {
		expect(nameKey(name)).toBe(key);
	});

	it.each([
		['Ann.Miller+zendesk@Acme.com', 'annmiller@acme.com'],
		['a.n.n@acme.com', 'ann@acme.com'],
		['+zendesk@acme.com', undefined],
		['ann@sales.acme.com', 'ann@sales.acme.com'],
		['ann', undefined],
		[null, undefined],
	])('by the address %j: %s', (email, key) => {
		expect(emailKey(email)).toBe(key);
	});

	it('is the one who is not used: the last sign-in counts, then the older record', () => {
		const people = [
			person(1, { name: 'Ann Miller', last_login_at: null }),
			person(2, { name: 'ann miller' }),
			person(3, { name: 'Bob Jones' }),
			person(4, { name: 'Jones, Bob' }),
			person(5, { email: 'c.d@acme.com', suspended: true, last_login_at: ago(1) }),
			person(6, { email: 'cd+x@acme.com', last_login_at: null }),
			person(7),
		];
		expect(findDuplicates(people)).toEqual(
			new Map([
				[1, { keptId: 2, by: 'name' }],
				[4, { keptId: 3, by: 'name' }],
				[5, { keptId: 6, by: 'email' }],
			]),
		);
	});

	it('is found in a crowd; of three one is kept', () => {
		const people = [1, 2, 3].map((id) => person(id, { name: 'Ann Miller' }));
		expect([...findDuplicates(people).keys()]).toEqual([2, 3]);
	});

	it('is said by the address where both say it', () => {
		const twin = { name: 'Ann Miller', email: 'ann@acme.com' };
		expect(findDuplicates([person(1, twin), person(2, twin)]).get(2)?.by).toBe('email');
	});
});
