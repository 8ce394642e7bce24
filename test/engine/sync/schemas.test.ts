import type { IDataObject } from 'n8n-workflow';
import { OPERATIONS } from '../../../nodes/ZendeskUserSync/operations';
import { clearStages, setStage, type Stage } from '../engine';
import { preview } from '../preview';
import { apply, known, person, plan, sync } from './helpers';

afterEach(clearStages);

/** Somebody whose name has changed in the source. */
const renamed = ({ sim }: Stage) => {
	known(sim, 0, { name: 'Old Name' });
	return [person(0)];
};

/** The first item of each operation's first output. */
const RUNS: Record<string, (stage: Stage) => Promise<IDataObject>> = {
	apply: async (stage) => {
		const { changes } = await plan(stage, renamed(stage));
		return (await apply(stage, changes)).items[0];
	},
	plan: async (stage) => (await plan(stage, renamed(stage))).changes[0],
	sync: async (stage) => (await sync(stage, renamed(stage))).changes[0],
};

describe('the output previews of the editor', () => {
	it.each(OPERATIONS.map(({ value }) => value))('%s looks as its preview says', async (name) => {
		const output = await RUNS[name](setStage());
		expect(output).toBeDefined();
		const { shown, real } = preview('ZendeskUserSync', name, output);
		expect(shown).toEqual(real);
	});
});
