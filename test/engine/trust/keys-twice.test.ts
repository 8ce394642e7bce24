import type { IDataObject } from 'n8n-workflow';
import { addCustomer, addIdentityTo, identitiesIn, type Simulator } from '../../simulator';
import { clearStages } from '../engine';
import { ordersOf, outcomes, runThrice, setUp, stateIn, upsert } from './keys-helpers';

/** User: Create or Update. The same person twice in a list: equal rows count as one, contradicting ones are refused. */

afterEach(clearStages);

const addAnn = (sim: Simulator, fields: object = {}) =>
	addCustomer(sim, { name: 'Ann', email: 'ann@x.example', external_id: 'X1', ...fields });

/** Two rows of one person that contradict each other, each by other keys. */
const CONTRADICTIONS: Array<[string, IDataObject[]]> = [
	[
		'the same external ID',
		[
			{ externalId: 'X1', name: 'One' },
			{ externalId: 'X1', name: 'Two' },
		],
	],
	[
		'an external ID in another case',
		[
			{ externalId: 'X1', name: 'One' },
			{ externalId: 'x1', name: 'Two' },
		],
	],
	[
		'an email in two spellings',
		[
			{ email: 'ann@x.example', name: 'One' },
			{ email: 'ANN@x.example', name: 'Two' },
		],
	],
	[
		'an external ID, and the email',
		[
			{ externalId: 'X1', name: 'One' },
			{ email: 'Ann@x.example', name: 'Two' },
		],
	],
	[
		'both keys, and the email',
		[
			{ externalId: 'X1', email: 'ann@x.example', name: 'One' },
			{ email: 'ann@x.example', name: 'Two' },
		],
	],
	[
		'two addresses',
		[
			{ email: 'ann@x.example', name: 'One' },
			{ email: 'ann2@x.example', name: 'Two' },
		],
	],
];

const KINDS = CONTRADICTIONS.flatMap(([what, rows]) =>
	[{}, { writeUnchanged: true }, { makePrimary: true }].flatMap((options) =>
		// By email alone they are then sent unseen: only Zendesk's answers tell.
		what === 'two addresses' && 'writeUnchanged' in options ? [] : [[what, rows, options] as const],
	),
);

describe('U5: rows of one person', () => {
	it.each(KINDS)(
		'that contradict each other are refused in any order, and name each other (%s)',
		async (_what, rows, options) => {
			for (const list of [rows, [...rows].reverse()]) {
				clearStages();
				const stage = setUp();
				addIdentityTo(stage.sim, addAnn(stage.sim), { type: 'email', value: 'ann2@x.example' });
				const before = stateIn(stage.sim);
				const { dry, first } = await runThrice(stage, list, options);
				for (const items of [dry, first]) {
					expect(items).toMatchObject(
						['Item 1 ', 'Item 0 '].map((other) => ({
							outcome: 'failed',
							reason: 'ambiguous',
							message: expect.stringContaining(other),
						})),
					);
				}
				expect(stateIn(stage.sim)).toBe(before);
			}
		},
	);

	it.each(CONTRADICTIONS)('new ones, too: nobody is created (%s)', async (what, rows) => {
		// Of somebody new nobody can know that two keys are theirs.
		if (/two addresses|and the email$/.test(what) && !what.startsWith('both')) return;
		const stage = setUp();
		const count = stage.sim.store.users.size;
		const { dry, first } = await runThrice(stage, rows);
		expect([...outcomes(dry), ...outcomes(first)]).toEqual(new Array(4).fill('failed'));
		expect(stage.sim.store.users.size).toBe(count);
	});

	it.each([
		['a note', { notes: '' }, { notes: 'new' }],
		['tags', { tags: 'a, b' }, { tags: 'a' }],
		['an organization', { organizationId: '' }, { organizationId: '7' }],
		['a user field', { userFields: '{"plan": "gold"}' }, { userFields: '{"plan": "free"}' }],
		['a role', { role: 'agent' }, { role: 'end-user' }],
	])('%s that differs is a contradiction, and the message names it', async (_what, one, two) => {
		const stage = setUp();
		stage.sim.store.userFields.set('plan', 'text');
		addAnn(stage.sim);
		const before = stateIn(stage.sim);
		const [field] = Object.keys(one);
		const rows = [one, two].map((fields) => ({
			externalId: 'X1',
			value: Object.values(fields)[0],
		}));
		const items = await upsert(stage, rows, {}, { [field]: '={{ $json.value }}' });
		expect(outcomes(items)).toEqual(['failed', 'failed']);
		expect(items[0].message).toMatch(/^Item 1 names .*, too, and says something else: \w+/);
		expect(stateIn(stage.sim)).toBe(before);
	});

	it.each(ordersOf([{ externalId: 'X1' }, { externalId: 'x1' }, { email: 'ANN@x.example' }]))(
		'that agree, whatever their spelling, are one write, and all of them say it (%#)',
		async (...keys) => {
			const stage = setUp();
			const ann = addAnn(stage.sim);
			const tags = ['vip, new', 'NEW, vip', 'new,vip'];
			const rows = keys.map((key, i) => ({ ...key, name: 'Anna', tags: tags[i] }));
			const items = await upsert(stage, rows, {}, { tags: '={{ $json.tags }}' });
			expect(items).toMatchObject(keys.map(() => ({ outcome: 'updated', id: ann.id })));
			expect(stage.sim.log.writes()).toHaveLength(1);
			expect(ann).toMatchObject({ name: 'Anna', email: 'ann@x.example' });
		},
	);

	it('of which each says something else of the person count as one', async () => {
		const stage = setUp();
		const ann = addAnn(stage.sim);
		const rows = [
			{ externalId: 'X1', name: 'Anna' },
			{ email: 'ann@x.example', notes: 'n' },
		];
		const notes = '={{ $json.notes ?? undefined }}';
		const items = await upsert(stage, rows, {}, { notes });
		expect(outcomes(items)).toEqual(['updated', 'updated']);
		expect(ann).toMatchObject({ name: 'Anna', notes: 'n' });
	});

	it('a hundred equal ones and one that differs: none is written, each names one that contradicts it', async () => {
		const stage = setUp();
		const ann = addAnn(stage.sim);
		const rows = Array.from({ length: 101 }, (_, i) => ({
			externalId: 'X1',
			name: i === 50 ? 'Else' : 'Anna',
		}));
		const items = await upsert(stage, rows);
		expect(new Set(outcomes(items))).toEqual(new Set(['failed']));
		expect(items[50].message).toContain('Item 0 ');
		expect(items[49].message).toContain('Item 50 ');
		expect(items[100].message).toContain('Item 50 ');
		expect(ann.name).toBe('Ann');
	});
});

const hire = (i: number) => ({ email: `n${i}@x.example`, name: `New ${i}` });

describe('U6: one row takes somebody over, another one names them by a second address, among too many to look at', () => {
	const list = (...names: string[]) => [
		{ externalId: 'X7', email: 'ann@x.example', name: names[0] },
		...Array.from({ length: 101 }, (_, i) => hire(i)),
		{ email: 'ann2@x.example', name: names[1] },
	];

	it.each([0, 1])('who contradict each other: both rows are told (order %d)', async (turn) => {
		const stage = setUp();
		const ann = addAnn(stage.sim, { external_id: null });
		addIdentityTo(stage.sim, ann, { type: 'email', value: 'ann2@x.example' });
		const rows = list('One', 'Two');
		const items = await upsert(stage, turn ? rows.reverse() : rows);
		for (const [at, other] of [
			[0, 102],
			[102, 0],
		]) {
			expect(items[at]).toMatchObject({
				outcome: 'failed',
				reason: 'ambiguous',
				message: expect.stringMatching(
					`^Item ${other} names .*\\(ID ${ann.id}\\), too, by another key`,
				),
			});
		}
		// Nobody takes over whom another row of the list has written.
		expect(ann).toMatchObject({ name: 'Two', external_id: null });
		expect(identitiesIn(stage.sim, ann)).toEqual(['email:ann@x.example*', 'email:ann2@x.example']);
	});

	it('who agree: both are done', async () => {
		const stage = setUp();
		const ann = addAnn(stage.sim, { external_id: null });
		addIdentityTo(stage.sim, ann, { type: 'email', value: 'ann2@x.example' });
		const items = await upsert(stage, list('Anna', 'Anna'));
		expect([items[0].outcome, items[102].outcome]).toEqual(['updated', 'sent']);
		expect(ann).toMatchObject({ name: 'Anna', external_id: 'X7' });
	});

	it('with the same address in both it is one row', async () => {
		const stage = setUp();
		const ann = addAnn(stage.sim, { external_id: null });
		const rows = list('One', 'Two').map((row) => ({
			...row,
			email: row.email.replace('ann2', 'ann'),
		}));
		const items = await upsert(stage, rows);
		expect([items[0].reason, items[102].reason]).toEqual(['ambiguous', 'ambiguous']);
		expect(ann).toMatchObject({ name: 'Ann', external_id: null });
	});
});

describe('U5: User: Update, the same user twice', () => {
	const TWICE: Array<[string, IDataObject, IDataObject, string]> = [
		['a name', { name: 'One' }, { name: 'Two' }, 'name'],
		['an email', { email: 'one@x.example' }, { email: 'two@x.example' }, 'email'],
		['a phone that is emptied', { phone: '+4930123456' }, { phone: '' }, 'phone'],
		['an external ID', { externalId: 'X8' }, { externalId: 'X9' }, 'external_id'],
	];

	async function update(stage: ReturnType<typeof setUp>, rows: IDataObject[], keys: string[]) {
		const [field] = Object.keys(rows[0]);
		const items = rows.map((row, i) => ({ key: keys[i], value: row[field] }));
		const parameters = {
			...{ resource: 'user', operation: 'update' },
			user: { __rl: true, mode: 'email', value: '={{ $json.key }}' },
			updateFields: { [field]: '={{ $json.value }}' },
		};
		return (await stage.run({ items, onError: 'continueRegularOutput', parameters })).items;
	}

	it.each(TWICE)(
		'%s that differs: neither is written, in any order',
		async (_what, a, b, field) => {
			for (const rows of [
				[a, b],
				[b, a],
			]) {
				clearStages();
				const stage = setUp();
				const ann = addAnn(stage.sim);
				const before = stateIn(stage.sim);
				const items = await update(stage, rows, ['ann@x.example', String(ann.id)]);
				expect(items).toMatchObject(
					['Item 1 ', 'Item 0 '].map((other) => ({
						outcome: 'failed',
						reason: 'ambiguous',
						message: expect.stringMatching(`^${other}names Ann .*: ${field}$`),
					})),
				);
				expect(stateIn(stage.sim)).toBe(before);
			}
		},
	);

	it.each(TWICE)('%s that is the same: one write, both rows say it', async (_what, one) => {
		const stage = setUp();
		const ann = addAnn(stage.sim, { phone: null });
		const items = await update(stage, [one, one], ['ann@x.example', String(ann.id)]);
		expect(items).toMatchObject([{ outcome: 'updated' }, { outcome: 'updated' }]);
	});
});
