import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type Deliver, fetchDeliver } from '../test/simulator';
import type { Answer } from '../test/simulator/webhooks/deliver';
import { createZendeskCredential } from './credentials';
import { type Playground, startPlayground } from './playground';
import { ADDRESS, createProbe, Listener, putLive, webhooksOf } from './triggers';
import { PATIENCE_MS } from './waiting';

/** What happens to some attempts of a delivery between Zendesk and n8n. */
export interface Trouble {
	name: string;
	/** Whether n8n has taken the delivery when it happens: what Zendesk sends again is a repeat then. */
	when: 'before' | 'after';
	/** What Zendesk gets instead of n8n's answer; an error is a connection without one. */
	instead: Answer | Error;
	/** How many attempts of the same delivery it hits; fewer than Zendesk makes. */
	times: number;
}

const timeout = Object.assign(new Error('No answer within 12 s'), { name: 'TimeoutError' });
const reset = new Error('The connection was reset');

/** All that Zendesk tries again, each as often as it is still taken in the end. */
export const TROUBLES: Trouble[] = (['before', 'after'] as const).flatMap((when) =>
	(
		[
			['503 with Retry-After', { status: 503, headers: { 'Retry-After': '1' } }, 3],
			['429 with Retry-After', { status: 429, headers: { 'Retry-After': '2' } }, 2],
			['409', { status: 409 }, 2],
			['no answer in time', timeout, 1],
			['a connection that breaks', reset, 1],
			['503, as often as Zendesk tries again', { status: 503, headers: { 'Retry-After': '0' } }, 5],
		] as Array<[string, Answer | Error, number]>
	).map(([name, instead, times]) => ({
		name: `${name}, ${when} n8n has it`,
		when,
		instead,
		times,
	})),
);

const INVOCATION = 'x-zendesk-webhook-invocation-id';

/** Where so many connections to n8n end at once: the next delivery is handed on when n8n has answered one. */
const CONNECTIONS = 20;

/**
 * What stands between Zendesk and n8n, as a company's proxy does: hands n8n deliveries as fast as it takes them, loses some
 * and some of the answers, and refuses all of them during an outage.
 */
export class Front {
	/** How many deliveries each trouble has hit, by its name. */
	readonly hit = new Map<string, number>(TROUBLES.map(({ name }) => [name, 0]));
	/** The statuses of n8n's own answers, whatever Zendesk got. */
	readonly answers: number[] = [];
	isOut = false;
	refusedInOutage = 0;
	/** One delivery in so many meets a trouble. */
	everyNth = 40;
	private deliveries = 0;
	private readonly planned = new Map<string, { trouble: Trouble; left: number }>();
	private free = CONNECTIONS;
	private readonly line: Array<() => void> = [];

	constructor(private readonly toN8n: Deliver) {}

	/** Deliveries that wait for a connection. */
	get waiting(): number {
		return this.line.length;
	}

	readonly deliver: Deliver = Object.assign(
		async (...request: Parameters<Deliver>) => {
			const invocation = request[1].headers[INVOCATION];
			if (this.isOut) {
				this.refusedInOutage += 1;
				// It has had its trouble: after a few more attempts Zendesk would give it up.
				this.planned.set(invocation, { trouble: TROUBLES[0], left: 0 });
				return { status: 503, headers: { 'Retry-After': '1' } };
			}
			const trouble = this.troubleOf(invocation);
			const answer = trouble?.when === 'before' ? undefined : await this.handOn(request);
			if (!trouble) return answer!;
			if (trouble.instead instanceof Error) throw trouble.instead;
			return trouble.instead;
		},
		{ realTime: true as const },
	);

	/** Zendesk's name of the delivery says which one it is. */
	private troubleOf(invocation: string): Trouble | undefined {
		if (!this.planned.has(invocation)) {
			const n = this.deliveries++;
			const trouble = TROUBLES[Math.floor(n / this.everyNth) % TROUBLES.length];
			const isHit = n % this.everyNth === 0;
			this.planned.set(invocation, { trouble, left: isHit ? trouble.times : 0 });
			if (isHit) this.hit.set(trouble.name, this.hit.get(trouble.name)! + 1);
		}
		const plan = this.planned.get(invocation)!;
		return plan.left-- > 0 ? plan.trouble : undefined;
	}

	private async handOn(request: Parameters<Deliver>): Promise<Answer> {
		if (this.free > 0) this.free -= 1;
		else await new Promise<void>((resolve) => this.line.push(resolve));
		try {
			const answer = await this.toN8n(...request);
			this.answers.push(answer.status);
			return answer;
		} finally {
			const next = this.line.shift();
			if (next) next();
			else this.free += 1;
		}
	}
}

/** What a small container grants n8n: garbage is collected early, so that memory tells what is held. */
const HEAP_MB = 768;

/** A playground whose n8n hears of events through a front. */
export interface DeliveriesPlayground {
	playground: Playground;
	front: Front;
	listener: Listener;
	/** The published workflow's address and signing secret. */
	endpoint: { url: string; secret: string };
	stop(): Promise<void>;
}

/** Starts n8n and publishes a workflow of the trigger alone, which sends its items to the listener. */
export async function startDeliveriesPlayground(
	triggerOn: string[],
	say: (line: string) => void,
): Promise<DeliveriesPlayground> {
	const playground = await startPlayground({
		say,
		simulator: { company: null, switches: { retryRefusedConnections: true } },
		env: { N8N_WEBHOOK_URL: `${ADDRESS}/`, NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` },
	});
	const { sim, n8n } = playground;
	const local = `http://127.0.0.1:${n8n.port}`;
	const front = new Front(fetchDeliver({ rewrite: { [ADDRESS]: local }, timeoutMs: PATIENCE_MS }));
	sim.webhooks.deliverTo(front.deliver);
	const listener = await Listener.start();
	const zendesk = await createZendeskCredential(playground, 'readWrite');
	const probe = await createProbe({ playground, listener, credentials: { zendesk } }, triggerOn, {
		// As whoever has thousands of runs an hour sets it: only those that did not succeed are kept.
		saveDataSuccessExecution: 'none',
	});
	await putLive(playground, probe);
	const [webhook] = webhooksOf(sim);
	return {
		playground,
		front,
		listener,
		endpoint: { url: local + new URL(webhook.endpoint).pathname, secret: webhook.secret },
		stop: async () => {
			listener.stop();
			await playground.stop();
		},
	};
}

/** n8n's own process: the one that this process has started, without the runners that n8n starts. */
export function pidOfN8n(): number {
	const isOurs = (pid: string) => {
		const { ppid, command } = processOf(pid);
		return ppid === process.pid && command.includes('n8n\0start');
	};
	return Number(
		readdirSync('/proc')
			.filter((name) => /^\d+$/.test(name))
			.find(isOurs),
	);
}

function processOf(pid: string): { ppid: number; command: string } {
	try {
		const [, ppid] = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
		return { ppid: Number(ppid), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') };
	} catch {
		// It has ended meanwhile.
		return { ppid: 0, command: '' };
	}
}

/** The memory that a process holds, in MB; 0 when it has ended. */
export function memoryOf(pid: number): number {
	const path = `/proc/${pid}/status`;
	if (!existsSync(path)) return 0;
	const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(path, 'utf8')) ?? [];
	return Number(kilobytes ?? 0) / 1024;
}
