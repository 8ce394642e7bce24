import type { IDataObject } from 'n8n-workflow';
import { identitiesIn, type Simulator, type SimulatorOptions, type User } from '../../simulator';
import { setStage, type Stage } from '../engine';

/** The form of Create or Update with each of its fields from the item. */
const FORM = {
	resource: 'user',
	operation: 'upsert',
	externalId: '={{ $json.externalId }}',
	email: '={{ $json.email }}',
	name: '={{ $json.name }}',
};

export const setUp = (options: SimulatorOptions = {}) =>
	setStage({ searchLagSeconds: 0, ...options });

export async function upsert(
	{ run }: Pick<Stage, 'run'>,
	items: IDataObject[],
	options: IDataObject = {},
	additionalFields: IDataObject = {},
) {
	const parameters = { ...FORM, options, additionalFields };
	return (await run({ items, onError: 'continueRegularOutput', parameters })).items;
}

/** Everything that says who people are, and what belongs to them. */
export function stateIn(sim: Simulator): string {
	const users = sim.store.users.all().map((user) => ({
		...user,
		updated_at: 0,
		identities: identitiesIn(sim, user),
		organizations: organizationsIn(sim, user),
	}));
	return JSON.stringify(users);
}

export const organizationsIn = (sim: Simulator, { id }: Pick<User, 'id'>) =>
	sim.store.organizationMemberships
		.sortedBy('user', id)
		.map((one) => `${one.organization_id}${one.default ? '*' : ''}`);

/** A dry run, a run, and a second run: what the first says holds for the second, and the third writes nothing. */
export async function runThrice(stage: Stage, items: IDataObject[], options: IDataObject = {}) {
	const before = stateIn(stage.sim);
	const dry = await upsert(stage, items, { ...options, dryRun: true });
	expect(stateIn(stage.sim)).toBe(before);
	const first = await upsert(stage, items, options);
	const after = stateIn(stage.sim);
	const second = await upsert(stage, items, options);
	expect(stateIn(stage.sim)).toBe(after);
	return { dry, first, second };
}

/** The same rows in each of a few orders. */
export function ordersOf<Row>(rows: Row[]): Row[][] {
	return [rows, [...rows].reverse(), [...rows.slice(1), rows[0]]];
}

export const outcomes = (items: IDataObject[]) => items.map(({ outcome }) => outcome);
