import { addAgent, addCustomer } from '../simulator';
import { clearStages, setStage, type Stage } from './engine';
import { by } from './forms';

afterEach(clearStages);

/** Suspends two customers with something wrong around it. */
async function suspendTwo({ sim, run }: Stage, more: Partial<Parameters<Stage['run']>[0]> = {}) {
	const two = [addCustomer(sim), addCustomer(sim)];
	return await run({
		items: two.map(({ id }) => ({ id })),
		onError: 'continueRegularOutput',
		parameters: {
			resource: 'user',
			operation: 'suspend',
			user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		},
		...more,
	});
}

describe('a wrong account', () => {
	it.each(['evil.com', 'https://acme.zendesk.com.evil.com', 'support.acme.com', ''])(
		'%j is refused on every row, and nothing is sent anywhere',
		async (subdomain) => {
			const stage = setStage();
			const { items } = await suspendTwo(stage, { credential: { ...stage.credential, subdomain } });
			expect(items).toHaveLength(2);
			for (const item of items) {
				expect(item).toMatchObject({
					outcome: 'failed',
					reason: 'sign-in',
					message: "'Account' in the credential is not a Zendesk account",
					advice: expect.stringContaining("e.g. 'acme'"),
				});
			}
			expect(stage.sim.log.entries).toEqual([]);
			expect(stage.outsiders).toEqual([]);
		},
	);

	it('an account that does not exist', async () => {
		const stage = setStage({ switches: { account: 'suspended-html' } });
		const { items } = await suspendTwo(stage, {
			credential: {
				...stage.credential,
				oauthTokenData: { access_token: 'x', token_type: 'bearer' },
			},
		});
		expect(items[0]).toMatchObject({ outcome: 'failed', reason: 'sign-in' });
		expect(items[0].message).toContain('no Zendesk account at this address');
	});
});

describe('a wrong sign-in', () => {
	it('an expired token that can’t be renewed: one answer for all rows, asked once', async () => {
		const stage = setStage();
		const { items } = await suspendTwo(stage, {
			credential: {
				...stage.credential,
				grantType: 'authorizationCode',
				oauthTokenData: {
					access_token: 'long-gone',
					refresh_token: 'gone-too',
					token_type: 'bearer',
				},
			},
		});
		for (const item of items) {
			expect(item).toMatchObject({
				outcome: 'failed',
				reason: 'sign-in',
				message: expect.stringContaining('did not accept the sign-in'),
				advice: expect.stringContaining('sign in again'),
			});
		}
		expect(stage.sim.log.count({ status: 401 })).toBe(1);
	});

	it('a wrong API token', async () => {
		const stage = setStage();
		const { items } = await suspendTwo(stage, {
			credentialType: 'zendeskUsersApi',
			credential: {
				subdomain: stage.credential.subdomain,
				email: 'x@y.example',
				apiToken: 'S3cr3t-T0ken',
			},
		});
		expect(items[0]).toMatchObject({ outcome: 'failed', reason: 'sign-in' });
		expect(JSON.stringify(items)).not.toContain('S3cr3t-T0ken');
	});

	it('a credential without write access', async () => {
		const stage = setStage();
		const token = stage.sim.credentials.bearer(undefined, ['read']);
		const { items } = await suspendTwo(stage, {
			credential: {
				...stage.credential,
				grantType: 'authorizationCode',
				oauthTokenData: { access_token: token, token_type: 'bearer' },
			},
		});
		expect(items[0]).toMatchObject({
			outcome: 'failed',
			reason: 'forbidden',
			message: expect.stringContaining('required scopes: write'),
			advice: expect.stringContaining("'Read and Write'"),
		});
		expect(stage.sim.log.writes().filter(({ status }) => status! < 400)).toEqual([]);
	});

	it('a user who is no admin', async () => {
		const stage = setStage();
		const agent = addAgent(stage.sim);
		const other = addAgent(stage.sim);
		const { items } = await stage.run({
			onError: 'continueRegularOutput',
			credential: {
				...stage.credential,
				grantType: 'authorizationCode',
				oauthTokenData: {
					access_token: stage.sim.credentials.bearer(agent.id),
					token_type: 'bearer',
				},
			},
			parameters: { resource: 'user', operation: 'suspend', user: by.id(other) },
		});
		expect(items[0]).toMatchObject({
			outcome: 'failed',
			reason: 'forbidden',
			advice: expect.stringContaining('admin'),
		});
	});
});

describe('answers that are none', () => {
	it.each([
		[200, '<html><title>Welcome to the hotel Wi-Fi</title></html>', 'hotel Wi-Fi'],
		[200, '', "The answer is not Zendesk's"],
		[502, '<html><h1>502 Bad Gateway</h1></html>', '502 Bad Gateway'],
		[302, '', 'another address'],
	])('HTTP %d %j', async (status, body, words) => {
		const stage = setStage();
		stage.sim.faults.add({
			when: { path: /users\/show_many/, times: Infinity },
			then: {
				kind: 'respond',
				status,
				headers: { 'Content-Type': 'text/html', Location: 'https://evil.com/' },
				body,
			},
		});
		const { items } = await suspendTwo(stage);
		for (const item of items) expect(item.message).toContain(words);
		expect(stage.outsiders).toEqual([]);
	});

	it('an unknown role', async () => {
		const { sim, run } = setStage();
		const ann = addCustomer(sim);
		const upgrade = (customRole: string) =>
			run({
				onError: 'continueRegularOutput',
				parameters: {
					resource: 'user',
					operation: 'upgrade',
					user: by.id(ann),
					role: 'agent',
					customRole,
				},
			});
		for (const role of ['12345', 'Boss']) {
			const { items } = await upgrade(role);
			expect(items[0]).toMatchObject({ outcome: 'failed', reason: 'unknown-role' });
			expect(items[0].message).toContain(role);
		}
		const { items } = await upgrade('');
		expect(items[0]).toMatchObject({
			reason: 'unknown-role',
			message: expect.stringContaining('legacy agent'),
		});
		expect(sim.log.writes()).toEqual([]);
	});
});

it('an operation of another version of the pack', async () => {
	const { run } = setStage();
	const { items } = await run({
		onError: 'continueRegularOutput',
		parameters: { resource: 'user', operation: 'beam' },
	});
	expect(items[0]).toMatchObject({
		outcome: 'failed',
		message: expect.stringContaining("'Operation'"),
	});
});

it.each([
	['rateLimitShare', 'Rate Limit Share', 'much'],
	['rateLimitShare', 'Rate Limit Share', 0],
	['rateLimitShare', 'Rate Limit Share', 101],
	['jobSlots', 'Job Slots', 31],
	['jobSlots', 'Job Slots', 2.5],
])('the option %s that can’t be meant: %s is %s', async (name, displayName, value) => {
	const stage = setStage();
	const { items } = await suspendTwo(stage, {
		parameters: {
			resource: 'user',
			operation: 'suspend',
			user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			options: { [name]: value },
		},
	});
	expect(items).toMatchObject(
		[0, 1].map(() => ({
			outcome: 'failed',
			reason: 'invalid',
			message: expect.stringMatching(`'${displayName}': '${value}' is not a whole number from 1`),
		})),
	);
	expect(stage.sim.log.entries).toEqual([]);
});

it('no input at all', async () => {
	const { sim, run } = setStage();
	const { items, error } = await run({
		items: [],
		parameters: { resource: 'user', operation: 'suspend', user: by.id({ id: 1 }) },
	});
	expect([items, error]).toEqual([[], undefined]);
	expect(sim.log.entries).toEqual([]);
});
