import { addAgent, addGroup, type Simulator } from '../../simulator';
import { clearStages, setStage, type Stage } from '../engine';
import { apply, known, outcomes, person, plan } from './helpers';
import { partFrom } from '../../part';

afterEach(clearStages);

/** An answer is lost on each route that Apply writes to: it ends right all the same, and the next plan is empty. */

const FORM = { removal: 'delete', maxRemovals: 100 };
const people = (count: number) => Array.from({ length: count }, (_, i) => person(i));

interface Scene {
	rows: object[];
	more?: object;
	outcome: string;
}

const renamed = (count: number, fields: object) => (sim: Simulator) => {
	for (let i = 0; i < count; i++) known(sim, i, fields);
	return { rows: people(count), outcome: 'updated' };
};

const leaving = (count: number) => (sim: Simulator) => {
	for (let i = 0; i < 3 + count; i++) known(sim, i);
	return { rows: people(3), outcome: 'deleted' };
};

function moving(sim: Simulator): Scene {
	const [a, b] = [addGroup(sim), addGroup(sim)];
	for (const i of [0, 1]) {
		const { externalId, ...rest } = person(i);
		addAgent(sim, { external_id: externalId, ...rest, groups: [a] });
	}
	return { rows: people(2), more: { fields: { groups: [b.id] } }, outcome: 'updated' };
}

const ROUTES: Array<[string, (sim: Simulator) => Scene]> = [
	['POST /api/v2/users', () => ({ rows: people(1), outcome: 'created' })],
	['POST /api/v2/users/create_many', () => ({ rows: people(3), outcome: 'created' })],
	['PUT /api/v2/users/:id', renamed(1, { name: 'Old Name' })],
	['PUT /api/v2/users/update_many', renamed(3, { name: 'Old Name' })],
	['POST /api/v2/users/:id/identities', renamed(2, { email: null })],
	['PUT /api/v2/users/:id/identities/:identityId', renamed(1, { email: 'old@example.com' })],
	['DELETE /api/v2/users/:id', leaving(1)],
	['DELETE /api/v2/users/destroy_many', leaving(3)],
	['POST /api/v2/group_memberships/create_many', moving],
	['DELETE /api/v2/group_memberships/destroy_many', moving],
];

async function expectDone(stage: Stage, { rows, more = {}, outcome }: Scene): Promise<void> {
	const form = { ...FORM, ...more };
	const { changes } = await plan(stage, rows as never, form);
	expect(changes.length).toBeGreaterThan(0);
	const { items, error } = await apply(stage, changes, form);
	expect(error).toBeUndefined();
	expect(new Set(outcomes(items))).toEqual(new Set([outcome]));
	await stage.sim.settle();
	const next = await plan(stage, rows as never, form);
	expect([next.changes, next.blocked, next.leavers]).toEqual([[], [], []]);
	const keys = stage.sim.store.users.all().flatMap(({ external_id: id }) => id ?? []);
	expect(new Set(keys).size).toBe(keys.length);
}

describe.each(['cut-before', 'cut-after'] as const)('%s', (kind) => {
	it.each(partFrom(ROUTES, 6))('%s', async (route, scene) => {
		const stage = setStage();
		const { sim } = stage;
		const [method] = route.split(' ');
		sim.faults.add({ when: { method, route }, then: { kind } });
		await expectDone(stage, scene(sim));
		sim.faults.verifyAllFired();
	});
});

describe('a job breaks down', () => {
	it.each(ROUTES.filter(([route]) => route.includes('_many')))('%s', async (route, scene) => {
		const stage = setStage();
		stage.sim.faults.add({ when: { route }, then: { kind: 'job', failAt: 1 } });
		await expectDone(stage, scene(stage.sim));
		stage.sim.faults.verifyAllFired();
	});
});

describe('Apply is killed at any request, and repeated from the top', () => {
	const moments = ['before', 'after'] as const;
	it.each(
		Array.from({ length: 14 }, (_, n) => moments.map((moment) => [n + 1, moment] as const)).flat(),
	)('request %d, %s it takes effect', async (n, moment) => {
		const stage = setStage();
		const { sim } = stage;
		for (let i = 0; i < 3; i++) known(sim, i, { name: 'Old Name' });
		known(sim, 3, { email: 'old@example.com' });
		for (let i = 6; i < 9; i++) known(sim, i);
		const rows = people(6);
		const { changes } = await plan(stage, rows, FORM);
		sim.faults.killAt(n, moment);
		await apply(stage, changes, FORM);
		sim.faults.revive();
		await sim.settle();
		const { items } = await apply(stage, changes, FORM);
		for (const { outcome } of items) expect(outcome).toMatch(/created|updated|deleted|unchanged/);
		// The first run may not have come so far as to be killed.
		const next = await plan(stage, rows, FORM);
		expect([next.changes, next.blocked]).toEqual([[], []]);
	});
});
