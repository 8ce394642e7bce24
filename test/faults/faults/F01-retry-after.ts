import { ENDPOINT_LIMITS } from '../../../zendesk/http/limits';
import type { ZendeskRequest } from '../../../zendesk/http/types';
import type { Fault as SimulatedFault, LogEntry } from '../../simulator';
import type { Fault, Play } from '../types';
import { atEachRoute, isCall } from '../ways';

const SECONDS = 7;

/** Headers by which the account's own bucket has room: it is the endpoint's that is used up. */
const ROOM = { 'x-rate-limit': '700', 'x-rate-limit-remaining': '650' };

const tooMany = (headers: Record<string, string>): SimulatedFault => ({
	kind: 'respond',
	status: 429,
	headers: { 'retry-after': String(SECONDS), ...headers },
	body: 'Number of allowed API requests per minute exceeded',
});

/** Whether Zendesk counts this route apart from the account's bucket. */
function hasOwnBucket(route: string): boolean {
	const [method, path] = route.split(' ');
	const request = { method, path: path.replace(/:\w+/g, '1') } as ZendeskRequest;
	return ENDPOINT_LIMITS.some(({ keyOf }) => keyOf(request) !== undefined);
}

const isHelpCenter = ({ path }: LogEntry) => path.startsWith('/api/v2/help_center/');

/** What was asked of other endpoints that count in the same account's bucket, while a route had to wait. */
function meanwhile({ sim }: Play): LogEntry[] {
	const refused = sim.log.filter({ status: 429 })[0];
	return sim.log.filter(
		(entry) =>
			isCall(entry) &&
			entry.at > refused.at &&
			entry.at < refused.at + SECONDS * 1000 &&
			isHelpCenter(entry) === isHelpCenter(refused),
	);
}

/** Zendesk asks for seven seconds: they are waited, and nothing else changes. Other endpoints wait only if they must. */
export const retryAfter: Fault = {
	id: 'F1',
	async hit(subject) {
		const ofAccount = await atEachRoute(
			subject,
			() => ({ then: tooMany({}) }),
			async (play, ran) => {
				expect(meanwhile(play)).toEqual([]);
				await play.expectSame(ran);
			},
		);
		let others = 0;
		const ofEndpoint = await atEachRoute(
			subject,
			() => ({ then: tooMany(ROOM) }),
			async (play, ran) => {
				others += meanwhile(play).length;
				await play.expectSame(ran);
			},
			hasOwnBucket,
		);
		const free =
			ofEndpoint > 0
				? `, ${ofEndpoint} with a bucket of their own (${others} requests of others meanwhile)`
				: '';
		return `same state and verdicts, ${ofAccount} routes hit${free}`;
	},
};
