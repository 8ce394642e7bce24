import type { LogEntry, Simulator } from '../../simulator';
import type { Fault, Play, Subject } from '../types';
import { expectWordsUnlessSame, isCall, isWrite, named, sameness, spread } from '../ways';

const MS = 10 * 60_000;
const POINTS = 5;

/** From its n-th request on the account is closed for ten minutes. */
function closeAt({ faults, clock }: Simulator, n: number, headers: Record<string, string>): void {
	let seen = 0;
	let until = Infinity;
	const isClosed = () => {
		seen += 1;
		if (seen === n) until = clock.now() + MS;
		return seen >= n && clock.now() < until;
	};
	faults.add({
		when: { path: /^\/api\//, if: isClosed, times: Infinity },
		then: { kind: 'respond', status: 503, headers, body: 'Zendesk is down for maintenance' },
	});
}

/** Orders that Zendesk took in the first run and again in the second, beyond those that every run repeats. */
function doneAgain({ sim }: Play, mark: number): LogEntry[] {
	// A ticket's order carries a key by which Zendesk knows it again.
	const hasKey = ({ route }: LogEntry) => route === 'POST /api/v2/tickets';
	const isDone = (entry: LogEntry) =>
		!hasKey(entry) &&
		isCall(entry) &&
		isWrite(entry.route ?? '') &&
		entry.arrived &&
		(entry.status ?? 500) < 300;
	const [first, second] = [true, false].map((isFirst) =>
		sim.log.filter((entry) => isDone(entry) && entry.n <= mark === isFirst),
	);
	const before = new Set(first.map(sameness));
	return second.filter((entry) => before.has(sameness(entry)));
}

async function closed(subject: Subject, n: number, headers: Record<string, string>) {
	const play = await subject.play();
	closeAt(play.sim, n, headers);
	const ran = await play.act();
	play.sim.faults.verifyAllFired();
	expectWordsUnlessSame(subject, ran, /Zendesk is not available \(HTTP 503\)|Zendesk did not tell/);
	await play.expectNoLoss();
	const mark = play.sim.log.mark();
	await play.sim.clock.sleep(MS);
	await play.expectConverged(await play.act());
	return doneAgain(play, mark).length;
}

/** Maintenance: the run stops and says so, or waits as long as it is told; the next one goes on where it was. */
export const maintenance: Fault = {
	id: 'F5',
	async hit(subject) {
		const points = spread(subject.undisturbed.requests, POINTS);
		let again = 0;
		for (const [i, n] of points.entries()) {
			await named(`closed from request ${n} on`, async () => {
				const headers: Record<string, string> = i % 2 === 0 ? {} : { 'retry-after': '60' };
				again = Math.max(again, await closed(subject, n, headers));
			});
		}
		expect(again).toBeLessThanOrEqual(1);
		return `closed at ${points.length} moments, same state after the next run; orders done again: ${again}`;
	},
};
