import type { ZendeskUser } from '../../../zendesk/api/records';
import { hasDirectLine, samePhone } from '../../../zendesk/users/phone';

describe('D7: numbers are the same one', () => {
	it.each([
		['+15550100', '+1 555-0100', true],
		['+1 (415) 555‑1212', '+14155551212', true],
		['4155551212', '+14155551212', true],
		['4915112345678', '+4915112345678', true],
		['+14155551212x12', '+1 415 555 1212 x12', true],
		['ask Ann', 'Ask  ann', true],
		['', null, true],
		['0151 12345678', '+4915112345678', false],
		['3212345678', '+13212345679', false],
		['+3212345678', '+13212345678', false],
		['13212345678', '+3212345678', false],
		['4155551212', '14155551212', false],
		['', '+14155551212', false],
		['+14155551212x12', '+14155551212', false],
	])('%s and %s: %s', (a, b, isSame) => {
		expect([samePhone(a, b), samePhone(b, a)]).toEqual([isSame, isSame]);
	});
});

it.each([
	['+1 555-0100', false, true],
	['+1 555-0100', null, true],
	['+1 555-0100', true, false],
	['42', false, false],
	[null, null, false],
])('D7: %s (shared: %s) is a direct line: %s', (phone, shared_phone_number, isLine) => {
	expect(hasDirectLine({ phone, shared_phone_number } as unknown as ZendeskUser)).toBe(isLine);
});
