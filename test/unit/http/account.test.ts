import fc from 'fast-check';
import { ACCOUNT_FIELD, accountUrlExpression } from '../../../credentials/accountField';
import { accountUrl, subdomainOf } from '../../../zendesk/http/account';

/** Evaluates a credential's expression as n8n does: `={{ … }}` with `$self` being the credential's fields. */
function evaluate(expression: string, subdomain: unknown): string {
	const code = /^=\{\{(.*)\}\}$/s.exec(expression)![1];
	return new Function('$self', `return (${code})`)({ subdomain }) as string;
}

const TOKEN_URL = accountUrlExpression('$self["subdomain"]', '/oauth/tokens');

describe('the account field', () => {
	it.each([
		['acme', 'acme'],
		['ACME', 'acme'],
		['  acme  ', 'acme'],
		['acme-support2', 'acme-support2'],
		['acme.zendesk.com', 'acme'],
		['acme.zendesk.com/', 'acme'],
		['https://acme.zendesk.com', 'acme'],
		['http://acme.zendesk.com', 'acme'],
		['https://acme.zendesk.com/agent', 'acme'],
		['https://acme.zendesk.com/agent/users/35436?tab=tickets#top', 'acme'],
		['HTTPS://Acme.Zendesk.Com/admin/people', 'acme'],
	])('takes %j as %s', (text, subdomain) => {
		expect(subdomainOf(text)).toBe(subdomain);
		expect(accountUrl(text)).toBe(`https://${subdomain}.zendesk.com`);
		expect(evaluate(TOKEN_URL, text)).toBe(`https://${subdomain}.zendesk.com/oauth/tokens`);
	});

	it.each([
		'',
		' ',
		'support.acme.com',
		'acme.zendesk.com.evil.com',
		'acme.zendesk.com@evil.com',
		'evil.com/acme.zendesk.com',
		'https://evil.com?acme.zendesk.com',
		'https://evil.com#.zendesk.com',
		'https://evil.com\\.zendesk.com',
		'https://user:pass@acme.zendesk.com',
		'acme.zendesk.com:8443',
		'acme.zendesk.com\\@evil.com',
		'acme\n.evil.com',
		'acme/../evil',
		'-acme',
		'acme-',
		'a'.repeat(64),
		'ftp://acme.zendesk.com',
		'acme zendesk',
		'acmé',
		undefined,
		42,
	])('refuses %j', (text) => {
		expect(subdomainOf(text)).toBeUndefined();
		expect(accountUrl(text)).toBeUndefined();
		if (typeof text === 'string') {
			expect(new URL(evaluate(TOKEN_URL, text)).hostname).toMatch(/\.invalid$/);
		}
	});

	it('never lets a credential leave zendesk.com, whatever is typed', () => {
		const nasty = fc.constantFrom(
			'acme',
			'.zendesk.com',
			'/',
			'@',
			':',
			'\\',
			'?',
			'#',
			'evil.com',
			'\n',
			'%2e',
			'.',
			'"',
			'}}',
			'$1',
		);
		const text = fc.oneof(
			fc.string(),
			fc.string({ unit: 'binary' }),
			fc.array(nasty).map((parts) => parts.join('')),
		);
		fc.assert(
			fc.property(text, (typed) => {
				const host = new URL(evaluate(TOKEN_URL, typed)).hostname;
				expect(host).toMatch(
					/^([a-z0-9-]+\.zendesk\.com|account-is-not-a-zendesk-account\.invalid)$/,
				);
				expect(host.endsWith('.zendesk.com')).toBe(subdomainOf(typed) !== undefined);
			}),
			{ numRuns: 2000 },
		);
	});

	it('is a required field', () => {
		expect(ACCOUNT_FIELD.required).toBe(true);
	});
});
