import type { Clock } from '../clock';
import { Agenda } from '../core/agenda';
import { Random } from '../core/random';
import type { Happening } from './events';
import type { ZephrAccount, ZephrGrant, ZephrUser, ZephrWebhook } from './records';
import type { ZephrSwitches } from './switches';

export interface TenantOptions {
	name: string;
	sites: string[];
	clock: Clock;
	switches: ZephrSwitches;
	seed: number;
	/** Told of everything that a webhook could tell. */
	emit: (happening: Happening) => void;
}

/** One tenant with all that is in it; changes and handlers work on this. */
export class Tenant {
	readonly name: string;
	readonly sites: string[];
	readonly clock: Clock;
	readonly switches: ZephrSwitches;
	readonly random: Random;
	readonly emit: TenantOptions['emit'];
	readonly users = new Map<string, ZephrUser>();
	readonly grants = new Map<string, ZephrGrant>();
	readonly accounts = new Map<string, ZephrAccount>();
	readonly webhooks = new Map<string, ZephrWebhook>();
	/** Grants that will start or end. */
	readonly agenda = new Agenda();

	constructor(options: TenantOptions) {
		this.name = options.name;
		this.sites = options.sites;
		this.clock = options.clock;
		this.switches = options.switches;
		this.emit = options.emit;
		this.random = new Random(options.seed);
	}

	/** The time of what is happening, which may be noticed later only. */
	get now(): number {
		return this.agenda.present ?? this.clock.now();
	}

	/** Lets the grants start and end that were due meanwhile. */
	catchUp(): void {
		this.agenda.catchUp(this.clock.now());
	}

	uuid(): string {
		return this.random.uuid();
	}

	userByEmail(email: string): ZephrUser | undefined {
		const wanted = email.toLowerCase();
		return [...this.users.values()].find(({ email_address: it }) => it.toLowerCase() === wanted);
	}

	grantsOf(holder: { user_id: string } | { account_id: string }): ZephrGrant[] {
		const [key, id] = Object.entries(holder)[0] as ['user_id' | 'account_id', string];
		return [...this.grants.values()].filter((grant) => grant[key] === id);
	}

	accountsOf(userId: string): ZephrAccount[] {
		return [...this.accounts.values()].filter(({ user_ids: ids }) => ids.has(userId));
	}
}
