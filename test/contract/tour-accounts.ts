import { addAgent, addBrand, addCustomer, addOrganization } from '../simulator/arrange';
import type { Guide } from './tour-people';

/** Organizations by the hundred, and their memberships. */
export async function manyOrganizations({ sim, api }: Guide): Promise<void> {
	const { id: user_id } = addCustomer(sim, { organization_id: addOrganization(sim).id });
	await api.post('organizations/create_or_update', { organization: { name: 'One of many' } });
	await api.post('organizations/create_or_update', {
		organization: { id: addOrganization(sim).id, notes: 'n' },
	});
	await api.post('organizations/create_many', { organizations: [{ name: 'Another of many' }] });
	const { id } = addOrganization(sim);
	await api.put(`organizations/${id}`, { organization: { notes: 'n' } });
	await api.put(`organizations/update_many?ids=${id}`, { organization: { notes: 'm' } });
	await api.get(`organizations/show_many?ids=${id}`);
	const organization_memberships = [{ user_id, organization_id: id }];
	await api.post('organization_memberships/create_many', { organization_memberships });
	await sim.settle();
	await api.get(`organizations/${id}/organization_memberships`);
	await api.get(`users/${user_id}/organizations/count`);
	const mine = await api.get(`users/${user_id}/organization_memberships`);
	const [first] = mine.body.organization_memberships;
	await api.get(`users/${user_id}/organization_memberships/${first.id}`);
	await api.delete(`organization_memberships/destroy_many?ids=${first.id}`);
	await api.delete(`organizations/destroy_many?ids=${addOrganization(sim).id}`);
	await api.delete(`organizations/${id}`);
	await sim.settle();
}

/** Brands with their agents, and the end of many sessions. */
export async function brands({ sim, api }: Guide): Promise<void> {
	const { id } = addBrand(sim);
	const agent = addAgent(sim);
	await api.get('brands?page[size]=100');
	await api.get(`brands/${id}`);
	await api.get(`brands/${id}/agents`);
	await api.get('brand_agents');
	const mine = await api.get(`users/${agent.id}/brand_agents`);
	const [membership] = mine.body.brand_agents;
	await api.get(`users/${agent.id}/brand_agents/${membership.id}`);
	await api.get(`brand_agents/${membership.id}`);
	await api.delete(`brand_agents/${membership.id}`);
	await api.post(`users/logout_many?ids=${agent.id}`, {});
}
