import { addAgent, addCustomer, addOrganization, giveProductRole } from '../simulator/arrange';
import { clientAs, clientOf, type Answer, type Client } from '../simulator/client';
import type { Simulator } from '../simulator/simulator';

/** Who leads the tour. */
export interface Guide {
	sim: Simulator;
	api: Client;
}

export async function users({ sim, api }: Guide): Promise<void> {
	const customer = addCustomer(sim, {
		external_id: 'tour-1',
		organization_id: addOrganization(sim).id,
	});
	const agent = addAgent(sim, { suspended: true });
	await api.get('users?include=groups,organizations,identities,roles,open_ticket_count');
	await api.get('users?page[size]=100&role[]=agent&role[]=admin');
	await api.get('users/count');
	await api.get('users/me');
	await clientAs(sim, customer.id).get('users/me');
	await clientOf(sim, null).get('users/me');
	await api.get(`users/show_many?ids=${customer.id},${agent.id}`);
	await api.get('users/search?external_id=tour-1');
	await api.get('users/search?query=role:agent');
	await api.get('users/autocomplete?name=ada');
	await api.post('users/autocomplete', { name: 'ada' });
	await api.get('users/autocomplete?name=a');
	for (const id of [customer.id, agent.id]) {
		for (const part of ['', '/related', '/entitlements/full', '/tags']) {
			await api.get(`users/${id}${part}`);
		}
	}
	for (const write of [api.post, api.put, api.delete]) {
		await write(`users/${customer.id}/tags`, { tags: ['a'] });
	}
}

export async function productRoles({ sim, api }: Guide): Promise<void> {
	const { id } = addAgent(sim);
	const ask = () => api.get(`users/${id}/entitlements/full`);
	await ask();
	sim.switches.missingProductRoles = 'null';
	await ask();
	sim.switches.missingProductRoles = 'absent';
	const user = addAgent(sim);
	giveProductRole(sim, user, 'chat', 'agent');
	giveProductRole(sim, user, 'explore', 'editor');
	giveProductRole(sim, user, 'guide', 'viewer', false);
	giveProductRole(sim, user, 'talk', 'lead');
	await api.get(`users/${user.id}/entitlements/full`);
	await api.get('groups/available_agents');
	sim.plan.productRoles = false;
	await ask();
	await api.get('groups/available_agents');
	sim.plan.productRoles = true;
}

export async function userWrites({ sim, api }: Guide): Promise<void> {
	const user = { name: 'Tour', email: 'tour@example.com', external_id: 'tour-2', verified: true };
	const { id } = (await api.post('users', { user })).body.user;
	await api.post('users/create_or_update', { user: { ...user, notes: 'n' } });
	await api.post('users/create_or_update', { user: { name: 'Upserted', external_id: 'tour-3' } });
	await api.put(`users/${id}`, { user: { role: 'agent' } });
	await api.put(`users/${id}`, { user: { role: 'end-user' } });
	await api.post(`users/logout_many?ids=${id}`);
	const loser = addCustomer(sim);
	await api.put(`users/${loser.id}/merge`, { user: { id } });
	await api.delete(`users/${id}`);
	await api.get(`users/${id}`);
	await api.get(`users/show_many?ids=${id}&include_deleted=true`);
	await api.get('deleted_users');
	await api.get('deleted_users?page[size]=1');
	await api.get('deleted_users/count');
	await api.get(`deleted_users/${id}`);
	await api.delete(`deleted_users/${id}`);
	await api.get('deleted_users');
	await sim.clock.sleep(600_000);
	await api.get(`users/${id}/compliance_deletion_statuses`);
}

export async function identities({ sim, api }: Guide): Promise<void> {
	const customer = addCustomer(sim);
	const path = `users/${customer.id}/identities`;
	const identity = { type: 'email', value: 'other@example.com' };
	const { id } = (await api.post(path, { identity })).body.identity;
	await api.post(path, { identity: { type: 'phone_number', value: '+1 555 0100' } });
	await api.get(path);
	await api.get(`${path}?page[size]=1`);
	await api.get(`${path}/${id}`);
	await api.put(`${path}/${id}`, { identity: { verified: false } });
	await api.put(`${path}/${id}/request_verification`);
	await api.put(`${path}/${id}/verify`);
	const all = (await api.put(`${path}/${id}/make_primary`)).body.identities;
	const other = all.find(({ primary }: { primary: boolean }) => !primary);
	await api.delete(`${path}/${other.id}`);
}

export async function userFields({ api }: Guide): Promise<void> {
	const { user_fields: fields } = (await api.get('user_fields')).body;
	await api.get('user_fields?page[size]=1');
	await api.get(`user_fields/${fields[0].id}`);
}

export async function jobs({ sim, api }: Guide): Promise<void> {
	const row = (name: string) => ({ name, email: `${name}@example.com` });
	const started: Answer[] = [
		await api.post('users/create_many', { users: [row('one'), { name: '' }] }),
		await api.post('users/create_or_update_many', {
			users: [row('two'), { name: 'x', email: 'bad' }, { name: 'three', external_id: '3' }],
		}),
		await api.put('users/update_many', {
			users: [{ external_id: 'tour-1', notes: 'x' }, { id: 1 }],
		}),
	];
	const ids = started.map(({ body }) => body.job_status.id);
	await api.get(`job_statuses/${ids[0]}`);
	await sim.settle();
	const { id } = sim.store.userByEmail('one@example.com') ?? { id: 0 };
	ids.push((await api.delete(`users/destroy_many?ids=${id},1`)).body.job_status.id);
	await sim.settle();
	for (const job of ids) await api.get(`job_statuses/${job}`);
	await api.get(`job_statuses/show_many?ids=${ids.join(',')}`);
	await api.get('job_statuses');
}
