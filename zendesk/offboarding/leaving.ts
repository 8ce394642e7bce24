import type { ZendeskUser } from '../api/records';
import type { Client } from '../http/client';
import type { JobRunner } from '../http/jobs';
import type { Marker } from '../identity/marker';
import { ROLE_TYPE } from '../roles/roleTypes';
import type { TicketTransfer } from '../tickets/transfer';
import { isStaff } from '../users/view';
import type { Refusal } from '../verdict';
import type { Seen } from './access';
import { LEVELS, type Level } from './levels';
import type { Look } from './look';
import type { Plan, Wish } from './preflight';
import type { OffboardReport } from './report';

/** One leaver on the way out. */
export interface Leaving {
	client: Client;
	jobs: JobRunner;
	level: Level;
	cutAccess: Wish['cutAccess'];
	plan: Plan;
	report: OffboardReport;
	/** What n8n calls this run. */
	run: string;
	/** The leaver as the last answer showed them. */
	seen: Seen;
	/** Shared by all leavers of the run. */
	look: Look;
	/** The marker of this run, or of one that broke off and is continued: it says whose the suspension is. */
	marker?: Marker;
	transfer: TicketTransfer;
	/** What was ordered and can't be seen to be so. */
	unverified: Set<string>;
}

/** What a stage says: how far it got, or why the leaver's way ends here. */
export type StageEnd = { did: 'done' | 'already done'; detail?: string } | { refusal: Refusal };

/** Whether the role is as the level wants it, or lower: an end user isn't raised to a light agent again. */
export function hasRole(user: ZendeskUser, level: Level): boolean {
	const wanted = LEVELS[level].role;
	if (wanted === 'kept' || !isStaff(user)) return true;
	return wanted === 'light agent' && user.role_type === ROLE_TYPE.lightAgent;
}

export const isAtRole = ({ seen, level }: Leaving) => hasRole(seen.user, level);

/** Nothing is left to take but what has come in since: tickets, sessions, tokens. */
export function isAtLevel(leaving: Leaving): boolean {
	const { level, seen } = leaving;
	return !LEVELS[level].staysSuspended && isAtRole(leaving) && !seen.user.suspended;
}

/** Keeps what an answer has shown. */
export function saw(leaving: Leaving, user: ZendeskUser): void {
	leaving.seen = { user, at: leaving.client.clock.now() };
}
