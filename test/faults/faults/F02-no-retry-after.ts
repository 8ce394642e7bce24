import type { Fault as SimulatedFault, LogEntry } from '../../simulator';
import type { Fault, Play } from '../types';
import {
	always,
	atEachRoute,
	expectNextRunConverges,
	expectWordsUnlessSame,
	inARow,
	isHasty,
	sameness,
} from '../ways';

const MINUTE = 60_000;

/** Nothing that says how long: then a minute is waited, or until the bucket is full again. */
const UNUSABLE: Array<Record<string, string>> = [
	{},
	{ 'retry-after': '0' },
	{ 'retry-after': '-5' },
	{ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' },
	{ 'retry-after': 'soon; <b>very</b> soon' },
	{ 'x-rate-limit': '700', 'x-rate-limit-remaining': '0', 'ratelimit-reset': '90' },
];

/** Longer than anybody waits for a call. */
const HUGE = { 'retry-after': '3600' };

const tooMany = (headers: Record<string, string>): SimulatedFault => ({
	kind: 'respond',
	status: 429,
	headers,
	body: 'Rate limit exceeded',
});

/** From each refused request to its repeat, in milliseconds. */
function pauses({ sim }: Play): number[] {
	const isRepeatOf = (refused: LogEntry) => (entry: LogEntry) =>
		entry.n > refused.n && sameness(entry) === sameness(refused);
	return sim.log
		.filter({ status: 429 })
		.map((refused) => sim.log.filter(isRepeatOf(refused))[0].at - refused.at);
}

/** Zendesk doesn't say how long: a minute is waited. It says an hour: the rows say so, and the next run does them. */
export const noRetryAfter: Fault = {
	id: 'F2',
	async hit(subject) {
		const unusable = isHasty(subject) ? UNUSABLE.slice(0, 1) : UNUSABLE;
		const routes = await atEachRoute(
			subject,
			() => inARow(unusable.map(tooMany)),
			async (play, ran) => {
				const waited = isHasty(subject) ? [] : pauses(play);
				for (const ms of waited) expect(ms).toBeGreaterThanOrEqual(MINUTE);
				await play.expectSame(ran);
			},
		);
		const stopped = await atEachRoute(
			subject,
			() => always(tooMany(HUGE)),
			async (play, ran) => {
				expectWordsUnlessSame(subject, ran, /Zendesk's rate limit is used up|Zendesk did not tell/);
				const refused = play.sim.log.filter({ status: 429 });
				expect(new Set(refused.map(({ at }) => at)).size).toBe(1);
				await play.sim.clock.sleep(Number(HUGE['retry-after']) * 1000);
				await expectNextRunConverges(play);
			},
		);
		return `same state and verdicts, ${routes} routes hit ${unusable.length} times; ${stopped} runs told to wait an hour said so`;
	},
};
