import { addAgent, addCustomer } from './arrange';
import { clientAs } from './client';
import { createSimulator } from './simulator';
import { smallAccount, unlimited } from './testing';

const { sim, api } = smallAccount();

describe('looking up', () => {
	test('D16: show_many drops unknown ids and orders by id, whatever was asked', async () => {
		const users = Array.from({ length: 12 }, (_, n) => addCustomer(sim, { external_id: `S-${n}` }));
		const ids = users.map(({ id }) => id);
		const shown = async (query: string) =>
			(await api.get(`users/show_many?${query}`)).body.users.map(({ id }: { id: number }) => id);
		expect(await shown(`ids=${[...ids].reverse().join(',')},1`)).toEqual(ids);
		expect(await shown(`ids=${[ids[7], ids[0], ids[11]].join(',')}`)).toEqual([
			ids[0],
			ids[7],
			ids[11],
		]);
		expect(await shown('external_ids=S-9,S-2,nobody')).toEqual([ids[2], ids[9]]);
	});

	test('roles filter lists and counts, custom-role names too', async () => {
		const full = createSimulator({ company: { customers: 50, tickets: 0 } });
		unlimited(full);
		const client = clientAs(full, full.credentials.adminId);
		const count = async (query: string) =>
			(await client.get(`users/count?${query}`)).body.count.value;
		const list = async (query: string) => (await client.get(`users?${query}`)).body;
		expect(await count('role=admin')).toBe(3);
		expect(await count('role[]=admin&role[]=agent')).toBe(40);
		expect(await count('role=end-user')).toBe(50);
		expect((await list('role=Light agent')).count).toBe(
			full.store.staff().filter(({ role_type }) => role_type === 1).length,
		);
		const lead = full.store.customRoles.all().find(({ name }) => name === 'Team lead');
		expect((await list(`permission_set=${lead?.id}`)).users).toHaveLength(1);
	});

	test('autocomplete finds the beginning of a name, or a phone number', async () => {
		const customer = addCustomer(sim, { name: 'Zacharias', phone: '+1 555 0199' });
		const ids = (answer: { body: { users: Array<{ id: number }> } }) =>
			answer.body.users.map(({ id }) => id);
		expect(ids(await api.get('users/autocomplete?name=zach'))).toEqual([customer.id]);
		expect(ids(await api.get('users/autocomplete?phone=%2B1 555 0199'))).toEqual([customer.id]);
		expect((await api.get('users/autocomplete?name=z')).status).toBe(400);
	});

	test.each(['users/show_many', 'users/search', 'tickets/show_many', 'job_statuses/show_many'])(
		'%s without parameters is a 400',
		async (path) => {
			expect((await api.get(path)).status).toBe(400);
		},
	);

	test('sideloads come as arrays of their own', async () => {
		const agent = addAgent(sim);
		const answer = await api.get(
			`users/${agent.id}?include=groups,roles,identities,open_ticket_count`,
		);
		expect(answer.body.groups[0].id).toBe(agent.default_group_id);
		expect(answer.body.roles[0].id).toBe(agent.custom_role_id);
		expect(answer.body.identities[0].value).toBe(agent.email);
		expect(answer.body.open_ticket_count).toEqual({ [agent.id]: 0 });
	});
});

describe('user tags (§2.3)', () => {
	test('POST sets, PUT adds, DELETE removes', async () => {
		const customer = addCustomer(sim, { tags: ['a'] });
		const path = `users/${customer.id}/tags`;
		const set = await api.post(path, { tags: ['b', 'c'] });
		expect([set.status, set.body.tags]).toEqual([201, ['b', 'c']]);
		expect((await api.put(path, { tags: ['d'] })).body.tags).toEqual(['b', 'c', 'd']);
		expect((await api.delete(path, { tags: ['c'] })).body.tags).toEqual(['b', 'd']);
		expect((await api.get(path)).body.tags).toEqual(['b', 'd']);
	});

	test('are not kept without user tagging', async () => {
		const { sim: other, api: client } = smallAccount({ switches: { userTagging: 'off' } });
		const customer = addCustomer(other);
		await client.put(`users/${customer.id}`, { user: { tags: ['x'] } });
		expect(customer.tags).toEqual([]);
	});
});

describe('brand-separated accounts (F36)', () => {
	test('the same external id may occur once a brand', async () => {
		const { sim: branded, api: client } = smallAccount({ switches: { brandSeparated: true } });
		const separation = { scope: 'brand', brand_id: 77 };
		const first = await client.post('users', { user: { name: 'A', external_id: 'same' } });
		const second = await client.post('users', {
			user: { name: 'B', external_id: 'same', separation },
		});
		expect([first.status, second.status]).toEqual([201, 201]);
		expect(second.body.user.separation).toEqual(separation);
		const names = async (path: string) =>
			(await client.get(path)).body.users.map(({ name }: { name: string }) => name).sort();
		expect(await names('users/show_many?external_ids=same&brand_id=77')).toEqual(['B']);
		expect(await names('users/show_many?external_ids=same')).toEqual(['A', 'B']);
		expect(await names('users/search?external_id=same')).toEqual(['A', 'B']);
		expect(await names('users/search?external_id=same&brand_id=0')).toEqual(['A']);
		expect((await client.get('users?brand_id=77')).body.count).toBe(2);
		const nonsense = await client.get('users?brand_id=x');
		expect([nonsense.status, nonsense.body]).toEqual([
			400,
			{ error: 'Invalid brand_id parameter: x' },
		]);
		const upsert = { name: 'B2', external_id: 'SAME', separation };
		const upserted = await client.post('users/create_or_update', { user: upsert });
		expect(upserted.body.user.id).toBe(second.body.user.id);
		const job = await client.put('users/update_many?external_ids=same', { user: { notes: 'n' } });
		await branded.settle();
		const { results } = (await client.get(`job_statuses/${job.body.job_status.id}`)).body
			.job_status;
		expect(results[0].id).toBe(first.body.user.id);
	});
});
