import { addAdmin, addAgent, addCustomer, addLightAgent, giveProductRole } from './arrange';
import { clientAs } from './client';
import { smallAccount } from './testing';

const PATH = 'groups/available_agents';

interface Listed {
	id: number;
	entitlements: string[] | null;
}

const idsOf = ({ users }: { users: Listed[] }) => users.map(({ id }) => id);

describe('GET /groups/available_agents (§5.1)', () => {
	test('lists the staff with what decides about groups', async () => {
		const { sim, api } = smallAccount();
		const agent = addAgent(sim, { name: 'Ada', email: 'ada@acme.example', suspended: true });
		const light = addLightAgent(sim, { photo: { content_url: 'https://acme.example/l.jpg' } });
		addCustomer(sim);
		const gone = addAgent(sim);
		await api.delete(`users/${gone.id}`);
		const { body } = await api.get(PATH);
		expect(idsOf(body)).toEqual([sim.store.ownerId, agent.id, light.id]);
		expect(body.users[1]).toEqual({
			id: agent.id,
			name: 'Ada',
			email: 'ada@acme.example',
			role: 'agent',
			role_type: 0,
			custom_role_id: agent.custom_role_id,
			photo_url: null,
			suspended: true,
			entitlements: ['support'],
		});
		expect(body.users[2]).toMatchObject({
			role_type: 1,
			photo_url: 'https://acme.example/l.jpg',
			suspended: false,
		});
	});

	test('names the products in which somebody is active', async () => {
		const { sim, api } = smallAccount();
		const [all, former] = [addAgent(sim), addAgent(sim)];
		giveProductRole(sim, all, 'chat', 'agent');
		giveProductRole(sim, all, 'talk', 'lead');
		giveProductRole(sim, all, 'explore', 'admin');
		giveProductRole(sim, former, 'chat', 'agent', false);
		const products = async () => {
			const { users } = (await api.get(PATH)).body as { users: Listed[] };
			return users.slice(1).map(({ entitlements }) => entitlements);
		};
		expect(await products()).toEqual([['support', 'chat', 'voice'], ['support']]);
		sim.plan.productRoles = false;
		expect(await products()).toEqual([null, null]);
	});

	test('comes by cursor, a thousand at a time', async () => {
		const { sim, api } = smallAccount();
		for (let count = 0; count < 1100; count++) addAgent(sim);
		const first = (await api.get(PATH)).body;
		expect(first.users).toHaveLength(1000);
		expect(first.meta.has_more).toBe(true);
		const next = new URL(first.links.next);
		const second = (await api.get(next.pathname + next.search)).body;
		expect(idsOf(first).concat(idsOf(second))).toEqual(sim.store.staff().map(({ id }) => id));
		expect(second.meta.has_more).toBe(false);
		const small = (await api.get(`${PATH}?page[size]=2`)).body;
		expect(small.users).toHaveLength(2);
		expect((await api.get(`${PATH}?page[size]=1001`)).status).toBe(400);
		expect((await api.get(`${PATH}?page=2`)).status).toBe(400);
	});

	test('is for those who edit group memberships', async () => {
		const { sim } = smallAccount();
		const lead = sim.store.customRoles.all().find(({ name }) => name === 'Team lead');
		const ask = ({ id }: { id: number }) => clientAs(sim, id).get(PATH);
		expect((await ask(addAdmin(sim))).status).toBe(200);
		expect((await ask(addAgent(sim, { custom_role_id: lead?.id ?? null }))).status).toBe(200);
		const refused = await ask(addAgent(sim));
		expect([refused.status, refused.body]).toEqual([
			403,
			{ error: 'Forbidden', description: 'Not authorized!' },
		]);
	});
});
