import type { Fault } from '../types';
import { atEachJob } from './jobs';

const ALL_SLOTS = 30;
const MINUTE = 60_000;

/** Other integrations hold most of the job slots, or all of them for a minute: it is waited for, not pressed for. */
export const slotsTaken: Fault = {
	id: 'F12',
	async hit(subject) {
		const few = await subject.play();
		few.sim.jobs.slotsTaken = ALL_SLOTS - 2;
		await few.expectSame(await few.act());
		// Where three orders come at once, the third one is told so.
		expect(few.sim.log.count({ status: 429 })).toBeLessThanOrEqual(1);
		let refusals = 0;
		const jobs = await atEachJob(subject, async (route) => {
			const play = await subject.play();
			const { sim } = play;
			sim.faults.add({
				when: { route },
				then: {
					kind: 'before',
					do: () => {
						sim.jobs.slotsTaken = ALL_SLOTS;
						void sim.clock.sleep(MINUTE).then(() => (sim.jobs.slotsTaken = 0));
					},
				},
			});
			const ran = await play.act();
			sim.faults.verifyAllFired();
			await play.expectSame(ran);
			const refused = sim.log.count({ route, status: 429 });
			// Once, and every five seconds then.
			expect(refused).toBeGreaterThan(0);
			expect(refused).toBeLessThanOrEqual(13);
			refusals += refused;
		});
		return `same state and verdicts with two slots left; ${refusals} requests in a minute without any, ${jobs} kinds of jobs`;
	},
};
