import { csvOf } from '../../../zendesk/report/csv';

const one = (text: string) => csvOf([[text, 'x']]);

it('begins with a byte order mark and ends every line with CR LF', () => {
	expect(
		csvOf([
			['a', 'b'],
			['1', ''],
		]),
	).toBe('\uFEFFa,b\r\n1,\r\n');
	expect(csvOf([])).toBe('\uFEFF');
});

it.each([
	['plain', 'plain'],
	['Zoë 李', 'Zoë 李'],
	['a,b', '"a,b"'],
	['say "hi"', '"say ""hi"""'],
	['two\nlines', '"two\nlines"'],
	['two\r\nlines', '"two\r\nlines"'],
	['=1+1', "'=1+1"],
	['+49 30', "'+49 30"],
	['-5', "'-5"],
	['@sum(A1)', "'@sum(A1)"],
	['\tx', "'\tx"],
	['\rx', '"\'\rx"'],
	['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
	["'=1", "'=1"],
	['a=1', 'a=1'],
	[' =1', ' =1'],
])('writes %j as %j', (text, written) => {
	expect(one(text)).toBe(`\uFEFF${written},x\r\n`);
});
