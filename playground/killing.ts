import {
	ConnectionCut,
	createSimulator,
	type LogFilter,
	RealClock,
	type Simulator,
} from '../test/simulator';
import { type Playground, startPlayground } from './playground';
import { PATIENCE_MS } from './waiting';

/** Real time for Zendesk, which can stand still: what its jobs had to do then they still have to do afterwards. */
export class StoppableClock extends RealClock {
	private stoppedAt: number | undefined;
	private lostMs = 0;

	now(): number {
		return this.stoppedAt ?? super.now() - this.lostMs;
	}

	get isStopped(): boolean {
		return this.stoppedAt !== undefined;
	}

	stop(): void {
		this.stoppedAt ??= this.now();
	}

	go(): void {
		if (this.stoppedAt === undefined) return;
		this.lostMs = super.now() - this.stoppedAt;
		this.stoppedAt = undefined;
	}
}

/** A Zendesk account that only one workflow works on. */
export interface Account {
	sim: Simulator;
	clock: StoppableClock;
}

function newAccount(subdomain: string): Account {
	const clock = new StoppableClock();
	return {
		clock,
		sim: createSimulator({
			subdomain,
			clock,
			company: null,
			jobSeconds: 2,
			jobQueueSeconds: [0, 0],
		}),
	};
}

/** A playground whose n8n reaches several accounts, by their subdomains. */
export interface KillingPlayground {
	playground: Playground;
	accounts: ReadonlyMap<string, Account>;
	/** Starts n8n anew in its old folder, however it ended. */
	restart(): Promise<void>;
	stop(): Promise<void>;
}

export async function startKillingPlayground(
	say: (line: string) => void,
	subdomains: string[],
): Promise<KillingPlayground> {
	const accounts = new Map(subdomains.map((subdomain) => [subdomain, newAccount(subdomain)]));
	const playground = await startPlayground({
		say,
		simulator: { company: null },
		services: [...accounts.values()].map(({ sim }) => sim),
	});
	return {
		playground,
		accounts,
		restart: async () => {
			await playground.n8n.start();
			await playground.rest.signIn();
		},
		stop: playground.stop,
	};
}

/** The request at which n8n dies. */
export interface Death {
	/** Which writes count, e.g. `{ route: 'PUT /api/v2/users/:id' }`. */
	writes: LogFilter;
	/** The one of them at which it happens, counted from 1. */
	nth: number;
	/** Whether n8n dies when the request is on its way and never takes effect, or has just taken effect. */
	moment: 'before' | 'after';
	/** Whether Zendesk's time stands still from then on, so that its jobs wait for the next run. */
	stopsClock?: boolean;
}

/**
 * Kills n8n at a request: it gets no answer and has no chance to tidy up.
 *
 * @returns a promise of the moment at which the process is gone; it rejects when that never happens
 */
export function killAt(
	{ n8n }: Playground,
	{ sim, clock }: Account,
	{ writes, nth, moment, stopsClock }: Death,
): Promise<void> {
	return new Promise((resolve, reject) => {
		const patience = setTimeout(() => {
			const seen = sim.log.writes(writes).length;
			reject(new Error(`n8n was not killed: ${seen} of ${nth} writes came`));
		}, PATIENCE_MS);
		let isDone = false;
		const kill = async () => {
			if (isDone || sim.log.writes(writes).length < nth) return;
			isDone = true;
			if (stopsClock) clock.stop();
			await n8n.stop('SIGKILL');
			clearTimeout(patience);
			resolve();
			if (moment === 'before') throw new ConnectionCut();
		};
		sim.faults.add({ when: { times: Infinity }, then: { kind: moment, do: kill } });
	});
}

/** Lets the clock go when the next run has seen the account and begins to write. */
export function goAtNextWrite({ sim, clock }: Account): void {
	const go = () => {
		if (sim.log.entries.at(-1)!.write) clock.go();
	};
	sim.faults.add({ when: { times: Infinity }, then: { kind: 'before', do: go } });
}
