import type { IDataObject } from 'n8n-workflow';
import { clearStages } from '../engine';
import { apply, known, outcomes, person, plan, sync, userOf } from '../sync/helpers';
import { BY_ITEM, byId, checked, lists, rowsOf, setFields, writes } from './helpers';

afterEach(clearStages);

describe('C9: values are compared and written by their type', () => {
	const SPELLINGS = {
		seats: '5',
		is_vip: 'true',
		discount: '1.50',
		since: '2026-01-31T09:30:00.000Z',
		plan: 'Gold plan',
		badge: 'AB123',
		team: 7,
	};
	const STORED = {
		seats: 5,
		is_vip: true,
		discount: 1.5,
		since: '2026-01-31T00:00:00+00:00',
		plan: 'plan_gold',
		badge: 'AB123',
		team: '7',
	};
	const user_fields = SPELLINGS;

	it('Sync', async () => {
		const stage = setFields();
		const user = known(stage.sim, 1);
		const more = { fields: { userFields: JSON.stringify(SPELLINGS) } };
		const all = [];
		for (let run = 0; run < 3; run++)
			all.push((await sync(stage, [person(1)], more)).changes.length);
		expect(all).toEqual([1, 0, 0]);
		expect(userOf(stage.sim, user).user_fields).toEqual(STORED);
		expect([writes(stage.sim), lists(stage.sim)]).toEqual([1, 3]);
	});

	it.each(['one by one', 'by jobs'])('Create or Update, and Update, %s', async (how) => {
		const stage = setFields();
		const users = (how === 'by jobs' ? [1, 2] : [1]).map((i) => known(stage.sim, i));
		const items = users.map(({ external_id, id }) => ({ external_id, id }));
		const upsert = rowsOf('upsert', { user_fields }, { externalId: '={{ $json.external_id }}' });
		const update = rowsOf('update', { user_fields }, BY_ITEM);
		const all = [upsert, upsert, update].map((run) => ({ ...run, items }));
		const seen: unknown[] = [];
		for (const run of all) seen.push(outcomes((await stage.run(run)).items)[0]);
		expect(seen).toEqual(['updated', 'unchanged', 'unchanged']);
		for (const user of users) expect(userOf(stage.sim, user).user_fields).toEqual(STORED);
		expect([writes(stage.sim), lists(stage.sim)]).toEqual([1, 3]);
	});

	it('Create', async () => {
		const stage = setFields();
		const run = rowsOf('create', { user_fields }, { name: 'New', email: 'new@example.com' });
		const [first, second] = [await stage.run(run), await stage.run(run)];
		expect([...outcomes(first.items), ...outcomes(second.items)]).toEqual(['created', 'unchanged']);
		expect(userOf(stage.sim, { id: Number(first.items[0].id) }).user_fields).toEqual(STORED);
	});

	it('a box is unchecked by a blank, once', async () => {
		const stage = setFields();
		const user = checked(stage.sim, 1);
		const run = rowsOf('update', { user_fields: { is_vip: '' } }, byId(user.id));
		expect(outcomes((await stage.run(run)).items)).toEqual(['updated']);
		expect(userOf(stage.sim, user)).toMatchObject({
			tags: ['own'],
			user_fields: { is_vip: false },
		});
		expect(outcomes((await stage.run(run)).items)).toEqual(['unchanged']);
	});

	const WRONG: Array<[IDataObject, string]> = [
		[{ seats: 'many' }, "User field 'seats': 'many' is not a whole number"],
		[{ since: '31.01.2026' }, "User field 'since': '31.01.2026' is not a date"],
		[
			{ plan: 'Bronze' },
			"User field 'plan': 'Bronze' is none of its options: plan_gold, plan_silver",
		],
		[{ badge: 'ab1' }, "User field 'badge': 'ab1' does not fit its pattern"],
	];
	const extra = '={{ JSON.stringify($json.extra) }}';
	const WRITES: Array<[string, string, IDataObject]> = [
		['update', 'updated', { ...BY_ITEM, updateFields: { userFields: extra } }],
		[
			'upsert',
			'updated',
			{ externalId: '={{ $json.externalId }}', additionalFields: { userFields: extra } },
		],
		[
			'create',
			'created',
			{ name: '={{ $json.name }} new', additionalFields: { userFields: extra } },
		],
	];
	const cases = WRITES.flatMap(([operation, outcome, form]) =>
		WRONG.map(([wrong, message]) => ({ operation, outcome, form, wrong, message })),
	);

	it.each(cases)(
		'$operation refuses $wrong on its row, and writes the others',
		async ({ operation, outcome, form, wrong, message }) => {
			const stage = setFields({ switches: { wrongUserFieldValue: 'ignored' } });
			const { id } = known(stage.sim, 1);
			const items = [
				{ ...person(1), id, extra: wrong },
				{ ...person(1), id, extra: { team: 'A' } },
			];
			const result = await stage.run({ ...rowsOf(operation, {}, form), items });
			expect(result.items).toMatchObject([
				{ outcome: 'failed', reason: 'invalid', message: expect.stringContaining(message) },
				{ outcome },
			]);
			expect(writes(stage.sim)).toBe(1);
		},
	);

	it.each(WRONG)('Sync blocks %j: %s', async (wrong, message) => {
		const stage = setFields();
		known(stage.sim, 1);
		const rows = [1, 2].map((i) => ({ ...person(i), extra: wrong }));
		const { blocked, changes } = await plan(stage, rows, { fields: { userFields: extra } });
		expect(blocked.map((row) => String(row.message).slice(0, message.length))).toEqual([
			message,
			message,
		]);
		expect(changes).toEqual([]);
	});
});

describe('C10: keys that Zendesk does not know', () => {
	it.each([
		['update', 'shoe_siz'],
		['upsert', 'taem'],
		['create', 'Plan '],
		['sync', 'seat'],
	])('%s refuses %s on its row, and writes nothing', async (operation, key) => {
		const stage = setFields();
		stage.sim.store.userFields.set('shoe_size', 'integer');
		const user = known(stage.sim, 1);
		const user_fields = { [key]: '1' };
		const target = {
			update: byId(user.id),
			upsert: { externalId: 'HR-1' },
			create: { name: 'New' },
		};
		const rows =
			operation === 'sync'
				? (
						await sync(stage, [person(1), person(2)], {
							fields: { userFields: JSON.stringify(user_fields) },
						})
					).blocked
				: (await stage.run(rowsOf(operation, { user_fields }, target[operation as 'update'])))
						.items;
		expect(rows.length).toBe(operation === 'sync' ? 2 : 1);
		for (const row of rows) {
			expect(row.message).toBe(`User field '${key}': Zendesk shows no user field with this key`);
			expect(row.advice).toMatch(/perhaps '(shoe_size|team|plan|seats)' is meant/);
		}
		expect(writes(stage.sim)).toBe(0);
	});

	it('an approved plan with a key that somebody has edited', async () => {
		const stage = setFields();
		const user = known(stage.sim, 1);
		const more = { fields: { userFields: '{"team":"A"}' } };
		const { changes } = await plan(stage, [person(1)], more);
		(changes[0].after as IDataObject).user_fields = { tema: 'A' };
		const { items } = await apply(stage, changes);
		expect(items).toMatchObject([
			{ outcome: 'failed', message: expect.stringContaining("'tema'") },
		]);
		expect([writes(stage.sim), userOf(stage.sim, user).user_fields.team]).toEqual([0, null]);
	});
});
