import { addAgent, RealClock } from '../simulator';
import { tellLeaverStory } from '../stories/leaver';
import { clearStages, setStage } from './engine';
import { offboardForm } from './forms';

afterEach(clearStages);

/** Real time, because it is about seconds that a person waits: but only 300 ms a request and a job of a minute. */
const SLOW = { clock: new RealClock(), latencyMs: 300, jobSeconds: 60 };

it.each([
	['while tickets move in a job', 3_500],
	['while it reads', 700],
])(
	'after Stop, %s, no request is sent later than 2 s',
	async (_when, pressAfterMs) => {
		const { sim, run } = setStage(SLOW);
		const story = tellLeaverStory(sim);
		let stoppedAt = 0;
		const { items } = await run({
			parameters: offboardForm(story),
			stop: (press) =>
				setTimeout(() => {
					stoppedAt = Date.now();
					press();
				}, pressAfterMs),
		});
		expect(stoppedAt).toBeGreaterThan(0);
		expect(items).toEqual([]);
		await new Promise((resolve) => setTimeout(resolve, 3_000));
		const late = sim.log.entries.filter(({ at }) => at > stoppedAt + 2_000);
		expect(late).toEqual([]);
		expect(sim.log.entries.length).toBeGreaterThan(0);
		expect(sim.store.users.get(story.leaver.id)!.role).toBe('agent');
	},
	20_000,
);

it('wakes from a long wait for Zendesk', async () => {
	const { sim, run } = setStage({ clock: new RealClock() });
	const agent = addAgent(sim);
	sim.faults.add({
		when: { route: 'GET /api/v2/users/me', times: Infinity },
		then: { kind: 'respond', status: 429, headers: { 'Retry-After': '600' }, body: 'too fast' },
	});
	const startedAt = Date.now();
	await run({
		parameters: {
			resource: 'user',
			operation: 'suspend',
			user: { __rl: true, mode: 'id', value: String(agent.id) },
		},
		stop: (press) => setTimeout(press, 1_000),
	});
	expect(Date.now() - startedAt).toBeLessThan(3_000);
	expect(sim.log.count({ route: 'GET /api/v2/users/me' })).toBe(1);
}, 20_000);
