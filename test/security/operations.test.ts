import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL, ASKS_NOTHING, RUNS, SCENES } from './operations';
import { setSecurityStage } from './stage';

/** The suites of this folder go through the same table, so what is missing here is missing everywhere. */
describe('the table of operations', () => {
	it('has every operation of the nodes', () => {
		expect(Object.keys(SCENES).sort()).toEqual(ALL.map(({ name }) => name).sort());
		for (const { name } of ALL) expect(SCENES[name].length).toBeGreaterThan(0);
	});

	it('knows every node of the package', () => {
		const text = readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8');
		const { n8n } = JSON.parse(text) as { n8n: { nodes: string[] } };
		// The triggers have runs of their own in secrets.test.ts, links.test.ts and readOnly.test.ts.
		expect(n8n.nodes.map((path) => path.split('/')[2]).sort()).toEqual([
			'ZendeskActivityTrigger',
			'ZendeskUserSync',
			'ZendeskUsers',
			'ZendeskUsersTrigger',
		]);
	});

	it.each(RUNS)('$name does something', async ({ operation, writes, scene }) => {
		const stage = setSecurityStage();
		const run = scene(stage.sim);
		const { error, outputs } = await stage.run(run);
		expect(error).toBeUndefined();
		const bad = outputs
			.flat()
			.filter(({ outcome }) => ['failed', 'unknown'].includes(`${outcome}`));
		expect(bad).toEqual([]);
		expect(stage.front.arrived.length > 0).toBe(!ASKS_NOTHING.includes(operation));
		expect(stage.sim.log.writes().length > 0).toBe(writes);
	});
});
