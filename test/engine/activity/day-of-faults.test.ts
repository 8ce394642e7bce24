import type { IDataObject } from 'n8n-workflow';
import { RETRY_POLICY } from '../../../zendesk/http/retry';
import type { Fault } from '../../simulator';
import { clearStages, setStage } from '../engine';
import { Life, type Told } from './life';
import { Poller } from './poller';
import { partFrom } from '../../part';

afterEach(clearStages);

const MINUTE = 60_000;
const ZONE = 'Europe/Berlin';

const EXPORT = 'GET /api/v2/incremental/users/cursor';
const AUDIT = 'GET /api/v2/audit_logs';
const TICKETS = 'GET /api/v2/incremental/ticket_events';
const ARTICLES = 'GET /api/v2/help_center/incremental/articles';
const STAFF = 'GET /api/v2/users';

/** What one poll meets; one after the other, and then anew. */
interface Trouble {
	name: string;
	faults: Fault[];
	/** How many calls in a row it hits. */
	times: number;
	/** Whether the poll ends with an error; `undefined` = that depends on what is watched. */
	throws?: boolean;
}

const HTML = '<html><body>We will be right back</body></html>';
const BAD_CURSOR = {
	errors: [{ code: 'InvalidPaginationParameter', title: 'cursor is not valid' }],
};

const respond = (status: number, body: unknown, headers = {}): Fault[] => [
	{ kind: 'respond', status, body, headers },
];
/** The answer never comes; n8n gives up after a minute. */
const STALL: Fault[] = [
	{ kind: 'after', do: async ({ clock }) => await clock.sleep(MINUTE) },
	{ kind: 'cut-after' },
];

const once = (name: string, faults: Fault[]): Trouble => ({
	name,
	faults,
	times: 1,
	throws: false,
});
/** So often that the node gives up. */
const always = (name: string, faults: Fault[]): Trouble => ({
	name: `${name}, again and again`,
	faults,
	times: RETRY_POLICY.attempts['in-doubt'],
	throws: true,
});

const TROUBLES: Trouble[] = [
	once('429 that says when', respond(429, 'Too many requests', { 'Retry-After': '30' })),
	always('500', respond(500, HTML)),
	once('502', respond(502, HTML)),
	always('a connection that breaks', [{ kind: 'cut-before' }]),
	once('503 that says when', respond(503, HTML, { 'Retry-After': '20' })),
	{ ...once('a bad cursor', respond(400, BAD_CURSOR)), throws: undefined },
	once('503', respond(503, '')),
	once('a connection that breaks', [{ kind: 'cut-before' }]),
	always('an answer that breaks off', [{ kind: 'cut-after' }]),
	once('an answer that breaks off', [{ kind: 'cut-after' }]),
	once('a stalled answer', STALL),
	always('HTML for JSON', respond(200, HTML)),
	once('HTML for JSON', respond(200, HTML)),
	once('nothing for JSON', respond(200, '')),
	once('half of the JSON', respond(200, '{"users":[{"id":1,"na')),
	once('429', respond(429, 'Too many requests')),
	once('500', respond(500, { error: 'oops' })),
];

interface Watched {
	/** What each poll asks for; the troubles visit all of it. */
	routes: string[];
	keyOf: (item: IDataObject) => string;
	told: (life: Life, sinceMs: number, untilMs: number) => Told;
	parameters?: IDataObject;
}

const WATCHED: Record<string, Watched> = {
	userChanged: {
		routes: [EXPORT],
		keyOf: ({ user_id: id, time, change }) => `${Number(id)} ${String(time)} ${String(change)}`,
		told: (life) => life.userChanged,
	},
	signedIn: {
		routes: [AUDIT],
		keyOf: ({ user_id: id, time }) => `${Number(id)} ${String(time)}`,
		told: (life) => life.signedIn,
	},
	activeToday: {
		routes: [AUDIT, TICKETS, ARTICLES],
		keyOf: ({ user_id: id, date }) => `${Number(id)} ${String(date)}`,
		told: (life, sinceMs) => life.activeToday(ZONE, sinceMs),
		parameters: { timeZone: ZONE },
	},
	becameInactive: {
		routes: [STAFF, AUDIT, TICKETS, ARTICLES],
		keyOf: ({ user_id: id, inactive_since: since }) => `${Number(id)} ${String(since)}`,
		told: (life, _, untilMs) => life.becameInactive(untilMs),
		parameters: { inactiveDays: 1 },
	},
};

interface Day {
	seen: string[];
	told: Told;
	/** Polls that ended with an error. */
	failed: number;
	/** Calls that met a fault. */
	met: number;
	/** Polls after which n8n was killed, and what they had brought in vain. */
	kills: number;
	lost: string[];
}

/** So many polls that bring something are saved before one isn't. */
const KILLED_EVERY = 3;

/**
 * A poll a minute, each of which meets a trouble.
 *
 * @param isKilled n8n is killed again and again before it has saved a poll: before its items have reached the workflow,
 * or after that, in turn
 */
async function day(triggerOn: string, minutes: number, isKilled = false): Promise<Day> {
	const { routes, keyOf, told, parameters } = WATCHED[triggerOn];
	const stage = setStage();
	const { sim } = stage;
	const life = new Life(sim);
	const poller = new Poller(stage, { triggerOn, ...parameters });
	await sim.clock.sleep(2 * MINUTE);
	const sinceMs = sim.clock.now();
	await poller.publish();
	const seen: string[] = [];
	const lost: string[] = [];
	let [failed, kills, brought] = [0, 0, 0];
	for (let poll = 0; poll < minutes; poll++) {
		await life.goOn(poll);
		await sim.clock.sleep(sinceMs + (poll + 1) * MINUTE - sim.clock.now());
		const { faults, times, throws } = TROUBLES[poll % TROUBLES.length];
		const route = routes[Math.floor(poll / TROUBLES.length) % routes.length];
		sim.faults.add(...faults.map((then) => ({ when: { route, times }, then })));
		const items = await poller.poll().catch(() => undefined);
		sim.faults.verifyAllFired();
		sim.faults.clear();
		expect(items === undefined).toBe(throws ?? items === undefined);
		if (!items) failed += 1;
		if (!items?.length) continue;
		const keys = items.map(keyOf);
		const killed = isKilled && ++brought % KILLED_EVERY === 0;
		if (killed) poller.restartUnsaved();
		(killed && kills++ % 2 === 0 ? lost : seen).push(...keys);
	}
	const untilMs = sim.clock.now();
	const met = sim.log.count(({ fault }) => fault !== undefined);
	for (let poll = 0; poll < 3; poll++) {
		await sim.clock.sleep(MINUTE);
		seen.push(...(await poller.poll()).map(keyOf));
	}
	return { seen, told: told(life, sinceMs, untilMs), failed, met, kills, lost };
}

const without = (keys: string[], others: string[]) => {
	const left = new Set(others);
	return keys.filter((key) => !left.has(key)).sort();
};

describe.each(partFrom(Object.keys(WATCHED), 1))('with trouble at every poll: %s', (triggerOn) => {
	it('loses nothing and repeats nothing in a day', async () => {
		const { seen, told, failed, met } = await day(triggerOn, 24 * 60);
		console.log(
			`${triggerOn}: ${24 * 60} polls, ${met} calls met a fault, ${failed} polls ended with an error; ${seen.length} events`,
		);
		expect(told.must.length).toBeGreaterThan(50);
		expect(new Set(seen).size).toBe(seen.length);
		expect(without(seen, told.may)).toEqual([...told.must].sort());
	});

	it('loses nothing when n8n is killed before it has saved a poll', async () => {
		const { seen, told, kills, lost } = await day(triggerOn, 6 * 60, true);
		const repeats = seen.length - new Set(seen).size;
		console.log(
			`${triggerOn}: killed ${kills} times, ${lost.length} events had to come again; ${repeats} of ${seen.length} are repeats`,
		);
		expect(lost.length).toBeGreaterThan(0);
		expect(repeats).toBeGreaterThan(0);
		expect(without(told.must, seen)).toEqual([]);
		expect(without(seen, [...told.must, ...told.may])).toEqual([]);
	});
});
