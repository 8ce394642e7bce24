import {
	addAgent,
	addCustomer,
	addGroup,
	addLightAgent,
	addOrganization,
	addSession,
	addTicket,
	addToken,
} from '../simulator/arrange';
import { clientAs, clientOf } from '../simulator/client';
import type { Guide } from './tour-people';

const WEBHOOK = {
	name: 'People',
	status: 'active',
	endpoint: 'https://n8n.example/webhook/1',
	http_method: 'POST',
	request_format: 'json',
	subscriptions: ['zen:event-type:user.created'],
};

export async function groups({ sim, api }: Guide): Promise<void> {
	const group = addGroup(sim);
	const agent = addAgent(sim, { groups: [group, addGroup(sim)] });
	addLightAgent(sim);
	for (const path of ['', '/count', '/assignable', '/available_agents', `/${group.id}`]) {
		await api.get(`groups${path}`);
	}
	await api.get('groups?page[size]=1');
	for (const path of ['users', 'users/count', 'memberships', 'memberships/assignable']) {
		await api.get(`groups/${group.id}/${path}`);
	}
	for (const path of ['groups', 'groups/count', 'group_memberships']) {
		await api.get(`users/${agent.id}/${path}`);
	}
	await api.get('group_memberships?include=users,groups');
	await api.get('group_memberships/assignable');
	const others = [addGroup(sim), addGroup(sim), addGroup(sim)].map(({ id }) => ({ group_id: id }));
	const membership = (index: number) => ({ user_id: agent.id, ...others[index] });
	const made = await api.post('group_memberships', { group_membership: membership(0) });
	const mine = `users/${agent.id}/group_memberships`;
	const own = await api.post(mine, { group_membership: others[1] });
	const [first, second] = [made.body.group_membership.id, own.body.group_membership.id];
	await api.get(`group_memberships/${first}`);
	await api.get(`${mine}/${second}`);
	await api.put(`${mine}/${second}/make_default`);
	await api.delete(`group_memberships/${first}`);
	await api.delete(`${mine}/${second}`);
	const group_memberships = [membership(2)];
	await api.post('group_memberships/create_many', { group_memberships });
	await sim.settle();
	const third = sim.store.groupsOf(agent.id).at(-1)?.id;
	await api.delete(`group_memberships/destroy_many?ids=${third}`);
	await sim.settle();
	const role = (await api.get('custom_roles')).body.custom_roles[0];
	await api.get(`custom_roles/${role.id}`);
	await clientAs(sim, agent.id).get('groups/available_agents');
}

export async function organizations({ sim, api }: Guide): Promise<void> {
	const created = await api.post('organizations', {
		organization: { name: 'Toured', tags: ['t'] },
	});
	const { id } = created.body.organization;
	const customer = addCustomer(sim, { organization_id: addOrganization(sim).id });
	await api.get('organizations');
	await api.get('organizations?page[size]=1');
	await api.get('organizations/count');
	await api.get(`organizations/${id}`);
	const organization_membership = { organization_id: id };
	const mine = `users/${customer.id}/organization_memberships`;
	const first = (await api.post(mine, { organization_membership })).body.organization_membership;
	await api.get(`organizations/${id}/users`);
	await api.get(`organizations/${id}/users/count`);
	await api.get(mine);
	await api.get('organization_memberships');
	await api.get(`organization_memberships/${first.id}`);
	await api.put(`${mine}/${first.id}/make_default`);
	await api.get(`users/${customer.id}/organizations`);
	await api.put(`users/${customer.id}/organizations/${customer.organization_id}/make_default`);
	await api.delete(`users/${customer.id}/organizations/${id}`);
	const other = addOrganization(sim);
	const input = { user_id: customer.id, organization_id: other.id };
	const joined = await api.post('organization_memberships', { organization_membership: input });
	await api.delete(`organization_memberships/${joined.body.organization_membership.id}`);
	const again = await api.post(mine, { organization_membership: { organization_id: other.id } });
	await api.delete(`${mine}/${again.body.organization_membership.id}`);
}

export async function tickets({ sim, api }: Guide): Promise<void> {
	const group = addGroup(sim);
	const agent = addAgent(sim, { groups: [group] });
	const requester = addCustomer(sim);
	const asked = { subject: 'S', comment: { body: 'Hello' }, requester_id: requester.id };
	const { id } = (await api.post('tickets', { ticket: { ...asked, tags: ['x'] } })).body.ticket;
	const change = { assignee_id: agent.id, comment: { body: 'Note', public: false } };
	await api.put(`tickets/${id}`, { ticket: { ...change, custom_fields: [{ id: 1, value: 'v' }] } });
	addTicket(sim, {
		requester,
		assignee: agent,
		ccs: [requester],
		followers: [agent],
		status: 'closed',
	});
	await api.get(`tickets/${id}?include=users,groups,organizations`);
	await api.get(`tickets/${id}/comments`);
	await api.get('tickets');
	await api.get('tickets?page[size]=100&sort=-updated_at');
	await api.get('tickets/count');
	await api.get(`tickets/show_many?ids=${id}`);
	await api.put(`tickets/update_many?ids=${id},0`, { ticket: { additional_tags: ['t'] } });
	await sim.settle();
	const lists = ['requested', 'assigned', 'ccd', 'followed', 'assigned/count', 'ccd/count'];
	for (const list of lists) {
		for (const user of [requester, agent]) await api.get(`users/${user.id}/tickets/${list}`);
	}
	await api.delete(`tickets/${id}`);
}

export async function searches({ api }: Guide): Promise<void> {
	await api.get('search?query=role:admin');
	await api.get('search?query=type:ticket status:open');
	await api.get('search?query=support');
	await api.get('search/count?query=role:agent');
	await api.get('search/export?query=role:agent&filter[type]=user&page[size]=2');
	await api.get('incremental/users?start_time=1&per_page=5');
	await api.get('incremental/users/cursor?start_time=1&per_page=5');
}

export async function access({ sim, api }: Guide): Promise<void> {
	const agent = addAgent(sim);
	const [session] = [addSession(sim, agent), addSession(sim, agent)];
	await api.get('sessions');
	await api.get(`users/${agent.id}/sessions`);
	await api.get(`users/${agent.id}/sessions/${session.id}`);
	await api.delete(`users/${agent.id}/sessions/${session.id}`);
	await api.delete(`users/${agent.id}/sessions`);
	const { id: client_id, secret: client_secret } = sim.credentials.oauthClient;
	const nobody = clientOf(sim, null);
	const redirect_uri = sim.store.oauthClients.all()[0].redirect_uri[0];
	const query = new URLSearchParams({ response_type: 'code', client_id, redirect_uri });
	const { headers } = await nobody.get(`/oauth/authorizations/new?${query}`);
	const code = new URL(headers.location).searchParams.get('code');
	const grant = { grant_type: 'authorization_code', code, redirect_uri, client_id, client_secret };
	const issued = (await nobody.post('/oauth/tokens', grant)).body;
	const refresh = { grant_type: 'refresh_token', refresh_token: issued.refresh_token };
	await nobody.post('/oauth/tokens', { ...refresh, client_id, client_secret });
	const { id } = addToken(sim, agent);
	await api.get('oauth/tokens?all=true');
	await api.get(`oauth/tokens/${id}`);
	await api.delete(`oauth/tokens/${id}`);
	await api.get('oauth/clients');
	const own = clientAs(sim, agent.id);
	await own.get('oauth/tokens/current');
	await own.delete('oauth/tokens/current');
}

export async function webhooks({ sim, api }: Guide): Promise<void> {
	const { id } = (await api.post('webhooks', { webhook: WEBHOOK })).body.webhook;
	await api.get('webhooks');
	await api.get(`webhooks/${id}`);
	await api.put(`webhooks/${id}`, { webhook: WEBHOOK });
	sim.webhooks.deliverTo(async () => ({ status: 200 }));
	await api.post(`webhooks/test?webhook_id=${id}`);
	addCustomer(sim);
	await sim.webhooks.settle();
	const { invocations } = (await api.get(`webhooks/${id}/invocations`)).body;
	await api.get(`webhooks/${id}/invocations/${invocations[0].id}/attempts`);
	await api.patch(`webhooks/${id}`, { webhook: { status: 'inactive' } });
	await api.get(`webhooks/${id}/signing_secret`);
	await api.post(`webhooks/${id}/signing_secret`);
	await api.delete(`webhooks/${id}`);
}
