import type { KeptSeat } from '../../../zendesk/seats/keptRows';
import type { SeatPageInput } from '../../../zendesk/seats/page';
import { RECLAIM_REASONS } from '../../../zendesk/seats/reasons';

/** A paid agent who signed in on the day before; the test says what is special about this one. */
export function seat(special: Partial<KeptSeat> = {}): KeptSeat {
	return {
		id: 1,
		name: 'Ann Miller',
		email: 'ann@acme.example',
		role_name: 'Agent',
		role_type: 0,
		status: 'active',
		seat: 'paid',
		seat_evidence: 'role_type 0 (agent): paid',
		product_roles: ['Support - Agent'],
		groups: ['Support'],
		reclaim: [],
		last_login_at: '2026-11-19T07:30:00Z',
		missing: [],
		row: {},
		...special,
	};
}

export const NOW = Date.parse('2026-11-20T07:05:00Z');

export function input(special: Partial<SeatPageInput> = {}): SeatPageInput {
	return {
		account: 'acme.zendesk.com',
		generatedAt: NOW,
		zone: 'Europe/Berlin',
		staff: [seat()],
		gone: [],
		...special,
	};
}

export const PRICES = { paid: 115, light: 9, currency: 'EUR' };

const FIRST = ['Ann', 'Björn', 'Chloë', 'Dwayne', 'Elif', 'Fatima', 'Gustav', 'Hana', 'Ivo', 'Zoë'];
const LAST = ['Miller', 'Okonkwo', 'van der Berg', 'Schulz', 'García Márquez', 'Nowak', 'O’Neill'];
const GROUPS = ['Support', 'Billing', 'Tier 2', 'Back office & returns', 'Night shift'];

const KINDS: Array<Partial<KeptSeat>> = [
	{ role_name: 'Staff', product_roles: ['Support - Staff', 'Guide - Agent', 'Talk - Lead'] },
	{ role_name: 'Staff', product_roles: ['Support - Staff'] },
	{ role_name: 'Team lead', product_roles: ['Support - Team lead', 'Explore - Admin'] },
	{
		role_name: 'Light agent',
		role_type: 1,
		seat: 'light',
		seat_evidence: 'role_type 1 (light agent) without a product role that counts: light',
		product_roles: ['Support - Light agent'],
	},
	{
		role_name: 'Light agent',
		role_type: 1,
		seat_evidence: 'role_type 1 (light agent) with an active Explore role: paid',
		product_roles: ['Support - Light agent', 'Explore - Studio'],
		reclaim: ['light_with_elevated_role'],
	},
	{ role_name: 'Admin', role_type: 4, seat_evidence: 'role_type 4 (admin): paid' },
	{
		role_name: 'Contributor',
		role_type: 3,
		seat: 'free',
		seat_evidence: 'role_type 3 (contributor) without a product role that counts: free',
		product_roles: ['Support - Contributor'],
	},
];

/** Days since the last sign-in, of every so manieth; null: never. */
const AGES = [0, 2, 5, 1, 12, 44, 3, 75, null, 130, 0, 9, 6, 400, 22];

/** A support team, a part of which could go. */
export function team(size: number, special: Partial<SeatPageInput> = {}): SeatPageInput {
	const staff = Array.from({ length: size }, (_, index): KeptSeat => {
		const kind = KINDS[index % KINDS.length];
		const days = AGES[index % AGES.length];
		const status = index % 12 === 7 ? 'suspended' : 'active';
		const base = seat({ id: 9_000_000_000 + index, ...kind, status });
		const isPaid = base.seat === 'paid';
		const found = {
			suspended_but_paid: isPaid && status === 'suspended',
			light_with_elevated_role: base.reclaim.length > 0,
			never_signed_in: days === null,
			inactive: days !== null && days >= 30,
			duplicate_person: index % 29 === 28,
		};
		const name = `${FIRST[index % FIRST.length]} ${LAST[Math.floor(index / 3) % LAST.length]}`;
		const evidence = [
			base.seat_evidence,
			...(found.suspended_but_paid ? ['suspended'] : []),
			...(days === null ? ['never signed in, created 300 days ago'] : []),
			...(found.inactive ? [`last sign-in ${days} days ago`] : []),
		];
		return {
			...base,
			name,
			email: `agent${index}@acme.example`,
			seat_evidence: evidence.join('; '),
			groups: GROUPS.filter((_, at) => (index + at) % 4 === 0),
			reclaim: base.seat === 'free' ? [] : RECLAIM_REASONS.filter((reason) => found[reason]),
			last_login_at: days === null ? null : new Date(NOW - days * 86_400_000 - 1000).toISOString(),
		};
	});
	return input({ staff, prices: PRICES, ...special });
}

/** The team a month before: somebody was not there, somebody was suspended later, somebody has left. */
export function teamBefore(staff: KeptSeat[]): KeptSeat[] {
	return [
		...staff.slice(2).map((person, index) => ({
			...person,
			...(index === 0 ? { seat: 'light' as const, role_name: 'Light agent' } : {}),
			...(index === 5 ? { status: 'active' as const } : {}),
		})),
		seat({ id: 8_000_000_001, name: 'Lea Leaver', email: 'lea@acme.example' }),
		seat({ id: 8_000_000_002, name: 'Max Moved', email: 'max@acme.example', seat: 'light' }),
	];
}
