import { addCustomer, type Simulator } from '../../simulator';
import { clearStages, setStage } from '../engine';
import { apply, known, person, sync, userOf } from '../sync/helpers';

/** The mark of somebody who was there before: only people take it off, in Zendesk. */

afterEach(clearStages);

const MARK = 'adopted_by_email';
const ROW = { externalId: 'HR-66', email: 'carla@example.com', name: 'Carla' };
const REMOVE = { removal: 'delete', maxRemovals: 100 };

const customer = (sim: Simulator) =>
	addCustomer(sim, { name: 'Carla', email: ROW.email, external_id: null, tags: ['vip'] });

describe('A7: the mark of who was adopted stays', () => {
	const MAPPED: Array<[string, object, string[]]> = [
		['the source maps other tags', { fields: { tags: 'x,y' } }, ['x', 'y', MARK]],
		['the source maps the mark in capitals', { fields: { tags: 'ADOPTED_BY_EMAIL' } }, [MARK]],
		['the source maps the tag of the scope', { scope: { tag: 'hr' }, fields: { tags: 'x' } }, []],
		[
			'the source has no tags, and blanks clear',
			{ fields: { tags: '' }, options: { blankValues: 'clear' } },
			[MARK],
		],
		['only blanks are filled', { fields: { tags: 'x' }, conflict: 'blanks' }, ['vip', MARK]],
		[
			'tags are all that is managed',
			{ fields: { tags: 'x' }, options: { managedFields: ['tags'] } },
			['x', MARK],
		],
	];

	it.each(MAPPED)('where %s; and nobody is deleted as missing', async (_, form, tags) => {
		const stage = setStage({ searchLagSeconds: 0 });
		const carla = customer(stage.sim);
		const others = [1, 2, 3].map((i) => known(stage.sim, i, { tags: ['hr'] }));
		const rows = [1, 2, 3].map((i) => person(i));
		for (let run = 0; run < 3; run++) await sync(stage, [...rows, ROW], { ...REMOVE, ...form });
		const now = userOf(stage.sim, carla).tags.map((tag) => tag.toLowerCase());
		expect(now).toContain(MARK);
		expect(now).toEqual(expect.arrayContaining(tags));
		await sync(stage, rows, { ...REMOVE, ...form });
		expect([carla, ...others].map((user) => userOf(stage.sim, user).active)).not.toContain(false);
	});

	const ITEMS: Array<[string, object, object]> = [
		['takes it off', { tags: [MARK, 'vip'] }, { tags: ['vip'] }],
		['takes all tags off', { tags: [MARK, 'vip'] }, { tags: [] }],
		[
			'takes it off beside a new name',
			{ tags: [MARK, 'vip'], name: 'Carla' },
			{ tags: null, name: 'Carla B' },
		],
	];

	it.each(ITEMS)('where an edited item %s', async (_, before, after) => {
		const stage = setStage();
		const carla = known(stage.sim, 1, { name: 'Carla', tags: ['vip', MARK] });
		const { id, email } = carla;
		await apply(stage, [{ action: 'update', id, email, before, after }] as never);
		expect(userOf(stage.sim, carla).tags).toContain(MARK);
	});

	it('where an old item, made before the adoption, gives other tags', async () => {
		const stage = setStage({ searchLagSeconds: 0 });
		const carla = customer(stage.sim);
		const { id, email } = carla;
		await sync(stage, [ROW], { missingMeansLeft: false });
		const item = { action: 'update', id, email, before: { tags: ['vip'] }, after: { tags: ['x'] } };
		for (const tags of [['vip'], ['vip', MARK]])
			await apply(stage, [{ ...item, before: { tags } }]);
		expect(userOf(stage.sim, carla).tags).toContain(MARK);
	});

	it('until people take it off: the next sync decides', async () => {
		const stage = setStage();
		const carla = known(stage.sim, 66, { tags: [MARK] });
		[1, 2, 3].forEach((i) => known(stage.sim, i));
		const rows = [1, 2, 3].map((i) => person(i));
		await sync(stage, rows, REMOVE);
		expect(userOf(stage.sim, carla).active).toBe(true);
		stage.sim.store.users.update(userOf(stage.sim, carla), { tags: [] });
		await sync(stage, rows, REMOVE);
		expect(userOf(stage.sim, carla).active).toBe(false);
	});
});
