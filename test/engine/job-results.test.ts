import type { IDataObject } from 'n8n-workflow';
import { addCustomer, type Fault, type Simulator, type Switches } from '../simulator';
import { clearStages, setStage } from './engine';

afterEach(clearStages);

const POLL = 'GET /api/v2/job_statuses/show_many';

interface Ended {
	status: string;
	progress: number;
	results: IDataObject[] | null;
}

/** Answers a look at a job that has ended as another account, or another day, may. */
function answerJobs(sim: Simulator, change: (job: Ended) => void): void {
	const to = (text: string) => {
		const body = JSON.parse(text) as { job_statuses: Ended[] };
		for (const job of body.job_statuses) if (job.results !== null) change(job);
		return JSON.stringify(body);
	};
	const then: Fault = { kind: 'garble', to };
	sim.faults.add({ when: { route: POLL, times: Infinity }, then });
}

/** A job of which every row is refused, as accounts answer it. */
const allRefused = (reason: (row: number) => IDataObject) => (job: Ended) => {
	job.status = 'failed';
	job.progress = 0;
	job.results = job.results!.map((_, index) => ({ index, error: 'Failed', ...reason(index) }));
};

const reversed = (job: Ended) => void job.results!.reverse();
const withoutPlaces = (job: Ended) => {
	job.results = job.results!.map(({ index: _, ...result }) => result).reverse();
};

const rows = (count: number, more: (i: number) => IDataObject = () => ({})) =>
	Array.from({ length: count }, (_, i) => ({ name: `Person ${i}`, ...more(i) }));

const CREATE = {
	operation: 'create',
	name: '={{ $json.name }}',
	email: '={{ $json.email ?? "" }}',
	additionalFields: {
		externalId: '={{ $json.externalId ?? "" }}',
		notes: '={{ $json.notes ?? "" }}',
	},
};
const UPSERT = {
	operation: 'upsert',
	name: '={{ $json.name }}',
	email: '={{ $json.email ?? "" }}',
	externalId: '={{ $json.externalId ?? "" }}',
};
const PICK = { user: { __rl: true, mode: 'id', value: '={{ $json.id }}' } };
const UPDATE = { operation: 'update', ...PICK, updateFields: { notes: '={{ $json.notes }}' } };
const DELETE = { operation: 'delete', ...PICK };

function setUp(parameters: object, options: Parameters<typeof setStage>[0] = {}) {
	const { sim, run } = setStage(options);
	const act = async (items: IDataObject[]) =>
		await run({
			items,
			onError: 'continueRegularOutput',
			parameters: { resource: 'user', ...parameters },
		});
	const orders = () => sim.log.count({ path: /_many$/, write: true });
	return { sim, act, orders };
}

describe('N4: a job of which every row is refused', () => {
	const bad = (count: number) =>
		rows(count, (i) => ({ email: `bad mail ${i}`, externalId: `X${i}` }));

	it.each([
		['create', CREATE],
		['upsert', UPSERT],
	])('%s: a hundred bad rows cost one job, and each reads its own reason', async (_name, form) => {
		const { sim, act, orders } = setUp(form);
		answerJobs(
			sim,
			allRefused((i) => ({ details: `Email: bad mail ${i} is not properly formatted` })),
		);
		const { items } = await act(bad(100));
		expect(orders()).toBe(1);
		expect(items.map(({ outcome }) => outcome)).toEqual(items.map(() => 'failed'));
		for (const [i, { message }] of items.entries()) {
			expect(message).toContain(`Email: bad mail ${i} is not properly formatted`);
			expect(message).not.toContain('Failed at');
		}
	});

	it.each([
		['update', UPDATE],
		['delete', DELETE],
	])('%s: by place alone, with reasons in lists', async (_name, form) => {
		const { sim, act, orders } = setUp(form);
		const users = rows(12).map(() => addCustomer(sim));
		sim.faults.add({
			when: { path: /_many$/, method: form === UPDATE ? 'PUT' : 'DELETE' },
			then: { kind: 'job', failItems: [...users.keys()] },
		});
		answerJobs(
			sim,
			allRefused((i) => ({ details: { base: [{ description: `Reason ${i}` }] } })),
		);
		const { items } = await act(users.map(({ id }) => ({ id, notes: 'n' })));
		expect(orders()).toBe(1);
		expect(items).toMatchObject(
			users.map((_, i) => ({ outcome: 'failed', message: expect.stringMatching(`Reason ${i}$`) })),
		);
	});

	it('errors as text instead of details', async () => {
		const { sim, act, orders } = setUp(CREATE);
		answerJobs(sim, (job) => {
			allRefused(() => ({}))(job);
			job.results = job.results!.map(({ index }) => ({ index, errors: `Bad ${String(index)}` }));
		});
		const { items } = await act(bad(3));
		expect(orders()).toBe(1);
		expect(items.map(({ message }) => /Bad \d/.exec(String(message))![0])).toEqual([
			'Bad 0',
			'Bad 1',
			'Bad 2',
		]);
	});

	it('a job that failed half way: who has a reason reads it, the others are done', async () => {
		const { sim, act } = setUp(CREATE);
		sim.faults.add({
			when: { path: /create_many$/ },
			then: { kind: 'job', failItems: [1], failAt: 4 },
		});
		const { items } = await act(rows(8, (i) => ({ externalId: `X${i}` })));
		await sim.settle();
		const failed = items.filter(({ outcome }) => outcome === 'failed');
		for (const { message } of failed) expect(message).toContain('Database collision');
		expect(failed.length).toBeLessThanOrEqual(1);
		expect(items.length - failed.length).toBe(
			sim.store.users.all().filter(({ name }) => name.startsWith('Person')).length,
		);
	});
});

describe('N6: results in any order give each row its own user', () => {
	const keyed: Array<[string, (i: number) => IDataObject]> = [
		['email', (i) => ({ email: `p${i}@example.com` })],
		['external ID', (i) => ({ externalId: `X${i}` })],
		['email and external ID', (i) => ({ email: `p${i}@example.com`, externalId: `X${i}` })],
		['either', (i) => (i % 2 ? { externalId: `X${i}` } : { email: `P${i}@Example.com` })],
		['neither, told by the name', () => ({})],
		['one without either', (i) => (i === 3 ? {} : { externalId: `X${i}` })],
	];

	it.each(
		keyed.flatMap(([what, more]) => [
			{ what, more, name: 'create', form: CREATE },
			...(/neither|without/.test(what) ? [] : [{ what, more, name: 'upsert', form: UPSERT }]),
		]),
	)('$name by $what', async ({ more, form }) => {
		const { sim, act, orders } = setUp(form);
		answerJobs(sim, withoutPlaces);
		const { items } = await act(rows(20, more));
		expect(items).toMatchObject(items.map(() => ({ outcome: 'created' })));
		expect(items.map(({ id }) => sim.store.users.get(Number(id))?.name)).toEqual(
			rows(20).map(({ name }) => name),
		);
		expect(orders()).toBe(1);
	});

	it('create: rows of one name are told apart by what else they say', async () => {
		const { sim, act } = setUp(CREATE);
		answerJobs(sim, withoutPlaces);
		const people = ['a', 'b', 'c'].map((notes) => ({ name: 'Ann', notes }));
		const { items } = await act(people);
		expect(items.map(({ id }) => sim.store.users.get(Number(id))?.notes)).toEqual(['a', 'b', 'c']);
	});

	it.each<Switches['createManyResults']>(['as-sent', 'any-order'])(
		'create: each row has its own user, with keys and without, where results come %s',
		async (createManyResults) => {
			const { sim, act, orders } = setUp(CREATE, { switches: { createManyResults } });
			const people = rows(
				40,
				(i) => [{}, { email: `p${i}@example.com` }, { externalId: `X${i}` }][i % 3],
			);
			const { items } = await act(people);
			expect(items.map(({ id }) => sim.store.users.get(Number(id))?.name)).toEqual(
				people.map(({ name }) => name),
			);
			expect(orders()).toBe(1);
		},
	);

	it('create: who can’t be told is unknown, and is not created again', async () => {
		const { sim, act, orders } = setUp(CREATE);
		answerJobs(sim, withoutPlaces);
		sim.faults.add({
			when: { route: 'GET /api/v2/users/show_many', times: Infinity },
			then: { kind: 'respond', status: 404, body: { error: 'RecordNotFound' } },
		});
		const REASON =
			'Zendesk does not know this record: RecordNotFound (GET /api/v2/users/show_many)';
		const { items } = await act(rows(3));
		expect(items).toMatchObject(
			rows(3).map(({ name }) => ({
				outcome: 'unknown',
				message: `${name} was created, but Zendesk did not say under which ID: ${REASON}`,
				advice: expect.stringContaining('a second time'),
			})),
		);
		expect([
			orders(),
			sim.store.users.all().filter(({ name }) => /^Person/.test(name)).length,
		]).toEqual([1, 3]);
	});

	it.each([
		['update', UPDATE, 'updated'],
		['delete', DELETE, 'deleted'],
	])('%s', async (_name, form, outcome) => {
		const { sim, act } = setUp(form);
		const users = rows(9).map(() => addCustomer(sim));
		sim.faults.add({
			when: { path: /_many$/, method: form === UPDATE ? 'PUT' : 'DELETE' },
			then: { kind: 'job', failItems: [2] },
		});
		answerJobs(sim, reversed);
		const { items } = await act(users.map(({ id }) => ({ id, notes: `n${id}` })));
		expect(items).toMatchObject(
			users.map(({ id }, i) => ({ id, outcome: i === 2 ? 'failed' : outcome })),
		);
	});
});
