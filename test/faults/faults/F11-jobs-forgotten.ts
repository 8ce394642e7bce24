import type { Fault as SimulatedFault } from '../../simulator';
import type { Fault } from '../types';
import { isNameless, named } from '../ways';
import { atEachJob, expectNextRunConverges, LOOK, otherRows } from './jobs';

const FORGOTTEN: Array<[string, SimulatedFault]> = [
	[
		'404',
		{ kind: 'respond', status: 404, body: { error: 'RecordNotFound', description: 'Not found' } },
	],
	['no status', { kind: 'respond', status: 200, body: { job_statuses: [] } }],
];

const REFUSED = /^failed: |: tickets-left$/;

/** Nobody can say what became of a job: each row is looked up, and what is there is not ordered again. */
export const jobsForgotten: Fault = {
	id: 'F11',
	async hit(subject) {
		const jobs = await atEachJob(subject, async () => {
			for (const [how, then] of FORGOTTEN) {
				await named(how, async () => {
					const play = await subject.play();
					play.sim.faults.add({ when: { route: LOOK, times: Infinity }, then });
					const { verdicts } = subject.undisturbed;
					const ran = await play.act();
					play.sim.faults.verifyAllFired();
					const others = otherRows(subject, ran);
					// Why Zendesk refused a row stood in the job only.
					for (const i of others) {
						if (!isNameless(subject)) expect(verdicts[i]).toMatch(REFUSED);
						expect(ran.verdicts[i]).toMatch(/^unknown: /);
					}
					if (others.length === 0) await play.expectState();
					await expectNextRunConverges(play);
				});
				await named(`${how}, and it is still at work`, async () => {
					const play = await subject.play({ jobSeconds: 3_600 });
					play.sim.faults.add({ when: { route: LOOK, times: Infinity }, then });
					await play.act();
					play.sim.faults.verifyAllFired();
					await expectNextRunConverges(play);
				});
			}
		});
		return `same state and verdicts, ${jobs} kinds of jobs forgotten in ${FORGOTTEN.length} ways; same state after the next run where they were still at work`;
	},
};
