import { readAddressText, withoutInvisible } from '../../../zendesk/identity/address';

const ANN = 'Ann.Miller+x@mail.acme-corp.co';

test.each([
	[ANN],
	["o'neil@acme.com"],
	['ünal@müller.de'],
	['a@xn--mller-kva.de'],
	['1@2.io'],
	['_-_@a-b.example'],
])('%s is as it is', (address) => {
	expect(readAddressText(address)).toBe(address);
});

test.each([
	['a name', `Ann Miller <${ANN}>`],
	['a quoted name with a comma', `"Miller, Ann" <${ANN}>`],
	['no name', `<${ANN}>`],
	['the address as its own name', `${ANN} <${ANN}>`],
	['mailto:', `mailto:${ANN}`],
	['MAILTO: with a subject', `MAILTO:${ANN.replace('@', '%40')}?subject=Hi`],
	['mailto: in brackets', `<mailto:${ANN}>`],
	['double quotes', `"${ANN}"`],
	['single quotes', `'${ANN}'`],
	['curly quotes', `“${ANN}”`],
	['round brackets', `(${ANN})`],
	['a trailing comma', `${ANN},`],
	['a trailing semicolon and blanks', ` ${ANN} ; `],
	['a comma within quotes', `"${ANN},"`],
	['a zero-width blank', `Ann\u200b.Miller+x@mail.acme-corp.co`],
	['a no-break blank around it', `\u00a0${ANN}\u00a0`],
	['a soft hyphen', `Ann.Mil\u00adler+x@mail.acme-corp.co`],
	['a byte order mark', `\ufeff${ANN}`],
	['marks of direction', `\u202a${ANN}\u202c`],
])('an address with %s is read', (_, text) => {
	expect(readAddressText(text)).toBe(ANN);
});

test.each([
	'n/a',
	'-',
	'none',
	'',
	'@',
	'ann@',
	'@acme.com',
	'ann@acme',
	'ann@acme.com.',
	'ann.@acme.com',
	'.ann@acme.com',
	'a..b@acme.com',
	'ann@acme..com',
	'ann@-acme.com',
	'ann@10.0.0.1',
	'ann @acme.com',
	'ann@acme.com bob@acme.com',
	'ann@acme.com; bob@acme.com',
	'ann@acme.com,bob@acme.com',
	'ann@acme.com/bob@acme.com',
	'bob@acme.com <ann@acme.com>',
	'Ann <ann@acme.com>, Bob <bob@acme.com>',
	'Ann <ann@acme.com> (left)',
	'Ann ann@acme.com',
	"'ann@acme.com",
	'ann@acme.com>',
	'ann@@acme.com',
	'ann(at)acme.com',
	'a"nn"x@acme.com',
	'https://acme.com/ann@acme.com',
	'ann\uff20acme.com',
	'an\u2011n@acme.com',
	`${'a'.repeat(320)}@acme.com`,
])('%j is not one address', (text) => {
	expect(readAddressText(text)).toBeUndefined();
});

test('a long text of nearly an address is read at once', () => {
	for (const part of ['a.', '<', '"', 'a@', ', ', 'mailto:']) {
		expect(readAddressText(part.repeat(100_000))).toBeUndefined();
	}
});

test('what nobody sees is taken away, and blanks within stay', () => {
	expect(withoutInvisible('\ufeff HR\u200b-1  a\u00ad ')).toBe('HR-1  a');
});
