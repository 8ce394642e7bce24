import type { IDataObject } from 'n8n-workflow';
import type { Stage } from '../engine/engine';
import { by } from '../engine/forms';
import { addAgent, addCustomer, addTicket } from '../simulator';
import { onAccount, timed } from './account';
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

const COUNT = { users: 500, tickets: 1_000 };

function withUsers(stage: Stage): IDataObject[] {
	return Array.from({ length: COUNT.users }, (_, i) => ({
		id: addCustomer(stage.sim).id,
		name: `Person ${i}`,
	}));
}

const userDone = ({ sim }: Stage, rows: IDataObject[]) =>
	rows.filter(({ id, name }) => sim.store.users.get(Number(id))?.name === name).length;

async function updateUsers(): Promise<Figure[]> {
	const title = `${COUNT.users} user updates`;
	const [ours, right] = await onAccount({}, async (stage) => {
		const rows = withUsers(stage);
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
		return [seconds, userDone(stage, rows)];
	});
	const [theirs, theirRight] = await onAccount({}, async (stage) => {
		const rows = withUsers(stage);
		const seconds = await paced(stage, rows, 1_000, {
			resource: 'user',
			operation: 'update',
			id: '={{ $json.id }}',
			updateFields: { name: '={{ $json.name }}' },
		});
		return [seconds, userDone(stage, rows)];
	});
	return [
		exactly(
			`${title}, done by ours · by the built-in node`,
			`${right} · ${theirRight}`,
			'500 · 500',
		),
		told(`${title}, seconds: ours · the built-in node (virtual clock)`, `${ours} · ${theirs}`),
		atLeast(`speed against the built-in node: ${title}`, theirs / ours, 50, '×'),
	];
}

function withTickets({ sim }: Stage) {
	const [leaver, successor] = [addAgent(sim), addAgent(sim)];
	const requester = addCustomer(sim);
	const tickets = Array.from({ length: COUNT.tickets }, () =>
		addTicket(sim, { assignee: leaver, requester }),
	);
	const moved = () =>
		tickets.filter(({ id }) => sim.store.tickets.get(id)?.assignee_id === successor.id).length;
	return { leaver, successor, tickets, moved };
}

async function moveTickets(): Promise<Figure[]> {
	const title = `${COUNT.tickets.toLocaleString('en')} tickets moved`;
	const [ours, right] = await onAccount({}, async (stage) => {
		const { leaver, successor, moved } = withTickets(stage);
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
		return [seconds, moved()];
	});
	const [theirs, theirRight] = await onAccount({}, async (stage) => {
		const { successor, tickets, moved } = withTickets(stage);
		const rows = tickets.map(({ id }) => ({ id, assignee: successor.email }));
		const seconds = await paced(stage, rows, 600, {
			resource: 'ticket',
			operation: 'update',
			id: '={{ $json.id }}',
			updateFields: { assigneeEmail: '={{ $json.assignee }}' },
		});
		return [seconds, moved()];
	});
	return [
		exactly(
			`${title}, done by ours · by the built-in node`,
			`${right} · ${theirRight}`,
			'1000 · 1000',
		),
		told(`${title}, seconds: ours · the built-in node (virtual clock)`, `${ours} · ${theirs}`),
		atLeast(`speed against the built-in node: ${title}`, theirs / ours, 50, '×'),
	];
}

export async function measureSpeed(say: (line: string) => void): Promise<Figure[]> {
	await loadBuiltInNode(say);
	say(`updating ${COUNT.users} users, ours and the built-in node`);
	const users = await updateUsers();
	say(`moving ${COUNT.tickets} tickets, ours and the built-in node`);
	return [...users, ...(await moveTickets())];
}
