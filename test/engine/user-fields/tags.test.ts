import { clearStages } from '../engine';
import { apply, edit, known, outcomes, person, plan, sync, userOf } from '../sync/helpers';
import { byId, checked, lists, rowsOf, setFields, writes } from './helpers';

afterEach(clearStages);

const TAKEN = ['kept', 'removed', 'clears-field'] as const;

describe('N1 and D13: tags that belong to user fields', () => {
	it.each(TAKEN)(
		'N1 (%s): three runs of a sync with a checkbox field write once',
		async (fieldTagTakenAway) => {
			const stage = setFields({ switches: { fieldTagTakenAway } });
			const user = checked(stage.sim, 1);
			const more = { fields: { tags: 'staff' } };
			const all: unknown[] = [];
			for (let run = 0; run < 3; run++) {
				const { changes } = await sync(stage, [person(1)], more);
				all.push(outcomes(changes));
			}
			expect(all).toEqual([['updated'], [], []]);
			expect(writes(stage.sim)).toBe(1);
			expect(userOf(stage.sim, user).tags.sort()).toEqual(['staff', 'vip']);
			expect(userOf(stage.sim, user).user_fields.is_vip).toBe(true);
		},
	);

	it.each(TAKEN)(
		'N1 (%s): nor does one that sets the checkbox and the tags',
		async (fieldTagTakenAway) => {
			const stage = setFields({ switches: { fieldTagTakenAway } });
			const user = known(stage.sim, 1, { tags: ['old'] });
			const more = { fields: { tags: 'staff', userFields: '{"is_vip":"yes","plan":"Gold plan"}' } };
			for (const rows of [[person(1)], [person(1), person(2)], [person(1), person(2)]]) {
				await sync(stage, rows, more);
			}
			const { changes, unchanged } = await plan(stage, [person(1), person(2)], more);
			expect([changes, unchanged.length]).toEqual([[], 2]);
			expect(userOf(stage.sim, user).tags.sort()).toEqual(['plan_gold', 'staff', 'vip']);
			expect(writes(stage.sim)).toBe(2);
		},
	);

	it('N1: plan and apply keep the tag of a box that an agent checks in between', async () => {
		const stage = setFields();
		const user = known(stage.sim, 1, { tags: ['old'], user_fields: { is_vip: false } });
		const more = { fields: { tags: 'staff' } };
		const { changes } = await plan(stage, [person(1)], more);
		edit(stage.sim, user, { tags: ['old', 'vip'], user_fields: { is_vip: true } });
		const { items } = await apply(stage, changes);
		expect(outcomes(items)).toEqual(['updated']);
		expect(userOf(stage.sim, user).tags.sort()).toEqual(['staff', 'vip']);
	});

	it('N1: and take none back that an agent has unchecked in between', async () => {
		const stage = setFields();
		const user = checked(stage.sim, 1);
		const { changes } = await plan(stage, [person(1)], { fields: { tags: 'staff' } });
		expect(changes).toMatchObject([{ after: { tags: ['staff', 'vip'] } }]);
		edit(stage.sim, user, { tags: ['own'], user_fields: { is_vip: false } });
		expect(outcomes((await apply(stage, changes)).items)).toEqual(['updated']);
		expect(userOf(stage.sim, user).tags).toEqual(['staff']);
	});

	it('N1: where blanks are filled only, a tag of a field is no tag of the person', async () => {
		const stage = setFields();
		const user = known(stage.sim, 1, { tags: ['vip'], user_fields: { is_vip: true } });
		await sync(stage, [person(1)], { fields: { tags: 'staff' }, conflict: 'blanks' });
		expect(userOf(stage.sim, user).tags.sort()).toEqual(['staff', 'vip']);
	});

	it.each(['removed', 'clears-field'] as const)(
		'D13 (%s): Update by ID',
		async (fieldTagTakenAway) => {
			const stage = setFields({ switches: { fieldTagTakenAway } });
			const user = checked(stage.sim, 1);
			const run = rowsOf('update', { tags: 'staff' }, byId(user.id));
			const all = [await stage.run(run), await stage.run(run), await stage.run(run)];
			expect(all.map(({ items }) => outcomes(items)[0])).toEqual([
				'updated',
				'unchanged',
				'unchanged',
			]);
			expect(userOf(stage.sim, user).tags.sort()).toEqual(['staff', 'vip']);
			expect([writes(stage.sim), lists(stage.sim)]).toEqual([1, 3]);
		},
	);

	it.each([
		['one row by external ID', [{ externalId: 'HR-1' }]],
		['one row by email', [{ email: 'person1@example.com' }]],
		['many rows', [{ externalId: 'HR-1' }, { email: 'person2@example.com', name: 'Person 2' }]],
	])('D13: Create or Update, %s', async (_, items) => {
		const stage = setFields({ switches: { fieldTagTakenAway: 'removed' } });
		const users = items.map((_row, i) => checked(stage.sim, i + 1));
		const key = (name: string) => ({ [name]: `={{ $json.${name} ?? "" }}` });
		const run = rowsOf(
			'upsert',
			{ tags: 'staff' },
			{ ...key('externalId'), ...key('email'), ...key('name') },
		);
		const all = [await stage.run({ ...run, items }), await stage.run({ ...run, items })];
		expect(all.map((one) => outcomes(one.items))).toEqual([
			items.map(() => 'updated'),
			items.map(() => 'unchanged'),
		]);
		for (const user of users) {
			expect(userOf(stage.sim, user).tags.sort()).toEqual(['staff', 'vip']);
		}
	});

	it('D13: Create or Update that writes unchanged rows', async () => {
		const stage = setFields({ switches: { fieldTagTakenAway: 'removed' } });
		const user = checked(stage.sim, 1);
		const run = rowsOf(
			'upsert',
			{ tags: 'own' },
			{ externalId: 'HR-1', options: { writeUnchanged: true } },
		);
		await stage.run(run);
		expect(writes(stage.sim)).toBe(1);
		expect(userOf(stage.sim, user).tags.sort()).toEqual(['own', 'vip']);
	});

	it('D13: Create over somebody who is there and equal', async () => {
		const stage = setFields();
		checked(stage.sim, 1);
		const run = rowsOf(
			'create',
			{ tags: 'own' },
			{ name: 'Person 1', email: 'person1@example.com' },
		);
		expect(outcomes((await stage.run(run)).items)).toEqual(['unchanged']);
	});

	it.each(['update', 'upsert', 'create', 'sync'])(
		'a wanted tag of a field that is not set is refused: %s',
		async (operation) => {
			const stage = setFields();
			const user = known(stage.sim, 1, { tags: ['own'] });
			const before = JSON.stringify(user);
			const message =
				"The tag 'plan_gold' belongs to the user field 'plan', which gives and takes it by its value";
			if (operation === 'sync') {
				const { blocked } = await sync(stage, [person(1), person(2)], {
					fields: { tags: 'own,plan_gold' },
				});
				expect(blocked).toMatchObject([{ message }, { message }]);
			} else {
				const target = {
					update: byId(user.id),
					upsert: { externalId: 'HR-1' },
					create: { name: 'New' },
				}[operation]!;
				const { items } = await stage.run(rowsOf(operation, { tags: 'own,plan_gold' }, target));
				expect(items).toMatchObject([{ outcome: 'failed', reason: 'invalid', message }]);
			}
			expect(writes(stage.sim)).toBe(0);
			expect(JSON.stringify(userOf(stage.sim, user))).toBe(before);
		},
	);
});
