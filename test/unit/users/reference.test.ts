import { sameText } from '../../../zendesk/api/text';
import { readUserRef } from '../../../zendesk/users/reference';

const HOST = 'acme.zendesk.com';

describe('how a row names its user', () => {
	it.each<[unknown, Parameters<typeof readUserRef>[2], object]>([
		['35436', 'id', { by: 'id', value: 35436 }],
		[35436, 'id', { by: 'id', value: 35436 }],
		[' 35436 ', undefined, { by: 'id', value: 35436 }],
		['https://acme.zendesk.com/agent/users/35436', 'id', { by: 'id', value: 35436 }],
		[
			'https://acme.zendesk.com/agent/users/35436/requested_tickets',
			'id',
			{ by: 'id', value: 35436 },
		],
		['https://acme.zendesk.com/api/v2/users/35436.json', 'id', { by: 'id', value: 35436 }],
		['https://acme.zendesk.com/users/35436', 'id', { by: 'id', value: 35436 }],
		['https://ACME.zendesk.com/agent/#/users/35436', undefined, { by: 'id', value: 35436 }],
		['http://acme.zendesk.com/agent/users/35436', 'email', { by: 'id', value: 35436 }],
		['ann@example.com', undefined, { by: 'email', value: 'ann@example.com' }],
		['35436', 'email', { by: 'id', value: 35436 }],
		['ann+test@example.com', 'email', { by: 'email', value: 'ann+test@example.com' }],
		['EMP 0042', 'externalId', { by: 'externalId', value: 'EMP 0042' }],
		['12345678901234567890', 'externalId', { by: 'externalId', value: '12345678901234567890' }],
	])('%j as %s is %j', (value, by, ref) => {
		expect(readUserRef(value, HOST, by)).toEqual(ref);
	});

	it.each<[unknown, Parameters<typeof readUserRef>[2], string]>([
		['', 'id', 'no user is given'],
		['   ', undefined, 'no user is given'],
		[undefined, 'email', 'no user is given'],
		[null, 'email', 'no user is given'],
		[{}, 'email', 'must be one value'],
		[true, 'id', 'must be one value'],
		['undefined', 'externalId', 'makes of nothing'],
		['null', 'email', 'makes of nothing'],
		['1e3', 'id', 'not a user ID'],
		['0x10', undefined, 'not a user ID'],
		['00042', 'id', 'not a user ID'],
		[12.5, 'id', 'not a user ID'],
		[1e21, undefined, 'not a user ID'],
		[-1, 'id', 'not a user ID'],
		['https://evil.zendesk.com/agent/users/5', 'id', 'another account than acme.zendesk.com'],
		['https://evil.zendesk.com/agent/users/5', 'email', 'another account than acme.zendesk.com'],
		['https://acme.zendesk.com@evil.com/users/5', undefined, 'another account'],
		['https://acme.zendesk.com.evil.com/users/5', undefined, 'another account'],
		['https://acme.zendesk.com:444/users/5', 'id', 'another account'],
		['Ann', 'id', 'not a user ID'],
		['12345678901234567890', 'id', 'at most 16 digits'],
		['0', 'id', 'not a user ID'],
		['ann at example', 'email', 'neither an email nor an ID'],
		['-5', undefined, 'not a user ID'],
	])('%j as %s is refused: %s', (value, by, problem) => {
		expect(readUserRef(value, HOST, by)).toEqual({ problem: expect.stringContaining(problem) });
	});
});

it('compares without regard to case, and never takes two empty values for the same', () => {
	expect(sameText('Ann@X', 'ann@x')).toBe(true);
	expect(sameText(null, null)).toBe(false);
	expect(sameText(undefined, 'x')).toBe(false);
});
