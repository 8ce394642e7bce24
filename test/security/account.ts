import type { NodeRun } from '../engine/engine';
import { by } from '../engine/forms';
import {
	addAgent,
	addAutomation,
	addCustomer,
	addDeletedCustomer,
	addGroup,
	addMacro,
	addOAuthClient,
	addOrganization,
	addTicket,
	addTrigger,
	addView,
	clientOf,
	seedActivity,
	type Simulator,
	signIn,
} from '../simulator';

/** An account with at least two of everything that the pack lists. */
export async function fillAccount(sim: Simulator): Promise<void> {
	const groups = [addGroup(sim), addGroup(sim)];
	for (let i = 0; i < 2; i++) {
		const agent = addAgent(sim, { groups });
		addCustomer(sim, { organization_id: addOrganization(sim).id });
		addDeletedCustomer(sim);
		addTicket(sim, { external_id: 'REQ-1' });
		for (const add of [addView, addMacro, addTrigger, addAutomation, addOAuthClient]) add(sim);
		signIn(sim, agent, sim.clock.now() - 86_400_000);
		await clientOf(sim).delete(`tickets/${addTicket(sim).id}`);
	}
	seedActivity(sim, { ticketEvents: 12, logins: 6 });
}

/** Two customers, each with several emails and organizations, to be merged. */
export async function mergeLarge(sim: Simulator): Promise<NodeRun> {
	const users = [addCustomer(sim), addCustomer(sim)];
	for (const { id } of users) {
		for (let i = 0; i < 2; i++) {
			const identity = { type: 'email', value: `also${i}.${id}@example.com`, verified: true };
			await clientOf(sim).post(`users/${id}/identities`, { identity });
			const membership = { user_id: id, organization_id: addOrganization(sim).id };
			await clientOf(sim).post('organization_memberships', { organization_membership: membership });
		}
	}
	const [mergedUser, keptUser] = users.map(by.id);
	return { parameters: { resource: 'user', operation: 'merge', mergedUser, keptUser } };
}
