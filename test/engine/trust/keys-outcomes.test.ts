import { addCustomer, addIdentityTo, ROLE_TYPE, type Simulator } from '../../simulator';
import { clearStages } from '../engine';
import { outcomes, setUp, upsert } from './keys-helpers';

/** User: Create or Update. What the outcome says is what happened. */

afterEach(clearStages);

const people = (count: number) =>
	Array.from({ length: count }, (_, i) => ({ email: `p${i}@x.example`, name: `Person ${i}` }));

const addAll = (sim: Simulator, count: number, fields: object = {}) =>
	people(count).map((person) => addCustomer(sim, { ...person, ...fields }));

const nulls = (item: object) =>
	Object.entries(item).flatMap(([key, value]) =>
		key.startsWith('role') && value === null ? [key] : [],
	);

describe('D9: rows by email alone', () => {
	it.each([1, 3, 100])(
		'%d of them are compared, and a second run writes nothing',
		async (count) => {
			const stage = setUp();
			addAll(stage.sim, count, { name: 'Former' });
			const first = await upsert(stage, people(count));
			expect(outcomes(first)).toEqual(new Array(count).fill('updated'));
			const mark = stage.sim.log.mark();
			const second = await upsert(stage, people(count));
			expect(outcomes(second)).toEqual(new Array(count).fill('unchanged'));
			const log = stage.sim.log.since(mark);
			expect(log.filter(({ write, route }) => write && !/oauth/.test(String(route)))).toEqual([]);
			expect(log.filter(({ route }) => /search/.test(String(route)))).toHaveLength(count);
			expect(second[0].role).toBe('end-user');
		},
	);

	it.each([true, false])(
		'101 of them are sent, without a search (bulk import: %s)',
		async (bulkImport) => {
			const stage = setUp({ plan: { bulkImport } });
			const users = addAll(stage.sim, 101);
			const items = await upsert(stage, people(101));
			expect(items).toMatchObject(users.map(({ id }) => ({ outcome: 'sent', id })));
			expect(stage.sim.log.count({ path: /search/ })).toBe(0);
			// What the job doesn't tell is left out.
			if (bulkImport) expect(items.flatMap(nulls)).toEqual([]);
			if (bulkImport) expect(Object.keys(items[0])).not.toContain('role');
		},
	);

	it('101 of them are compared with Look First', async () => {
		const stage = setUp();
		addAll(stage.sim, 101);
		const items = await upsert(stage, people(101), { lookFirst: true });
		expect(outcomes(items)).toEqual(new Array(101).fill('unchanged'));
		expect(stage.sim.log.count({ path: /users\/\w+_many$/, method: 'POST' })).toBe(0);
	});

	it('who is there and not in the search yet is sent, never updated', async () => {
		const stage = setUp({ searchLagSeconds: 120 });
		await upsert(stage, people(2));
		const count = stage.sim.store.users.size;
		expect(outcomes(await upsert(stage, people(2)))).toEqual(['sent', 'sent']);
		expect(stage.sim.store.users.size).toBe(count);
	});

	it('two emails of one person among too many to look at: both rows say so', async () => {
		const stage = setUp();
		const [ann] = addAll(stage.sim, 1);
		addIdentityTo(stage.sim, ann, { type: 'email', value: 'p1@x.example' });
		const items = await upsert(stage, people(101));
		expect(items.slice(0, 3)).toMatchObject([
			{ outcome: 'failed', reason: 'ambiguous', message: expect.stringContaining('Item 1 ') },
			{ outcome: 'failed', reason: 'ambiguous', message: expect.stringContaining('Item 0 ') },
			{ outcome: 'created' },
		]);
		expect(ann.email).toBe('p0@x.example');
	});

	it.each([1, 3])(
		'somebody new in a custom role is not called an end user (%d rows)',
		async (count) => {
			const stage = setUp();
			const role = stage.sim.store.customRoles
				.all()
				.find((one) => one.role_type === ROLE_TYPE.custom)!;
			const items = await upsert(stage, people(count), {}, { customRole: String(role.id) });
			expect(outcomes(items)).toEqual(new Array(count).fill('created'));
			for (const item of items) expect([undefined, 'agent']).toContain(item.role);
		},
	);
});

describe('D8: a row with a name and an email that is taken', () => {
	it.each([1, 3])('writes neither, and says so (%d rows)', async (count) => {
		const stage = setUp();
		const ann = addCustomer(stage.sim, { name: 'Ann', email: 'ann@x.example', external_id: 'X2' });
		const bob = addCustomer(stage.sim, { name: 'Bob', email: 'bob@x.example' });
		const others = people(count - 1).map((row, i) => ({ ...row, externalId: `N${i}` }));
		const rows = [{ externalId: 'X2', email: 'bob@x.example', name: 'Anna' }, ...others];
		const [item] = await upsert(stage, rows);
		expect(item).toMatchObject({
			outcome: 'failed',
			message: expect.stringContaining('Neither was changed'),
		});
		expect([ann.name, ann.email, bob.email]).toEqual(['Ann', 'ann@x.example', 'bob@x.example']);
	});

	it.each([1, 3])(
		'an email that is written before the rest is refused: the half is named (%d rows)',
		async (count) => {
			const stage = setUp({ switches: { longTexts: '422' } });
			const ann = addCustomer(stage.sim, {
				name: 'Ann',
				email: 'ann@x.example',
				external_id: 'X2',
			});
			const others = people(count - 1).map((row, i) => {
				addCustomer(stage.sim, { ...row, external_id: `N${i}`, name: 'Former' });
				return { ...row, externalId: `N${i}` };
			});
			const rows = [
				{ externalId: 'X2', email: 'anna@x.example', name: 'A'.repeat(300) },
				...others,
			];
			const [item] = await upsert(stage, rows);
			expect(item).toMatchObject({
				outcome: 'failed',
				message: expect.stringMatching(/in part \(email is written, name is not\)/),
				email: 'anna@x.example',
			});
			expect([ann.name, ann.email]).toEqual(['Ann', 'anna@x.example']);
		},
	);
});
