import { DateTime } from 'luxon';
import { truthOf } from '../engine/activity/truth';
import {
	addAgent,
	addCustomer,
	createSimulator,
	RealClock,
	seedActivity,
	type Simulator,
	startZendeskProxy,
} from '../simulator';
import { onAccount, timed } from './account';
import { signedIn } from './builtIn';
import { inOwnProcess } from './cost';
import { atMost, exactly, type Figure, told } from './figure';

const STAFF = 500;
const DAYS = 90;
const PAST = {
	days: DAYS,
	ticketEvents: 200_000,
	logins: 36_000,
	articles: 3_000,
	deletions: 2_000,
};
const MINUTE = 60_000;
const MB = 1_000_000;
const ZONE = 'Europe/Berlin';

const FORM = {
	resource: 'activity',
	operation: 'getAll',
	return: 'days',
	lastDays: DAYS,
	timeZone: ZONE,
};

function fill(sim: Simulator): void {
	for (let i = sim.store.staff().length; i < STAFF; i++) addAgent(sim);
	for (let i = 0; i < 2_000; i++) addCustomer(sim);
	seedActivity(sim, PAST);
}

/** Pages that the sources hold for the window: a thousand events or articles, a hundred sign-ins or users each. */
function pagesOf({ store }: Simulator): number {
	const signIns = store.auditLogs.all().filter(({ action }) => action === 'login');
	return (
		Math.ceil(store.audits.size / 1_000) +
		Math.ceil(store.articles.size / 1_000) +
		Math.ceil(signIns.length / 100) +
		Math.ceil(store.staff().length / 100)
	);
}

/** The most calls that any minute saw. */
function busiestMinute(times: number[]): number {
	let [most, first] = [0, 0];
	times.forEach((at, last) => {
		while (times[first] <= at - MINUTE) first++;
		most = Math.max(most, last - first + 1);
	});
	return most;
}

async function reading(say: (line: string) => void): Promise<Figure[]> {
	say(`activity of ${STAFF} staff over ${DAYS} days with ${PAST.ticketEvents} ticket events`);
	return await onAccount({}, async (stage) => {
		const { sim } = stage;
		fill(sim);
		const today = DateTime.fromMillis(sim.clock.now(), { zone: ZONE });
		const [from, to] = [today.minus({ days: DAYS - 1 }).toISODate()!, today.toISODate()!];
		const { result, seconds, log } = await timed(stage, () => stage.run({ parameters: FORM }));
		const truth = truthOf(sim, { zone: ZONE, from, to });
		const wrong = result.items.filter((item) => {
			const day = truth.get(`${String(item.date)} ${Number(item.user_id)}`);
			return (
				day === undefined ||
				day.sign_ins !== item.sign_ins ||
				day.tickets_created !== item.tickets_created ||
				day.tickets_edited !== item.tickets_edited ||
				day.tickets_deleted !== item.tickets_deleted ||
				day.articles_created !== item.articles_created ||
				day.first !== Date.parse(String(item.first_at)) ||
				day.last !== Date.parse(String(item.last_at))
			);
		});
		const exports = log.filter(({ path }) => path.startsWith('/api/v2/incremental/'));
		const title = `Activity of ${STAFF} staff, ${DAYS} days, ${PAST.ticketEvents.toLocaleString('en')} ticket events`;
		return [
			exactly(`${title}: rows of days`, result.items.length, truth.size),
			exactly('… that differ from the account', wrong.length, 0),
			atMost(
				'… requests against the pages that the sources hold',
				log.length / pagesOf(sim),
				1.05,
				'×',
			),
			atMost(
				'… incremental exports in the busiest minute',
				busiestMinute(exports.map(({ at }) => at)),
				10,
			),
			exactly('… 429s', log.filter(({ status }) => status === 429).length, 0),
			told('… time on the account’s clock', `${Math.round(seconds / 60)} min`),
		];
	});
}

async function memory(say: (line: string) => void): Promise<Figure[]> {
	say('memory of the same');
	const sim = createSimulator({
		company: null,
		clock: new RealClock(),
		plan: { rpm: 1_000_000 },
	});
	sim.limits.overrides.incremental = Infinity;
	sim.log.keepBodies = false;
	fill(sim);
	const proxy = await startZendeskProxy(sim);
	try {
		const { items, peakBytes } = await inOwnProcess(proxy, {
			node: 'ours',
			credential: signedIn(sim),
			parameters: { ...FORM, lastDays: '={{ $json.id }}' },
			warmUp: [{ id: 14, name: '' }],
			rows: [{ id: DAYS, name: '' }],
			withoutWaiting: true,
		});
		return [
			told('… rows in the process that was measured', String(items)),
			atMost('… peak memory above the idle engine', peakBytes / MB, 150, ' MB'),
		];
	} finally {
		await proxy.stop();
	}
}

/** Who did what on which day, in an account that is busy. */
export async function measureActivity(say: (line: string) => void): Promise<Figure[]> {
	return [...(await reading(say)), ...(await memory(say))];
}
