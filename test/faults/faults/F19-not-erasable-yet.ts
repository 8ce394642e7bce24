import type { Fault } from '../types';

const SECONDS = [30, 90];

/** Zendesk doesn't show, nor erase, who was deleted a moment ago: it is looked again until it does. */
export const notErasableYet: Fault = {
	id: 'F19',
	async hit(subject) {
		let looks = 0;
		for (const purgeReadySeconds of SECONDS) {
			const play = await subject.play({ switches: { purgeReadySeconds } });
			const { store, clock, log } = play.sim;
			const deleted_at = clock.now();
			for (const user of store.users.all()) {
				if (user.deleted_at !== null) store.users.update(user, { deleted_at });
			}
			const ran = await play.act();
			const tookMs = clock.now() - deleted_at;
			expect(tookMs).toBeGreaterThanOrEqual(purgeReadySeconds * 1000);
			expect(tookMs).toBeLessThan(10 * 60_000);
			looks += log.count({ path: /^\/api\/v2\/deleted_users\/\d+$/ });
			await play.expectSame(ran);
		}
		return `same state and verdicts, ${looks} looks and attempts in ${SECONDS.length} ways`;
	},
};
