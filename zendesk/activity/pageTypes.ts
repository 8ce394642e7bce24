import type { Seat } from '../roles/roleTypes';
import type { ActKind } from './acts';

/** What the usage page is made of. Dates are ISO dates in `zone`. */
export interface UsagePageInput {
	/** e.g. 'acme.zendesk.com' */
	account: string;
	/** Milliseconds. */
	generatedAt: number;
	/** IANA. */
	zone: string;
	/** The window's first and last day, both included. */
	from: string;
	to: string;
	/** From how many days without activity somebody counts as inactive. */
	inactiveAfterDays: number;
	/** All staff. */
	people: UsagePerson[];
	/** User × day, days with activity alone; those of nobody in `people` and those outside the window are left out. */
	days: UsageDay[];
	/** What could not be read, in sentences for people. */
	missing: string[];
}

export interface UsagePerson {
	user_id: number;
	name: string;
	email: string | null;
	/** 'agent', 'admin' */
	role: string;
	/** A custom role or e.g. 'Light agent'; shown instead of the role. */
	role_name?: string;
	seat: Seat;
	suspended: boolean;
	groups: string[];
	/** ISO 8601, as Zendesk gives it. */
	created_at: string | null;
	last_login_at: string | null;
	/** The last active day, also before the window; null: none in what is known. */
	last_active: string | null;
}

export interface UsageDay extends Record<ActKind, number> {
	date: string;
	user_id: number;
}
