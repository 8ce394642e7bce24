import type { Fault } from '../types';
import { atEachJob, expectNextRunConverges, otherRows } from './jobs';

/** Some records of a job fail: their rows say so, the others are done, and the next run does the rest. */
export const rowsOfAJob: Fault = {
	id: 'F9',
	async hit(subject) {
		let failed = 0;
		const jobs = await atEachJob(subject, async (route, records) => {
			const all = [...records.keys()];
			const hits = [[0], [all.at(-1)!], all];
			const others: number[][] = [];
			for (const failItems of hits) {
				const play = await subject.play();
				play.sim.faults.add({ when: { route }, then: { kind: 'job', failItems } });
				const rows = otherRows(subject, await play.act());
				play.sim.faults.verifyAllFired();
				expect(rows.length).toBeLessThanOrEqual(failItems.length);
				others.push(rows);
				failed += failItems.length;
				await expectNextRunConverges(play);
			}
			const [first, last] = others;
			// Two records of users are two rows; tickets may all be of one.
			if (all.length > 1 && /users/.test(route) && first.length > 0)
				expect(last).not.toEqual(first);
		});
		return `same state after the next run, ${failed} records of ${jobs} kinds of jobs failed on their own rows`;
	},
};
