import type { LogEntry, Simulator } from '../../simulator';
import type { Fault, Play, Subject } from '../types';
import {
	always,
	atEachRoute,
	expectNextRunConverges,
	expectWordsUnlessSame,
	isCall,
	isWrite,
	named,
	sameness,
	spread,
} from '../ways';

/** Moments of a run. */
const POINTS = 4;

/** Where the account's own log may not be read, the last sign-ins stand in for it, and each item says so. */
const SAID = /\bscopes?\b.*\bread\b|last_login/;

/** What was told of a sign-in by somebody's record is not told again once the log is open. */
const standsIn = ({ scenario }: Subject, route: string) =>
	scenario.name === 'Zendesk Activity Trigger: Signed In' && route === 'GET /api/v2/audit_logs';

/** So long each request is on its way. */
const LATENCY_MS = 50;

/**
 * Calls that were sent although somebody had been refused for good by then: with one token, and with the one that n8n got
 * instead. Those on the way at that moment may be refused as well, each of them twice.
 */
function sentInVain(entries: LogEntry[]): LogEntry[] {
	const refused = entries.filter(({ status }) => status === 401);
	const isForGood = (entry: LogEntry) =>
		refused.some((other) => other.n < entry.n && sameness(other) === sameness(entry));
	const since = (refused.find(isForGood)?.at ?? Infinity) + LATENCY_MS;
	const before = new Set(entries.filter(({ at }) => at <= since).map(sameness));
	return entries.filter((entry) => isCall(entry) && !before.has(sameness(entry)));
}

const refusals = ({ log }: Simulator) => log.count({ status: 401 });

/**
 * The run may take a request less than undisturbed: no token runs out by itself, and where requests take time running jobs
 * are looked at less often.
 */
function verifyReached({ sim }: Play, mark: number, n: number): void {
	if (n === 1 || sim.log.since(mark).filter(isCall).length >= n) sim.faults.verifyAllFired();
}

function moveExpiry({ store, clock, credentials }: Simulator, fromNowMs: number): void {
	const own = store.oauthTokens.all().filter(({ user_id: id }) => id === credentials.adminId);
	for (const token of own) {
		store.oauthTokens.update(token, { expires_at: clock.now() + fromNowMs });
	}
}

/** The token has run out by its n-th use: n8n gets another one, and nobody notices. */
async function expire(subject: Subject, n: number): Promise<number> {
	const play = await subject.play();
	const { sim } = play;
	// None of them runs out by itself.
	moveExpiry(sim, 1_000_000_000);
	const expireAll = () => moveExpiry(sim, -1);
	const mark = sim.log.mark();
	sim.faults.add({ when: { path: /^\/api\//, nth: n }, then: { kind: 'before', do: expireAll } });
	const ran = await play.act();
	verifyReached(play, mark, n);
	await play.expectSame(ran);
	return refusals(sim);
}

/** From the n-th request on nobody is let in, whatever token n8n gets. */
async function revoke(subject: Subject, n: number): Promise<number> {
	const play = await subject.play({ latencyMs: LATENCY_MS });
	const { sim } = play;
	const mark = sim.log.mark();
	const body = { error: 'invalid_token', error_description: 'The access token was revoked' };
	sim.faults.add({
		when: { path: /^\/api\//, nth: n, times: Infinity },
		then: { kind: 'respond', status: 401, body },
	});
	const ran = await play.act();
	verifyReached(play, mark, n);
	const refused = refusals(sim);
	// Each delivery, and each try to publish, signs in by itself.
	if (!/^Zendesk Users Trigger/.test(subject.scenario.name)) {
		expect(sentInVain(sim.log.since(mark))).toEqual([]);
	}
	expectWordsUnlessSame(subject, ran, /Zendesk did not accept the sign-in/);
	await expectNextRunConverges(play);
	expect(refusals(sim)).toBe(refused);
	return refused;
}

/** The sign-in ends in the middle: a token is renewed; else the run stops at once, and says what is missing. */
export const signInEnds: Fault = {
	id: 'F29',
	async hit(subject) {
		const points = spread(subject.undisturbed.requests, POINTS);
		let most = 0;
		for (const n of points) {
			await named(`expired at request ${n}`, async () => {
				most = Math.max(most, await expire(subject, n));
			});
			await named(`revoked at request ${n}`, async () => {
				most = Math.max(most, await revoke(subject, n));
			});
		}
		const scoped = await atEachRoute(
			subject,
			(route) => {
				const scope = isWrite(route) ? 'write' : 'read';
				const description = `You are missing the following required scopes: ${scope}`;
				return always({ kind: 'respond', status: 403, body: { error: 'Forbidden', description } });
			},
			async (play, ran, route) => {
				expectWordsUnlessSame(
					subject,
					ran,
					isWrite(route) ? /missing the following required scopes: write/ : SAID,
				);
				if (!standsIn(subject, route)) return await expectNextRunConverges(play);
				play.sim.faults.clear();
				expect((await play.act()).verdicts).toHaveLength(subject.undisturbed.verdicts.length);
			},
		);
		return `ended at ${points.length} moments, at most ${most} answers 401; ${scoped} routes without their scope; same state after the next run`;
	},
};
