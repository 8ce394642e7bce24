import fc from 'fast-check';
import { type ICredentialType, isDomainAllowed } from 'n8n-workflow';
import { ZendeskUsersApi } from '../../credentials/ZendeskUsersApi.credentials';
import { ZendeskUsersOAuth2Api } from '../../credentials/ZendeskUsersOAuth2Api.credentials';
import { ZephrApi } from '../../credentials/ZephrApi.credentials';
import { apiOrigin } from '../../zephr/tenant';
import { accountUrl } from '../../zendesk/http/account';
import { addCustomer } from '../simulator';
import { cpuMs, expectQuick } from './effort';
import { sentElsewhere, setSecurityStage, THIEF } from './stage';

/** Pieces of which somebody could make an address that looks like the account's and leads elsewhere. */
const PIECES = [
	'acme',
	'ACME',
	'.zendesk.com',
	'.zendesk.com.',
	`.${THIEF}`,
	THIEF,
	'.api.zephr.com',
	'https://',
	'http://',
	'//',
	'/',
	'\\',
	'@',
	':',
	':443',
	':8443',
	'user:pass@',
	'?',
	'#',
	'&',
	'%',
	'%2e',
	'%2f',
	'%40',
	'%00',
	'%E3%80%82',
	'..',
	'.',
	'。',
	'．',
	'․',
	'xn--80ak6aa92e',
	'аcme',
	'ac\u200bme',
	'ac\u00adme',
	'\u202emoc.ksednez',
	'\u212a',
	'\u017f',
	'\u0131',
	'\u0000',
	'\n',
	'\r\n',
	'\t',
	' ',
	'\u00a0',
	'\ufeff',
	'[::1]',
	'[::ffff:127.0.0.1]',
	'127.0.0.1',
	'2130706433',
	'localhost',
	'$1',
	'$&',
	'{{ $json }}',
	'"+"',
	'`',
	'-',
	'_',
];

const address = fc
	.oneof(
		{ weight: 6, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }) },
		{ weight: 1, arbitrary: fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }) },
		{ weight: 1, arbitrary: fc.array(fc.webUrl({ withQueryParameters: true }), { maxLength: 1 }) },
		{ weight: 1, arbitrary: fc.array(fc.domain(), { maxLength: 2 }) },
		{ weight: 1, arbitrary: fc.array(fc.ipV6(), { maxLength: 1 }) },
	)
	.map((parts) => parts.join(''));

const LONG = ['a', ' ', '\n', '-', 'a-', 'https://', 'acme.zendesk.com/', '\u200b', 'acme '].map(
	(piece) => piece.repeat(200_000),
);

/** Evaluates a credential's expression as n8n does. */
function evaluate(expression: string, typed: string): string {
	const code = /^=\{\{(.*)\}\}$/s.exec(expression)![1];
	const data = { subdomain: typed, tenantId: typed };
	return new Function('$self', '$credentials', `return (${code})`)(data, data) as string;
}

/** Every address in a credential that n8n itself calls, and what it may be besides a host under `.invalid`. */
const CREDENTIALS: Array<[ICredentialType, (typed: unknown) => string | undefined]> = [
	[new ZendeskUsersOAuth2Api(), accountUrl],
	[new ZendeskUsersApi(), accountUrl],
	[new ZephrApi(), apiOrigin],
];

function addressesOf({ properties, test }: ICredentialType): string[] {
	const urls = properties.filter(({ name }) => /Url$/.test(name)).map((each) => `${each.default}`);
	return [...urls, String(test?.request.baseURL)];
}

const boundsOf = ({ properties }: ICredentialType) =>
	String(properties.find(({ name }) => name === 'allowedDomains')!.default);

const EACH = CREDENTIALS.map(([credential, originOf]) => ({
	name: credential.displayName,
	credential,
	originOf,
}));

describe.each(EACH)('$name', ({ credential, originOf }) => {
	it('n8n itself calls the account and nobody else', () => {
		const expressions = addressesOf(credential);
		expect(expressions.length).toBeGreaterThan(0);
		fc.assert(
			fc.property(address, (typed) => {
				const own = originOf(typed);
				for (const expression of expressions) {
					const { origin, hostname, username } = new URL(evaluate(expression, typed));
					if (own === undefined) expect(hostname).toMatch(/\.invalid$/);
					else expect(origin).toBe(own);
					expect(username).toBe('');
				}
			}),
			{ numRuns: 1_000 },
		);
	});

	it('no workflow can send it to another host', () => {
		const bounds = credential.properties.find(({ name }) => name === 'allowedHttpRequestDomains');
		expect(bounds).toMatchObject({ type: 'hidden', default: 'domains' });
		const own = originOf('acme')!;
		const allowedDomains = evaluate(boundsOf(credential), 'acme');
		expect(isDomainAllowed({ url: `${own}/api`, allowedDomains })).toBe(true);
		expect(isDomainAllowed({ url: own.replace('acme', 'other'), allowedDomains })).toBe(false);
		fc.assert(
			fc.property(address, address, (typed, url) => {
				const domains = evaluate(boundsOf(credential), typed);
				// n8n takes an empty list for "all".
				expect(domains.trim()).not.toBe('');
				expect(domains).not.toContain(',');
				if (!isDomainAllowed({ url, allowedDomains: domains })) return;
				expect(`https://${new URL(url).hostname.replace(/\.$/, '')}`).toBe(originOf(typed));
			}),
			{ numRuns: 1_000 },
		);
	});

	it('is not held up by long texts', () => {
		const before = cpuMs();
		for (const text of LONG) for (const each of [text, `${text}!`, `!${text}`]) originOf(each);
		expectQuick(cpuMs() - before);
	});
});

describe.each(['zendeskUsersOAuth2Api', 'zendeskUsersApi'] as const)('%s', (credentialType) => {
	const known = [
		'acme.zendesk.com.evil.example',
		'guarded@thief.example',
		`https://${THIEF}/.zendesk.com`,
		'acme.zendesk.com:8443',
		'acme.zendesk.com\\@thief.example',
		'xn--80ak6aa92e.com',
		'аcme',
		'acme\u0000',
		'[::1]',
		'acme%2ezendesk.com',
		' ',
		'a'.repeat(64),
	];

	/** Runs a node with this account: where its requests went, and what it says. */
	async function run(subdomain: string) {
		const stage = setSecurityStage();
		const credential =
			credentialType === 'zendeskUsersApi' ? stage.tokenCredential : stage.credential;
		const { error } = await stage.run({
			credential: { ...credential, subdomain },
			credentialType,
			parameters: { resource: 'user', operation: 'getAll' },
		});
		return { error, went: sentElsewhere(stage) };
	}

	it.each(known)('is refused without any request: %j', async (typed) => {
		const { error, went } = await run(typed);
		expect(went).toEqual([]);
		expect(error?.message).toContain("'Account' in the credential is not a Zendesk account");
		expect(error?.description).toContain("Enter the part before '.zendesk.com'");
	});

	it('goes to the account, or nowhere, whatever is typed', async () => {
		let refused = 0;
		let sent = 0;
		await fc.assert(
			fc.asyncProperty(address, async (typed) => {
				const { error, went } = await run(typed);
				const own = accountUrl(typed);
				if (own === undefined) {
					refused += 1;
					expect(went).toEqual([]);
					expect(error?.message).toContain('is not a Zendesk account');
				} else {
					sent += 1;
					// There is no such account here, so that each try ends at the network.
					expect(new Set(went)).toEqual(new Set([own]));
					expect(own).toMatch(/^https:\/\/[a-z0-9]([a-z0-9-]*[a-z0-9])?\.zendesk\.com$/);
				}
			}),
			{ numRuns: 150, examples: [['acme'], [' HTTPS://Acme.zendesk.com/agent?x=@evil ']] },
		);
		expect(refused).toBeGreaterThan(20);
		expect(sent).toBeGreaterThan(1);
	});
});

describe('a user who is named by whatever is pasted', () => {
	const QUERY = [
		'ids',
		'external_ids',
		'external_id',
		'query',
		'page',
		'per_page',
		'include',
		'include_deleted',
	];
	const PATHS =
		/^\/(oauth\/tokens|api\/v2\/users\/(me|show_many|search)|api\/v2\/users\/\d+(\/identities)?)$/;

	it.each(['id', 'email', 'externalId'])('is asked for at the account, by %s', async (mode) => {
		const stage = setSecurityStage();
		const ann = addCustomer(stage.sim);
		const run = async (value: string) =>
			await stage.run({
				onError: 'continueRegularOutput',
				parameters: {
					resource: 'user',
					operation: 'get',
					user: { __rl: true, mode, value },
				},
			});
		// n8n itself refuses an empty field.
		const pasted = fc
			.oneof(
				address,
				address.map((text) => `https://${text}/agent/users/${ann.id}`),
				address.map((text) => `https://acme.zendesk.com/agent/users/${text}`),
				address.map((text) => `${text}@example.com`),
				address.map((text) => `${ann.id}${text}`),
			)
			.filter((text) => text !== '');
		const named: Array<[string]> = [
			[String(ann.id)],
			[` ${ann.id} `],
			[`https://${stage.sim.host}/agent/users/${ann.id}`],
			['ann@example.com'],
			[' Ann@Example.com '],
			['EMP-1'],
		];
		await fc.assert(
			fc.asyncProperty(pasted, async (text) => {
				const { items } = await run(text);
				expect(items).toHaveLength(1);
			}),
			{
				numRuns: 150,
				examples: [
					...named,
					['../../../oauth/tokens'],
					['1/../../oauth/clients'],
					[`https://${THIEF}/agent/users/${ann.id}`],
					['a@x" role:admin OR "'],
					['1&external_ids=2'],
					['1#'],
				],
			},
		);
		expect(sentElsewhere(stage)).toEqual([]);
		// Which of them is none at all differs with the kind: each kind has some that are asked for.
		expect(stage.front.arrived.length).toBeGreaterThan(2);
		for (const { url, method } of stage.front.arrived) {
			const { host, pathname, searchParams, hash } = new URL(url);
			const names = [...searchParams.keys()];
			expect(host).toBe(stage.sim.host);
			expect(pathname).toMatch(PATHS);
			expect(hash).toBe('');
			expect(names.filter((name) => !QUERY.includes(name))).toEqual([]);
			expect(new Set(names).size).toBe(names.length);
			expect(method === 'GET' || pathname === '/oauth/tokens').toBe(true);
		}
	});
});
