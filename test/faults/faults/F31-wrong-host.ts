import { RETRY_POLICY } from '../../../zendesk/http/retry';
import type { LogEntry } from '../../simulator';
import type { Fault } from '../types';
import {
	always,
	atEachRoute,
	callersOf,
	expectNextRunConverges,
	expectWordsUnlessSame,
	sameness,
} from '../ways';

const CODES = [
	'ENOTFOUND',
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

const REDIRECTS = [301, 302, 303, 307, 308];

const ELSEWHERE = 'https://elsewhere.example/collect';

/** There is nobody at the address, or it is not Zendesk: nothing is sent there, and the message says what happened. */
export const wrongHost: Fault = {
	id: 'F31',
	async hit(subject) {
		const routes = await atEachRoute(
			subject,
			(_, i) => always({ kind: 'unreachable', code: CODES[i % CODES.length] }),
			async (play, ran) => {
				expectWordsUnlessSame(
					subject,
					ran,
					new RegExp(`could not be reached: (${CODES.join('|')})|did not tell`),
				);
				const [first] = play.sim.log.filter({ fault: 'unreachable' });
				const isSame = (entry: LogEntry) =>
					entry.fault === first.fault && sameness(entry) === sameness(first);
				const tries = play.sim.log.count(isSame);
				expect(tries).toBeLessThanOrEqual(
					RETRY_POLICY.attempts.unsent *
						callersOf(subject) *
						Math.max(1, subject.undisturbed.times(first)),
				);
				await expectNextRunConverges(play);
			},
		);
		await atEachRoute(
			subject,
			(_, i) =>
				always({
					kind: 'respond',
					status: REDIRECTS[i % REDIRECTS.length],
					headers: { location: ELSEWHERE },
				}),
			async (play, ran) => {
				expectWordsUnlessSame(subject, ran, /to another address, which is never followed/);
				expect(play.outsiders).toEqual([]);
				await expectNextRunConverges(play);
			},
		);
		return `${routes} routes without an address or with another certificate, ${routes} redirected: nothing arrived there, same state after the next run`;
	},
};
