import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	createSimulator,
	RealClock,
	type Service,
	type Simulator,
	type SimulatorOptions,
	startZendeskProxy,
	type ZendeskProxy,
} from '../test/simulator';
import { installN8n } from './install';
import { Instance } from './instance';
import { Mailbox } from './mailbox';
import { installPack } from './pack';
import { Rest } from './rest';

/** A real n8n with the pack in it, a simulated Zendesk behind a real HTTPS proxy, and a mailbox. */
export interface Playground {
	sim: Simulator;
	proxy: ZendeskProxy;
	mailbox: Mailbox;
	n8n: Instance;
	rest: Rest;
	/** Ends all of it and removes what it wrote. */
	stop(): Promise<void>;
}

export interface PlaygroundOptions {
	say: (line: string) => void;
	simulator?: SimulatorOptions;
	/** All that n8n reaches, where it isn't the playground's own account: several of them, another service, one that changes. */
	services?: Service[];
	env?: NodeJS.ProcessEnv;
}

export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
	const { say } = options;
	const installed = await installN8n(say);
	// A person, or a test on the machine's own clock, waits for these.
	const quick: SimulatorOptions = { jobSeconds: 3, jobQueueSeconds: [0, 0] };
	const sim = createSimulator({ clock: new RealClock(), ...quick, ...options.simulator });
	const services = options.services ?? [sim];
	const proxy = await startZendeskProxy(services);
	for (const { host } of services) say(`https://${host} is simulated`);
	const mailbox = await Mailbox.start();
	const userFolder = await mkdtemp(join(tmpdir(), 'zendesk-users-n8n-'));
	await installPack(join(userFolder, '.n8n'));
	say(`starting n8n ${installed.version}`);
	const stopServices = async () => {
		await Promise.all([proxy.stop(), mailbox.stop()]);
	};
	const n8n = await Instance.start({ installed, userFolder, proxy, env: options.env }).catch(
		async (error: unknown) => {
			// The folder stays: its log says why.
			await stopServices();
			throw error;
		},
	);
	const rest = new Rest(n8n.url);
	await rest.signIn();
	say(`n8n answers at ${n8n.url}`);
	return {
		sim,
		proxy,
		mailbox,
		n8n,
		rest,
		stop: async () => {
			await n8n.stop();
			await stopServices();
			await rm(userFolder, { recursive: true, force: true });
		},
	};
}
