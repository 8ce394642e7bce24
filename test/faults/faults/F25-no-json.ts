import type { Fault as SimulatedFault } from '../../simulator';
import type { Fault, Play, Ran, Subject } from '../types';
import {
	always,
	atEachRoute,
	expectNextRunConverges,
	expectVerdicts,
	expectWordsUnlessSame,
	inARow,
	isHasty,
	isRead,
	isWrite,
	named,
	some,
	wordsOf,
} from '../ways';

/** Never to be shown: what a page does, and more of it than fits on a screen. */
const SCRIPT = 'steal(document.cookie)';
const LONG = 'Please sign in to the proxy. '.repeat(200);
const PAGE = `<!DOCTYPE html><html><script>${SCRIPT}</script><body>\u0007${LONG}</body></html>`;

interface Answer {
	status: number;
	body?: string;
}

const EMPTY: Answer[] = [{ status: 200, body: '' }, { status: 204 }, { status: 200, body: '{}' }];

const FOREIGN: Answer[] = [
	{ status: 200, body: PAGE },
	{ status: 502, body: PAGE },
	{ status: 200, body: '{"users":[{"id":1' },
	{ status: 200, body: '[]' },
	{ status: 200, body: 'null' },
];

/** So many in a row are borne. */
const BORNE = 4;

const instead = (answer: Answer): SimulatedFault => ({ kind: 'respond', ...answer });
const afterwards = (answer: Answer): SimulatedFault => ({ kind: 'respond-after', ...answer });
const nameOf = ({ status, body }: Answer) => `${status} ${JSON.stringify(body)?.slice(0, 20)}`;

/** Routes whose true answer is empty: there an empty one can't be told from it. */
async function silentRoutes(subject: Subject): Promise<Set<string>> {
	const play = await subject.play();
	await play.act();
	return new Set(play.sim.log.filter({ status: 204 }).map(({ route }) => route!));
}

async function hitWrite(subject: Subject, route: string, then: SimulatedFault): Promise<void> {
	const play = await subject.play();
	play.sim.faults.add({ when: { route }, then });
	const ran = await play.act();
	play.sim.faults.verifyAllFired();
	expectVerdicts(subject, ran);
	await play.expectNoLoss();
	await play.expectConverged(await play.act());
}

/** Two of them before the write takes effect and two afterwards, others at each route. */
async function hitWrites(subject: Subject): Promise<number> {
	const silent = await silentRoutes(subject);
	const routes = subject.undisturbed.routes.filter(isWrite);
	for (const [i, route] of routes.entries()) {
		const foreign = silent.has(route) ? FOREIGN : [...EMPTY, ...FOREIGN];
		const faults = [
			...some(foreign, 2, i).map((answer) => ({ answer, then: instead(answer) })),
			...some(foreign, 2, i + 1).map((answer) => ({ answer, then: afterwards(answer) })),
		];
		for (const { answer, then } of faults) {
			const what = `${route} ${then.kind} ${nameOf(answer)}`;
			await named(what, async () => await hitWrite(subject, route, then));
		}
	}
	return routes.length;
}

/** Every answer begins with a byte order mark. */
async function hitByMarks(subject: Subject): Promise<void> {
	const play = await subject.play();
	const to = (text: string) => `\uFEFF${text}`;
	play.sim.faults.add({ when: { times: Infinity }, then: { kind: 'garble', to } });
	await play.expectSame(await play.act());
}

/** The page of a proxy for ever: the message says what it is, and shows its first words only. */
async function expectWords(subject: Subject, play: Play, ran: Ran): Promise<void> {
	expectWordsUnlessSame(
		subject,
		ran,
		/not Zendesk's: Please sign in.{1,200}… \(\w+ acme\d+\.zendesk\.com\S+, HTTP 200, request ID \w+\)|did not tell/,
	);
	expect(wordsOf(ran)).not.toContain(SCRIPT);
	expect(wordsOf(ran)).not.toContain(LONG);
	await expectNextRunConverges(play);
}

/** Something that is not Zendesk answers: reads are repeated, writes looked up, and no row says more than is true. */
export const noJson: Fault = {
	id: 'F25',
	async hit(subject) {
		const all = [...FOREIGN, ...EMPTY];
		const ways = isHasty(subject)
			? all.map((answer) => [answer])
			: [all.slice(0, BORNE), all.slice(-BORNE)];
		let reads = 0;
		for (const answers of ways) {
			reads = await atEachRoute(
				subject,
				() => inARow(answers.map(instead)),
				async (play, ran) => await play.expectSame(ran),
				isRead,
			);
		}
		await atEachRoute(
			subject,
			() => always(instead(FOREIGN[0])),
			async (play, ran) => await expectWords(subject, play, ran),
		);
		await hitByMarks(subject);
		const writes = await hitWrites(subject);
		return `${reads} reads hit ${all.length} times: same state and verdicts; ${writes} writes hit 4 times: same state after the next run`;
	},
};
