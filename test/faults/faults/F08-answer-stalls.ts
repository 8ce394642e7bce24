import type { Fault as SimulatedFault, Simulator } from '../../simulator';
import type { Fault, Play, Ran, Subject } from '../types';
import { expectNextRunConverges, expectVerdicts, isHasty, isWrite, named } from '../ways';

/** The deadline that n8n is given for a call. */
const DEADLINE_MS = 60_000;

/** Lets the client's deadline pass on the account's clock: the one of Node's sockets passes in real time. */
export function withDeadline(sim: Simulator): void {
	const { fetch } = sim;
	const patient: Simulator['fetch'] = async (request) => {
		const [deadline, answered] = [new AbortController(), new AbortController()];
		const late = sim.clock
			.sleep(DEADLINE_MS, answered.signal)
			.then(() => (answered.signal.aborted ? undefined : deadline.abort()));
		try {
			return await fetch(new Request(request, { signal: deadline.signal }));
		} catch (error) {
			if (!deadline.signal.aborted) throw error;
			throw Object.assign(new Error('timeout of 60000ms exceeded'), { code: 'ECONNABORTED' });
		} finally {
			answered.abort();
			await late;
		}
	};
	Object.assign(sim, { fetch: patient });
}

const half = (text: string) => text.slice(0, Math.ceil(text.length / 2));

const STALL: SimulatedFault = { kind: 'stall-after' };
const BREAK_OFF: SimulatedFault = { kind: 'garble', to: half };

async function hitBy(
	subject: Subject,
	route: string,
	faults: SimulatedFault[],
	check: (play: Play, ran: Ran) => Promise<void>,
): Promise<void> {
	const play = await subject.play();
	withDeadline(play.sim);
	play.sim.faults.add(...faults.map((then, i) => ({ when: { route, nth: i + 1 }, then })));
	const ran = await play.act();
	play.sim.faults.verifyAllFired();
	await check(play, ran);
}

/** The answer never comes, or half of it: a read is repeated, a write is looked up. */
export const answerStalls: Fault = {
	id: 'F8',
	async hit(subject) {
		const { routes } = subject.undisturbed;
		for (const route of routes) {
			const isAlone = isHasty(subject) || isWrite(route);
			const ways = isAlone ? [[STALL], [BREAK_OFF]] : [[STALL, BREAK_OFF]];
			for (const faults of ways) {
				await named(`${route} ${faults.map(({ kind }) => kind)}`, async () => {
					await hitBy(subject, route, faults, async (play, ran) => {
						if (!isWrite(route)) return await play.expectSame(ran);
						expectVerdicts(subject, ran);
						await expectNextRunConverges(play);
					});
				});
			}
		}
		return `${routes.length} routes hit, stalled and broken off; same state, after the next run at the latest`;
	},
};
