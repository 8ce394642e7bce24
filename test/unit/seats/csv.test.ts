import { seatCsv } from '../../../zendesk/seats/csv';
import { readKeptSeats } from '../../../zendesk/seats/keptRows';
import { PRICES } from './sample';

const RAW = {
	id: 35436,
	url: 'https://acme.zendesk.com/api/v2/users/35436.json',
	name: 'Ann "The" Miller',
	email: 'ann@acme.example',
	phone: '+49 30 1234',
	user_fields: { vip: true },
	tags: ['a', 'b'],
	photo: null,
	role: 'agent',
	role_type: 0,
	suspended: false,
	seat: 'paid',
	status: 'active',
	seat_evidence: 'role_type 0 (agent): paid; last sign-in 40 days ago',
	role_name: '=Team lead',
	product_roles: ['Support - Team lead', 'Guide - Admin'],
	groups: [],
	reclaim: ['inactive'],
	missing: [],
	inactive_days: 40,
	last_login_at: '2026-10-11T07:30:00Z',
};

function csv(rows: object[], prices?: typeof PRICES): string[] {
	const { staff, gone } = readKeptSeats(rows.map((row) => ({ ...row })));
	const text = seatCsv([...staff, ...gone], prices);
	expect(text).toMatch(/^\uFEFF[\s\S]*\r\n$/);
	return text.slice(1, -2).split('\r\n');
}

it('has all columns, those of the seat first', () => {
	const [head, line] = csv([RAW]);
	expect(head.split(',')).toEqual([
		'id',
		'name',
		'email',
		'role_name',
		'status',
		'seat',
		'seat_evidence',
		'reclaim',
		'product_roles',
		'groups',
		'last_login_at',
		'inactive_days',
		'missing',
		'role',
		'role_type',
		'suspended',
		'url',
		'phone',
		'user_fields',
		'tags',
		'photo',
	]);
	expect(line).toBe(
		`35436,"Ann ""The"" Miller",ann@acme.example,'=Team lead,active,paid,role_type 0 (agent): paid; last sign-in 40 days ago,inactive,Support - Team lead; Guide - Admin,,2026-10-11T07:30:00Z,40,,agent,0,false,https://acme.zendesk.com/api/v2/users/35436.json,'+49 30 1234,"{""vip"":true}",a; b,`,
	);
});

it('has the money where prices are given', () => {
	const [head, line] = csv([RAW], PRICES);
	expect(head).toContain('reclaim,saving_per_month,currency,product_roles');
	expect(line).toContain('inactive,115,EUR,Support');
});

it('has the user’s ID where a table numbered the rows, and its lists', () => {
	const kept = { ...RAW, id: 1, user_id: 35436, product_roles: '["a","b"]' };
	const [head, line] = csv([kept]);
	expect(head).not.toContain('user_id');
	expect(line).toMatch(/^35436,.*,a; b,/);
});

it('has everybody, also who is gone, with what is told of each', () => {
	const lines = csv([RAW, { id: 2, seat: 'none', status: 'deleted', name: 'Bob', extra: 1 }]);
	expect(lines).toHaveLength(3);
	expect(lines[2]).toMatch(/^2,Bob,,,deleted,none,+1$/);
	expect(lines[2].split(',')).toHaveLength(lines[0].split(',').length);
});

it('of nobody has headings alone', () => {
	expect(csv([])).toHaveLength(1);
});
