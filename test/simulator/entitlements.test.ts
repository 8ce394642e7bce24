import { addAgent, addCustomer, addLightAgent, giveProductRole } from './arrange';
import { clientAs } from './client';
import { seedSeats, type SeatCase } from './seed/seats';
import { smallAccount } from './testing';

const path = ({ id }: { id: number }) => `users/${id}/entitlements/full`;

describe('product roles (§5.4)', () => {
	test('are those that somebody was given, active or not', async () => {
		const { sim, api } = smallAccount();
		const agent = addAgent(sim);
		giveProductRole(sim, agent, 'explore', 'viewer');
		giveProductRole(sim, agent, 'guide', 'agent', false);
		giveProductRole(sim, agent, 'explore', 'admin');
		expect((await api.get(path(agent))).body).toEqual({
			entitlements: {
				explore: { name: 'admin', is_active: true },
				guide: { name: 'agent', is_active: false },
			},
		});
	});

	test('where somebody has none a product is missing, or null', async () => {
		const { sim, api } = smallAccount();
		const agent = addAgent(sim);
		expect((await api.get(path(agent))).body).toEqual({ entitlements: {} });
		sim.switches.missingProductRoles = 'null';
		giveProductRole(sim, agent, 'talk', 'lead');
		expect((await api.get(path(agent))).body).toEqual({
			entitlements: {
				chat: null,
				explore: null,
				guide: null,
				talk: { name: 'lead', is_active: true },
			},
		});
	});

	test('end users have none, or are not found', async () => {
		const { sim, api } = smallAccount();
		const customer = addCustomer(sim);
		const notFound = { error: 'RecordNotFound', description: 'Not found' };
		const refused = await api.get(path(customer));
		expect([refused.status, refused.body]).toEqual([404, notFound]);
		sim.switches.entitlementsForEndUser = 'empty';
		expect((await api.get(path(customer))).body).toEqual({ entitlements: {} });
		expect((await api.get(path({ id: 1 }))).body).toEqual(notFound);
		await api.delete(`users/${customer.id}`);
		expect((await api.get(path(customer))).status).toBe(404);
	});

	test('end with the role that somebody has on the staff', async () => {
		const { sim, api } = smallAccount({ switches: { entitlementsForEndUser: 'empty' } });
		const agent = addAgent(sim);
		giveProductRole(sim, agent, 'chat', 'agent');
		await api.put(`users/${agent.id}`, { user: { role: 'end-user' } });
		expect((await api.get(path(agent))).body).toEqual({ entitlements: {} });
	});

	test('are for agents to read, with a narrow scope too', async () => {
		const { sim } = smallAccount();
		const light = addLightAgent(sim);
		const status = async (id: number, scopes?: string[]) =>
			(await clientAs(sim, id, scopes).get(path(light))).status;
		expect(await status(light.id)).toBe(200);
		expect(await status(light.id, ['users:read'])).toBe(200);
		expect(await status(light.id, ['tickets:read'])).toBe(403);
		expect(await status(addCustomer(sim).id)).toBe(403);
	});

	test('a plan without them does not know the endpoint', async () => {
		const { sim, api } = smallAccount({ plan: { productRoles: false } });
		const answer = await api.get(path(addAgent(sim)));
		expect([answer.status, answer.body.error]).toEqual([404, 'InvalidEndpoint']);
	});

	test('a busy service says so once, then it answers', async () => {
		const { sim, api } = smallAccount();
		const body = { error: 'ServiceUnavailable' };
		sim.faults.add({
			when: { route: 'GET /api/v2/users/:id/entitlements/full' },
			then: { kind: 'respond', status: 503, headers: { 'Retry-After': '2' }, body },
		});
		const agent = addAgent(sim);
		const busy = await api.get(path(agent));
		expect([busy.status, busy.headers['retry-after'], busy.body]).toEqual([503, '2', body]);
		expect((await api.get(path(agent))).status).toBe(200);
	});
});

describe('seeded seats', () => {
	const { sim, api } = smallAccount({ plan: { rpm: Infinity } });
	const cases = seedSeats(sim);

	test('are all combinations, each once, and told by tags', () => {
		expect(cases).toHaveLength(6 * 2 * 17 * 2);
		const described = cases.map(({ user: _user, ...rest }) => JSON.stringify(rest));
		expect(new Set(described).size).toBe(cases.length);
		expect(new Set(cases.map(({ user }) => user.tags.join(' '))).size).toBe(cases.length);
		for (const { user, roleType, customRole, suspended } of cases) {
			expect(user).toMatchObject({ role_type: roleType, suspended });
			expect(user.custom_role_id !== null).toBe(customRole);
			expect(user.role).toBe(roleType === 4 ? 'admin' : 'agent');
		}
		expect(sim.store.staff()).toHaveLength(cases.length + 1);
	});

	test('show over the API as they were given', async () => {
		for (const { user, product } of cases) {
			const role = product && { name: product.name, is_active: product.isActive };
			const { entitlements } = (await api.get(path(user))).body;
			expect(entitlements).toEqual(product ? { [product.product]: role } : {});
		}
	});

	/** Product roles that cost a full seat, as the articles tell it. */
	const ELEVATED: Record<number, string[]> = {
		1: ['chat-agent', 'explore-admin', 'explore-editor', 'explore-studio'],
		3: [
			'chat-agent',
			'explore-admin',
			'explore-editor',
			'explore-studio',
			'guide-agent',
			'guide-admin',
		],
	};

	function expectedSeat({ roleType, product }: SeatCase): string {
		if (roleType === 5) return 'free';
		if (roleType !== 1 && roleType !== 3) return 'paid';
		const isElevated =
			product?.isActive === true &&
			ELEVATED[roleType].includes(`${product.product}-${product.name}`);
		return isElevated ? 'paid' : { 1: 'light', 3: 'free' }[roleType];
	}

	test('take the seat of their role and products, suspended or not (§5.4)', () => {
		for (const seat of cases) {
			expect([seat.user.tags, sim.store.seatOf(seat.user)]).toEqual([
				seat.user.tags,
				expectedSeat(seat),
			]);
		}
	});

	test('need custom roles', () => {
		const small = smallAccount({ plan: { customRoles: false } });
		expect(() => seedSeats(small.sim)).toThrow('custom roles');
	});
});
