import type { IDataObject } from 'n8n-workflow';
import { addCustomer } from '../../simulator';
import type { NodeRun } from '../engine';
import { clearStages } from '../engine';
import { edit, known, outcomes, userOf } from '../sync/helpers';
import { BY_ITEM, byId, lists, rowsOf, setFields, writes } from './helpers';

afterEach(clearStages);

describe('how often the user fields are read', () => {
	const update = (users: number, fields: IDataObject): NodeRun => ({
		...rowsOf('update', fields, BY_ITEM),
		items: Array.from({ length: users }, () => ({})),
	});

	it.each([
		['not at all without user fields and tags', { tags: undefined }, 0],
		['nor where the tags are as wanted', { tags: 'own' }, 0],
		['once a run with user fields, whatever the rows', { user_fields: { team: 'A' } }, 1],
		['once a run that changes tags', { tags: 'other' }, 1],
	])('%s', async (_, fields, expected) => {
		const stage = setFields();
		const items = [1, 2, 3].map((i) => ({ id: known(stage.sim, i, { tags: ['own'] }).id }));
		await stage.run({ ...update(3, fields as IDataObject), items });
		expect(lists(stage.sim)).toBe(expected);
	});

	it('two rows of one user: each user field counts, not the last row alone', async () => {
		const stage = setFields();
		const user = known(stage.sim, 1);
		const items = [{ extra: { team: 'A' } }, { extra: { seats: 3 } }];
		const extra = '={{ JSON.stringify($json.extra) }}';
		for (const run of [
			{ ...rowsOf('update', {}, { ...byId(user.id), updateFields: { userFields: extra } }), items },
			{
				...rowsOf('upsert', {}, { externalId: 'HR-1', additionalFields: { userFields: extra } }),
				items,
			},
		]) {
			await stage.run(run);
			expect(userOf(stage.sim, user).user_fields).toMatchObject({ team: 'A', seats: 3 });
			edit(stage.sim, user, { user_fields: { team: null, seats: null } });
		}
	});
});

describe('a credential that may not read the user fields', () => {
	it.each([403, 404])('%d: goes on with what each user shows, and says so', async (status) => {
		const stage = setFields();
		stage.sim.faults.add({
			when: { route: 'GET /api/v2/user_fields', times: Infinity },
			then: {
				kind: 'respond',
				status,
				body: { error: 'Forbidden', description: 'Not authorized!' },
			},
		});
		const user = addCustomer(stage.sim, { external_id: 'HR-1' });
		const good = rowsOf('update', { user_fields: { seats: '5' } }, byId(user.id));
		const bad = rowsOf('update', { user_fields: { seatz: '5' } }, byId(user.id));
		const [first, second, third] = [
			await stage.run(good),
			await stage.run(good),
			await stage.run(bad),
		];
		expect([first, second, third].map(({ items }) => items[0].outcome)).toEqual([
			'updated',
			'unchanged',
			'failed',
		]);
		expect(third.items[0].advice).toContain("'seats'");
		expect(first.hints.join('\n')).toContain(
			"did not let this credential read the account's user fields",
		);
		expect(userOf(stage.sim, user).user_fields.seats).toBe(5);
	});

	it('a failure is not taken for that: nothing is written', async () => {
		const stage = setFields();
		stage.sim.faults.add({
			when: { route: 'GET /api/v2/user_fields', times: Infinity },
			then: { kind: 'respond', status: 500, body: {} },
		});
		const user = known(stage.sim, 1);
		const { items } = await stage.run(
			rowsOf('update', { user_fields: { team: 'A' } }, byId(user.id)),
		);
		expect(items).toMatchObject([{ outcome: 'failed', reason: 'unavailable' }]);
		expect(writes(stage.sim)).toBe(0);
	});
});

describe('languages and time zones', () => {
	const update = (user: { id: number }, updateFields: IDataObject) =>
		rowsOf('update', {}, { ...byId(user.id), updateFields });

	it.each([
		[{ locale: 'PT_br' }, { locale: 'pt-BR', locale_id: 19 }],
		[{ timeZone: 'Europe/Berlin' }, { time_zone: 'Europe/Berlin' }],
		[{ timeZone: 'Berlin' }, { time_zone: 'Berlin' }],
	])('%j is written once', async (fields, stored) => {
		const stage = setFields();
		const user = known(stage.sim, 1);
		const wish = 'locale' in fields ? { locale: 'pt-br' } : fields;
		expect(outcomes((await stage.run(update(user, wish))).items)).toEqual(['updated']);
		expect(userOf(stage.sim, user)).toMatchObject(stored);
		expect(outcomes((await stage.run(update(user, fields))).items)).toEqual(['unchanged']);
	});

	it.each([
		[{ timeZone: 'Europe/Berlin' }, { time_zone: 'Berlin' }],
		[{ timeZone: '' }, {}],
		[{ locale: '' }, {}],
		[{ locale: 'EN-us' }, {}],
	])('%j is no difference to %j', async (fields, has) => {
		const stage = setFields();
		const user = known(stage.sim, 1, has);
		expect(outcomes((await stage.run(update(user, fields))).items)).toEqual(['unchanged']);
		expect(writes(stage.sim)).toBe(0);
	});

	it.each([
		['ignored', 1, { locale: 'tlh' }],
		['ignored', 2, { locale: 'tlh' }],
		['ignored', 1, { timeZone: 'Mars' }],
		['ignored', 2, { timeZone: 'Mars' }],
		['422', 1, { locale: 'tlh' }],
		['422', 2, { timeZone: 'Mars' }],
	] as const)(
		'%s, %d rows: %j, which Zendesk does not know, is not called updated',
		async (how, count, updateFields) => {
			const stage = setFields({ switches: { unknownLocale: how, unknownTimeZone: how } });
			const items = Array.from({ length: count }, (_, i) => ({ id: known(stage.sim, i).id }));
			const result = await stage.run({
				...rowsOf('update', {}, { ...BY_ITEM, updateFields }),
				items,
			});
			expect(outcomes(result.items)).toEqual(items.map(() => 'failed'));
			expect(String(result.items[0].message)).toMatch(/without effect|is invalid/);
		},
	);
});
