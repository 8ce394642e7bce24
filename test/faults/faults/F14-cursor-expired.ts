import type { LogEntry } from '../../simulator';
import type { Fault, Play, Subject } from '../types';
import { named, wordsOf } from '../ways';
import { cursorOf, makePagesSmall } from './pages';

/** A cursor that expired, and one from the future. */
const REFUSALS = [
	[400, { errors: [{ code: 'InvalidPaginationParameter', title: 'cursor is not valid' }] }],
	[422, { error: 'InvalidValue', description: 'Too recent start_time.' }],
] as const;

/** A time can't expire. */
const byTime = /\/incremental\/(ticket_events|help_center)|\/articles$/;

/** A poll goes on where the one before has ended: it must get over a place that is gone by itself. */
const isPoll = ({ scenario: { name } }: Subject) => name.startsWith('Zendesk Activity Trigger: ');
const MOST_POLLS = 3;

const MINUTE = 60_000;

/** The routes that are read page by page, when pages are small. */
export async function pagedRoutes(subject: Subject): Promise<string[]> {
	const play = await subject.play();
	makePagesSmall(play.sim);
	const mark = play.sim.log.mark();
	await play.expectSame(await play.act());
	const firsts = new Map<string, LogEntry>();
	const paged = new Set<string>();
	for (const entry of play.sim.log.since(mark)) {
		const { route = '' } = entry;
		const first = firsts.get(route) ?? entry;
		firsts.set(route, first);
		const isOn = entry !== first && cursorOf(entry) !== undefined;
		if (isOn && cursorOf(entry) !== cursorOf(first)) paged.add(route);
		if (entry.query.cursor !== undefined) paged.add(route);
	}
	if (paged.size === 0) throw new Error('It reads nothing by pages: exclude it');
	return [...paged];
}

/** From now on Zendesk refuses the place at which the scenario goes on first. */
function expire({ sim }: Play, route: string, [status, body]: (typeof REFUSALS)[number]): void {
	let bad: string | undefined;
	let first: LogEntry | undefined;
	const isBad = () => {
		const entry = sim.log.entries.at(-1)!;
		first ??= entry;
		const cursor = cursorOf(entry);
		const isOn = entry.query.cursor !== undefined || cursor !== cursorOf(first);
		if (isOn) bad ??= cursor;
		return cursor !== undefined && cursor === bad;
	};
	sim.faults.add({
		when: { route, body: isBad, times: Infinity },
		then: { kind: 'respond', status, body },
	});
}

async function hitRoute(subject: Subject, route: string): Promise<void> {
	const { verdicts } = subject.undisturbed;
	for (const refusal of REFUSALS) {
		const play = await subject.play();
		const { sim } = play;
		makePagesSmall(sim);
		expire(play, route, refusal);
		let ran = await play.act();
		sim.faults.verifyAllFired();
		// Others read what is still on its way when one of them fails.
		await sim.clock.sleep(MINUTE);
		if (isPoll(subject)) {
			// Only where it goes on from poll to poll it stays gone.
			if (!/\/cursor$/.test(route)) sim.faults.clear();
			for (let poll = 1; poll < MOST_POLLS && ran.error; poll++) ran = await play.act();
			await play.expectSame(ran);
			continue;
		}
		// Half a list never passes for the whole one.
		if (ran.error === undefined) {
			expect(ran.verdicts).not.toEqual(verdicts);
			expect(wordsOf(ran)).toMatch(/cursor is not valid|Too recent/);
		}
		await play.expectNoLoss();
		sim.faults.clear();
		await play.expectConverged(await play.act());
	}
}

/** Zendesk doesn't go on where it was: what is half read is not taken for all, and polls begin at the last good time. */
export const cursorExpired: Fault = {
	id: 'F14',
	async hit(subject) {
		const routes = (await pagedRoutes(subject)).filter((route) => !byTime.test(route));
		if (routes.length === 0) throw new Error('It goes on by times only: exclude it');
		for (const route of routes) await named(route, async () => await hitRoute(subject, route));
		const end = isPoll(subject)
			? 'everything reported once, by the polls themselves'
			: 'never half a list; same state after the next run';
		return `${end}, ${routes.length} lists hit in ${REFUSALS.length} ways`;
	},
};
