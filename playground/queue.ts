import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchDeliver, type SimulatorOptions } from '../test/simulator';
import { installN8n } from './install';
import { Instance, type Role } from './instance';
import { installPack } from './pack';
import { type Playground, startPlayground } from './playground';
import { PATIENCE_MS } from './waiting';

/** Under this Zendesk reaches the webhook process. */
export const ADDRESS = 'https://n8n.example.test';

/** How soon n8n notices that a worker is gone; its own values are 60, 10 and 30 s. */
export interface Patience {
	lockSeconds: number;
	renewSeconds: number;
	stalledSeconds: number;
}

export interface QueueOptions {
	say: (line: string) => void;
	simulator?: SimulatorOptions;
	patience: Patience;
	/** Executions at once on each worker. */
	concurrency: number;
}

/** n8n in queue mode: a main process, two workers and one that takes webhooks, each with a folder and the pack of its own. */
export interface QueuePlayground {
	playground: Playground;
	workers: [Instance, Instance];
	webhook: Instance;
	/** What every process is started with; a change counts for those that are started after it. */
	env: NodeJS.ProcessEnv;
	stop(): Promise<void>;
}

function port(variable: string): string {
	const found = process.env[variable];
	if (!found) throw new Error(`${variable} is not set: npm run test:queue starts what it names`);
	return found;
}

function environment({ patience, concurrency }: QueueOptions): NodeJS.ProcessEnv {
	const ms = (seconds: number) => String(seconds * 1000);
	return {
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: 'the-same-for-all-processes',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: port('TEST_REDIS_PORT'),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: port('TEST_POSTGRES_PORT'),
		DB_POSTGRESDB_USER: 'n8n',
		DB_POSTGRESDB_DATABASE: 'postgres',
		N8N_WEBHOOK_URL: `${ADDRESS}/`,
		N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
		N8N_CONCURRENCY_PRODUCTION_LIMIT: String(concurrency),
		QUEUE_WORKER_LOCK_DURATION: ms(patience.lockSeconds),
		QUEUE_WORKER_LOCK_RENEW_TIME: ms(patience.renewSeconds),
		QUEUE_WORKER_STALLED_INTERVAL: ms(patience.stalledSeconds),
	};
}

export async function startQueuePlayground(options: QueueOptions): Promise<QueuePlayground> {
	const { say, simulator } = options;
	const env = environment(options);
	const undo: Array<() => Promise<void>> = [];
	const stop = async () => {
		for (const step of undo.splice(0).reverse()) await step();
	};
	try {
		const playground = await startPlayground({ say, simulator, env });
		undo.push(playground.stop);
		const member = async (role: Role): Promise<Instance> => {
			const userFolder = await mkdtemp(join(tmpdir(), `zendesk-users-${role}-`));
			undo.push(async () => await rm(userFolder, { recursive: true, force: true }));
			await installPack(join(userFolder, '.n8n'));
			const installed = await installN8n(say);
			const { proxy } = playground;
			const process = await Instance.start({ installed, userFolder, proxy, role, env });
			undo.push(async () => await process.stop());
			return process;
		};
		const [first, second, webhook] = await Promise.all([
			member('worker'),
			member('worker'),
			member('webhook'),
		]);
		say('two workers and a webhook process have joined');
		playground.sim.webhooks.deliverTo(
			fetchDeliver({ rewrite: { [ADDRESS]: webhook.url }, timeoutMs: PATIENCE_MS }),
		);
		return { playground, workers: [first, second], webhook, env, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** The executions that a worker has begun, and those of them that it has not ended, by its own log. */
export async function workOf(worker: Instance): Promise<{ begun: string[]; open: string[] }> {
	const log = await readFile(worker.logPath, 'utf8');
	const idsOf = (word: string) =>
		[...log.matchAll(new RegExp(`Worker ${word} execution (\\d+)`, 'g'))].map(([, id]) => id);
	const ended = new Set(idsOf('finished'));
	const begun = idsOf('started');
	return { begun, open: begun.filter((id) => !ended.has(id)) };
}

/** A command to Redis, e.g. `FLUSHALL`. */
export async function tellRedis(command: string): Promise<void> {
	const socket = connect(Number(port('TEST_REDIS_PORT')), '127.0.0.1');
	socket.end(`${command}\r\n`);
	await new Promise((resolve) => socket.resume().once('close', resolve));
}
