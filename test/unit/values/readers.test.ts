import {
	readChoice,
	readChoices,
	readDate,
	readEntries,
	readFlag,
	readId,
	readIds,
	readItems,
	readList,
	readNumber,
	readObject,
	readPrice,
	readTag,
	readText,
	readTime,
	readWords,
	readZone,
} from '../../../nodes/shared/values';

type Read = (value: unknown) => unknown;

const STATUSES = [
	{ name: 'Open', value: 'open' },
	{ name: 'On-Hold', value: 'hold' },
	{ name: 'Downgrade and Suspend', value: 'downgradeAndSuspend' },
];

/** Of each kind: the reader, what it reads as what, and what it refuses. */
const KINDS: Record<string, { read: Read; reads: Array<[unknown, unknown]>; refuses: unknown[] }> =
	{
		'yes or no': {
			read: readFlag,
			reads: [
				...[true, 'true', 'TRUE', ' True ', 'yes', 'Yes', 'on', '1', 1].map(
					(v): [unknown, boolean] => [v, true],
				),
				...[false, 'false', 'No', 'OFF', '0', 0].map((v): [unknown, boolean] => [v, false]),
				...[undefined, null, '', '  '].map((v): [unknown, undefined] => [v, undefined]),
			],
			refuses: ['perhaps', 'ja', 'y', 2, -1, '01', NaN, {}, [], [true], 'constructor', () => true],
		},
		'one of a list': {
			read: (value) => readChoice(STATUSES, value),
			reads: [
				['open', 'open'],
				['OPEN', 'open'],
				[' Open ', 'open'],
				['On-Hold', 'hold'],
				['on hold', 'hold'],
				['downgrade_and_suspend', 'downgradeAndSuspend'],
				['', undefined],
				[null, undefined],
			],
			refuses: ['constructor', 'toString', '__proto__', 'closed', 'op', {}, [], ['open'], 1, true],
		},
		'one of a list, exactly': {
			read: (value) => readChoice(STATUSES, value, true),
			reads: [['open', 'open']],
			refuses: ['OPEN', 'On-Hold'],
		},
		'some of a list': {
			read: (value) => readChoices(STATUSES, value),
			reads: [
				['OPEN, hold', ['open', 'hold']],
				[['open', 'Open'], ['open']],
				[[], []],
				[undefined, undefined],
				[[''], undefined],
			],
			refuses: ['open, closed', [['open']], [{}], {}, 7],
		},
		'a whole number': {
			read: (value) => readNumber(value, 1, 100),
			reads: [
				[1, 1],
				['100', 100],
				[' 7 ', 7],
				['7.0', 7],
				['', undefined],
				[null, undefined],
			],
			refuses: [0, 101, 2.5, '2,5', '1e1', '0x10', 'much', true, false, [], [5], {}, NaN, Infinity],
		},
		'a price': {
			read: (value) => readPrice(value, 1000),
			reads: [
				['19.50', 19.5],
				[0, 0],
			],
			refuses: [-1, 1001, '1e2', true, [5], 'free'],
		},
		'an ID': {
			read: readId,
			reads: [
				['35436', 35436],
				[35436, 35436],
				[' 35436 ', 35436],
				[1e3, 1000],
				[undefined, undefined],
			],
			refuses: [
				'1e3',
				'0x10',
				12.5,
				-1,
				0,
				'0',
				'007',
				1e21,
				'12345678901234567890',
				true,
				[5],
				{},
				'Support',
			],
		},
		IDs: {
			read: readIds,
			reads: [
				['1, 2;3\n2', [1, 2, 3]],
				[
					[1, '2'],
					[1, 2],
				],
				[7, [7]],
				[[], []],
				[[null, ''], undefined],
				[',', undefined],
			],
			refuses: ['1, Support', ['1e3'], [[1]], {}],
		},
		text: {
			read: readText,
			reads: [
				[' Ann ', 'Ann'],
				['Null', 'Null'],
				[7, '7'],
				[0, '0'],
				[false, 'false'],
				[null, undefined],
				[undefined, undefined],
			],
			refuses: [{}, [], ['a'], NaN, Infinity, 1e21, 2 ** 53, Symbol('x'), () => ''],
		},
		'words that others read': {
			read: readWords,
			reads: [
				['For Bob', 'For Bob'],
				['', undefined],
				[null, undefined],
			],
			refuses: ['undefined', 'null', 'NaN', '[object Object]', true, {}, ['a']],
		},
		'a tag': {
			read: readTag,
			reads: [
				['vip', 'vip'],
				[7, '7'],
				[null, undefined],
			],
			refuses: ['vip beta', 'vip,beta', 'undefined', true, ['vip']],
		},
		entries: {
			read: readEntries,
			reads: [
				['a, b;c\n\nd', ['a', ' b', 'c', 'd']],
				[5, [5]],
				[null, undefined],
			],
			refuses: [],
		},
		'a list': {
			read: readList,
			reads: [
				['a, b;c', ['a', 'b', 'c']],
				[
					['a', 'b, c', 5],
					['a', 'b', 'c', '5'],
				],
				[12345, ['12345']],
				[null, []],
				[[], []],
			],
			refuses: [{}, [{}], [['a']], [true], 'a, undefined'.split(', ')],
		},
		'a time zone': {
			read: readZone,
			reads: [
				['Europe/Berlin', 'Europe/Berlin'],
				[null, undefined],
			],
			refuses: ['Berlin', 1, {}, 'constructor'],
		},
		'a date': {
			read: readDate,
			reads: [['2026-11-20', '2026-11-20']],
			refuses: ['2026-13-01', '20.11.2026', 7, {}, true],
		},
		'a time': {
			read: (value) => readTime(value, 'UTC'),
			reads: [
				['2026-01-31', Date.UTC(2026, 0, 31)],
				[5, 5],
				['', undefined],
			],
			refuses: ['tomorrow', 'January 5', {}, [], NaN, true],
		},
		'a JSON object': {
			read: (value) => readObject(value, '{"plan": "gold"}'),
			reads: [
				['{"a":1}', { a: 1 }],
				[{ a: 1 }, { a: 1 }],
				['', undefined],
				[null, undefined],
				['null', undefined],
			],
			refuses: ['{', '[]', [], '5', 5, true],
		},
		items: {
			read: readItems,
			reads: [
				[
					[{ json: { id: 1 } }, { id: 2 }],
					[{ id: 1 }, { id: 2 }],
				],
				['{"id":1}', [{ id: 1 }]],
				[' ', undefined],
			],
			refuses: ['x', 5, [5], 'true', [null]],
		},
	};

describe.each(Object.entries(KINDS))('%s', (_, { read, reads, refuses }) => {
	it.each(reads)('reads %p as %p', (value, as) => {
		expect(read(value)).toEqual(as);
	});

	it('refuses everything else in words for people', () => {
		for (const value of refuses) {
			let thrown: unknown = `${String(value)} was read as ${JSON.stringify(read)}`;
			try {
				thrown = read(value);
			} catch (error) {
				thrown = error;
			}
			expect(thrown).toBeInstanceOf(RangeError);
			expect((thrown as RangeError).message).toMatch(/\b(not|none|neither|must|nothing|no|too)\b/);
		}
	});
});
