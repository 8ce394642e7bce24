import { addCustomer } from './arrange';
import type { VirtualClock } from './clock';
import { DAY } from './core/time';
import type { Simulator } from './simulator';
import { smallAccount } from './testing';

const users = (count: number, prefix = 'u') =>
	Array.from({ length: count }, (_, index) => ({
		name: `${prefix} ${index}`,
		email: `${prefix}${index}@example.com`,
	}));

const advance = (sim: Simulator, seconds: number) =>
	(sim.clock as VirtualClock).advance(seconds * 1000);

describe('the life of a job (zendesk-api §3)', () => {
	test('D12, D13: queued with its size, working item by item, completed with results', async () => {
		const { sim, api } = smallAccount({ jobSeconds: 10, jobQueueSeconds: [3, 3] });
		const started = await api.post('users/create_many', { users: users(100) });
		const { id } = started.body.job_status;
		expect(id).toMatch(/^V3-[0-9a-f]{32}$/);
		expect(started.body.job_status).toMatchObject({
			status: 'queued',
			total: 100,
			progress: null,
			message: null,
			results: null,
		});
		const show = async () => (await api.get(`job_statuses/${id}`)).body.job_status;
		advance(sim, 2.9);
		expect(await show()).toMatchObject({ status: 'queued', progress: null });
		advance(sim, 0.1);
		expect(await show()).toMatchObject({
			status: 'working',
			total: 100,
			progress: 0,
			message: 'Creating Users',
			results: null,
		});
		advance(sim, 5);
		expect(await show()).toMatchObject({
			status: 'working',
			progress: 50,
			message: 'Creating User #50',
		});
		expect(sim.store.users.size).toBe(51);
		advance(sim, 5);
		const done = await show();
		expect(done).toMatchObject({ status: 'completed', progress: 100 });
		expect(done.message).toBe('Completed at 2026-11-20 09:00:13 +0000');
	});

	test('a small job takes its share of the time, but at least a second', async () => {
		const { sim, api } = smallAccount({ jobSeconds: 100, jobQueueSeconds: [0, 0] });
		const began = sim.clock.now();
		await api.post('users/create_many', { users: users(20) });
		await sim.settle();
		expect(sim.clock.now() - began).toBe(20_000);
		await api.post('users/create_many', { users: users(1, 'one') });
		await sim.settle();
		expect(sim.clock.now() - began).toBe(21_000);
	});

	test('items of parallel jobs take turns', async () => {
		const { sim, api } = smallAccount({ jobQueueSeconds: [0, 0] });
		await api.post('users/create_many', { users: users(10, 'a') });
		await api.post('users/create_many', { users: users(10, 'b') });
		await sim.settle();
		const names = sim.store.users.all().map(({ name }) => name[0]);
		expect(names.slice(1, 5)).toEqual(['a', 'b', 'a', 'b']);
	});

	test('an item sees the account as it is when its turn comes', async () => {
		const { sim, api } = smallAccount();
		const customer = addCustomer(sim);
		const started = await api.put(`users/update_many?ids=${customer.id}`, { user: { notes: 'n' } });
		await api.delete(`users/${customer.id}`);
		await sim.settle();
		const { results } = (await api.get(`job_statuses/${started.body.job_status.id}`)).body
			.job_status;
		expect(results).toEqual([
			{
				index: 0,
				id: customer.id,
				error: 'RecordNotFound',
				details: 'Not found',
			},
		]);
	});

	test('is forgotten a day after its end', async () => {
		const { sim, api } = smallAccount();
		const { id } = (await api.post('users/create_many', { users: users(1) })).body.job_status;
		await sim.settle();
		advance(sim, DAY / 1000);
		expect((await api.get(`job_statuses/${id}`)).status).toBe(200);
		advance(sim, 1);
		expect((await api.get(`job_statuses/${id}`)).status).toBe(404);
		expect((await api.get(`job_statuses/show_many?ids=${id}`)).body.job_statuses).toEqual([]);
		expect((await api.get('job_statuses')).body.job_statuses).toEqual([]);
	});
});

describe('slots (§3)', () => {
	test('30 jobs run at once, the next one is refused with the ids of those', async () => {
		const { sim, api } = smallAccount();
		for (let job = 0; job < 30; job++) {
			await api.post('users/create_many', { users: users(1, `j${job}-`) });
		}
		const refused = await api.post('users/create_many', { users: users(1, 'late') });
		expect(refused.status).toBe(429);
		expect(refused.body.error).toBe('TooManyJobs');
		expect(refused.body.current_job_ids).toHaveLength(30);
		await sim.settle();
		expect((await api.post('users/create_many', { users: users(1, 'late') })).status).toBe(200);
	});

	test('other integrations hold some', async () => {
		const { sim, api } = smallAccount();
		sim.jobs.slotsTaken = 29;
		expect((await api.post('users/create_many', { users: users(1, 'x') })).status).toBe(200);
		expect((await api.post('users/create_many', { users: users(1, 'y') })).status).toBe(429);
	});
});

describe('bulk results (§3)', () => {
	test('create_or_update_many names each row, and counts failed ones by index', async () => {
		const { sim, api } = smallAccount();
		const known = addCustomer(sim, { email: 'known@example.com', external_id: 'K' });
		const rows = [
			{ name: 'New', email: 'new@example.com' },
			{ name: 'Known', email: 'known@example.com' },
			{ name: 'By id', external_id: 'k' },
			{ name: 'Bad', email: 'bad' },
			{ name: '', email: 'known@example.com' },
		];
		const started = await api.post('users/create_or_update_many', { users: rows });
		await sim.settle();
		const { results } = (await api.get(`job_statuses/${started.body.job_status.id}`)).body
			.job_status;
		expect(results).toEqual([
			{ id: expect.any(Number), status: 'Created', email: 'new@example.com' },
			{ id: known.id, status: 'Updated', email: 'known@example.com' },
			{ id: known.id, status: 'Updated', external_id: 'k' },
			{
				id: 3,
				status: 'Failed',
				error: 'UserCreateError',
				details: 'Email: bad is not properly formatted',
			},
			{
				id: 4,
				status: 'Failed',
				error: 'UserUpdateError',
				details: 'Name: is too short (minimum one character)',
			},
		]);
	});

	test('update_many takes ids, external ids or a batch; destroy_many ids', async () => {
		const { sim, api } = smallAccount();
		const [a, b] = [addCustomer(sim, { external_id: 'a' }), addCustomer(sim, { external_id: 'b' })];
		await api.put('users/update_many?external_ids=A,b', { user: { notes: 'both' } });
		await sim.settle();
		expect([a.notes, b.notes]).toEqual(['both', 'both']);
		await api.put('users/update_many', {
			users: [
				{ id: a.id, notes: 'first' },
				{ external_id: 'b', notes: 'second' },
			],
		});
		await sim.settle();
		expect([a.notes, b.notes, b.external_id]).toEqual(['first', 'second', 'b']);
		const started = await api.delete(`users/destroy_many?ids=${a.id},${b.id}`);
		await sim.settle();
		const job = (await api.get(`job_statuses/${started.body.job_status.id}`)).body.job_status;
		expect(job.results[1]).toEqual({
			id: b.id,
			action: 'delete',
			success: true,
			status: 'Deleted',
		});
		expect([a.active, b.active]).toEqual([false, false]);
	});

	test('bulk import is a 403 until Zendesk Support enables it', async () => {
		const { sim, api } = smallAccount({ plan: { bulkImport: false } });
		const object = await api.post('users/create_many', { users: users(1) });
		expect([object.status, object.body.error.title]).toEqual([403, 'Forbidden']);
		sim.switches.bulkImport403Body = 'string';
		const text = await api.post('users/create_or_update_many', { users: users(1) });
		expect([text.status, text.body.error]).toEqual([403, 'Forbidden']);
		expect((await api.put('users/update_many?ids=1', { user: {} })).status).toBe(200);
	});
});

describe('jobs that go wrong', () => {
	test.each(['failed', 'killed'] as const)(
		'%s: items behind the break are never done',
		async (state) => {
			const { sim, api } = smallAccount({ switches: { jobFailedState: state } });
			const route = 'POST /api/v2/users/create_many';
			sim.faults.add({ when: { route }, then: { kind: 'job', failAt: 3 } });
			const { id } = (await api.post('users/create_many', { users: users(10) })).body.job_status;
			await sim.settle();
			const job = (await api.get(`job_statuses/${id}`)).body.job_status;
			expect(job).toMatchObject({ status: state, progress: 3, total: 10 });
			expect(sim.store.users.size).toBe(4);
			sim.faults.verifyAllFired();
		},
	);

	test('stands still for a while', async () => {
		const { sim, api } = smallAccount();
		const route = 'POST /api/v2/users/create_many';
		sim.faults.add({ when: { route }, then: { kind: 'job', stallAt: 5, stallSeconds: 1800 } });
		const { id } = (await api.post('users/create_many', { users: users(10) })).body.job_status;
		advance(sim, 1700);
		const job = async () => (await api.get(`job_statuses/${id}`)).body.job_status;
		expect(await job()).toMatchObject({ status: 'working', progress: 5 });
		await sim.settle();
		expect(await job()).toMatchObject({ status: 'completed', progress: 10 });
	});

	test('some items fail', async () => {
		const { sim, api } = smallAccount();
		sim.faults.add({ when: { method: 'POST' }, then: { kind: 'job', failItems: [1] } });
		const { id } = (await api.post('users/create_many', { users: users(3) })).body.job_status;
		await sim.settle();
		const job = (await api.get(`job_statuses/${id}`)).body.job_status;
		expect(job.results[1]).toEqual({
			index: 1,
			error: 'UserCreateFailed',
			details: 'Database collision',
		});
		expect(job.status).toBe('completed');
	});
});
