import { readActivityRows } from '../../../zendesk/seats/activityRows';
import { findChanges } from '../../../zendesk/seats/changes';
import { readKeptSeats } from '../../../zendesk/seats/keptRows';
import { seat } from './sample';

describe('rows of seats', () => {
	const row = {
		id: 35436,
		name: 'Ann',
		email: 'ann@acme.example',
		role_name: 'Staff',
		product_roles: ['Support - Staff'],
		status: 'active',
		seat: 'paid',
		seat_evidence: 'role_type 0 (agent): paid',
		last_login_at: '2026-11-19T07:30:00Z',
		reclaim: ['inactive'],
	};

	it('are read as they came, and as a table keeps them', () => {
		const kept = {
			...row,
			id: 17,
			user_id: '35436',
			product_roles: '["Support - Staff"]',
			reclaim: '["inactive"]',
		};
		const [fresh] = readKeptSeats([row]).staff;
		const [old] = readKeptSeats([kept]).staff;
		expect({ ...old, row: undefined }).toEqual({ ...fresh, row: undefined });
		expect(fresh).toMatchObject({ id: 35436, reclaim: ['inactive'], role_type: null, groups: [] });
	});

	it.each<[string, object, object]>([
		['a suspended record', { status: undefined, suspended: 'true' }, { status: 'suspended' }],
		['an unknown seat', { seat: 'gold' }, { seat: 'unknown' }],
		['reasons that are none', { reclaim: ['greed', 'inactive'] }, { reclaim: ['inactive'] }],
		['one reason as text', { reclaim: 'inactive' }, { reclaim: ['inactive'] }],
		['a role without a name', { role_name: '', role: 'admin' }, { role_name: 'admin' }],
		['a role type as text', { role_type: '3' }, { role_type: 3 }],
		['no name', { name: null }, { name: 'User 35436' }],
		['no sign-in', { last_login_at: null }, { last_login_at: null }],
	])('may have %s', (_, special, expected) => {
		expect(readKeptSeats([{ ...row, ...special }]).staff[0]).toMatchObject(expected);
	});

	it('of those who left stand apart, the empty item of an empty table is none, the later row counts', () => {
		const { staff, gone, refusals } = readKeptSeats([
			{},
			row,
			{ ...row, seat: 'light' },
			{ ...row, id: 2, status: 'deleted', seat: 'none' },
			{ ...row, id: 3, status: 'downgraded' },
		]);
		expect(staff.map(({ id, seat: kind }) => [id, kind])).toEqual([[35436, 'light']]);
		expect(gone.map(({ id }) => id)).toEqual([2, 3]);
		expect(refusals).toEqual([]);
	});

	it.each([[{ seat: 'paid' }], [{ id: 1 }], [{ id: 'x', seat: 'paid' }], [{ id: -1, seat: '' }]])(
		'%j is none',
		(other) => {
			const { refusals } = readKeptSeats([row, other]);
			expect(refusals.map(({ index }) => index)).toEqual([1]);
		},
	);
});

describe('rows of activity', () => {
	const summary = { kind: 'user', user_id: 5, last_active: '2026-11-10', inactive_days: 10 };

	it('are the summaries; days, cursors and empty items are left out', () => {
		const { activity, refusals } = readActivityRows([
			{},
			{ kind: 'day', user_id: 5, date: '2026-11-19' },
			{ kind: 'cursor', cursor: '2026-11-20' },
			summary,
			{ user_id: '6', last_active: null, inactive_days: '' },
		]);
		expect(refusals).toEqual([]);
		expect([...activity]).toEqual([
			[5, { row: 3, lastActive: '2026-11-10', inactiveDays: 10 }],
			[6, { row: 4, lastActive: null, inactiveDays: null }],
		]);
	});

	it('tell the latest of somebody', () => {
		const { activity } = readActivityRows([
			summary,
			{ ...summary, last_active: '2026-11-12', inactive_days: 8 },
			{ ...summary, last_active: null },
		]);
		expect(activity.get(5)).toMatchObject({ lastActive: '2026-11-12', row: 1 });
	});

	it.each([[{ name: 'Ann' }], [{ user_id: 5 }], [{ user_id: 'x', last_active: null }]])(
		'%j is none',
		(other) => {
			expect(readActivityRows([summary, other]).refusals).toMatchObject([{ index: 1 }]);
		},
	);
});

describe('what changed between two lists', () => {
	const before = [seat({ id: 1 }), seat({ id: 2 }), seat({ id: 3 })];

	it.each<[string, Parameters<typeof findChanges>, Array<[string[], number | undefined]>]>([
		['nothing', [before, [], before], []],
		['somebody joined', [[...before, seat({ id: 4 })], [], before], [[['joined'], undefined]]],
		['somebody left', [before.slice(1), [], before], [[['left'], 1]]],
		[
			'somebody left, and it is known how',
			[before.slice(1), [seat({ id: 1, status: 'deleted', seat: 'none' })], before],
			[[['left'], 1]],
		],
		[
			'no earlier list, but those who left since',
			[before, [seat({ id: 9, status: 'deleted', seat: 'none' })], undefined],
			[[['left'], undefined]],
		],
		[
			'a seat, a status and a role',
			[
				[
					seat({ id: 1, seat: 'light', status: 'suspended', role_name: 'Light agent' }),
					...before.slice(1),
				],
				[],
				before,
			],
			[[['seat', 'status', 'role'], 1]],
		],
	])('%s', (_, args, expected) => {
		const changes = findChanges(...args);
		expect(changes.map(({ kinds, before: was }) => [kinds, was?.id])).toEqual(expected);
	});
});
