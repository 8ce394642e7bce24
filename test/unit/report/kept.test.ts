import { countOf, isTrue, listOf, textOf, userIdOf } from '../../../zendesk/report/kept';

it.each([
	[
		['a', 1],
		['a', '1'],
	],
	['["a","b"]', ['a', 'b']],
	['[]', []],
	['a, b', ['a, b']],
	['{"a":1}', ['{"a":1}']],
	['17', ['17']],
	[' ', []],
	[null, []],
	[17, []],
])('the list %j is %j', (value, list) => {
	expect(listOf(value)).toEqual(list);
});

it.each([
	['12', 12],
	[12.7, 12],
	[0, 0],
	['', null],
	[null, null],
	[-1, null],
	['x', null],
	[Infinity, null],
])('the count %j is %s', (value, count) => {
	expect(countOf(value)).toBe(count);
});

it('knows flags and texts', () => {
	expect(['true', true, 1, 'false', 0, null].map(isTrue)).toEqual([
		true,
		true,
		true,
		false,
		false,
		false,
	]);
	expect(['a', '', 5, undefined].map(textOf)).toEqual(['a', null, null, null]);
});

it('finds the user’s ID, not the number of the row', () => {
	expect(userIdOf({ id: 17, user_id: 35436 })).toBe(35436);
	expect(userIdOf({ id: '35436' })).toBe(35436);
	expect([{}, { id: 0 }, { id: 'x' }, { id: 1.5 }].map(userIdOf)).toEqual(Array(4).fill(undefined));
});
