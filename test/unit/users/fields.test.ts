import type { UserField } from '../../../zendesk/api/userFields';
import { catalogFrom } from '../../../zendesk/users/fields/catalog';
import { sameValue } from '../../../zendesk/users/fields/compare';
import { readRow } from '../../../zendesk/users/fields/read';
import { nearestKey } from '../../../zendesk/users/fields/spelling';
import { readValue } from '../../../zendesk/users/fields/types';
import { changedFields } from '../../../zendesk/users/payload';
import { user } from '../records';

const OPTIONS = [
	{ name: 'Gold plan', value: 'plan_gold' },
	{ name: 'Silver plan', value: 'plan_silver' },
	{ name: 'Both', value: 'one' },
	{ name: 'Both', value: 'other' },
];

const field = (type: string, more: Partial<UserField> = {}): UserField => ({
	key: type,
	type,
	title: type,
	active: true,
	custom_field_options: OPTIONS,
	...more,
});

describe('C9: a value as Zendesk stores it', () => {
	it.each([
		['text', 5, '5'],
		['text', ' kept ', ' kept '],
		['textarea', 'a\nb', 'a\nb'],
		['integer', '5', 5],
		['integer', 5, 5],
		['integer', '007', 7],
		['integer', '5.0', 5],
		['integer', '-12', -12],
		['decimal', '1.50', 1.5],
		['decimal', '.5', 0.5],
		['decimal', 2, 2],
		['checkbox', 'true', true],
		['checkbox', 'NO', false],
		['checkbox', 1, true],
		['date', '2026-01-31', '2026-01-31'],
		['date', '2026-01-31T23:30:00.000+02:00', '2026-01-31'],
		['date', '2026-01-31 00:00:00', '2026-01-31'],
		['dropdown', 'plan_gold', 'plan_gold'],
		['dropdown', 'Plan_Gold', 'plan_gold'],
		['dropdown', ' silver plan ', 'plan_silver'],
		['multiselect', ['Gold plan', 'plan_silver'], ['plan_gold', 'plan_silver']],
		['multiselect', 'plan_silver, Gold plan', ['plan_silver', 'plan_gold']],
		['lookup', 101, '101'],
		['lookup', '01GCSJW391QVSC80GYDH7E93Q6', '01GCSJW391QVSC80GYDH7E93Q6'],
		['hologram', { any: 1 }, { any: 1 }],
	])('%s: %j is %j', (type, value, stored) => {
		expect(readValue(field(type), value)).toEqual(stored);
	});

	it.each(['', null, '  ', []])('the blank %j clears the field, and unchecks a box', (blank) => {
		for (const type of ['text', 'integer', 'date', 'dropdown', 'multiselect']) {
			expect(readValue(field(type), blank)).toBeNull();
		}
		expect(readValue(field('checkbox'), blank)).toBe(false);
	});

	it.each([
		['text', { a: 1 }, 'not a list or an object'],
		['integer', 'many', "'many' is not a whole number"],
		['integer', 1.5, "'1.5' is not a whole number"],
		['integer', '12345678901234567890', 'too long to be exact'],
		['decimal', '1,5', "'1,5' is not a number like 1.5"],
		['decimal', '1e3', 'is not a number'],
		['checkbox', 'perhaps', 'neither true nor false'],
		['checkbox', 2, 'neither true nor false'],
		['date', '31.01.2026', 'is not a date like 2026-01-31'],
		['date', '2026-02-30', 'is not a date'],
		['date', 1769817600000, 'is not a date'],
		['dropdown', 'plan_bronze', 'none of its options: plan_gold, plan_silver, one, other'],
		['dropdown', 'Both', 'none of its options'],
		['multiselect', ['plan_gold', 'x'], "'x' is none of its options"],
	])('%s: %j is refused: %s', (type, value, words) => {
		expect(() => readValue(field(type), value)).toThrow(words);
	});

	it('of many options some are named', () => {
		const custom_field_options = Array.from({ length: 30 }, (_, i) => ({
			name: `Option ${i}`,
			value: `o${i}`,
		}));
		expect(() => readValue(field('dropdown', { custom_field_options }), 'x')).toThrow(
			/o8, o9 and 20 more$/,
		);
	});
});

describe('a pattern of Zendesk', () => {
	const fits = (pattern: string, text: string) => {
		try {
			return readValue(field('regexp', { regexp_for_validation: pattern }), text) === text;
		} catch {
			return false;
		}
	};

	it.each([
		['^[A-Z]{2}\\d{3}$', 'AB123', true],
		['^[A-Z]{2}\\d{3}$', 'ab123', false],
		['\\A\\d+\\z', '42', true],
		['\\A\\d+\\z', '4x2', false],
		// Ruby's alone: Zendesk has the last word.
		['^\\h+$', 'xyz', true],
		['[[:alpha:]]++', '123', true],
		['(', 'anything', true],
	])('%s and %s: %s', (pattern, text, expected) => {
		expect(fits(pattern, text)).toBe(expected);
	});

	it.each(['^(a+)+$', '(x|xx)*y', '((a*)b?)*c', '^(?:\\w+\\s?)+$', 'a*a*a*a*b'])(
		'%s, which may take for ever, is left to Zendesk',
		(pattern) => {
			expect(fits(pattern, `${'a'.repeat(200)}!`)).toBe(true);
		},
	);
});

describe('C9: what a user has and what a row wants', () => {
	it.each([
		['5', 5],
		['true', true],
		['1.50', 1.5],
		['2026-01-31T10:00:00Z', '2026-01-31T00:00:00+00:00'],
		[
			['b', 'a'],
			['a', 'b'],
		],
		[101, '101'],
		['', false],
		[null, []],
		['a\r\nb', 'a\nb'],
	])('%j is %j', (wanted, is) => {
		expect(sameValue(wanted, is)).toBe(true);
	});

	it.each([
		['6', 5],
		['five', 5],
		['', 0],
		[true, false],
		[7, '007'],
		['2026-01-30', '2026-01-31T00:00:00+00:00'],
		[['a'], ['a', 'b']],
		['a', 'A'],
	])('%j is not %j', (wanted, is) => {
		expect(sameValue(wanted, is)).toBe(false);
	});

	it.each([
		[{ locale: 'en-us' }, {}],
		[{ locale: 'EN_US' }, {}],
		[{ locale: '' }, {}],
		[{ locale: 'de' }, { locale: 'de' }],
		[{ time_zone: 'berlin' }, {}],
		[{ time_zone: 'Europe/Berlin' }, {}],
		[{ time_zone: null }, {}],
		[{ time_zone: 'Europe/Vienna' }, { time_zone: 'Europe/Vienna' }],
	])('of %j there is %j to write', (wanted, changed) => {
		const ann = user({ locale: 'en-US', time_zone: 'Berlin', iana_time_zone: 'Europe/Berlin' });
		expect(changedFields(wanted, ann)).toEqual(changed);
	});
});

describe('C10: a key that Zendesk does not know', () => {
	const known = [
		{ key: 'shoe_size', title: 'Size of the shoes' },
		{ key: 'department', title: 'Team' },
		{ key: 'system::seen', title: 'Last seen' },
	];

	it.each([
		['departmnt', 'department'],
		['Department', 'department'],
		['shoesize', 'shoe_size'],
		['team', 'department'],
		['last_seen', 'system::seen'],
		['salary', undefined],
		['', undefined],
		['x'.repeat(5_000), undefined],
	])('%s: perhaps %s', (wrong, nearest) => {
		expect(nearestKey(wrong, known)).toBe(nearest);
	});
});

describe('D13: tags of user fields', () => {
	const catalog = catalogFrom([
		field('checkbox', { tag: 'vip' }),
		field('dropdown'),
		field('text'),
		field('old', { type: 'checkbox', tag: 'was_vip', active: false }),
	]);
	const ann = user({
		tags: ['own', 'vip', 'plan_gold'],
		user_fields: { checkbox: true, dropdown: 'plan_gold', text: null },
	});

	it.each([
		['are no difference', { tags: ['own'] }, {}],
		['nor when the row has them too', { tags: ['own', 'VIP', 'plan_gold'] }, {}],
		['stay when others are written', { tags: ['new'] }, { tags: ['new', 'vip', 'plan_gold'] }],
		['stay when all are to go', { tags: [] }, { tags: ['vip', 'plan_gold'] }],
		[
			'go with a field that the row clears',
			{ tags: ['new'], user_fields: { checkbox: false } },
			{ tags: ['new', 'plan_gold'], user_fields: { checkbox: false } },
		],
		[
			'follow an option that the row changes',
			{ tags: ['new'], user_fields: { dropdown: 'plan_silver' } },
			{ tags: ['new', 'vip', 'plan_silver'], user_fields: { dropdown: 'plan_silver' } },
		],
		[
			'are left to Zendesk when only the field changes',
			{ tags: ['own'], user_fields: { checkbox: false } },
			{ user_fields: { checkbox: false } },
		],
	])('%s', (_, wanted, changed) => {
		expect(changedFields(wanted, ann, catalog)).toEqual(changed);
	});

	it.each([
		[{ tags: ['plan_silver'] }, ann],
		[{ tags: ['vip'] }, user({ user_fields: { checkbox: false } })],
		[{ tags: ['own', 'plan_gold'], user_fields: { dropdown: 'plan_silver' } }, ann],
		[{ tags: ['vip'] }, undefined],
	])('that the user would not have by the field are refused: %j', (wanted, who) => {
		expect(readRow(wanted, catalog, who)).toMatchObject({
			refusal: { reason: 'invalid', message: expect.stringContaining('belongs to the user field') },
		});
	});

	it.each([
		[{ tags: ['vip'], user_fields: { checkbox: 'yes' } }, undefined],
		[{ tags: ['vip', 'own'] }, ann],
		[{ tags: ['was_vip'] }, ann],
		[{ tags: ['vip'] }, user({ tags: ['vip'], user_fields: { checkbox: false } })],
	])('others are not: %j', (wanted, who) => {
		expect(readRow(wanted, catalog, who)).toHaveProperty('fields');
	});
});

it('a field that is switched off is refused by its key', () => {
	const catalog = catalogFrom([field('old', { type: 'text', active: false })]);
	expect(readRow({ user_fields: { old: 'x' } }, catalog)).toMatchObject({
		refusal: { message: "User field 'old': it is switched off in Zendesk" },
	});
});
