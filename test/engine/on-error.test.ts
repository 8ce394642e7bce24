import { addCustomer } from '../simulator';
import { clearStages, setStage } from './engine';

afterEach(clearStages);

const ROWS = 200;
const BAD = 117;

/** 200 customers to suspend, of whom one does not exist. */
function setUp() {
	const stage = setStage();
	const customers = Array.from({ length: ROWS }, () => addCustomer(stage.sim));
	const items = customers.map(({ id }, i) => ({ id: i === BAD ? 999 : id }));
	const parameters = {
		resource: 'user',
		operation: 'suspend',
		user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		options: { maxChanges: ROWS } as object,
	};
	const suspended = () => [...stage.sim.store.users.all()].filter((user) => user.suspended).length;
	return { ...stage, items, parameters, suspended };
}

describe('one bad row among two hundred', () => {
	it('Stop Workflow: all good rows are done, then the node stops and names the bad one', async () => {
		const { run, items, parameters, suspended } = setUp();
		const result = await run({ items, parameters });
		expect(suspended()).toBe(ROWS - 1);
		expect(result.items).toEqual([]);
		expect(result.error).toEqual({
			message: `'User': no user has the ID 999 [item ${BAD}]`,
			description:
				'Check the value; deleted users have lost their external ID. The other 199 rows are done.',
			itemIndex: BAD,
		});
	});

	it('Stop Workflow with Failed Rows as items: every row comes out', async () => {
		const { run, items, parameters } = setUp();
		const result = await run({
			items,
			parameters: {
				...parameters,
				options: { ...parameters.options, failedRows: 'items' },
			},
		});
		expect(result.error).toBeUndefined();
		expect(result.items).toHaveLength(ROWS);
		expect(result.items[BAD]).toMatchObject({ outcome: 'failed', reason: 'not-found' });
		expect(result.items.filter(({ outcome }) => outcome === 'suspended')).toHaveLength(ROWS - 1);
		expect(result.paired).toEqual(items.map((_, i) => i));
	});

	it('Continue: the same, in the order of the rows', async () => {
		const { run, items, parameters, suspended } = setUp();
		const result = await run({ items, parameters, onError: 'continueRegularOutput' });
		expect(suspended()).toBe(ROWS - 1);
		expect(result.error).toBeUndefined();
		expect(result.items).toHaveLength(ROWS);
		expect(result.items[BAD]).toMatchObject({
			outcome: 'failed',
			reason: 'not-found',
			message: "'User': no user has the ID 999",
		});
		expect(result.paired).toEqual(items.map((_, i) => i));
		// n8n would run the whole node again on such a key, see its Retry On Fail.
		for (const item of result.items) expect(item).not.toHaveProperty('error');
	});

	it('Continue (using error output): the bad row goes there with all that is known', async () => {
		const { run, items, parameters, suspended } = setUp();
		const result = await run({ items, parameters, onError: 'continueErrorOutput' });
		expect(suspended()).toBe(ROWS - 1);
		expect(result.items).toHaveLength(ROWS - 1);
		expect(result.errors).toEqual([
			{
				id: 999,
				error: expect.objectContaining({
					message: "'User': no user has the ID 999",
					outcome: 'failed',
					reason: 'not-found',
				}),
			},
		]);
	});

	it('takes few requests: look-ups, jobs and read-backs of a hundred', async () => {
		const { sim, run, items, parameters } = setUp();
		await run({ items, parameters, onError: 'continueRegularOutput' });
		const asked = sim.log.entries.filter(({ route }) => route !== 'POST /oauth/tokens');
		expect(asked.length - sim.log.polls().length).toBeLessThanOrEqual(7);
	});
});

it('lists several failed rows in one error, in their order', async () => {
	const { run, items } = setUp();
	const { error } = await run({
		items: [{ id: 1 }, { id: 'Ann' }, items[0], { id: 2 }],
		parameters: {
			resource: 'user',
			operation: 'suspend',
			user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		},
	});
	expect(error!.message).toBe('3 of 4 rows could not be done; the others are done');
	expect(error!.description!.split('<br>').slice(0, 3)).toEqual([
		"[item 0] 'User': no user has the ID 1",
		"[item 1] 'User': 'Ann' is not a user ID, which is a number",
		"[item 3] 'User': no user has the ID 2",
	]);
});

it('a row whose expression fails gets its own verdict', async () => {
	const { sim, run } = setUp();
	const ann = addCustomer(sim);
	const { items } = await run({
		items: [{ id: ann.id }, {}],
		onError: 'continueRegularOutput',
		parameters: {
			resource: 'user',
			operation: 'suspend',
			user: { __rl: true, mode: 'id', value: '={{ $json.id.toString() }}' },
		},
	});
	expect(items).toMatchObject([{ outcome: 'suspended' }, { outcome: 'failed', reason: 'invalid' }]);
});
