import type { IDataObject } from 'n8n-workflow';
import { addAgent } from '../../simulator';
import { clearStages, setStage, type Stage } from '../engine';
import { apply, known, knownPeople, people, plan, reasons, sync, userOf } from '../sync/helpers';

/** Max Removals counts those who could be removed, and holds for a plan as a whole. */

afterEach(clearStages);

const gone = ({ sim }: Stage) =>
	sim.store.users.all().filter(({ active, external_id }) => !active && external_id === null).length;

const removedOf = (stage: Stage, users: Array<{ id: number }>) =>
	users.map((user) => userOf(stage.sim, user)).filter((user) => !user.active || user.suspended)
		.length;

describe('A11: who can’t be removed makes the scope no bigger', () => {
	const WIDE: Array<[string, string, (stage: Stage, i: number) => unknown]> = [
		['is suspended already', 'suspend', ({ sim }, i) => known(sim, i, { suspended: true })],
		['is staff', 'suspend', ({ sim }, i) => addAgent(sim, { external_id: `HR-${i}` })],
		['is staff', 'delete', ({ sim }, i) => addAgent(sim, { external_id: `HR-${i}` })],
		['was adopted', 'delete', ({ sim }, i) => known(sim, i, { tags: ['adopted_by_email'] })],
		['was adopted', 'suspend', ({ sim }, i) => known(sim, i, { tags: ['Adopted_by_email'] })],
	];

	it.each(WIDE)('who %s: %s', async (_, removal, add) => {
		const stage = setStage();
		const users = knownPeople(stage.sim, 10);
		for (let i = 0; i < 60; i++) add(stage, 100 + i);
		const staying = stage.sim.store.users
			.all()
			.flatMap(({ external_id: externalId, email, name, suspended }) =>
				/^HR-1\d\d$/.test(String(externalId)) && !suspended ? [{ externalId, email, name }] : [],
			);
		const rows = [...people(5), ...staying];
		const form = { removal, maxRemovals: 10 };
		const { blocked } = await sync(stage, rows, form);
		expect(new Set(reasons(blocked))).toEqual(new Set(['limit']));
		expect(blocked[0]).toMatchObject({ message: expect.stringMatching(/^5 of 10 users/) });
		const { changes } = await plan(stage, rows, { ...form, maxRemovals: 100 });
		const honest = changes.map((change) => ({ ...change, removals: 0, of: 1e9 }));
		expect(new Set(reasons((await apply(stage, honest, form)).items))).toEqual(new Set(['limit']));
		expect(removedOf(stage, users)).toBe(0);
	});

	it('where rows suspend, as well', async () => {
		const stage = setStage();
		const users = knownPeople(stage.sim, 10);
		for (let i = 100; i < 160; i++) known(stage.sim, i, { suspended: true });
		const rows = people(10).map((row, i) => ({ ...row, suspended: i < 5 }));
		const form = { missingMeansLeft: false, fields: { suspended: '={{ $json.suspended }}' } };
		await sync(stage, rows, form);
		expect(removedOf(stage, users)).toBe(0);
	});
});

describe('A11: a plan that is applied in parts', () => {
	const planned = async (more: object = {}) => {
		const stage = setStage();
		const users = knownPeople(stage.sim, 40);
		const form = { removal: 'delete', maxRemovals: 100, ...more };
		const { changes } = await plan(stage, people(2), form);
		expect(changes).toHaveLength(38);
		return { stage, users, changes };
	};
	const partsOf = (changes: IDataObject[], size: number) =>
		Array.from({ length: Math.ceil(changes.length / size) }, (_, i) =>
			changes.slice(i * size, (i + 1) * size),
		);

	it.each([1, 2, 3, 4])('of %d each is refused where the whole is too many', async (size) => {
		for (const removal of ['suspend', 'delete']) {
			clearStages();
			const { stage, users, changes } = await planned({ removal });
			for (const part of partsOf(changes, size)) await apply(stage, part, { maxRemovals: 10 });
			expect([removal, removedOf(stage, users)]).toEqual([removal, 0]);
		}
	});

	it('says that it is the whole plan', async () => {
		const { stage, changes } = await planned();
		const { items } = await apply(stage, changes.slice(0, 2), { maxRemovals: 10 });
		expect(items[0]).toMatchObject({
			reason: 'limit',
			message: expect.stringMatching(/whole plan: 38 of 40 users/),
		});
	});

	it('is also refused where only some of the items say so, or not of how many', async () => {
		const { stage, users, changes } = await planned();
		const [first, second] = changes.map((change) => ({ ...change, of: undefined }));
		const silent = { ...second, removals: undefined };
		await apply(stage, [silent, first], { maxRemovals: 10 });
		expect(removedOf(stage, users)).toBe(0);
	});

	it('is done where the whole is not too many, also what is left of it', async () => {
		const stage = setStage();
		knownPeople(stage.sim, 40);
		const form = { removal: 'delete', maxRemovals: 10 };
		const { changes } = await plan(stage, people(36), form);
		expect(changes).toHaveLength(4);
		for (const part of partsOf(changes, 1)) await apply(stage, part, form);
		expect(gone(stage)).toBe(4);
	});

	it('of those who have left by their rows, too', async () => {
		const stage = setStage();
		const users = knownPeople(stage.sim, 40);
		const rows = people(20).map((row) => ({ ...row, left: true }));
		const form = { missingMeansLeft: false, hasLeft: '={{ $json.left }}', removal: 'delete' };
		const { changes } = await plan(stage, rows, { ...form, maxRemovals: 100 });
		for (const part of partsOf(changes, 2)) await apply(stage, part, { maxRemovals: 10 });
		expect(removedOf(stage, users)).toBe(0);
	});
});

describe('F9: two may always go, of a small scope alone', () => {
	it.each([
		[10, 2, 1, 2],
		[19, 2, 1, 2],
		[19, 3, 1, 0],
		[20, 2, 1, 0],
		[50, 2, 1, 0],
		[50, 1, 1, 0],
		[20, 2, 10, 2],
		[60, 2, 5, 2],
		[19, 2, 0, 0],
	])('of %d, %d left, at %d %%: %d go', async (users, left, maxRemovals, go) => {
		const form = { removal: 'delete', maxRemovals };
		const stage = setStage();
		knownPeople(stage.sim, users);
		await sync(stage, people(users - left), form);
		expect(gone(stage)).toBe(go);
		clearStages();
		const other = setStage();
		knownPeople(other.sim, users);
		const all = await plan(other, people(users - left), { ...form, maxRemovals: 100 });
		await apply(other, all.changes, form);
		expect(gone(other)).toBe(go);
	});
});
