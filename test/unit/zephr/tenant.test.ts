import fc from 'fast-check';
import { ZephrApi } from '../../../credentials/ZephrApi.credentials';
import { apiOrigin, tenantOf } from '../../../zephr/tenant';

const { properties, test: request } = new ZephrApi();

/** Evaluates one of the credential's expressions as n8n does. */
function evaluate(expression: string, variable: '$self' | '$credentials', tenantId: unknown) {
	const code = /^=\{\{(.*)\}\}$/s.exec(expression)![1];
	return new Function(variable, `return (${code})`)({ tenantId }) as string;
}

const allowedDomains = properties.find(({ name }) => name === 'allowedDomains')!.default as string;
const allowedHost = (typed: unknown) => evaluate(allowedDomains, '$self', typed);
const testedUrl = (typed: unknown) =>
	evaluate(String(request.request.baseURL), '$credentials', typed);

describe('the tenant field', () => {
	it.each([
		['news', 'news'],
		['NEWS', 'news'],
		['  news\t', 'news'],
		['news.api.zephr.com', 'news'],
		['https://news.api.zephr.com', 'news'],
		['http://news.api.zephr.com/', 'news'],
		['https://News.API.zephr.com/v3/users', 'news'],
		['https://news.api.zephr.com/v3/users?search=x#y', 'news'],
		['news-paper.cdn.zephr.com', 'news'],
		['https://news-paper.cdn.zephr.com/zephr/features', 'news'],
		['news.cdn.zephr.com', 'news'],
		['news-my_site_2.cdn.zephr.com', 'news'],
		['news-paper-live.non-prod.cdn.zephr.com', 'news'],
		['https://news.admin.blaize.io/v3/users?foreign_key.CRMID=12345', 'news'],
	])('takes %j as %s', (text, tenant) => {
		expect(tenantOf(text)).toBe(tenant);
		expect(apiOrigin(text)).toBe(`https://${tenant}.api.zephr.com`);
		expect(allowedHost(text)).toBe(`${tenant}.api.zephr.com`);
		expect(testedUrl(text)).toBe(`https://${tenant}.api.zephr.com`);
	});

	it.each([
		'',
		' ',
		'console.zephr.com',
		'https://console.zephr.com/users',
		'api.zephr.com',
		'zephr.com',
		'a.news.api.zephr.com',
		'news.api.zephr.com.evil.com',
		'news.api.zephr.com@evil.com',
		'news.api.zephr.com:8443',
		'news.api.zephr.com.',
		'evil.com/news.api.zephr.com',
		'https://evil.com?news.api.zephr.com',
		'https://evil.com#.api.zephr.com',
		'https://evil.com\\.api.zephr.com',
		'https://key:secret@news.api.zephr.com',
		'news-paper.cdn.zephr.com.evil.com',
		'news/../evil',
		'news\n.evil.com',
		'-news',
		'news-',
		'n'.repeat(64),
		'ftp://news.api.zephr.com',
		'news paper',
		'nëws',
		undefined,
		42,
	])('refuses %j', (text) => {
		expect(tenantOf(text)).toBeUndefined();
		expect(apiOrigin(text)).toBeUndefined();
		if (typeof text === 'string') {
			expect(allowedHost(text)).toMatch(/\.invalid$/);
			expect(new URL(testedUrl(text)).hostname).toMatch(/\.invalid$/);
		}
	});

	it('never lets a key leave api.zephr.com, whatever is typed', () => {
		const nasty = fc.constantFrom(
			...[
				'news',
				'.api.zephr.com',
				'-a.cdn.zephr.com',
				'.admin.blaize.io',
				'/',
				'@',
				':',
				'\\',
				'?',
			],
			...['#', 'evil.com', '\n', '%2e', '.', '"', '}}', '$1', 'https://'],
		);
		const text = fc.oneof(
			fc.string(),
			fc.string({ unit: 'binary' }),
			fc.array(nasty).map((parts) => parts.join('')),
		);
		fc.assert(
			fc.property(text, (typed) => {
				const host = new URL(testedUrl(typed)).hostname;
				expect(host).toMatch(/^([a-z0-9-]+\.api\.zephr\.com|[a-z-]+\.invalid)$/);
				expect(host.endsWith('.api.zephr.com')).toBe(tenantOf(typed) !== undefined);
				expect(allowedHost(typed)).toBe(host);
			}),
			{ numRuns: 2000 },
		);
	});
});
