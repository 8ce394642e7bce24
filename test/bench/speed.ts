import type { IDataObject } from 'n8n-workflow';
import type { Stage } from '../engine/engine';
import { by } from '../engine/forms';
import { addAgent, addCustomer, addTicket } from '../simulator';
import { nameTime, onAccount, timed } from './account';
import { builtIn, loadBuiltInNode, signedIn } from './builtIn';
import { atLeast, exactly, type Figure, told } from './figure';

/**
 * The built-in node stops at its first 429. So it is paced as its users do, in a loop with a pause: just below the limit
 * of one user update a second, and of a hundred ticket updates a minute.
 */
const JUST_BELOW = 1.01;

async function paced(
	stage: Stage,
	rows: IDataObject[],
	everyMs: number,
	parameters: object,
): Promise<number> {
	const { sim } = stage;
	const startedAt = sim.clock.now();
	for (const [i, row] of rows.entries()) {
		await sim.clock.sleep(startedAt + i * everyMs * JUST_BELOW - sim.clock.now());
		const { error } = await stage.run(builtIn(signedIn(sim), parameters, [row]));
		if (error) throw new Error(`the built-in node stopped at row ${i}: ${error.message}`);
	}
	return (sim.clock.now() - startedAt) / 1000;
}

/** How long a job works a hundred records, and how long it waits before. */
type Jobs = [jobSeconds: number, queue: [number, number]];

const QUEUE: [number, number] = [1, 6];

/** How many rows, and with which jobs: the bar is that of the first ones, the others are told beside it. */
type Size = [count: number, barred: Jobs, ...told: Jobs[]];

/** With recorded jobs so many rows that a job's own time is not all that counts; the fewer ones with short jobs. */
const USERS: Size[] = [
	[1_000, [10, QUEUE], [5, QUEUE], [30, QUEUE]],
	[500, [5, [0, 0]], [10, QUEUE]],
];
const TICKETS: Size[] = [
	[2_500, [10, QUEUE], [5, QUEUE], [30, QUEUE]],
	[1_000, [5, [0, 0]], [10, QUEUE]],
];

interface Ran {
	seconds: number;
	done: number;
}

interface Pair {
	title: string;
	ours: (stage: Stage) => Promise<Ran>;
	theirs: (stage: Stage) => Promise<Ran>;
}

async function compare([count, barred, ...others]: Size, pair: Pair): Promise<Figure[]> {
	const title = `${count.toLocaleString('en')} ${pair.title}`;
	const withJobs = async ([jobSeconds, jobQueueSeconds]: Jobs) =>
		await onAccount({ jobSeconds, jobQueueSeconds }, pair.ours);
	const ours = await withJobs(barred);
	const theirs = await onAccount({}, pair.theirs);
	const figures = [
		exactly(
			`${title}, done by ours · by the built-in node`,
			`${ours.done} · ${theirs.done}`,
			`${count} · ${count}`,
		),
		told(
			`${title}, seconds: ours · the built-in node (${nameTime(...barred)}, virtual clock)`,
			`${ours.seconds} · ${theirs.seconds}`,
		),
		atLeast(
			`speed against the built-in node: ${title}, ${nameTime(...barred)}`,
			theirs.seconds / ours.seconds,
			50,
			'×',
		),
	];
	for (const jobs of others) {
		const { seconds } = await withJobs(jobs);
		figures.push(told(`… ${nameTime(...jobs)}`, `${Math.round(theirs.seconds / seconds)}×`));
	}
	return figures;
}

function withUsers(stage: Stage, length: number): IDataObject[] {
	return Array.from({ length }, (_, i) => ({
		id: addCustomer(stage.sim).id,
		name: `Person ${i}`,
	}));
}

const userDone = ({ sim }: Stage, rows: IDataObject[]) =>
	rows.filter(({ id, name }) => sim.store.users.get(Number(id))?.name === name).length;

async function updateUsers(size: Size): Promise<Figure[]> {
	const [count] = size;
	const ours = async (stage: Stage) => {
		const rows = withUsers(stage, count);
		const { seconds } = await timed(stage, () =>
			stage.run({
				items: rows,
				parameters: {
					resource: 'user',
					operation: 'update',
					user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
					updateFields: { name: '={{ $json.name }}' },
				},
			}),
		);
		return { seconds, done: userDone(stage, rows) };
	};
	const theirs = async (stage: Stage) => {
		const rows = withUsers(stage, count);
		const seconds = await paced(stage, rows, 1_000, {
			resource: 'user',
			operation: 'update',
			id: '={{ $json.id }}',
			updateFields: { name: '={{ $json.name }}' },
		});
		return { seconds, done: userDone(stage, rows) };
	};
	return await compare(size, { title: 'user updates', ours, theirs });
}

function withTickets({ sim }: Stage, length: number) {
	const [leaver, successor] = [addAgent(sim), addAgent(sim)];
	const requester = addCustomer(sim);
	const tickets = Array.from({ length }, () => addTicket(sim, { assignee: leaver, requester }));
	const moved = () =>
		tickets.filter(({ id }) => sim.store.tickets.get(id)?.assignee_id === successor.id).length;
	return { leaver, successor, tickets, moved };
}

async function moveTickets(size: Size): Promise<Figure[]> {
	const [count] = size;
	const ours = async (stage: Stage) => {
		const { leaver, successor, moved } = withTickets(stage, count);
		const { seconds } = await timed(stage, () =>
			stage.run({
				parameters: {
					resource: 'ticket',
					operation: 'transfer',
					fromUser: by.id(leaver),
					handOverTo: 'person',
					successor: by.id(successor),
				},
			}),
		);
		return { seconds, done: moved() };
	};
	const theirs = async (stage: Stage) => {
		const { successor, tickets, moved } = withTickets(stage, count);
		const rows = tickets.map(({ id }) => ({ id, assignee: successor.email }));
		const seconds = await paced(stage, rows, 600, {
			resource: 'ticket',
			operation: 'update',
			id: '={{ $json.id }}',
			updateFields: { assigneeEmail: '={{ $json.assignee }}' },
		});
		return { seconds, done: moved() };
	};
	return await compare(size, { title: 'tickets moved', ours, theirs });
}

export async function measureSpeed(say: (line: string) => void): Promise<Figure[]> {
	await loadBuiltInNode(say);
	const figures: Figure[] = [];
	for (const size of USERS) {
		say(`updating ${size[0]} users, ours and the built-in node`);
		figures.push(...(await updateUsers(size)));
	}
	for (const size of TICKETS) {
		say(`moving ${size[0]} tickets, ours and the built-in node`);
		figures.push(...(await moveTickets(size)));
	}
	return figures;
}
