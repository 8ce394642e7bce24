import type { IDataObject } from 'n8n-workflow';
import { addCustomer, type LogEntry, type Simulator } from '../simulator';
import { countUsers, nameTime, onAccount, timed } from './account';
import { atLeast, atMost, exactly, type Figure, told } from './figure';

const SLOTS = 25;
const JOB = 100;

const form = (more: object) => ({
	resource: 'user',
	operation: 'upsert',
	name: '={{ $json.name }}',
	...more,
});
const BY_EMAIL = form({ email: '={{ $json.email }}' });
const BY_EXTERNAL_ID = form({ externalId: '={{ $json.externalId }}' });

function people(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, i) => ({
		externalId: `HR-${i}`,
		email: `person.${i}@example.com`,
		name: `Person ${i}`,
	}));
}

/** The part of the configured slots' time that was used, from the first job to the start of the last one. */
function occupancy(sim: Simulator): number {
	const jobs = sim.jobs.all;
	const [from, to] = [jobs[0].created_at, jobs.at(-1)!.created_at];
	const used = jobs.reduce(
		(sum, job) => sum + Math.max(0, Math.min(job.finished_at!, to) - job.created_at),
		0,
	);
	return used / ((to - from) * SLOTS);
}

interface Refusals {
	calls: number;
	tooMany: number;
	tooManyJobs: number;
}

function refusalsIn(log: LogEntry[]): Refusals {
	const tooMany = log.filter(({ status }) => status === 429);
	const tooManyJobs = tooMany.filter(({ write, route }) => write && /_many$/.test(route ?? ''));
	return { calls: log.length, tooMany: tooMany.length, tooManyJobs: tooManyJobs.length };
}

interface Size {
	rows: number;
	rpm: number;
	jobSeconds: number;
}

const SIZES: Size[] = [
	{ rows: 10_000, rpm: 700, jobSeconds: 10 },
	{ rows: 10_000, rpm: 700, jobSeconds: 5 },
	{ rows: 10_000, rpm: 700, jobSeconds: 30 },
	{ rows: 100_000, rpm: 2_500, jobSeconds: 10 },
	{ rows: 100_000, rpm: 2_500, jobSeconds: 5 },
	{ rows: 100_000, rpm: 2_500, jobSeconds: 30 },
];

/** Without a queue, so that the floor is one: what a job waits there is chance. */
const NO_QUEUE: [number, number] = [0, 0];

/** New users by email: nothing to compare, so every row goes straight to a job. */
async function withoutLookUp({ rows, rpm, jobSeconds }: Size) {
	return await onAccount(
		{ jobSeconds, jobQueueSeconds: NO_QUEUE, plan: { rpm } },
		async (stage) => {
			const { log, seconds, result } = await timed(stage, () =>
				stage.run({ items: people(rows), parameters: BY_EMAIL }),
			);
			const title = `${rows.toLocaleString('en')} rows, ${nameTime(jobSeconds, NO_QUEUE)}, ${rpm} rpm`;
			const done = countUsers(stage, ({ name }) => name.startsWith('Person '));
			const answered = result.items.filter(({ outcome }) => outcome === 'created').length;
			const floor = Math.ceil(rows / JOB / SLOTS) * jobSeconds;
			return {
				refusals: refusalsIn(log),
				requests: log.length,
				figures: [
					exactly(`upserted and answered (${title})`, Math.min(done, answered), rows),
					atMost(`wall time ÷ floor (${title}, virtual clock)`, seconds / floor, 1.1),
					atLeast(`occupancy of ${SLOTS} slots (${title})`, occupancy(stage.sim) * 100, 90, ' %'),
				],
			};
		},
	);
}

/** The same with the queue that accounts have: how much of the slots' time is used, and what the looks cost. */
async function withQueue(rows: number, jobSeconds: number): Promise<Figure[]> {
	const queue: [number, number] = [1, 6];
	return await onAccount({ jobSeconds, jobQueueSeconds: queue }, async (stage) => {
		const { log, seconds } = await timed(stage, () =>
			stage.run({ items: people(rows), parameters: BY_EMAIL }),
		);
		const title = `${rows.toLocaleString('en')} rows, ${nameTime(jobSeconds, queue)}`;
		const inJobs = stage.sim.jobs.all.reduce(
			(sum, { created_at: from, finished_at: to }) => sum + (to! - from) / 1000,
			0,
		);
		const over = seconds / (inJobs / SLOTS);
		return [
			told(`seconds (${title}, virtual clock)`, String(Math.round(seconds))),
			told(`… against the jobs' own time in ${SLOTS} slots`, `${over.toFixed(2)}×`),
			told('… requests per 100 rows', ((log.length / rows) * 100).toFixed(2)),
		];
	});
}

/** Users who are there, half of them with another name now; then the same again. */
async function withLookUp(rows: number) {
	return await onAccount({}, async (stage) => {
		const items = people(rows);
		for (const [i, { externalId, name }] of items.entries()) {
			addCustomer(stage.sim, {
				external_id: String(externalId),
				name: i % 2 === 0 ? String(name) : 'Former Name',
			});
		}
		const run = async () =>
			await timed(stage, () => stage.run({ items, parameters: BY_EXTERNAL_ID }));
		const [first, second] = [await run(), await run()];
		const right = countUsers(stage, ({ name }) => name.startsWith('Person '));
		return {
			refusals: refusalsIn([...first.log, ...second.log]),
			figures: [
				exactly('users as their rows say, with look-up', right, rows),
				atMost(
					'requests per 100 upserted users, with look-up (10,000 rows, half of them changed, T = 10 s)',
					(first.log.length / rows) * 100,
					1.9,
				),
				exactly(
					'writes on the second identical run',
					second.log.filter(({ write }) => write).length,
					0,
				),
			],
		};
	});
}

export async function measureUpsert(say: (line: string) => void): Promise<Figure[]> {
	const figures: Figure[] = [];
	const all: Refusals[] = [];
	for (const size of SIZES) {
		say(`upserting ${size.rows} rows by email, ${size.jobSeconds} s a job`);
		const measured = await withoutLookUp(size);
		all.push(measured.refusals);
		if (figures.length === 0) {
			const per100 = (measured.requests / size.rows) * 100;
			figures.push(
				atMost(
					`requests per 100 upserted users, no look-up (10,000 rows, ${nameTime(size.jobSeconds, NO_QUEUE)})`,
					per100,
					1.25,
				),
			);
		}
		figures.push(...measured.figures);
	}
	for (const jobSeconds of [10, 5, 30]) {
		say(`upserting 10000 rows by email, ${jobSeconds} s a job after its queue`);
		figures.push(...(await withQueue(10_000, jobSeconds)));
	}
	say('upserting 10000 rows by external ID, twice');
	const compared = await withLookUp(10_000);
	all.push(compared.refusals);
	const sum = (key: keyof Refusals) => all.reduce((total, one) => total + one[key], 0);
	return [
		...figures,
		...compared.figures,
		exactly('TooManyJobs', sum('tooManyJobs'), 0),
		atMost(
			'429 share of calls with known limits',
			(sum('tooMany') / sum('calls')) * 100,
			0.5,
			' %',
		),
	];
}
