import { RETRY_POLICY } from '../../../zendesk/http/retry';
import type { Fault as SimulatedFault, LogEntry } from '../../simulator';
import type { Fault, Play, Subject } from '../types';
import {
	always,
	atEachRoute,
	callersOf,
	expectNextRunConverges,
	expectVerdicts,
	expectWordsUnlessSame,
	inARow,
	isHasty,
	isNameless,
	isWrite,
	sameness,
	some,
} from '../ways';

const STATUSES = [500, 502, 503, 504];

const broken = (status: number): SimulatedFault => ({
	kind: 'respond',
	status,
	body: `<!DOCTYPE html><html><body><h1>${status}</h1></body></html>`,
});

/** Where it is only about some facts, the run goes on without them and says so. */
const SAID = /Zendesk is not available \(HTTP 50\d\)|Zendesk did not tell/;

/** How many writes in a row: after each of them somebody has to look whether it was done. */
const WRITES = 2;

/** How often the same request was answered so, for each time that it is made undisturbed. */
function mostTries(subject: Subject, { sim }: Play): number {
	const isBroken = ({ status }: LogEntry) => STATUSES.includes(status ?? 0);
	const rows = new Map<string, LogEntry[]>();
	for (const entry of sim.log.filter(isBroken)) {
		const key = sameness(entry);
		rows.set(key, [...(rows.get(key) ?? []), entry]);
	}
	const tries = [...rows.values()].map(
		(row) => row.length / callersOf(subject) / Math.max(1, subject.undisturbed.times(row[0])),
	);
	return Math.max(...tries);
}

/** Zendesk breaks down now and then: what is safe is repeated, what isn't is looked up, and nobody asks for ever. */
export const serverErrors: Fault = {
	id: 'F4',
	async hit(subject) {
		const once = isHasty(subject) || isNameless(subject);
		const routes = await atEachRoute(
			subject,
			(route, i) => {
				const count = once ? 1 : isWrite(route) ? WRITES : STATUSES.length;
				return inARow(some(STATUSES, count, i).map(broken));
			},
			async (play, ran) => {
				expectVerdicts(subject, ran);
				await play.expectNoLoss();
				await play.expectConverged(await play.act());
			},
		);
		let longest = 0;
		await atEachRoute(
			subject,
			(_, i) => always(broken(STATUSES[i % STATUSES.length])),
			async (play, ran) => {
				expectWordsUnlessSame(subject, ran, SAID);
				longest = Math.max(longest, mostTries(subject, play));
				expect(longest).toBeLessThanOrEqual(RETRY_POLICY.attempts['in-doubt']);
				await expectNextRunConverges(play);
			},
		);
		return `${routes} routes hit, now and then and for ever; at most ${Math.ceil(longest)} tries of a request; same state after the next run`;
	},
};
