import type { Fault } from '../types';

const SECONDS = [30, 90];
const STATUSES = [404, 409] as const;

/** Zendesk refuses to write to somebody who was created a moment ago: it is waited for. */
export const justCreated: Fault = {
	id: 'F17',
	async hit(subject) {
		let waitedMs = 0;
		for (const createThenUpdateFailsSeconds of SECONDS) {
			for (const createThenUpdateStatus of STATUSES) {
				const play = await subject.play({
					switches: { createThenUpdateFailsSeconds, createThenUpdateStatus },
				});
				const { store, clock } = play.sim;
				const created_at = clock.now();
				for (const user of store.users.all()) store.users.update(user, { created_at });
				const ran = await play.act();
				const tookMs = clock.now() - created_at;
				expect(tookMs).toBeGreaterThanOrEqual(createThenUpdateFailsSeconds * 1000);
				expect(tookMs).toBeLessThan(15 * 60_000);
				waitedMs = Math.max(waitedMs, tookMs);
				await play.expectSame(ran);
			}
		}
		const ways = SECONDS.length * STATUSES.length;
		return `same state and verdicts, after ${Math.round(waitedMs / 1000)} s at most, in ${ways} ways`;
	},
};
