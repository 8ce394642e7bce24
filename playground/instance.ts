import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { Agent } from 'node:http';
import { join } from 'node:path';
import axios from 'axios';
import type { InstalledN8n } from './install';
import { freePort } from './ports';
import { PATIENCE_MS, until } from './waiting';

/** What the process does: everything, or its part in queue mode. */
export type Role = 'start' | 'worker' | 'webhook';

export interface InstanceOptions {
	installed: InstalledN8n;
	/** Holds n8n's `.n8n`: database, encryption key, community packages. */
	userFolder: string;
	/** The intercepting proxy that answers for Zendesk, and the certificate of its authority. */
	proxy: { url: string; caPath: string };
	port?: number;
	/** Default: `start`. */
	role?: Role;
	env?: NodeJS.ProcessEnv;
}

// n8n closes a connection that has been idle for five seconds: who is slow to notice would send into a closed one.
axios.defaults.httpAgent = new Agent({ keepAlive: false });

/**
 * n8n's own time-outs (s) for the process that runs Code nodes. They begin at 2 s, and on a busy machine that process
 * would be refused, or its tasks lost. https://docs.n8n.io/hosting/configuration/environment-variables/task-runners/
 */
const PATIENT_RUNNERS = Object.fromEntries(
	[
		'GRANT_TOKEN_TTL',
		'TASK_ACCEPT_TIMEOUT',
		'TASK_REQUEST_TIMEOUT',
		'TASK_TIMEOUT',
		'HEARTBEAT_INTERVAL',
	].map((name) => [`N8N_RUNNERS_${name}`, String(PATIENCE_MS / 1_000)]),
);

/** A process that is told to end and doesn't is killed: n8n waits 30 seconds for runs that go on. */
const ENDS_WITHIN_MS = 15_000;

/** A start that is asked for its state too early may never answer; then it is asked anew. */
const ANSWERS_WITHIN_MS = 15_000;

/**
 * A real n8n as a process of its own. It reaches the simulated Zendesk the way a company's n8n reaches the internet through
 * a proxy: by the standard proxy and CA variables. The pack in it is the published one.
 */
export class Instance {
	readonly url: string;
	private child?: ChildProcess;
	private log?: WriteStream;

	private constructor(
		private readonly options: InstanceOptions,
		readonly port: number,
	) {
		this.url = `http://localhost:${port}`;
	}

	static async start(options: InstanceOptions): Promise<Instance> {
		const instance = new Instance(options, options.port ?? (await freePort()));
		await instance.start();
		return instance;
	}

	get logPath(): string {
		return join(this.options.userFolder, 'n8n.log');
	}

	async start(): Promise<void> {
		const { installed, userFolder, proxy, role = 'start', env } = this.options;
		await mkdir(userFolder, { recursive: true });
		this.log = createWriteStream(this.logPath, { flags: 'a' });
		this.child = spawn(installed.node, [installed.n8n, role], {
			env: {
				PATH: process.env.PATH,
				HOME: process.env.HOME,
				N8N_USER_FOLDER: userFolder,
				N8N_PORT: String(this.port),
				N8N_LISTEN_ADDRESS: '127.0.0.1',
				// A worker has no page; it only tells how it is.
				QUEUE_HEALTH_CHECK_ACTIVE: 'true',
				QUEUE_HEALTH_CHECK_PORT: String(this.port),
				N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
				N8N_SECURE_COOKIE: 'false',
				N8N_RUNNERS_BROKER_PORT: String(await freePort()),
				HTTPS_PROXY: proxy.url,
				HTTP_PROXY: proxy.url,
				NO_PROXY: 'localhost,127.0.0.1',
				NODE_EXTRA_CA_CERTS: proxy.caPath,
				GENERIC_TIMEZONE: 'Europe/Berlin',
				N8N_DIAGNOSTICS_ENABLED: 'false',
				N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
				N8N_TEMPLATES_ENABLED: 'false',
				N8N_PERSONALIZATION_ENABLED: 'false',
				N8N_HIRING_BANNER_ENABLED: 'false',
				N8N_LOG_LEVEL: 'info',
				...PATIENT_RUNNERS,
				...env,
			},
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		this.child.stdout!.pipe(this.log);
		this.child.stderr!.pipe(this.log);
		await this.untilReady();
	}

	/** Waits until n8n knows this address: a published workflow's forms and webhooks come up a moment later. */
	async untilKnown(url: string): Promise<void> {
		await until(`n8n knows ${url}`, async () => {
			const { status } = await axios.get(url, { proxy: false, validateStatus: () => true });
			return status !== 404;
		});
	}

	/** Ends n8n; `SIGKILL` gives it no chance to tidy up. */
	async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
		const { child } = this;
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		const gone = new Promise((resolve) => child.once('exit', resolve));
		child.kill(signal);
		const patience = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
		await gone;
		clearTimeout(patience);
		this.log?.end();
	}

	private async untilReady(): Promise<void> {
		try {
			await until(`n8n is ready; its log is ${this.logPath}`, async () => {
				if (this.child!.exitCode !== null) {
					throw new Error(`n8n ended while starting; its log is ${this.logPath}`);
				}
				const answer = await axios
					.get(`${this.url}/healthz/readiness`, { proxy: false, timeout: ANSWERS_WITHIN_MS })
					.catch(() => undefined);
				return answer?.status === 200;
			});
		} catch (error) {
			await this.stop('SIGKILL');
			throw error;
		}
	}
}
