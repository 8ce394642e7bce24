import { clientOf, type SimulatorOptions } from '../../simulator';
import { tellLeaverStory } from '../../stories/leaver';
import { clearStages, setStage } from '../engine';
import { by, offboardForm } from '../forms';

/** Two runs that off-board the same person at once: case F2 of what once failed. */

afterEach(clearStages);

function setUp(options: SimulatorOptions = {}) {
	const stage = setStage({ searchLagSeconds: 0, ...options });
	const story = tellLeaverStory(stage.sim);
	const parameters = (level: string) =>
		offboardForm(story, { level, leaver: by.id(story.leaver), options: { failedRows: 'items' } });
	const offboard = async (level: string) =>
		(await stage.run({ parameters: parameters(level) })).items[0];
	return { ...stage, story, offboard };
}

describe('F2: the leaver is deleted by another run', () => {
	it.each([
		['after the suspension', 'PUT /api/v2/users/:id'],
		['after the sessions ended', 'DELETE /api/v2/users/:id/sessions'],
		['after the tickets moved', 'PUT /api/v2/tickets/update_many'],
	])('%s: the message says so', async (_, route) => {
		const { sim, story, offboard } = setUp();
		sim.faults.add({
			when: { route },
			then: {
				kind: 'after',
				do: () => {
					sim.store.users.update(sim.store.users.get(story.leaver.id)!, {
						active: false,
						role: 'end-user',
					});
				},
			},
		});
		const item = await offboard('downgradeAndSuspend');
		sim.faults.verifyAllFired();
		expect(item.outcome).toBe('failed');
		expect(JSON.stringify(item)).not.toContain('does not know this record');
		expect(item.message).toMatch(/Ann Leaver \(ID \d+\).*(another run|[Ss]omebody)/);
	});

	it.each(['delete', 'deletePermanently', 'downgradeAndSuspend'])(
		'two runs at once: %s',
		async (level) => {
			const { sim, story, offboard } = setUp({ latencyMs: 50 });
			const items = await Promise.all([offboard(level), offboard(level)]);
			for (const item of items) {
				if (item.outcome !== 'failed' && item.outcome !== 'unknown') continue;
				expect(item.message).toMatch(/another run|[Ss]omebody/);
			}
			const [again] = [await offboard(level)];
			expect(['unchanged', 'skipped']).toContain(again.outcome);
			expect(sim.store.users.get(story.leaver.id)).toMatchObject({ role: 'end-user' });
			expect((await clientOf(sim).get('users/me')).status).toBe(200);
		},
	);
});
