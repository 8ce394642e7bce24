import type { Fault as SimulatedFault } from '../../simulator';
import type { Fault } from '../types';
import {
	atEachRoute,
	expectNextRunConverges,
	expectVerdicts,
	inARow,
	isNameless,
	isWrite,
} from '../ways';

/** Surely not sent, by Node's word. */
const UNSENT: SimulatedFault[] = ['ECONNREFUSED', 'EAI_AGAIN', 'EHOSTUNREACH'].map((code) => ({
	kind: 'unreachable',
	code,
}));

/** The line breaks before anything arrives, or there is none: the request is sent again, and nothing else changes. */
export const notSent: Fault = {
	id: 'F7',
	async hit(subject) {
		const routes = await atEachRoute(
			subject,
			(route) => inARow(isWrite(route) ? UNSENT : [...UNSENT.slice(1), { kind: 'cut-before' }]),
			async (play, ran) => await play.expectSame(ran),
		);
		const cut = await atEachRoute(
			subject,
			() => ({ then: { kind: 'cut-before' } }),
			async (play, ran) => {
				if (!isNameless(subject)) return await play.expectSame(ran);
				expectVerdicts(subject, ran);
				await expectNextRunConverges(play);
			},
			isWrite,
		);
		return `same state and verdicts, ${routes} routes hit ${UNSENT.length} times, ${cut} writes cut`;
	},
};
