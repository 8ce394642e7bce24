import fc from 'fast-check';
import {
	attributes,
	breakable,
	embeddedJson,
	escapeText,
	markup,
	type Part,
	trusted,
} from '../../../zendesk/report/markup';

describe('markup', () => {
	it.each<[string, string]>([
		['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
		['"><img src=x onerror=alert(1)>', '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;'],
		["O'Neill & Sons", 'O&#39;Neill &amp; Sons'],
		['&lt;', '&amp;lt;'],
		['Zoë 💡', 'Zoë 💡'],
	])('writes %j as text', (text, written) => {
		expect(markup`<b title="${text}">${text}</b>`.text).toBe(
			`<b title="${written}">${written}</b>`,
		);
	});

	it('leaves its own literals, nested markup and lists of it alone', () => {
		const rows = ['a', '<b>'].map((name) => markup`<li>${name}</li>`);
		expect(markup`<ul>${rows}</ul>${trusted('<hr>')}`.text).toBe(
			'<ul><li>a</li><li>&lt;b&gt;</li></ul><hr>',
		);
	});

	it('writes zero, and nothing for what is not there', () => {
		expect(markup`[${0}${null}${undefined}${''}]`.text).toBe('[0]');
	});

	it('takes no look-alike from data for markup', () => {
		const forged = JSON.parse('{"text":"<script>alert(1)</script>"}') as Part;
		expect(markup`${forged}`.text).not.toContain('<script>');
	});

	it('never lets a text begin a tag or end an attribute', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				expect(escapeText(text)).not.toMatch(/[<>"']/);
			}),
		);
	});
});

it('breaks long words alone, between characters', () => {
	expect(breakable('Team lead, nights').text).toBe('Team lead, nights');
	expect(breakable(`${'a'.repeat(16)}&😀<`).text).toBe(
		`${'a'.repeat(16)}<wbr>&amp;<wbr>😀<wbr>&lt;`,
	);
});

describe('attributes', () => {
	it('writes values escaped, true as the bare name, and leaves out what is not there', () => {
		const written = attributes({
			'data-value': '"x" onclick="alert(1)',
			hidden: true,
			id: undefined,
			title: null,
			checked: false,
			colspan: 0,
		});
		expect(written.text).toBe(
			' data-value="&quot;x&quot; onclick=&quot;alert(1)" hidden colspan="0"',
		);
	});
});

describe('embedded JSON', () => {
	it.each(['</script>', '<!--<script>', ']]>', '\u2028\u2029', '&amp;', '\\u003c', '"', '\u0000'])(
		'holds %j, and nothing that ends the element',
		(text) => {
			const written = embeddedJson({ [text]: text }).text;
			expect(written).not.toMatch(/[<>&\u2028\u2029]/);
			expect(JSON.parse(written)).toEqual({ [text]: text });
		},
	);

	it('is the same value again, whatever it is', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const written = embeddedJson(value).text;
				expect(written).not.toContain('<');
				expect(JSON.stringify(JSON.parse(written))).toBe(JSON.stringify(value));
			}),
		);
	});
});
