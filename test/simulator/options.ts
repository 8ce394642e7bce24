import type { Clock } from './clock';
import type { Plan } from './plan';
import type { Switches } from './switches';

/** How big the seeded company is. Staff and groups have a minimum: every role and seat must occur. */
export interface CompanyOptions {
	staff: number;
	customers: number;
	tickets: number;
	organizations: number;
	groups: number;
	/** Another company of the same size. */
	seed: number;
}

export interface SimulatorOptions {
	/** Default `acme`. */
	subdomain?: string;
	/** Default: a `VirtualClock`. */
	clock?: Clock;
	/** Sizes that differ from the default; `null` = an account with one admin, its owner. */
	company?: Partial<CompanyOptions> | null;
	/** Of everybody who has none of their own, as Rails or as IANA calls it. Default `Eastern Time (US & Canada)`. */
	timeZone?: string;
	plan?: Partial<Plan>;
	switches?: Partial<Switches>;
	/** Every request takes this long, slept on the clock. Default 0. */
	latencyMs?: number;
	/** How long a job of 100 items works, once it has begun. Default 10, as recorded. */
	jobSeconds?: number;
	/** How long a job waits before that, at least and at most. Default 1 to 6, as recorded. */
	jobQueueSeconds?: [number, number];
	/** How late changes show in searches by query: 3 s as recorded, or minutes (§10). Default 3. */
	searchLagSeconds?: number;
}

export const DEFAULT_TIME_ZONE = 'Eastern Time (US & Canada)';

export const DEFAULT_COMPANY: CompanyOptions = {
	staff: 40,
	customers: 2000,
	tickets: 6000,
	organizations: 30,
	groups: 5,
	seed: 20261120,
};
