import type { Simulator } from '../../simulator';
import { clearStages } from '../../engine/engine';
import { subjectOf } from '../play';
import type { Fault, Scenario } from '../types';
import { named } from '../ways';
import { at, operationOf, resultOf } from './at';
import { type Key, type Operation, rowOf, type Row } from './operations';

const KEYS: Key[] = ['externalId', 'email'];

const TWIN = { email: 'twin@example.com', external_id: 'HR-TWIN' };

/** The same person in two brands, and somebody who is there once. */
function rows(sim: Simulator, { put }: Operation): Row[] {
	const once = put(sim, { name: 'Once', email: 'once@example.com', external_id: 'HR-ONCE' });
	const twin = put(sim, { name: 'Twin of Brand 1', ...TWIN, brand_id: 1 });
	put(sim, { name: 'Twin of Brand 2', ...TWIN, brand_id: 2 });
	return [once, twin].map(rowOf);
}

async function hitKey(scenario: Scenario, key: Key): Promise<void> {
	const options = { switches: { brandSeparated: true } };
	const play = await (await subjectOf(at(scenario, { rows, key, options }))).play();
	const twins = () =>
		play.sim.store.users
			.all()
			.filter(({ brand_id: brandId }) => brandId !== null)
			.map((user) => ({ ...user }));
	const before = twins();
	expect(before).toHaveLength(2);
	// To create is to add one to the account itself, who may have both keys as well; from then on there are three.
	const isCreated = scenario.name === 'User: Create';
	if (isCreated) await play.act();
	const items = resultOf(await play.act()).outputs.flat();
	expect(items.filter(({ reason }) => reason === 'ambiguous')).toHaveLength(1);
	expect(twins()).toEqual(before);
	const { done } = operationOf(scenario);
	if (done) expect(items.map(({ outcome }) => outcome)).toContain(done);
}

/** Two users of two brands have the same keys: nobody guesses which of them is meant. */
export const brands: Fault = {
	id: 'F36',
	async hit({ scenario }) {
		for (const key of KEYS) await named(`by ${key}`, async () => await hitKey(scenario, key));
		clearStages();
		return `refused as ambiguous by ${KEYS.length} keys, 0 writes to either; the others are done`;
	},
};
