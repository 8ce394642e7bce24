import { addAgent, addTicket, type CustomRole, type Simulator } from '../../simulator';
import { clearStages, setStage } from '../engine';
import { apply, IN_SCOPE, person, plan, userOf } from './helpers';

afterEach(clearStages);

/** One of the account's roles of this type; made where a new account has none. */
function addRole(sim: Simulator, type: number): CustomRole {
	const { customRoles, ids } = sim.store;
	const there = customRoles.all().find(({ role_type: other }) => other === type);
	if (there) return there;
	const [template] = customRoles.all();
	return customRoles.insert({
		...template,
		id: ids.next('customRole'),
		name: `Type ${type}`,
		role_type: type,
	});
}

const form = (role: CustomRole) => ({ fields: { customRole: String(role.id) } });

/** Role types without tickets, by the words of Zendesk; 7 is one that this version doesn't know. */
const WITHOUT_TICKETS: Array<[string, number]> = [
	['light agent', 1],
	['chat agent', 2],
	['contributor', 3],
	['billing admin', 5],
	['a role type of tomorrow', 7],
];

describe('B2: a custom role that can have no tickets', () => {
	it.each(WITHOUT_TICKETS)('%s: the agent is a leaver in the plan', async (_, type) => {
		const stage = setStage();
		const { externalId, ...rest } = person(1);
		const agent = addAgent(stage.sim, { external_id: externalId, ...rest });
		const ticket = addTicket(stage.sim, { assignee: agent });
		const role = addRole(stage.sim, type);
		const { changes, leavers } = await plan(stage, [person(1)], form(role));
		expect(changes).toEqual([]);
		expect(leavers).toMatchObject([{ id: agent.id }]);
		expect(stage.sim.store.tickets.get(ticket.id)!.assignee_id).toBe(agent.id);
	});

	it.each(WITHOUT_TICKETS)('%s: an edited plan is refused when applied', async (_, type) => {
		const stage = setStage();
		const { externalId, ...rest } = person(1);
		const agent = addAgent(stage.sim, { external_id: externalId, ...rest });
		const ticket = addTicket(stage.sim, { assignee: agent });
		const role = addRole(stage.sim, type);
		const before = {
			name: agent.name,
			email: agent.email,
			external_id: externalId,
			custom_role_id: agent.custom_role_id,
		};
		const change = {
			action: 'update',
			id: agent.id,
			name: agent.name,
			email: agent.email,
			external_id: externalId,
			before,
			after: { ...before, custom_role_id: role.id },
			reason: 'edited',
		};
		const { items } = await apply(stage, [change], IN_SCOPE);
		expect(items).toMatchObject([{ outcome: 'failed', reason: 'staff' }]);
		expect(userOf(stage.sim, agent).custom_role_id).toBe(agent.custom_role_id);
		expect(stage.sim.store.tickets.get(ticket.id)!.assignee_id).toBe(agent.id);
	});
});
