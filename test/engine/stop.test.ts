import { addAgent } from '../simulator';
import { tellLeaverStory } from '../stories/leaver';
import { clearStages, setStage } from './engine';
import { offboardForm } from './forms';

afterEach(clearStages);

/** So long a person waits who has pressed Stop; how the machine's own clock keeps it is in test/unit/clock.test.ts. */
const PATIENCE_MS = 2_000;

it.each([
	['while tickets move in a job', 3_500],
	['while it reads', 700],
])('after Stop, %s, no request is sent later than 2 s', async (_when, pressAfterMs) => {
	const { sim, run } = setStage({ latencyMs: 300, jobSeconds: 60 });
	const story = tellLeaverStory(sim);
	let stoppedAt = 0;
	const { items } = await run({
		parameters: offboardForm(story),
		stop: (press) =>
			void sim.clock.sleep(pressAfterMs).then(() => {
				stoppedAt = sim.clock.now();
				press();
			}),
	});
	expect(stoppedAt).toBeGreaterThan(0);
	expect(items).toEqual([]);
	await sim.clock.sleep(PATIENCE_MS + 120_000);
	expect(sim.log.filter(({ at }) => at > stoppedAt + PATIENCE_MS)).toEqual([]);
	expect(sim.log.entries.length).toBeGreaterThan(0);
	expect(sim.store.users.get(story.leaver.id)!.role).toBe('agent');
});

it('wakes from a long wait for Zendesk', async () => {
	const { sim, run } = setStage();
	const agent = addAgent(sim);
	sim.faults.add({
		when: { route: 'GET /api/v2/users/me', times: Infinity },
		then: { kind: 'respond', status: 429, headers: { 'Retry-After': '600' }, body: 'too fast' },
	});
	const startedAt = sim.clock.now();
	await run({
		parameters: {
			resource: 'user',
			operation: 'suspend',
			user: { __rl: true, mode: 'id', value: String(agent.id) },
		},
		stop: (press) => void sim.clock.sleep(1_000).then(press),
	});
	expect(sim.clock.now() - startedAt).toBeLessThan(1_000 + PATIENCE_MS);
	expect(sim.log.count({ route: 'GET /api/v2/users/me' })).toBe(1);
});
