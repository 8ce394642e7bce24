import type { Fault } from '../types';
import { atEachRoute, isWrite } from '../ways';

/** A write took effect and nobody was told: it is looked up, never sent twice. What stays unknown, the next run settles. */
export const answerLost: Fault = {
	id: 'F6',
	async hit(subject) {
		const routes = await atEachRoute(
			subject,
			() => ({ then: { kind: 'cut-after' } }),
			async (play) => {
				await play.expectNoLoss();
				await play.expectConverged(await play.act());
			},
			isWrite,
		);
		return `same state after the next run, ${routes} writes hit`;
	},
};
