import { addCustomer } from './arrange';
import { ConnectionCut } from './faults';
import { smallAccount } from './testing';
import { clientOf } from './client';

const route = 'PUT /api/v2/users/:id';

describe('scripted faults', () => {
	test('answers instead of the account, any number of times', async () => {
		const { sim, api } = smallAccount();
		const customer = addCustomer(sim, { name: 'Old' });
		sim.faults.add({
			when: { route, nth: 2, times: 2 },
			then: { kind: 'respond', status: 503, headers: { 'Retry-After': '7' }, body: '<html>' },
		});
		const statuses: number[] = [];
		for (const name of ['A', 'B', 'C', 'D']) {
			const answer = await api.put(`users/${customer.id}`, { user: { name } });
			statuses.push(answer.status);
			if (answer.status === 503) expect(answer.headers['retry-after']).toBe('7');
		}
		expect(statuses).toEqual([200, 503, 503, 200]);
		expect(sim.log.entries.map(({ fault, arrived }) => [fault, arrived])).toEqual([
			[undefined, true],
			['respond', false],
			['respond', false],
			[undefined, true],
		]);
		sim.faults.verifyAllFired();
	});

	test('cut before: nothing happened; cut after: it happened and nobody heard', async () => {
		const { sim, api } = smallAccount();
		const customer = addCustomer(sim, { name: 'Old' });
		const rename = (name: string) => api.put(`users/${customer.id}`, { user: { name } });
		sim.faults.add({ when: { route }, then: { kind: 'cut-before' } });
		await expect(rename('A')).rejects.toMatchObject({
			code: 'ECONNRESET',
			message: 'socket hang up',
		});
		expect(customer.name).toBe('Old');
		sim.faults.add({ when: { route }, then: { kind: 'cut-after' } });
		await expect(rename('B')).rejects.toBeInstanceOf(ConnectionCut);
		expect(customer.name).toBe('B');
		expect(sim.log.writes().map(({ fault, status }) => [fault, status])).toEqual([
			['cut-after', null],
		]);
	});

	test('stall: it happened, and the client waits until it gives up', async () => {
		const { sim } = smallAccount();
		const customer = addCustomer(sim);
		sim.faults.add({ when: { method: 'DELETE' }, then: { kind: 'stall-after' } });
		const controller = new AbortController();
		const pending = sim.fetch(
			new Request(sim.world.url(`users/${customer.id}`), {
				method: 'DELETE',
				headers: { Authorization: `Bearer ${sim.credentials.bearer()}` },
				signal: controller.signal,
			}),
		);
		await sim.clock.sleep(30_000);
		expect(customer.active).toBe(false);
		controller.abort();
		await expect(pending).rejects.toMatchObject({ code: 'ECONNRESET' });
	});

	test('unreachable: nothing arrived; garbled: it happened, and another text arrives', async () => {
		const { sim, api } = smallAccount();
		const customer = addCustomer(sim, { name: 'Old' });
		const rename = (name: string) => api.put(`users/${customer.id}`, { user: { name } });
		sim.faults.add({ when: { route }, then: { kind: 'unreachable', code: 'ENOTFOUND' } });
		await expect(rename('A')).rejects.toMatchObject({ code: 'ENOTFOUND' });
		expect([customer.name, sim.log.entries.at(-1)!.arrived]).toEqual(['Old', false]);
		let isOn = false;
		sim.faults.add({
			when: { route, if: () => isOn },
			then: { kind: 'garble', to: (text) => text.slice(0, 5) },
		});
		await rename('B');
		isOn = true;
		await expect(rename('C')).rejects.toThrow(SyntaxError);
		expect(customer.name).toBe('C');
	});

	test('something happens just before or right after a request', async () => {
		const { sim, api } = smallAccount();
		const customer = addCustomer(sim);
		sim.faults.add(
			{
				when: { route, body: (body) => JSON.stringify(body).includes('note') },
				then: {
					kind: 'before',
					do: ({ store }) => void store.users.update(customer, { notes: 'b' }),
				},
			},
			{
				when: { path: /users\/\d+$/ },
				then: {
					kind: 'after',
					do: ({ store }) => void store.users.update(customer, { alias: 'a' }),
				},
			},
		);
		const answer = await api.put(`users/${customer.id}`, { user: { name: 'note' } });
		expect(answer.body.user).toMatchObject({ notes: 'b', alias: null });
		expect(customer.alias).toBe('a');
		expect(sim.log.entries[0].fault).toBe('before+after');
	});

	test('what happens meanwhile may let time pass', async () => {
		const { sim, api } = smallAccount();
		const { id } = (await api.post('users/create_many', { users: [{ name: 'Slow' }] })).body
			.job_status;
		sim.faults.add({
			when: { method: 'GET' },
			then: { kind: 'before', do: (one) => one.settle() },
		});
		expect((await api.get(`job_statuses/${id}`)).body.job_status.status).toBe('completed');
	});

	test('a planned fault that did not fire is a mistake', async () => {
		const { sim, api } = smallAccount();
		sim.faults.add(
			{ when: { route: 'GET /api/v2/users', nth: 2 }, then: { kind: 'cut-before' } },
			{ when: { method: 'GET', times: 3 }, then: { kind: 'before', do: () => undefined } },
		);
		await api.get('users');
		expect(sim.faults.unfired()).toEqual([
			'cut-before on GET /api/v2/users #2 (fired 0 times)',
			'before on GET #1 (fired 1 times)',
		]);
		expect(() => sim.faults.verifyAllFired()).toThrow('Planned faults did not fire');
		sim.faults.clear();
		sim.faults.verifyAllFired();
	});
});

describe('killing the client', () => {
	test.each(['before', 'after'] as const)(
		'dies %s its n-th request takes effect',
		async (moment) => {
			const { sim, api } = smallAccount();
			const customers = [1, 2, 3].map(() => addCustomer(sim));
			sim.faults.killAt(2, moment);
			const outcomes: string[] = [];
			for (const { id } of customers) {
				outcomes.push(
					await api.delete(`users/${id}`).then(
						() => 'answered',
						() => 'lost',
					),
				);
			}
			expect(outcomes).toEqual(['answered', 'lost', 'lost']);
			expect(customers.map(({ active }) => active)).toEqual([false, moment === 'before', true]);
			expect(sim.log.entries.map(({ fault }) => fault)).toEqual([
				undefined,
				`kill-${moment}`,
				'dead',
			]);
			expect(sim.faults.dead).toBe(true);
			sim.faults.revive();
			expect((await api.get('users/me')).status).toBe(200);
		},
	);

	test('does not stop jobs that are queued', async () => {
		const { sim, api } = smallAccount();
		sim.faults.killAt(1, 'after');
		const users = [{ name: 'Job', email: 'job@example.com' }];
		await expect(api.post('users/create_many', { users })).rejects.toThrow();
		await sim.settle();
		expect(sim.store.userByEmail('job@example.com')?.name).toBe('Job');
	});

	test('a kill that was never reached is unfired', async () => {
		const { sim, api } = smallAccount();
		sim.faults.killAt(5, 'before');
		await api.get('users');
		expect(sim.faults.unfired()).toEqual(['kill before request 5']);
	});
});

describe('the log', () => {
	test('keeps what was asked, and no secret', async () => {
		const { sim, api } = smallAccount();
		const mark = sim.log.mark();
		await api.get('users.json?role=agent&page[size]=5');
		const user = { name: 'P', email: 'p@example.com', password: 'hush' };
		await api.post('users', { user });
		const { id, secret } = sim.credentials.oauthClient;
		const grant = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
		await clientOf(sim, null).post('/oauth/tokens', grant);
		expect(sim.log.since(mark)).toMatchObject([
			{
				n: 1,
				method: 'GET',
				path: '/api/v2/users.json',
				route: 'GET /api/v2/users',
				query: { role: 'agent', 'page[size]': '5' },
				status: 200,
				userId: sim.credentials.adminId,
				write: false,
			},
			{
				route: 'POST /api/v2/users',
				body: { user: { name: 'P', password: '[secret]' } },
				write: true,
			},
			{ route: 'POST /oauth/tokens', status: 201, write: false },
		]);
		const text = JSON.stringify(sim.log.entries);
		expect(text).not.toContain(secret);
		expect(text).not.toContain('hush');
		expect(text).not.toContain('Bearer');
	});

	test('counts and filters', async () => {
		const { sim, api } = smallAccount();
		await api.get('users');
		await api.get('job_statuses');
		await api.post('users/autocomplete', { name: 'ol' });
		await api.delete('users/1');
		expect(sim.log.count()).toBe(4);
		expect(sim.log.count({ method: 'GET' })).toBe(2);
		expect(sim.log.count({ path: /users\/\d/, status: 404 })).toBe(1);
		expect(sim.log.writes()).toHaveLength(1);
		expect(sim.log.polls()).toHaveLength(1);
		expect(sim.log.pages('GET /api/v2/users')).toHaveLength(1);
		sim.log.clear();
		expect(sim.log.count()).toBe(0);
	});
});
