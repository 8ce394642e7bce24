import { batchesOf, JobRunner } from '../../../zendesk/http/jobs';
import type { ZendeskRequest } from '../../../zendesk/http/types';
import { type Answer, lost, ok, scripted, status } from './scripted';

const ORDER: ZendeskRequest = {
	method: 'PUT',
	path: '/api/v2/users/update_many',
	body: { users: [] },
};

/** Zendesk's side of the jobs: each takes `seconds`, then has these results. */
function jobs(seconds: number, results: unknown[] = []) {
	const started = new Map<string, number>();
	const answers =
		(clockAt: () => number) =>
		(request: ZendeskRequest): Answer => {
			if (request.method === 'PUT') {
				const id = `V3-${started.size}`;
				started.set(id, clockAt());
				return ok({
					job_status: { id, status: 'queued', total: null, progress: null, results: null },
				});
			}
			const ids = String(request.query!.ids).split(',');
			return ok({
				job_statuses: ids.map((id) =>
					clockAt() - started.get(id)! >= seconds * 1000
						? { id, status: 'completed', results }
						: { id, status: 'working', progress: clockAt(), results: null },
				),
			});
		};
	return answers;
}

function setUp(seconds: number, results: unknown[] = [], slots?: number) {
	let now = () => 0;
	const made = jobs(seconds, results);
	const set = scripted((request) => made(() => now())(request));
	now = () => set.clock.now();
	return { ...set, runner: new JobRunner(set.client, slots) };
}

describe('jobs', () => {
	it('waits for one job and reads its items', async () => {
		const { runner, log } = setUp(5, [
			{ id: 7, action: 'update', success: true, status: 'Updated' },
			{
				id: 8,
				action: 'update',
				success: false,
				error: 'UserUpdateError',
				details: 'Name: too long',
			},
			{ index: 2, id: 2, status: 'Failed', error: 'UserCreateError' },
		]);
		const end = await runner.run(() => ORDER);
		expect(end).toEqual({
			state: 'completed',
			items: [
				{
					id: 7,
					success: true,
					status: 'Updated',
					index: undefined,
					error: undefined,
					details: undefined,
				},
				{
					id: 8,
					success: false,
					error: 'UserUpdateError',
					details: 'Name: too long',
					index: undefined,
					status: undefined,
				},
				{
					id: 2,
					index: 2,
					success: false,
					status: 'Failed',
					error: 'UserCreateError',
					details: undefined,
				},
			],
		});
		expect(log[0].request).toBe(ORDER);
		expect(
			log.slice(1).every(({ request }) => request.path === '/api/v2/job_statuses/show_many'),
		).toBe(true);
	});

	it('looks at all running jobs with one request, and never more than once a second', async () => {
		const { runner, log } = setUp(5);
		await Promise.all(Array.from({ length: 10 }, () => runner.run(() => ORDER)));
		const looks = log.filter(({ request }) => request.method === 'GET');
		expect(looks[0].request.query!.ids).toBe(
			Array.from({ length: 10 }, (_, i) => `V3-${i}`).join(','),
		);
		for (const [i, look] of looks.slice(1).entries()) {
			expect(look.at - looks[i].at).toBeGreaterThanOrEqual(1_000);
		}
		expect(looks.length).toBeLessThanOrEqual(6);
	});

	it('looks less often at jobs that take long, and learns how long they take', async () => {
		const { runner, log } = setUp(60);
		await runner.run(() => ORDER);
		const first = log.filter(({ request }) => request.method === 'GET').length;
		await runner.run(() => ORDER);
		const second = log.filter(({ request }) => request.method === 'GET').length - first;
		expect(first).toBeLessThanOrEqual(18);
		expect(second).toBeLessThanOrEqual(8);
	});

	it('keeps to the pace of jobs that tell how far they are, wave after wave', async () => {
		const [seconds, waves, slots] = [5, 20, 5];
		const started = new Map<string, number>();
		const { client, log, clock } = scripted((request) => {
			if (request.method === 'PUT') {
				const id = `V3-${started.size}`;
				started.set(id, clock.now());
				return ok({ job_status: { id, status: 'queued' } });
			}
			const progress = (id: string) => (clock.now() - started.get(id)!) / (seconds * 10);
			return ok({
				job_statuses: String(request.query!.ids)
					.split(',')
					.map((id) =>
						progress(id) >= 100
							? { id, status: 'completed', results: [] }
							: { id, status: 'working', progress: Math.floor(progress(id)), total: 100 },
					),
			});
		});
		const runner = new JobRunner(client, slots);
		const startedAt = clock.now();
		await Promise.all(Array.from({ length: waves * slots }, () => runner.run(() => ORDER)));
		expect((clock.now() - startedAt) / (waves * seconds * 1000)).toBeLessThan(1.05);
		expect(log.filter(({ request }) => request.method === 'GET').length).toBeLessThan(waves * 2);
	});

	it('keeps its slots full and no fuller', async () => {
		const { runner, log } = setUp(5, [], 3);
		await Promise.all(Array.from({ length: 9 }, () => runner.run(() => ORDER)));
		const looks = log.filter(({ request }) => request.method === 'GET');
		const running = looks.map(({ request }) => String(request.query!.ids).split(',').length);
		expect(Math.max(...running)).toBe(3);
		expect(running.filter((jobsSeen) => jobsSeen < 3)).toEqual([]);
		expect(log.filter(({ request }) => request.method === 'PUT')).toHaveLength(9);
	});

	it('waits for a slot when others have taken them all', async () => {
		let refusals = 3;
		const { client, log } = scripted((request) => {
			if (request.method === 'GET')
				return ok({ job_statuses: [{ id: 'a', status: 'completed', results: [] }] });
			return refusals-- > 0
				? status(
						429,
						{ 'retry-after': '9' },
						'{"error":"TooManyJobs","description":"Too many","current_job_ids":["x"]}',
					)
				: ok({ job_status: { id: 'a' } });
		});
		expect(await new JobRunner(client).run(() => ORDER)).toEqual({ state: 'completed', items: [] });
		expect(log.filter(({ request }) => request.method === 'PUT').map(({ at }) => at)).toEqual([
			0, 9_000, 18_000, 27_000,
		]);
	});

	it.each(['failed', 'killed'])('says that a job %s', async (state) => {
		const { client } = scripted((request) =>
			request.method === 'PUT'
				? ok({ job_status: { id: 'a' } })
				: ok({ job_statuses: [{ id: 'a', status: state, message: 'poison' }] }),
		);
		expect(await new JobRunner(client).run(() => ORDER)).toEqual({
			state: 'failed',
			message: 'Zendesk could not complete the job: poison',
			items: [],
		});
	});

	it('N4: reads the results of a job that failed', async () => {
		const results = [
			{ index: 0, error: 'TicketCreateFailed', details: 'Description: cannot be blank' },
		];
		const { client } = scripted((request) =>
			request.method === 'PUT'
				? ok({ job_status: { id: 'a' } })
				: ok({ job_statuses: [{ id: 'a', status: 'failed', progress: 0, results }] }),
		);
		expect(await new JobRunner(client).run(() => ORDER)).toMatchObject({
			state: 'failed',
			items: [{ index: 0, success: false, details: 'Description: cannot be blank' }],
		});
	});

	it('does not know the fate of a job that has vanished', async () => {
		const { client, log } = scripted((request) =>
			request.method === 'PUT' ? ok({ job_status: { id: 'a' } }) : ok({ job_statuses: [] }),
		);
		expect(await new JobRunner(client).run(() => ORDER)).toMatchObject({ state: 'unknown' });
		expect(log).toHaveLength(3);
	});

	it('does not know the fate of a job that stands still for half an hour', async () => {
		const { client, clock } = scripted((request) =>
			request.method === 'PUT'
				? ok({ job_status: { id: 'a' } })
				: ok({ job_statuses: [{ id: 'a', status: 'working', progress: 5 }] }),
		);
		const before = clock.now();
		expect(await new JobRunner(client).run(() => ORDER)).toMatchObject({
			state: 'unknown',
			message: expect.stringContaining('30 minutes'),
		});
		expect(clock.now() - before).toBeGreaterThan(30 * 60_000);
	});

	it('never sends an order twice whose answer was lost', async () => {
		const { client, log } = scripted([lost('maybe')]);
		expect(await new JobRunner(client).run(() => ORDER)).toMatchObject({ state: 'unknown' });
		expect(log).toHaveLength(1);
	});

	it('tells an order that Zendesk refused from one that failed', async () => {
		const { client } = scripted([
			status(403, {}, '{"error":{"title":"Forbidden","message":"no"}}'),
		]);
		expect(await new JobRunner(client).run(() => ORDER)).toMatchObject({
			state: 'refused',
			error: { kind: 'forbidden' },
		});
	});
});

it('cuts lists into jobs', () => {
	expect(batchesOf(Array.from({ length: 201 }, (_, i) => i)).map(({ length }) => length)).toEqual([
		100, 100, 1,
	]);
	expect(batchesOf([])).toEqual([]);
});
