import type { Clock } from './clock';
import { Agenda } from './core/agenda';
import { Random } from './core/random';
import { JobBoard } from './domain/jobs';
import { SearchIndex } from './domain/search-index';
import type { KeptReply } from './http/idempotency';
import { Limits } from './http/limits';
import type { CompanyOptions } from './options';
import type { Plan } from './plan';
import type { User } from './store/records';
import { Store } from './store/store';
import type { Switches } from './switches';
import { Webhooks } from './webhooks/webhooks';

export interface WorldOptions {
	subdomain: string;
	clock: Clock;
	plan: Plan;
	switches: Switches;
	timeZone: string;
	jobSeconds: number;
	jobQueueSeconds: [number, number];
	searchLagSeconds: number;
	seed: CompanyOptions['seed'];
}

/** One account with everything that belongs to it; the domain code works on this. */
export class World {
	readonly subdomain: string;
	readonly host: string;
	readonly clock: Clock;
	readonly plan: Plan;
	readonly switches: Switches;
	readonly timeZone: string;
	readonly jobSeconds: number;
	readonly jobQueueSeconds: [number, number];
	readonly random: Random;
	readonly store: Store;
	/** Job items and background work. */
	readonly agenda = new Agenda();
	/** Automatic purges, which `settle` must not wait for. */
	readonly retention = new Agenda();
	readonly limits: Limits;
	readonly jobs: JobBoard;
	readonly search: SearchIndex;
	readonly webhooks: Webhooks;
	/** Answers of `POST /tickets` that a repeat with the same Idempotency-Key gets. */
	readonly idempotencyKeys = new Map<string, KeptReply>();

	constructor(options: WorldOptions) {
		this.subdomain = options.subdomain;
		this.host = `${options.subdomain}.zendesk.com`;
		this.clock = options.clock;
		this.plan = options.plan;
		this.switches = options.switches;
		this.timeZone = options.timeZone;
		this.jobSeconds = options.jobSeconds;
		this.jobQueueSeconds = options.jobQueueSeconds;
		this.store = new Store(options.switches);
		this.random = new Random(options.seed);
		this.limits = new Limits(options.plan);
		this.jobs = new JobBoard(this, options.seed);
		this.search = new SearchIndex(this, options.searchLagSeconds);
		this.webhooks = new Webhooks(this, options.seed);
	}

	get origin(): string {
		return `https://${this.host}`;
	}

	/** An API address on this account; `path` begins behind `/api/v2/`. */
	url(path: string): string {
		return `${this.origin}/api/v2/${path}`;
	}

	/** The time of what is happening: job items happen when they were due, even if nobody looked. */
	get present(): number {
		return this.agenda.present ?? this.retention.present ?? this.clock.now();
	}

	/** Does what was due meanwhile: job items, background work, purges. For webhooks each moment is one change. */
	catchUp(now: number): void {
		this.webhooks.commit();
		for (const agenda of [this.agenda, this.retention]) {
			for (let next = agenda.next; next !== undefined && next <= now; next = agenda.next) {
				agenda.catchUp(next);
				this.webhooks.commit();
			}
		}
	}
}

/** Somebody does something at some time. */
export interface Act {
	world: World;
	now: number;
	/** Who does it; `null` = Zendesk itself. */
	actor: User | null;
}

/** Does something now, or after the delay that background work has (§10). */
export function inBackground(act: Act, run: (later: Act) => void): void {
	const { world } = act;
	const delay = world.switches.backgroundSeconds * 1000;
	if (delay === 0) run(act);
	else world.agenda.at(act.now + delay, (now) => run({ world, now, actor: act.actor }));
}
