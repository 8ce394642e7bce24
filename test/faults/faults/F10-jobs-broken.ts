import type { JobFault, Switches } from '../../simulator';
import type { Fault, Play, Subject } from '../types';
import { isNameless } from '../ways';
import { atEachJob, expectNextRunConverges, ordersWith, otherRows } from './jobs';

const MINUTES = 60;

/** Ways in which a job does not end: all its rows are done all the same. */
const WAYS: Array<[(records: number) => JobFault, Partial<Switches>?]> = [
	[() => ({ failAt: 0 })],
	[(records) => ({ failAt: Math.floor(records / 2) }), { jobFailedState: 'killed' }],
	[(records) => ({ stallAt: records - 1, stallSeconds: 120 * MINUTES })],
];

/** Nobody looks at jobs all the time. */
function expectPatience({ sim: { log, clock } }: Play, fromMs: number): void {
	const seconds = (clock.now() - fromMs) / 1000;
	expect(seconds).toBeLessThan(60 * MINUTES);
	expect(log.polls().length).toBeLessThan(20 + seconds / 5);
}

/** A record that breaks every job which it is in: it stays alone. */
async function isolate(subject: Subject, route: string, record: string): Promise<void> {
	const play = await subject.play();
	const { sim } = play;
	const when = ordersWith(sim, route, record);
	sim.faults.add({ when, then: { kind: 'job', failAt: 0 } });
	const fromMs = sim.clock.now();
	const others = otherRows(subject, await play.act());
	sim.faults.verifyAllFired();
	expectPatience(play, fromMs);
	if (!isNameless(subject)) expect(others.length).toBeLessThanOrEqual(1);
	expect(sim.log.count({ route })).toBeLessThanOrEqual(20);
	await expectNextRunConverges(play);
}

/** A job that fails, is killed or stands still is split until the record that breaks it stands alone. */
export const jobsBroken: Fault = {
	id: 'F10',
	async hit(subject) {
		let byNextRun = 0;
		const jobs = await atEachJob(subject, async (route, records) => {
			for (const [fault, switches] of WAYS) {
				const play = await subject.play({ switches });
				const { sim } = play;
				sim.faults.add({ when: { route }, then: { kind: 'job', ...fault(records.length) } });
				const fromMs = sim.clock.now();
				const ran = await play.act();
				sim.faults.verifyAllFired();
				expectPatience(play, fromMs);
				// A record that was alone in its job can't be told from one that breaks it.
				if (records.length > 1 && !isNameless(subject)) await play.expectSame(ran);
				else {
					byNextRun += 1;
					if (records.length === 1) expect(otherRows(subject, ran).length).toBeLessThanOrEqual(1);
					await expectNextRunConverges(play);
				}
			}
			await isolate(subject, route, records.at(-1)!);
		});
		const end =
			byNextRun > 0
				? `same state and verdicts, ${byNextRun} times by the next run`
				: 'same state and verdicts';
		return `${end}, ${jobs} kinds of jobs broken in ${WAYS.length} ways; a record that breaks every job stays alone`;
	},
};
