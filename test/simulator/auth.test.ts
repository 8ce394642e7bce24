import { addAdmin, addAgent, addCustomer, addLightAgent } from './arrange';
import { clientAs, clientOf } from './client';
import type { VirtualClock } from './clock';
import { DAY } from './core/time';
import { smallAccount } from './testing';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('API tokens (zendesk-api §1.1, §1.2)', () => {
	test('act as any verified user, and move his last login', async () => {
		const { sim } = smallAccount();
		const agent = addAgent(sim);
		const { token } = sim.credentials.apiToken;
		const answer = await clientOf(sim, basic(`${agent.email}/token:${token}`)).get('users/me');
		expect(answer.body.user.id).toBe(agent.id);
		expect(agent.last_login_at).toBe(sim.clock.now());
	});

	test.each(['nobody@example.com/token:', 'owner@acme.example/token:wrong', 'owner@acme.example:'])(
		'wrong credentials %s are a 401, on users/me an anonymous 200',
		async (credentials) => {
			const { sim } = smallAccount();
			const client = clientOf(sim, basic(`${credentials}x`));
			const refused = await client.get('users');
			expect([refused.status, refused.body]).toEqual([401, { error: "Couldn't authenticate you" }]);
			const me = await client.get('users/me');
			expect(me.status).toBe(200);
			expect(me.body.user).toMatchObject({ id: null, name: 'Anonymous user', role: 'end-user' });
			sim.switches.wrongBasicOnMe = '401';
			expect((await client.get('users/me')).status).toBe(401);
		},
	);

	test('are deactivated after 30 idle days, and end in April 2027', async () => {
		const { sim } = smallAccount();
		const { email, token } = sim.credentials.apiToken;
		const client = clientOf(sim, basic(`${email}/token:${token}`));
		const clock = sim.clock as VirtualClock;
		clock.advance(29 * DAY);
		expect((await client.get('users')).status).toBe(200);
		clock.advance(31 * DAY);
		expect((await client.get('users')).status).toBe(401);
		sim.switches.idleApiTokensDeactivated = false;
		expect((await client.get('users')).status).toBe(200);
		clock.advance(110 * DAY);
		expect((await client.get('users')).status).toBe(401);
	});
});

describe('OAuth tokens (§1.3, §1.5)', () => {
	test('no credentials: 401, and anonymous on users/me', async () => {
		const { sim } = smallAccount();
		const nobody = clientOf(sim, null);
		expect((await nobody.get('users')).status).toBe(401);
		expect((await nobody.get('users/me')).body.user.id).toBeNull();
	});

	test('unknown and expired ones are refused differently', async () => {
		const { sim } = smallAccount();
		const unknown = await clientOf(sim, 'Bearer nonsense').get('users/me');
		expect([unknown.status, unknown.body.error]).toEqual([401, "Couldn't authenticate you"]);
		const short = sim.credentials.bearer(undefined, undefined, 300);
		(sim.clock as VirtualClock).advance(300_000);
		const expired = await clientOf(sim, `Bearer ${short}`).get('users');
		expect([expired.status, expired.body.error]).toEqual([401, 'invalid_token']);
	});

	test('last_login_at stays, unless the switch says otherwise', async () => {
		const { sim, api } = smallAccount();
		const admin = sim.store.users.get(sim.credentials.adminId);
		await api.get('users');
		expect(admin?.last_login_at).toBeNull();
		sim.switches.oauthCallMovesLastLogin = true;
		await api.get('users');
		expect(admin?.last_login_at).toBe(sim.clock.now());
		expect(admin?.updated_at).toBe(sim.clock.now());
	});

	test.each([
		[['read'], 'GET', 'users', 200],
		[['read'], 'POST', 'users', 403],
		[['users:read'], 'GET', 'users', 200],
		[['users:read'], 'GET', 'job_statuses', 403],
		[['users:write'], 'DELETE', 'users/1', 404],
		[['tickets:read'], 'GET', 'users', 403],
		[['write'], 'GET', 'users', 403],
		[['raed'], 'GET', 'users', 403],
		[['tickets:read'], 'GET', 'oauth/tokens/current', 200],
	])('scopes %j: %s %s is a %i', async (scopes, method, path, status) => {
		const { sim } = smallAccount();
		const client = clientAs(sim, sim.credentials.adminId, scopes);
		const answers = { GET: client.get, POST: client.post, DELETE: client.delete };
		const answer = await answers[method as keyof typeof answers](path);
		expect(answer.status).toBe(status);
		if (status === 403) {
			const access = method === 'GET' ? 'read' : 'write';
			const description = `You are missing the following required scopes: ${access}`;
			expect(answer.body).toEqual({ error: 'Forbidden', description });
		}
	});
});

describe('who may call what (§1.4)', () => {
	const { sim } = smallAccount();
	const role = (name: string) => sim.store.customRoles.all().find((one) => one.name === name)?.id;
	const callers = {
		admin: clientAs(sim, addAdmin(sim).id),
		lead: clientAs(sim, addAgent(sim, { custom_role_id: role('Team lead') ?? null }).id),
		agent: clientAs(sim, addAgent(sim).id),
		light: clientAs(sim, addLightAgent(sim).id),
		customer: clientAs(sim, addCustomer(sim).id),
	};

	test.each([
		['users', ['admin', 'lead', 'agent', 'light']],
		['job_statuses', ['admin', 'lead', 'agent', 'light']],
		['custom_roles', ['admin', 'lead', 'agent', 'light']],
		['deleted_users', ['admin', 'lead', 'agent', 'light']],
		['groups/available_agents', ['admin', 'lead']],
		['incremental/users/cursor?start_time=1', ['admin']],
		['webhooks', ['admin', 'lead']],
		['oauth/clients', ['admin']],
		['sessions', ['admin', 'lead', 'agent', 'light', 'customer']],
	])('GET %s: %j', async (path, allowed) => {
		const statuses = await Promise.all(
			Object.entries(callers).map(async ([name, client]) => [
				name,
				(await client.get(path)).status,
			]),
		);
		expect(statuses).toEqual(
			Object.keys(callers).map((name) => [name, allowed.includes(name) ? 200 : 403]),
		);
	});

	test.each([
		['admin', 404],
		['lead', 404],
		['agent', 403],
		['light', 403],
		['customer', 403],
	] as const)('deleting a user as %s gets as far as a %i', async (name, status) => {
		expect((await callers[name].delete('users/1')).status).toBe(status);
	});

	test('destroy_many is for admins only', async () => {
		expect((await callers.lead.delete('users/destroy_many?ids=1')).status).toBe(403);
		expect((await callers.admin.delete('users/destroy_many?ids=1')).status).toBe(200);
	});

	test('newer endpoints refuse in a shorter form', async () => {
		const short = await callers.agent.get('groups/available_agents');
		expect(short.body).toEqual({ error: 'Forbidden', description: 'Not authorized!' });
		const long = await callers.agent.get('oauth/clients');
		expect(long.body.error.title).toBe('Forbidden');
	});
});

describe('the account itself', () => {
	test.each([
		['suspended-json', 'application/json; charset=utf-8'],
		['suspended-html', 'text/html; charset=utf-8'],
	] as const)('%s: 404 to everything', async (account, type) => {
		const { api } = smallAccount({ switches: { account } });
		const answer = await api.get('users/me');
		expect([answer.status, answer.headers['content-type']]).toEqual([404, type]);
		expect(JSON.stringify(answer.body)).toContain('No help desk at acme.zendesk.com');
	});

	test('another subdomain has no help desk', async () => {
		const { sim } = smallAccount();
		const response = await sim.fetch(new Request('https://other.zendesk.com/api/v2/users/me'));
		expect(response.status).toBe(404);
	});

	test('unknown routes are invalid endpoints', async () => {
		const { api } = smallAccount();
		const answer = await api.get('nonsense');
		expect([answer.status, answer.body]).toEqual([
			404,
			{ error: 'InvalidEndpoint', description: 'Not found' },
		]);
	});
});
