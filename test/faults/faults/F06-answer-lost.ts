import type { Fault } from '../types';
import { atEachRoute, expectVerdicts, isWrite } from '../ways';

/** A write took effect and nobody was told: it is looked up, never sent twice. What stays unknown, the next run settles. */
export const answerLost: Fault = {
	id: 'F6',
	async hit(subject) {
		let unknown = 0;
		const routes = await atEachRoute(
			subject,
			() => ({ then: { kind: 'cut-after' } }),
			async (play, ran) => {
				expectVerdicts(subject, ran);
				unknown += ran.verdicts.filter((verdict) => verdict.startsWith('unknown')).length;
				await play.expectNoLoss();
				await play.expectConverged(await play.act());
			},
			isWrite,
		);
		return `same state after the next run, ${routes} writes hit, ${unknown} rows unknown until then`;
	},
};
