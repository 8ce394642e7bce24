import { isMadeOfNothing } from '../../../zendesk/api/text';

/** Keys that many rows would share, and with them one user. */
const NOTHING = [
	...['undefined', 'null', 'NaN', 'NaT', 'none', 'nil', 'NULL', 'Undefined', 'nan', 'None'],
	...['n/a', 'N/A', 'N.A.', 'na', '#N/A', '#NV', '#REF!', '#NAME?', '#DIV/0!', '#BEZUG!'],
	...['-', '--', '–', '?', '.', '=', '""', "''", '[]', '{}', '[""]', '{"":""}', '<>', '()'],
	...['0', '00', '0.0', '-0', '0,00', '0-0', 'true', 'FALSE', '(none)', '<null>', '"undefined"'],
	...['[object Object]', '[object Object],[object Object]', 'Empty', '(blank)', 'unknown', 'TBD'],
	...['\u200b', '\u00ad\u2060', 'null\u200b', '\ufeffundefined', '\u202eN/A'],
	...['undefined undefined', 'null-null', 'undefined@undefined', 'NaN,NaN', 'null.null'],
	...['EMP-undefined', 'undefined_7', 'HR-NaN', 'EMP-null', 'x-[object Object]'],
];

const KEYS = [
	...['EMP-1', '7', '007', '10', '0x10', 'A', 'ann@x.example', 'nan@x.example', 'na@x.example'],
	...['ann.null@x.example', 'null@acme.example', 'NULL-7', 'Nilsson', 'None-Smith', 'nullify'],
	...['EMP-0', '0-7', 'true-7', 'unknown-soldier', '王小明', 'é', '#7', 'N-A-7', 'undefinedish'],
];

it.each(NOTHING)('%j is made of nothing', (text) => {
	expect(isMadeOfNothing(text)).toBe(true);
});

it.each(KEYS)('%j is a key', (text) => {
	expect(isMadeOfNothing(text)).toBe(false);
});
