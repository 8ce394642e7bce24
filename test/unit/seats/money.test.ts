import { type Prices, costOf, rounded, savingBy, savingOf } from '../../../zendesk/seats/savings';
import type { KeptSeat } from '../../../zendesk/seats/keptRows';
import { PRICES, seat } from './sample';

it.each([
	['paid', 115],
	['light', 9],
	['free', 0],
	['unknown', 0],
	['none', 0],
] as const)('a %s seat costs %d', (kind, cost) => {
	expect(costOf({ seat: kind }, PRICES)).toBe(cost);
});

const ELEVATED = { reclaim: ['light_with_elevated_role'] } satisfies Partial<KeptSeat>;

it.each<[string, Partial<KeptSeat>, number]>([
	['no reason', {}, 0],
	['one reason', { reclaim: ['inactive'] }, 115],
	[
		'several reasons, once',
		{ reclaim: ['suspended_but_paid', 'inactive', 'duplicate_person'] },
		115,
	],
	['a light seat', { seat: 'light', reclaim: ['inactive'] }, 9],
	['a free seat', { seat: 'free', reclaim: ['inactive'] }, 0],
	['an unknown seat', { seat: 'unknown', reclaim: ['inactive'] }, 0],
	['an elevated light agent, who keeps a light seat', { ...ELEVATED, role_type: 1 }, 106],
	['an elevated contributor, who keeps a free one', { ...ELEVATED, role_type: 3 }, 115],
	['an elevated one of a simplified row', { ...ELEVATED, role_type: null }, 106],
	[
		'an elevated one who may go altogether',
		{ reclaim: ['light_with_elevated_role', 'inactive'], role_type: 1 },
		115,
	],
])('%s saves', (_, special, saving) => {
	expect(savingOf(seat(special), PRICES)).toBe(saving);
});

it('is never less than nothing', () => {
	const odd: Prices = { paid: 5, light: 9, currency: 'EUR' };
	expect(savingBy('light_with_elevated_role', seat({ ...ELEVATED, role_type: 1 }), odd)).toBe(0);
});

it('has no more digits than money has', () => {
	expect(rounded(0.1 + 0.2)).toBe(0.3);
	expect(rounded(19.99 * 3)).toBe(59.97);
});
