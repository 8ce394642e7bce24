import { addAgent, addCustomer, addTicket } from './arrange';
import { clientOf, type Client } from './client';
import type { VirtualClock } from './clock';
import type { SimulatorOptions } from './options';
import { createSimulator, type Simulator } from './simulator';

function account(options: SimulatorOptions = {}): { sim: Simulator; api: Client } {
	const sim = createSimulator({ company: null, ...options });
	return { sim, api: clientOf(sim) };
}

const advance = (sim: Simulator, ms: number) => (sim.clock as VirtualClock).advance(ms);

describe("the account's bucket (zendesk-api §9)", () => {
	test('shows its state in every answer and refuses with plain text', async () => {
		const { sim, api } = account({ plan: { rpm: 3 } });
		const first = await api.get('users/me');
		expect(first.headers).toMatchObject({
			'x-rate-limit': '3',
			'x-rate-limit-remaining': '2',
			'ratelimit-limit': '3',
			'ratelimit-remaining': '2',
			'ratelimit-reset': '60',
		});
		advance(sim, 20_500);
		await api.get('users/me');
		await api.get('nonsense');
		await api.get('users/1');
		const refused = await api.get('users/me');
		expect(refused.status).toBe(429);
		expect(refused.headers).toMatchObject({
			'content-type': 'text/plain; charset=UTF-8',
			'retry-after': '40',
			'x-rate-limit-remaining': '0',
		});
		expect(refused.body).toBe('Number of allowed API requests per minute exceeded');
		advance(sim, 40_000);
		expect((await api.get('users/me')).status).toBe(200);
	});

	test.each([
		[{ rpm: 400 }, '400'],
		[{ rpm: 700, highVolume: true }, '2500'],
	])('is as big as the plan %j says', async (plan, limit) => {
		const { api } = account({ plan });
		expect((await api.get('users/me')).headers['x-rate-limit']).toBe(limit);
	});

	test('other integrations empty it too', async () => {
		const { sim, api } = account();
		sim.limits.spend('account', sim.clock.now(), 700);
		expect((await api.get('users/me')).status).toBe(429);
	});
});

describe('user updates (§9)', () => {
	test('one a second for the account', async () => {
		const { sim, api } = account();
		const [first, second] = [addCustomer(sim), addCustomer(sim)];
		const rename = (id: number) => api.put(`users/${id}`, { user: { name: 'N' } });
		const answer = await rename(first.id);
		expect(answer.headers['zendesk-ratelimit-create-update-user']).toBe(
			'total=1; remaining=0; resets=1',
		);
		const refused = await rename(second.id);
		expect(refused.status).toBe(429);
		expect(refused.body).toEqual({
			errors: [{ code: 'TooManyRequests', title: 'Too Many Requests' }],
		});
		expect(refused.headers['retry-after']).toBe('1');
		advance(sim, 1000);
		expect((await rename(second.id)).status).toBe(200);
	});

	test('five a minute for one user, however he is named; the refusal is text', async () => {
		const { sim, api } = account();
		const customer = addCustomer(sim, { external_id: 'five' });
		const user = { external_id: 'FIVE', name: 'N' };
		for (let update = 0; update < 5; update++) {
			const answer = await api.post('users/create_or_update', { user });
			expect(answer.status).toBe(200);
			advance(sim, 1000);
		}
		const refused = await api.put(`users/${customer.id}`, { user: { name: 'M' } });
		expect(refused.status).toBe(429);
		expect(refused.headers).toMatchObject({
			'content-type': 'text/plain; charset=UTF-8',
			'retry-after': '55',
		});
		expect(refused.body).toBe(
			'You have exceeded the rate limit for updating a single unique user. user email:  id:  external_id: ',
		);
		expect(Number(refused.headers['x-rate-limit-remaining'])).toBeGreaterThan(600);
		advance(sim, 55_000);
		expect((await api.put(`users/${customer.id}`, { user: { name: 'M' } })).status).toBe(200);
	});
});

describe('other endpoint buckets (§9)', () => {
	test('ticket updates: 100 a minute, 30 in ten minutes for one ticket', async () => {
		const { sim, api } = account();
		const assignee = addAgent(sim);
		const tickets = Array.from({ length: 8 }, () => addTicket(sim, { assignee }));
		const statuses: number[] = [];
		for (let update = 0; update < 31; update++) {
			statuses.push((await api.put(`tickets/${tickets[0].id}`, { ticket: {} })).status);
		}
		expect(statuses.filter((status) => status === 429)).toHaveLength(1);
		statuses.length = 0;
		for (let update = 0; update < 80; update++) {
			const { id } = tickets[1 + (update % 7)];
			statuses.push((await api.put(`tickets/${id}`, { ticket: {} })).status);
		}
		expect(statuses.filter((status) => status === 200)).toHaveLength(69);
	});

	test.each([
		['incremental', 10, 'incremental/users/cursor?start_time=1'],
		['search-export', 100, 'search/export?query=a&filter[type]=user'],
	])('%s: %i a minute', async (_, total, path) => {
		const { api } = account();
		for (let request = 0; request < total; request++) {
			expect((await api.get(path)).status).toBe(200);
		}
		const refused = await api.get(path);
		expect([refused.status, refused.headers['retry-after']]).toEqual([429, '60']);
	});

	test('permanent deletions: 700 in ten minutes', async () => {
		const { sim, api } = account({ plan: { rpm: 100_000 } });
		sim.limits.spend('purge-user', sim.clock.now(), 699);
		const customers = [addCustomer(sim), addCustomer(sim)];
		for (const { id } of customers) await api.delete(`users/${id}`);
		expect((await api.delete(`deleted_users/${customers[0].id}`)).status).toBe(200);
		const refused = await api.delete(`deleted_users/${customers[1].id}`);
		expect([refused.status, refused.headers['retry-after']]).toEqual([429, '600']);
	});
});
