import { addAgent, addCustomer, addGroup, addOrganization, addSession, addTicket } from './arrange';
import { clientAs } from './client';
import { smallAccount } from './testing';

describe('identities (zendesk-api §2.3)', () => {
	test('are added, changed, verified, made primary and removed', async () => {
		const { sim, api } = smallAccount();
		const customer = addCustomer(sim, { email: 'first@example.com' });
		const path = `users/${customer.id}/identities`;
		const identity = { type: 'email', value: 'second@example.com' };
		const added = await api.post(path, { identity });
		expect(added.status).toBe(201);
		const { id } = added.body.identity;
		const changed = await api.put(`${path}/${id}`, { identity: { value: 'third@example.com' } });
		expect(changed.body.identity.value).toBe('third@example.com');
		expect((await api.put(`${path}/${id}/verify`)).body.identity).toMatchObject({
			verified: true,
			verification_method: 'low',
		});
		const all = (await api.put(`${path}/${id}/make_primary`)).body.identities;
		expect(all.map(({ primary }: { primary: boolean }) => primary)).toEqual([true, false]);
		expect(customer).toMatchObject({ email: 'third@example.com', verified: true });
		expect((await api.delete(`${path}/${id}`)).status).toBe(422);
		expect((await api.delete(`${path}/${all[1].id}`)).status).toBe(204);
		expect(sim.store.userByEmail('first@example.com')).toBeUndefined();
	});

	test('the primary one is refused with the status of the switch', async () => {
		const { sim, api } = smallAccount({ switches: { goodbyeCode: 400 } });
		const customer = addCustomer(sim);
		const [{ id }] = sim.store.identities.sortedBy('user', customer.id);
		expect((await api.delete(`users/${customer.id}/identities/${id}`)).status).toBe(400);
	});

	test('only two verification methods can be written, and only free addresses', async () => {
		const { sim, api } = smallAccount();
		const [customer, other] = [addCustomer(sim), addCustomer(sim)];
		const [{ id }] = sim.store.identities.sortedBy('user', customer.id);
		const path = `users/${customer.id}/identities/${id}`;
		const sso = await api.put(path, { identity: { verification_method: 'sso' } });
		expect(sso.status).toBe(400);
		const taken = await api.put(path, { identity: { value: other.email } });
		expect(taken.body.details.email[0].error).toBe('DuplicateValue');
		const twice = { identity: { type: 'email', value: customer.email } };
		expect((await api.post(`users/${customer.id}/identities`, twice)).status).toBe(422);
	});

	test('those of staff are for whoever manages staff', async () => {
		const { sim } = smallAccount();
		const [agent, colleague] = [addAgent(sim), addAgent(sim)];
		const identity = { type: 'email', value: 'takeover@example.com', verified: true };
		const client = clientAs(sim, agent.id);
		expect((await client.post(`users/${colleague.id}/identities`, { identity })).status).toBe(403);
	});
});

describe('organizations (§5.2)', () => {
	test('names are unique; memberships move the default', async () => {
		const { sim, api } = smallAccount();
		const created = await api.post('organizations', { organization: { name: ' Firm ' } });
		expect([created.status, created.body.organization.name]).toEqual([201, 'Firm']);
		const twin = await api.post('organizations', { organization: { name: 'firm' } });
		expect(twin.body.details.name[0].error).toBe('DuplicateValue');
		const [customer, second] = [addCustomer(sim), addOrganization(sim)];
		const join = (organization_id: number) =>
			api.post('organization_memberships', {
				organization_membership: { user_id: customer.id, organization_id },
			});
		const first = (await join(created.body.organization.id)).body.organization_membership;
		expect(first).toMatchObject({ default: true, organization_name: 'Firm' });
		const other = (await join(second.id)).body.organization_membership;
		expect(other.default).toBeNull();
		expect((await join(second.id)).status).toBe(422);
		await api.put(`users/${customer.id}/organization_memberships/${other.id}/make_default`);
		expect(customer.organization_id).toBe(second.id);
		await api.delete(`organization_memberships/${other.id}`);
		expect(customer.organization_id).toBe(created.body.organization.id);
	});

	test('leaving one takes it off the working tickets', async () => {
		const { sim, api } = smallAccount();
		const organization = addOrganization(sim);
		const requester = addCustomer(sim, { organization_id: organization.id });
		const [open, closed] = [
			addTicket(sim, { requester }),
			addTicket(sim, { requester, status: 'closed' }),
		];
		await api.delete(`users/${requester.id}/organizations/${organization.id}`);
		expect([open.organization_id, closed.organization_id]).toEqual([null, organization.id]);
	});

	test('a second one needs the plan', async () => {
		const { sim, api } = smallAccount({ plan: { multipleOrganizations: false } });
		const customer = addCustomer(sim, { organization_id: addOrganization(sim).id });
		const organization_membership = {
			user_id: customer.id,
			organization_id: addOrganization(sim).id,
		};
		const answer = await api.post('organization_memberships', { organization_membership });
		expect(answer.status).toBe(422);
	});
});

describe('groups (§5.1)', () => {
	test('lists, members, and who can be added', async () => {
		const { sim, api } = smallAccount();
		const [group, gone] = [addGroup(sim), addGroup(sim, { deleted: true })];
		const agent = addAgent(sim, { groups: [group] });
		const ids = async (path: string, key: string) =>
			(await api.get(path)).body[key].map(({ id }: { id: number }) => id);
		expect(await ids('groups', 'groups')).toContain(gone.id);
		expect(await ids('groups?exclude_deleted=true', 'groups')).not.toContain(gone.id);
		expect(await ids('groups/assignable', 'groups')).not.toContain(gone.id);
		expect(await ids(`groups/${group.id}/users`, 'users')).toEqual([agent.id]);
		expect(await ids(`users/${agent.id}/groups`, 'groups')).toEqual([group.id]);
	});
});

describe('custom roles (§5.3)', () => {
	test('are all there on Enterprise, with the number of their members', async () => {
		const { sim, api } = smallAccount();
		addAgent(sim);
		const { custom_roles } = (await api.get('custom_roles')).body;
		const counts = Object.fromEntries(
			custom_roles.map((role: { name: string; team_member_count: number }) => [
				role.name,
				role.team_member_count,
			]),
		);
		expect(counts).toMatchObject({ Admin: 1, Staff: 1, 'Light agent': 0, 'Team lead': 0 });
	});

	test('without the plan they are refused, missing or few, as the switch says', async () => {
		const { sim, api } = smallAccount({ plan: { customRoles: false } });
		expect((await api.get('custom_roles')).status).toBe(403);
		sim.switches.customRolesWithoutPlan = '404';
		expect((await api.get('custom_roles')).body.error).toBe('InvalidEndpoint');
		sim.switches.customRolesWithoutPlan = 'system-only';
		const { custom_roles } = (await api.get('custom_roles')).body;
		expect(custom_roles.map(({ name }: { name: string }) => name)).toEqual(['Light agent']);
		expect((await api.get('users/me')).body.user).toMatchObject({
			role: 'admin',
			role_type: null,
			custom_role_id: null,
		});
	});
});

describe('sessions (§2.3)', () => {
	test('admins see and end those of others', async () => {
		const { sim, api } = smallAccount();
		const [agent, colleague] = [addAgent(sim), addAgent(sim)];
		const [first] = [addSession(sim, agent), addSession(sim, agent), addSession(sim, colleague)];
		expect((await api.get('sessions')).body.sessions).toHaveLength(3);
		const own = clientAs(sim, colleague.id);
		expect((await own.get('sessions')).body.sessions).toHaveLength(1);
		expect((await own.get(`users/${agent.id}/sessions`)).status).toBe(403);
		expect((await api.delete(`users/${agent.id}/sessions/${first.id}`)).status).toBe(204);
		expect((await api.get(`users/${agent.id}/sessions/${first.id}`)).status).toBe(404);
		expect((await api.get(`users/${agent.id}/sessions`)).body.sessions).toHaveLength(1);
		expect((await api.delete(`users/${agent.id}/sessions`)).status).toBe(204);
		const ended = await api.post(`users/logout_many?ids=${colleague.id}`);
		expect([ended.status, sim.store.sessions.size]).toEqual([202, 0]);
	});
});

describe('webhooks (§7.1)', () => {
	const webhook = {
		name: 'People',
		status: 'active',
		endpoint: 'https://n8n.example/webhook/1',
		http_method: 'POST',
		request_format: 'json',
		subscriptions: ['zen:event-type:user.created'],
		authentication: {
			type: 'bearer_token',
			data: { token: 'hush' },
			add_position: 'header',
		},
	};

	test('are created, listed, changed and deleted; credentials never come back', async () => {
		const { api } = smallAccount();
		const created = await api.post('webhooks', { webhook });
		expect(created.status).toBe(201);
		expect(JSON.stringify(created.body)).not.toContain('hush');
		const { id } = created.body.webhook;
		expect((await api.get('webhooks?filter[name_contains]=peo')).body.webhooks).toHaveLength(1);
		expect((await api.get('webhooks?filter[status]=inactive')).body.webhooks).toHaveLength(0);
		const patched = await api.patch(`webhooks/${id}`, { webhook: { status: 'inactive' } });
		expect([patched.status, patched.body]).toEqual([204, '']);
		expect((await api.get(`webhooks/${id}`)).body.webhook.status).toBe('inactive');
		expect((await api.put(`webhooks/${id}`, { webhook: { name: 'Half' } })).status).toBe(400);
		expect((await api.put(`webhooks/${id}`, { webhook })).status).toBe(204);
		expect((await api.delete(`webhooks/${id}`)).status).toBe(204);
		expect((await api.get(`webhooks/${id}`)).status).toBe(404);
	});

	test('PATCH changes what it names, PUT takes away what it leaves out', async () => {
		const { sim, api } = smallAccount();
		const extras = { description: 'n8n', custom_headers: { 'X-Team': 'people' } };
		const { id } = (await api.post('webhooks', { webhook: { ...webhook, ...extras } })).body
			.webhook;
		await api.patch(`webhooks/${id}`, { webhook: { name: 'Staff' } });
		const [listed] = (await api.get('webhooks')).body.webhooks;
		expect(listed).toMatchObject({ name: 'Staff', ...extras });
		const { authentication, ...rest } = webhook;
		expect(sim.store.webhooks.get(id)).toMatchObject({ ...rest, authentication, name: 'Staff' });
		await api.put(`webhooks/${id}`, { webhook: rest });
		const bare = { description: null, custom_headers: null, authentication: null };
		expect(sim.store.webhooks.get(id)).toMatchObject({ ...rest, ...bare });
	});

	test('are listed by name, page by page', async () => {
		const { api } = smallAccount();
		for (const [name, status] of [
			['B', 'active'],
			['C', 'inactive'],
			['A', 'active'],
		]) {
			await api.post('webhooks', { webhook: { ...webhook, name, status } });
		}
		const names = async (query: string) =>
			(await api.get(`webhooks?${query}`)).body.webhooks.map((each: { name: string }) => each.name);
		expect(await names('sort=name')).toEqual(['A', 'B', 'C']);
		expect(await names('sort=-name&page[size]=2')).toEqual(['C', 'B']);
		expect(await names('filter[status]=active')).toEqual(['B', 'A']);
		const { links, meta } = (await api.get('webhooks?sort=name&page[size]=2')).body;
		expect(meta.has_more).toBe(true);
		expect(await names(new URL(links.next).search.slice(1))).toEqual(['C']);
	});

	test('on a trial account are ten at most', async () => {
		const { api } = smallAccount({ plan: { sandbox: true } });
		const statuses = [];
		for (let n = 0; n < 11; n++) statuses.push((await api.post('webhooks', { webhook })).status);
		expect(statuses).toEqual([...Array(10).fill(201), 400]);
	});

	test('have a secret that can be renewed', async () => {
		const { api } = smallAccount();
		const { id } = (await api.post('webhooks', { webhook })).body.webhook;
		const first = (await api.get(`webhooks/${id}/signing_secret`)).body.signing_secret;
		expect(first).toEqual({ algorithm: 'SHA256', secret: expect.any(String) });
		const renewed = await api.post(`webhooks/${id}/signing_secret`);
		expect(renewed.status).toBe(201);
		expect(renewed.body.signing_secret.secret).not.toBe(first.secret);
	});

	test.each([
		['http', { endpoint: 'http://n8n.example/1' }],
		['no address at all', { endpoint: 'nonsense' }],
		[
			'a mix of subscriptions',
			{ subscriptions: ['conditional_ticket_events', 'zen:event-type:user.created'] },
		],
		['events by GET', { http_method: 'GET' }],
		['no name', { name: '' }],
		['an address that nobody reaches from outside', { endpoint: 'https://localhost/1' }],
		['a status of another kind', { status: 'paused' }],
		[
			'authentication of another kind',
			{ authentication: { type: 'oauth', add_position: 'header' } },
		],
		[
			'authentication in the query',
			{ authentication: { ...webhook.authentication, add_position: 'query' } },
		],
		[
			'authentication without data',
			{ authentication: { type: 'api_key', data: { name: 'X' }, add_position: 'header' } },
		],
		['too many headers', { custom_headers: { A: '1', B: '2', C: '3', D: '4', E: '5', F: '6' } }],
		['headers that are no text', { custom_headers: { A: 1 } }],
	])('%s is refused', async (_, change) => {
		const { api } = smallAccount();
		expect((await api.post('webhooks', { webhook: { ...webhook, ...change } })).status).toBe(400);
	});

	test('cannot be switched from events to triggers; http works where the switch says so', async () => {
		const { api } = smallAccount({ switches: { allowHttpWebhooks: true } });
		const endpoint = 'http://127.0.0.1:5678/webhook/1';
		const created = await api.post('webhooks', { webhook: { ...webhook, endpoint } });
		expect(created.status).toBe(201);
		const change = { subscriptions: ['conditional_ticket_events'] };
		const { id } = created.body.webhook;
		expect((await api.patch(`webhooks/${id}`, { webhook: change })).status).toBe(400);
	});
});
