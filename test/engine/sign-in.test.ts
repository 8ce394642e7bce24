import { ZendeskUsersApi } from '../../credentials/ZendeskUsersApi.credentials';
import { ZendeskUsersOAuth2Api } from '../../credentials/ZendeskUsersOAuth2Api.credentials';
import { addCustomer } from '../simulator';
import { tellLeaverStory } from '../stories/leaver';
import { clearStages, setStage } from './engine';
import { by, offboardForm } from './forms';

afterEach(clearStages);

/** The value at a dotted path, as n8n reads it for a credential's rules. */
function get(body: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], body);
}

const show = (id: number) => ({ resource: 'user', operation: 'get', user: by.id({ id }) });

describe('signing in', () => {
	it('with client credentials: fetches a token by itself, once', async () => {
		const { sim, run, credential } = setStage();
		const ann = addCustomer(sim);
		await run({ parameters: show(ann.id) });
		await run({ parameters: show(ann.id) });
		const [token, ...others] = sim.log.filter({ route: 'POST /oauth/tokens' });
		expect(others).toEqual([]);
		expect(token.body).toMatchObject({ grant_type: 'client_credentials', scope: 'read write' });
		expect(credential.oauthTokenData).toHaveProperty('access_token');
	});

	it('asks for no more than it may', async () => {
		const { sim, run, credential } = setStage();
		const ann = addCustomer(sim);
		await run({ credential: { ...credential, access: 'readOnly' }, parameters: show(ann.id) });
		expect(sim.log.filter({ route: 'POST /oauth/tokens' })[0].body).toMatchObject({
			scope: 'read',
		});
	});

	it('with an API token', async () => {
		const { sim, run, credential } = setStage();
		const ann = addCustomer(sim);
		const { email, token } = sim.credentials.apiToken;
		const { items } = await run({
			credentialType: 'zendeskUsersApi',
			credential: { subdomain: credential.subdomain, email, apiToken: token },
			parameters: show(ann.id),
		});
		expect(items[0]).toMatchObject({ id: ann.id });
	});

	it.each(['clientCredentials', 'authorizationCode'] as const)(
		'a token that expires in the middle of a run is renewed while 429s are read (%s)',
		async (grantType) => {
			const { sim, run, credential } = setStage();
			const story = tellLeaverStory(sim);
			const issued = sim.credentials.bearer();
			const token = [...sim.store.oauthTokens.all()].find((each) => each.token === issued)!;
			const client = sim.store.oauthClients.first('identifier', sim.credentials.oauthClient.id)!;
			if (grantType === 'authorizationCode') {
				sim.store.oauthTokens.update(token, {
					client_id: client.id,
					refresh_token: 'refresh-1',
					refresh_token_expires_at: sim.clock.now() + 86_400_000,
				});
			}
			sim.faults.add(
				{
					when: { route: 'PUT /api/v2/tickets/update_many' },
					then: {
						kind: 'before',
						do: (account) =>
							void account.store.oauthTokens.update(token, { expires_at: account.clock.now() - 1 }),
					},
				},
				{
					when: { route: 'DELETE /api/v2/users/:id' },
					then: { kind: 'respond', status: 429, headers: { 'Retry-After': '7' }, body: 'too fast' },
				},
			);
			const used = {
				...credential,
				grantType,
				oauthTokenData: { access_token: issued, refresh_token: 'refresh-1', token_type: 'bearer' },
			};
			const { items } = await run({ credential: used, parameters: offboardForm(story) });
			sim.faults.verifyAllFired();
			expect(items[0]).toMatchObject({ outcome: 'purged' });
			expect(sim.log.count({ status: 401 })).toBe(1);
			expect(sim.log.count({ route: 'POST /oauth/tokens' })).toBe(1);
			expect(used.oauthTokenData).not.toMatchObject({ access_token: issued });
			const [limited, again] = sim.log.filter({ route: 'DELETE /api/v2/users/:id' });
			expect(again.at - limited.at).toBeGreaterThanOrEqual(7_000);
		},
	);

	it.each([
		['was revoked with its refresh token', { refresh_token: 'gone' }],
		['has run out and has no refresh token', {}],
	])('asks once when the sign-in %s, and says how to get on', async (_, more) => {
		const { sim, run, credential } = setStage();
		const { error } = await run({
			credential: {
				...credential,
				grantType: 'authorizationCode',
				oauthTokenData: { access_token: 'gone', token_type: 'bearer', ...more },
			},
			parameters: { resource: 'user', operation: 'getAll' },
		});
		expect(error?.description).toMatch(/credential/i);
		expect(sim.log.count({ status: 401 })).toBe(1);
		expect(sim.log.entries.length).toBeLessThanOrEqual(2);
	});

	it('puts no secret into what n8n stores of the run', async () => {
		const { sim, run, credential } = setStage();
		const story = tellLeaverStory(sim);
		const { stored } = await run({ parameters: offboardForm(story) });
		const failed = await run({ parameters: offboardForm(story, { leaver: by.id({ id: 999 }) }) });
		const secrets = [
			credential.clientSecret,
			(credential.oauthTokenData as { access_token: string }).access_token,
		];
		for (const text of [
			JSON.stringify(stored),
			JSON.stringify(failed.stored),
			JSON.stringify(failed.error),
		]) {
			for (const secret of secrets) expect(text).not.toContain(secret);
		}
	});
});

describe.each([new ZendeskUsersOAuth2Api(), new ZendeskUsersApi()])(
	'the test of $displayName',
	({ test }) => {
		/** What n8n's Test button says to an answer of Zendesk, by the credential's rules. */
		function verdict(status: number, body: unknown): string | undefined {
			for (const rule of test.rules!) {
				if (rule.type === 'responseCode' && rule.properties.value === status)
					return rule.properties.message;
				if (
					status === 200 &&
					rule.type === 'responseSuccessBody' &&
					get(body, rule.properties.key) === rule.properties.value
				) {
					return rule.properties.message;
				}
			}
			return undefined;
		}

		it('asks who is signed in, and follows nobody elsewhere', () => {
			expect(test.request).toMatchObject({ url: '/api/v2/users/me', disableFollowRedirect: true });
			expect(test.request.baseURL).toContain('$credentials.subdomain');
		});

		it('tells an anonymous 200 from a signed-in admin', async () => {
			const { sim } = setStage();
			const ask = async (headers: Record<string, string>) => {
				const answer = await sim.fetch(
					new Request(`https://${sim.host}/api/v2/users/me`, { headers }),
				);
				return verdict(answer.status, await answer.json());
			};
			expect(await ask({ Authorization: `Bearer ${sim.credentials.bearer()}` })).toBeUndefined();
			expect(await ask({})).toContain('to nobody in particular');
			const wrong = Buffer.from('x@y.example/token:wrong').toString('base64');
			expect(await ask({ Authorization: `Basic ${wrong}` })).toContain('to nobody in particular');
			expect(await ask({ Authorization: 'Bearer wrong' })).toContain('did not accept the sign-in');
		});

		it('refuses an end user', () => {
			expect(verdict(200, { user: { id: 5, role: 'end-user' } })).toContain('end user');
			expect(verdict(200, { user: { id: 5, role: 'admin' } })).toBeUndefined();
		});
	},
);
