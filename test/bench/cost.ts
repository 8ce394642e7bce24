import { fork } from 'node:child_process';
import { join } from 'node:path';
import {
	addCustomer,
	createSimulator,
	RealClock,
	type Simulator,
	startZendeskProxy,
	type ZendeskProxy,
} from '../simulator';
import { loadBuiltInNode, signedIn } from './builtIn';
import type { Cost, CostOrder } from './costProcess';
import { atMost, exactly, type Figure, told } from './figure';

/**
 * What a run costs n8n's own process. So the engine with one node runs in a process of its own, in real time, and speaks
 * TLS to a Zendesk in this one, without limits and latency: they cost waiting, not work.
 */

const UPDATES = 5_000;
const WARM_UP = 500;
/**
 * Of so many runs the best one counts, for both nodes: other work on the machine only adds. A run of ours takes half a
 * second, one of the built-in node twenty times that, so that a disturbance of the same length weighs twenty times as much.
 */
const RUNS = { ours: 12, theirs: 4 };
const READS = { few: 10_000, many: 100_000 };
const MB = 1_000_000;

/** Runs the engine with one node in a process of its own. */
export async function inOwnProcess(proxy: ZendeskProxy, order: CostOrder): Promise<Cost> {
	const child = fork(join(__dirname, 'costProcess.ts'), {
		execArgv: ['--disable-warning=ExperimentalWarning', '--import', 'tsx'],
		// Node's own settings of this process would count in the other one.
		env: { ...process.env, HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: proxy.caPath },
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
	});
	const cost = await new Promise<Cost>((resolve, reject) => {
		child.once('message', (message) => resolve(message as Cost));
		child.once('error', reject);
		child.once('exit', (code) => reject(new Error(`the measured process ended with ${code}`)));
		child.send(order);
	});
	if (cost.error) throw new Error(`${order.node}: ${cost.error}`);
	return cost;
}

function unlimited(users: number): Simulator {
	const sim = createSimulator({
		company: null,
		clock: new RealClock(),
		jobSeconds: 0.2,
		jobQueueSeconds: [0, 0],
		plan: { rpm: 1_000_000 },
	});
	sim.limits.overrides['create-update-user'] = 1_000_000;
	sim.log.keepBodies = false;
	while (sim.store.users.size < users) addCustomer(sim);
	return sim;
}

async function cpuTime(say: (line: string) => void): Promise<Figure[]> {
	const sim = unlimited(UPDATES + WARM_UP + 1);
	const proxy = await startZendeskProxy(sim);
	const users = sim.store.users.all().filter(({ role }) => role === 'end-user');
	const rename = (suffix: string, part: typeof users) =>
		part.map(({ id }) => ({ id, name: `Person ${id} ${suffix}` }));
	const cpuMs = async (node: CostOrder['node'], run: number, user: object) => {
		say(`CPU time of ${UPDATES} user updates: ${node}`);
		const cost = await inOwnProcess(proxy, {
			node,
			credential: signedIn(sim),
			parameters: {
				resource: 'user',
				operation: 'update',
				...user,
				updateFields: { name: '={{ $json.name }}' },
			},
			warmUp: rename(`warm ${node} ${run}`, users.slice(0, WARM_UP)),
			rows: rename(`${node} ${run}`, users.slice(-UPDATES)),
		});
		const done = users
			.slice(-UPDATES)
			.filter(({ id, name }) => name === `Person ${id} ${node} ${run}`);
		if (done.length !== UPDATES) throw new Error(`${node} updated ${done.length} of ${UPDATES}`);
		return cost.cpuMs / UPDATES;
	};
	try {
		let [ours, theirs] = [Infinity, Infinity];
		const user = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
		for (let run = 1; run <= RUNS.ours; run++) {
			if (run <= RUNS.theirs) {
				theirs = Math.min(theirs, await cpuMs('built-in', run, { id: '={{ $json.id }}' }));
			}
			ours = Math.min(ours, await cpuMs('ours', run, { user }));
		}
		return [
			told(
				'CPU time a row, engine included: ours · the built-in node',
				`${ours.toFixed(3)} ms · ${theirs.toFixed(3)} ms`,
			),
			// 1 / 20 is the aim: one machine measured between 0.047 and 0.060 within a day. Side by side, an update costs
			// no more than before it read the account's user fields and asked the guards.
			atMost('CPU time a row, engine included, against the built-in node', ours / theirs, 1 / 16),
		];
	} finally {
		await proxy.stop();
	}
}

async function memory(say: (line: string) => void): Promise<Figure[]> {
	const sim = unlimited(READS.many);
	const proxy = await startZendeskProxy(sim);
	const read = async (count: number) => {
		say(`memory of Get Many, ${count} users`);
		const cost = await inOwnProcess(proxy, {
			node: 'ours',
			credential: signedIn(sim),
			parameters: { resource: 'user', operation: 'getAll', limit: '={{ $json.id }}' },
			warmUp: [{ id: 100, name: '' }],
			rows: [{ id: count, name: '' }],
		});
		return { items: cost.items, megabytes: cost.peakBytes / MB };
	};
	try {
		const few = await read(READS.few);
		const many = await read(READS.many);
		const title = 'Get Many of 100,000 users, simplified';
		return [
			exactly(`${title}: rows`, many.items, READS.many),
			atMost(`${title}: peak memory above the idle engine`, many.megabytes, 300, ' MB'),
			atMost(`${title}: … against that of 10,000`, many.megabytes / few.megabytes, 11, '×'),
		];
	} finally {
		await proxy.stop();
	}
}

export async function measureCost(say: (line: string) => void): Promise<Figure[]> {
	await loadBuiltInNode(say);
	return [...(await cpuTime(say)), ...(await memory(say))];
}
