import { addAgent, addCustomer, addTicket } from './arrange';
import type { VirtualClock } from './clock';
import type { Simulator } from './simulator';
import { smallAccount } from './testing';

const users = (count: number, more: (i: number) => Record<string, string> = () => ({})) =>
	Array.from(
		{ length: count },
		(_, i) => ({ name: `User ${i}`, ...more(i) }) as Record<string, string>,
	);

type Api = ReturnType<typeof smallAccount>['api'];

/** What a job shows once it has ended. */
async function ended(sim: Simulator, api: Api, answer: { body: { job_status: { id: string } } }) {
	await sim.settle();
	return (await api.get(`job_statuses/${answer.body.job_status.id}`)).body.job_status;
}

describe('jobs as accounts did them', () => {
	test('D2: of which every item fails is failed, without progress and with results', async () => {
		const { sim, api } = smallAccount();
		const bad = users(3, (i) => ({ email: `bad ${i}` }));
		const job = await ended(sim, api, await api.post('users/create_many', { users: bad }));
		expect(job).toMatchObject({ status: 'failed', progress: 0, total: 3 });
		expect(job.message).toMatch(/^Failed at 2026-11-20 09:00:\d\d \+0000$/);
		expect(job.results).toEqual(
			bad.map(({ email }, index) => ({
				index,
				error: 'UserCreateFailed',
				details: `Email: ${email} is not properly formatted`,
			})),
		);
		const some = [...bad, { name: 'Good' }];
		const other = await ended(sim, api, await api.post('users/create_many', { users: some }));
		expect(other).toMatchObject({ status: 'completed', progress: 4 });
	});

	test('D6: results of create_many name what was sent, and no place', async () => {
		const { sim, api } = smallAccount();
		const rows = [
			{ name: 'A' },
			{ name: 'B', email: 'b@example.com' },
			{ name: 'C', external_id: 'C' },
			{ name: 'D', email: 'd@example.com', external_id: 'D' },
		];
		const job = await ended(sim, api, await api.post('users/create_many', { users: rows }));
		const id = expect.any(Number) as number;
		expect(job.results).toEqual(
			rows.map(({ name: _, ...sent }) => ({ id, status: 'Created', ...sent })),
		);
	});

	test('D7: items are done in any order, results come as they were sent', async () => {
		const { sim, api } = smallAccount();
		const rows = users(50, (i) => ({ external_id: `X${i}` }));
		const job = await ended(sim, api, await api.post('users/create_many', { users: rows }));
		const results = job.results as Array<{ id: number; external_id: string }>;
		expect(results.map(({ external_id: key }) => key)).toEqual(rows.map((row) => row.external_id));
		const made = results.map(({ id }) => sim.store.users.get(id)!.created_at);
		expect(made).not.toEqual([...made].sort((a, b) => a - b));
	});

	test('D7: or in any order, by a switch, where they name no place', async () => {
		const { sim, api } = smallAccount({ switches: { createManyResults: 'any-order' } });
		const rows = users(50, (i) => ({ external_id: `X${i}` }));
		const made = await ended(sim, api, await api.post('users/create_many', { users: rows }));
		const keys = (made.results as Array<{ external_id: string }>).map((one) => one.external_id);
		const sent = rows.map((row) => row.external_id);
		expect(keys).not.toEqual(sent);
		expect([...keys].sort()).toEqual([...sent].sort());
		const ids = (made.results as Array<{ id: number }>).map(({ id }) => id);
		const query = `users/update_many?ids=${ids.join(',')}`;
		const changed = await ended(sim, api, await api.put(query, { user: { notes: 'n' } }));
		expect((changed.results as Array<{ id: number }>).map(({ id }) => id)).toEqual(ids);
	});

	test('D8: results of create_or_update_many name both where both were sent', async () => {
		const { sim, api } = smallAccount();
		const known = addCustomer(sim, { external_id: 'K', email: 'k@example.com' });
		const both = { name: 'K', email: 'k@example.com', external_id: 'K' };
		const rows = [both, { name: 'New', email: 'n@example.com' }];
		const job = await ended(
			sim,
			api,
			await api.post('users/create_or_update_many', { users: rows }),
		);
		expect(job.results).toEqual([
			{ id: known.id, status: 'Updated', email: 'k@example.com', external_id: 'K' },
			{ id: expect.any(Number), status: 'Created', email: 'n@example.com' },
		]);
	});

	test('D12: a queued job knows its size', async () => {
		const { api } = smallAccount();
		const { body } = await api.post('users/create_many', { users: users(7) });
		expect(body.job_status).toMatchObject({ status: 'queued', total: 7, progress: null });
	});

	test.each([
		['users', /^Updating user #\d+$/],
		['tickets', /^Updating ticket #\d+$/],
	])('D13: a working job of %s counts in its message', async (kind, message) => {
		const { sim, api } = smallAccount({ jobQueueSeconds: [1, 1] });
		const requester = addCustomer(sim);
		const ids = Array.from({ length: 10 }, () =>
			kind === 'users' ? addCustomer(sim).id : addTicket(sim, { requester }).id,
		);
		const record = kind === 'users' ? { user: { notes: 'n' } } : { ticket: { priority: 'high' } };
		const { id } = (await api.put(`${kind}/update_many?ids=${ids.join(',')}`, record)).body
			.job_status;
		const show = async () => (await api.get(`job_statuses/${id}`)).body.job_status;
		(sim.clock as VirtualClock).advance(1_000);
		expect(await show()).toMatchObject({ status: 'working', progress: 0, results: null });
		(sim.clock as VirtualClock).advance(500);
		expect(await show()).toMatchObject({ progress: 5, message: expect.stringMatching(message) });
	});

	test('D14: a failed item of an update has place, ID and reason, and no success', async () => {
		const { sim, api } = smallAccount();
		const [one, other] = [addCustomer(sim), addCustomer(sim)];
		const rows = [
			{ id: one.id, notes: 'n' },
			{ id: other.id, email: 'bad' },
		];
		const job = await ended(sim, api, await api.put('users/update_many', { users: rows }));
		expect(job.results).toEqual([
			{ id: one.id, action: 'update', success: true, status: 'Updated' },
			{
				index: 1,
				id: other.id,
				error: 'UserUpdateFailed',
				details: 'Email: bad is not properly formatted',
			},
		]);
	});

	test('D15: more than 100 are TooManyValues, in words of their own', async () => {
		const { sim, api } = smallAccount();
		const agent = addAgent(sim);
		const ids = Array.from({ length: 101 }, (_, i) => i + 1).join(',');
		const many = Array.from({ length: 101 }, (_, i) => ({ id: i + 1, user_id: agent.id }));
		const own = 'Maximum 100 users may be created per call';
		const usual = (name: string) => `Parameter ${name} cannot specify more than 100 values`;
		const answers: Array<[Awaited<ReturnType<Api['get']>>, string]> = [
			[await api.post('users/create_many', { users: users(101) }), own],
			[await api.post('users/create_or_update_many', { users: users(101) }), own],
			[await api.put('tickets/update_many', { tickets: many }), usual('')],
			[await api.post('group_memberships/create_many', { group_memberships: many }), usual('')],
			[await api.get(`users/show_many?ids=${ids}`), usual('ids')],
		];
		for (const [{ status, body }, description] of answers) {
			expect([status, body.error, body.description]).toEqual([400, 'TooManyValues', description]);
		}
		expect(sim.jobs.all).toEqual([]);
	});

	test('D20: the slots stand in a header by a switch only', async () => {
		for (const [switches, header] of [
			[{}, undefined],
			[{ inflightJobsHeader: 'present' }, 'total=30; remaining=29; resets=60'],
		] as const) {
			const { api } = smallAccount({ switches });
			const { headers } = await api.post('users/create_many', { users: users(1) });
			expect(headers['zendesk-ratelimit-inflight-jobs']).toBe(header);
		}
	});

	test('D20: destroy_many calls itself an update', async () => {
		const { sim, api } = smallAccount();
		const { id } = addCustomer(sim);
		const answer = await api.delete(`users/destroy_many?ids=${id}`);
		expect(answer.body.job_status.job_type).toBe('Bulk Update User');
	});

	test.each([
		[100, 11, 16],
		[50, 6, 11],
		[1, 2, 7],
	])('a job of %i users takes %i to %i seconds', async (count, least, most) => {
		const { sim, api } = smallAccount();
		const began = sim.clock.now();
		await api.post('users/create_many', { users: users(count) });
		await sim.settle();
		const seconds = (sim.clock.now() - began) / 1000;
		expect(seconds).toBeGreaterThanOrEqual(least);
		expect(seconds).toBeLessThanOrEqual(most);
	});
});
