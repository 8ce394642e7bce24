import { createHash } from 'node:crypto';
import { addAdmin, addAgent, addToken } from './arrange';
import { clientAs, clientOf, type Answer } from './client';
import type { VirtualClock } from './clock';
import { DAY } from './core/time';
import type { Simulator } from './simulator';
import { smallAccount } from './testing';

const REDIRECT = 'http://localhost:5678/rest/oauth2-credential/callback';
const VERIFIER = 'a-verifier-that-is-long-enough-for-everybody-0123456789';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

type Parameters = Record<string, string>;

function authorize(sim: Simulator, parameters: Parameters = {}): Promise<Answer> {
	const query = new URLSearchParams({
		response_type: 'code',
		client_id: sim.credentials.oauthClient.id,
		redirect_uri: REDIRECT,
		scope: 'read write',
		state: 's 1',
		...parameters,
	});
	return clientOf(sim, null).get(`/oauth/authorizations/new?${query}`);
}

function back(answer: Answer): Parameters {
	return Object.fromEntries(new URL(answer.headers.location).searchParams);
}

function token(sim: Simulator, request: Parameters): Promise<Answer> {
	const { id, secret } = sim.credentials.oauthClient;
	const body = { client_id: id, client_secret: secret, ...request };
	return clientOf(sim, null).post('/oauth/tokens', body);
}

async function tokenByCode(sim: Simulator, extra: Parameters = {}): Promise<Answer> {
	const { code } = back(await authorize(sim));
	return token(sim, { grant_type: 'authorization_code', code, redirect_uri: REDIRECT, ...extra });
}

const grantError = { error: 'invalid_grant', error_description: expect.any(String) };

describe('the authorization page (zendesk-api §1.3)', () => {
	test('sends the browser back with a code and the state', async () => {
		const { sim } = smallAccount();
		const answer = await authorize(sim);
		expect(answer.status).toBe(302);
		expect(answer.headers.location.startsWith(`${REDIRECT}?`)).toBe(true);
		expect(back(answer)).toEqual({ code: expect.any(String), state: 's 1' });
	});

	test('never redirects to an address that is not registered', async () => {
		const { sim } = smallAccount();
		const wrong: Parameters[] = [{ redirect_uri: `${REDIRECT}/x` }, { client_id: 'nobody' }];
		for (const parameters of wrong) {
			const answer = await authorize(sim, parameters);
			expect([answer.status, answer.headers.location]).toEqual([400, undefined]);
			expect(answer.headers['content-type']).toContain('text/html');
		}
	});

	test('can be refused, asked for, or find nobody signed in', async () => {
		const { sim } = smallAccount();
		sim.switches.oauthConsent = 'denied';
		expect(back(await authorize(sim))).toMatchObject({ error: 'access_denied', state: 's 1' });
		sim.switches.oauthConsent = 'page';
		const asked = await authorize(sim);
		const [, link] = /id="granted" href="([^"]+)"/.exec(asked.body) ?? [];
		const answer = await clientOf(sim, null).get(link.replaceAll('&amp;', '&'));
		expect(back(answer).code).toBeDefined();
		sim.store.browserUserId = null;
		expect((await authorize(sim)).body).toContain('Nobody is signed in');
	});

	test('other response types and public clients without PKCE are refused', async () => {
		const { sim } = smallAccount();
		const wrong = await authorize(sim, { response_type: 'token' });
		expect(back(wrong).error).toBe('unsupported_response_type');
		for (const client of sim.store.oauthClients.all()) client.kind = 'public';
		expect(back(await authorize(sim)).error).toBe('invalid_request');
		const plain = { code_challenge: VERIFIER, code_challenge_method: 'plain' };
		expect(back(await authorize(sim, plain)).error).toBe('invalid_request');
	});
});

describe('authorization code (§1.3)', () => {
	test('gives a pair of tokens for 30 minutes and 30 days that act as whoever agreed', async () => {
		const { sim } = smallAccount();
		const answer = await tokenByCode(sim);
		expect(answer.status).toBe(201);
		expect(answer.body).toMatchObject({
			token_type: 'bearer',
			scope: 'read write',
			expires_in: 1800,
			refresh_token_expires_in: 30 * 24 * 3600,
		});
		const me = await clientOf(sim, `Bearer ${answer.body.access_token}`).get('users/me');
		expect(me.body.user.id).toBe(sim.credentials.adminId);
		(sim.clock as VirtualClock).advance(1800_000);
		const later = await clientOf(sim, `Bearer ${answer.body.access_token}`).get('users');
		expect(later.body.error).toBe('invalid_token');
	});

	test('form-encoded requests work as well', async () => {
		const { sim } = smallAccount();
		const { code } = back(await authorize(sim));
		const { id, secret } = sim.credentials.oauthClient;
		const form = new URLSearchParams({
			grant_type: 'authorization_code',
			code,
			redirect_uri: REDIRECT,
			client_id: id,
			client_secret: secret,
		});
		const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
		const answer = await clientOf(sim, null).post('/oauth/tokens', form.toString(), headers);
		expect(answer.status).toBe(201);
	});

	test('a code works once, for two minutes, for its own redirect address', async () => {
		const { sim } = smallAccount();
		const { code } = back(await authorize(sim));
		const request = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT };
		expect((await token(sim, request)).status).toBe(201);
		expect((await token(sim, request)).body).toEqual(grantError);
		const other = back(await authorize(sim));
		const elsewhere = { ...request, code: other.code, redirect_uri: 'http://localhost/other' };
		expect((await token(sim, elsewhere)).body).toEqual(grantError);
		const late = back(await authorize(sim));
		(sim.clock as VirtualClock).advance(120_000);
		expect((await token(sim, { ...request, code: late.code })).status).toBe(400);
	});

	test('PKCE: the verifier must fit, then a public client needs no secret', async () => {
		const { sim } = smallAccount();
		for (const client of sim.store.oauthClients.all()) client.kind = 'public';
		const parameters = { code_challenge: CHALLENGE, code_challenge_method: 'S256' };
		const attempt = async (code_verifier: string) => {
			const { code } = back(await authorize(sim, parameters));
			const grant = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT };
			return token(sim, { ...grant, client_secret: '', code_verifier });
		};
		expect((await attempt('wrong')).body).toEqual(grantError);
		expect((await attempt(VERIFIER)).status).toBe(201);
	});

	test('a wrong secret, an unknown grant and odd lifetimes are refused', async () => {
		const { sim } = smallAccount();
		const errors = [
			await tokenByCode(sim, { client_secret: 'wrong' }),
			await token(sim, { grant_type: 'password' }),
			await tokenByCode(sim, { expires_in: '299' }),
			await tokenByCode(sim, { refresh_token_expires_in: '1' }),
		].map((answer) => [answer.status, answer.body.error]);
		expect(errors).toEqual([
			[400, 'invalid_client'],
			[400, 'unsupported_grant_type'],
			[400, 'invalid_request'],
			[400, 'invalid_request'],
		]);
		expect((await tokenByCode(sim, { expires_in: '172800' })).body.expires_in).toBe(172_800);
	});

	test('scopes outside the list of the client are refused, misspelt ones are not noticed', async () => {
		const { sim } = smallAccount();
		expect((await tokenByCode(sim, { scope: 'raed' })).status).toBe(201);
		for (const client of sim.store.oauthClients.all()) client.allowed_scopes = ['read'];
		expect((await tokenByCode(sim, { scope: 'read write' })).body.error).toBe('invalid_scope');
	});

	test('clients from before April 2026 get tokens that never expire', async () => {
		const { sim } = smallAccount();
		for (const client of sim.store.oauthClients.all()) client.created_at = Date.parse('2025-01-01');
		const answer = await tokenByCode(sim);
		expect(answer.body).not.toHaveProperty('expires_in');
		(sim.clock as VirtualClock).advance(29 * DAY);
		const client = clientOf(sim, `Bearer ${answer.body.access_token}`);
		expect((await client.get('users')).status).toBe(200);
	});
});

describe('refresh tokens (§1.3)', () => {
	test('rotate: the old pair is invalid at once', async () => {
		const { sim } = smallAccount();
		const first = (await tokenByCode(sim)).body;
		const request = { grant_type: 'refresh_token', refresh_token: first.refresh_token };
		const second = await token(sim, request);
		expect(second.status).toBe(201);
		expect(second.body.refresh_token).not.toBe(first.refresh_token);
		expect((await clientOf(sim, `Bearer ${first.access_token}`).get('users')).status).toBe(401);
		expect((await clientOf(sim, `Bearer ${second.body.access_token}`).get('users')).status).toBe(
			200,
		);
		const lost = await token(sim, request);
		expect([lost.status, lost.body]).toEqual([400, grantError]);
	});

	test('expire, and end with the suspension of the user', async () => {
		const { sim } = smallAccount();
		const [late, suspended] = [(await tokenByCode(sim)).body, (await tokenByCode(sim)).body];
		const refresh = (pair: { refresh_token: string }) =>
			token(sim, { grant_type: 'refresh_token', refresh_token: pair.refresh_token });
		const admin = sim.store.users.get(sim.credentials.adminId);
		if (admin) admin.suspended = true;
		expect((await refresh(suspended)).body).toEqual(grantError);
		if (admin) admin.suspended = false;
		(sim.clock as VirtualClock).advance(30 * DAY);
		expect((await refresh(late)).body).toEqual(grantError);
	});
});

describe('client credentials (§1.3)', () => {
	const grant = { grant_type: 'client_credentials', scope: 'read write' };

	test('act as the admin who owns the client, without a refresh token', async () => {
		const { sim } = smallAccount();
		const answer = await token(sim, grant);
		expect(answer.body).not.toHaveProperty('refresh_token');
		const me = await clientOf(sim, `Bearer ${answer.body.access_token}`).get('users/me');
		expect(me.body.user.id).toBe(sim.credentials.adminId);
	});

	test('die when that admin is downgraded, and are not for public clients', async () => {
		const { sim, api } = smallAccount();
		const admin = addAdmin(sim);
		for (const client of sim.store.oauthClients.all()) client.user_id = admin.id;
		const { access_token } = (await token(sim, grant)).body;
		const client = clientOf(sim, `Bearer ${access_token}`);
		expect((await client.get('groups')).status).toBe(200);
		await api.put(`users/${admin.id}`, { user: { role: 'agent', custom_role_id: staffRole(sim) } });
		expect((await client.get('groups')).status).toBe(401);
		expect((await token(sim, grant)).status).toBe(400);
		for (const one of sim.store.oauthClients.all()) one.kind = 'public';
		expect((await token(sim, grant)).body.error).toBe('unauthorized_client');
	});
});

const staffRole = (sim: Simulator) =>
	sim.store.customRoles.all().find(({ name }) => name === 'Staff')?.id;

describe('tokens as records (§1.3)', () => {
	test('one sees one’s own, admins see all; only the beginning is shown', async () => {
		const { sim, api } = smallAccount();
		const agent = addAgent(sim);
		const own = addToken(sim, agent);
		const asAgent = clientOf(sim, `Bearer ${own.token}`);
		expect((await asAgent.get('oauth/tokens')).body.tokens).toHaveLength(1);
		expect((await asAgent.get('oauth/tokens?all=true')).status).toBe(403);
		const all = (await api.get('oauth/tokens?all=true')).body.tokens;
		expect(all).toHaveLength(2);
		expect(all[1]).toMatchObject({ id: own.id, user_id: agent.id, token: own.token.slice(0, 10) });
		expect((await asAgent.get(`oauth/tokens/${all[0].id}`)).status).toBe(404);
	});

	test('an admin revokes those of a leaver, everybody his current one', async () => {
		const { sim, api } = smallAccount();
		const agent = addAgent(sim);
		const { id, token: secret } = addToken(sim, agent);
		expect((await api.delete(`oauth/tokens/${id}`)).status).toBe(204);
		expect((await clientOf(sim, `Bearer ${secret}`).get('groups')).status).toBe(401);
		const other = clientAs(sim, agent.id);
		expect((await other.delete('oauth/tokens/current')).status).toBe(204);
		expect((await other.get('oauth/tokens/current')).status).toBe(401);
	});
});
