import type { IDataObject } from 'n8n-workflow';
import type { Stage } from '../../engine/engine';
import { apply, knownPeople, people, plan, sync } from '../../engine/sync/helpers';
import { clearStages, setStage } from '../../engine/engine';
import type { Fault, Scenario } from '../types';
import { named } from '../ways';

const PEOPLE = 40;

/** No row at all, rows without anything in them, and five per cent. */
const SOURCES: Record<string, IDataObject[]> = {
	'no row': [{}],
	'empty rows': [{ other: 1 }, { other: 2 }],
	'5 %': people(PEOPLE / 20),
};

const REMOVALS = ['suspend', 'delete'];

type Work = (stage: Stage, rows: IDataObject[], removal: string) => Promise<IDataObject[]>;

/** Each gives what it says of the people who are missing. */
const WORKS: Record<string, Work> = {
	'User Sync: Plan Changes': async (stage, rows, removal) => {
		const { changes, blocked } = await plan(stage, rows, { removal });
		expect(changes).toEqual([]);
		return blocked;
	},
	'User Sync: Sync Users': async (stage, rows, removal) => {
		const { changes, blocked } = await sync(stage, rows, { removal });
		expect(changes).toEqual([]);
		return blocked;
	},
	// A plan that was made without limits; an empty source makes no plan at all.
	'User Sync: Apply Plan': async (stage, _rows, removal) => {
		const few = await plan(stage, SOURCES['5 %'], { removal, maxRemovals: 100 });
		expect(few.changes.length).toBeGreaterThan(PEOPLE / 2);
		return (await apply(stage, few.changes)).items;
	},
};

async function hitSource(
	{ name }: Scenario,
	rows: IDataObject[],
	removal: string,
): Promise<number> {
	clearStages();
	const stage = setStage({ searchLagSeconds: 0 });
	const users = knownPeople(stage.sim, PEOPLE);
	const items = await WORKS[name](stage, rows, removal);
	const limited = items.filter(({ reason }) => reason === 'limit');
	expect(limited.length).toBeGreaterThan(0);
	for (const { message, advice } of limited) {
		expect(message).toMatch(/empty|'Max Removals|not clear/);
		expect(advice).toEqual(expect.any(String));
	}
	expect(stage.sim.log.writes()).toEqual([]);
	const left = users.map(({ id }) => stage.sim.store.users.get(id)!);
	expect(left.filter(({ active, suspended }) => !active || suspended)).toEqual([]);
	return left.length;
}

/** The source is empty, or nearly so: nobody is taken out, and the limit says why. */
export const sourceEmpty: Fault = {
	id: 'F32',
	async hit({ scenario }) {
		let kept = 0;
		for (const [what, rows] of Object.entries(SOURCES)) {
			for (const removal of REMOVALS) {
				await named(`${what}, ${removal}`, async () => {
					kept += await hitSource(scenario, rows, removal);
				});
			}
		}
		clearStages();
		const ways = Object.keys(SOURCES).length * REMOVALS.length;
		return `0 of ${kept} users removed, 0 writes, in ${ways} ways`;
	},
};
