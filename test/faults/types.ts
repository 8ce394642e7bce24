import type { Stage } from '../engine/engine';
import type { LogEntry, SimulatorOptions } from '../simulator';

/** The fault table of the project: what goes wrong between n8n and Zendesk, at either, or in the data. */
export const FAULT_TITLES = {
	F1: '429 with Retry-After',
	F2: '429 without a usable Retry-After',
	F3: '429 although the headers say there is room',
	F4: '500, 502, 503, 504 now and then',
	F5: 'maintenance: 503 for ten minutes',
	F6: 'the answer is lost after the request took effect',
	F7: 'the connection breaks before the request arrives',
	F8: 'the answer stalls, or breaks off',
	F9: 'a job is completed, some of its rows are not',
	F10: 'a job fails, is killed, or stands still',
	F11: 'a job is forgotten before it was read',
	F12: 'other integrations hold the job slots',
	F13: 'bulk user import is off',
	F14: 'a cursor expired, or lies in the future',
	F15: 'a page comes twice, or empty, or the end is told late',
	F16: 'somebody else changes the same people meanwhile',
	F17: 'Zendesk does not yet know who was just created',
	F18: 'Zendesk refuses to delete who requested open tickets',
	F19: 'Zendesk is not ready to erase who was just deleted',
	F20: 'a webhook is delivered several times',
	F21: 'webhooks are delivered out of order',
	F22: 'a webhook is forged, or its signature missing or cut short',
	F23: 'a webhook is replayed later',
	F24: 'a webhook’s body was written anew on the way',
	F25: 'the answer is no JSON, or empty',
	F26: 'names and addresses of every alphabet, or far too long',
	F27: 'external IDs that differ in case only, or are long numbers',
	F28: 'ten times the people',
	F29: 'the sign-in ends in the middle, or may not do this',
	F30: 'n8n is killed, and the node runs again from the top; or runs twice at once',
	F31: 'no address, a broken certificate, or a redirect to another host',
	F32: 'the source is empty, or nearly so',
	F33: 'the successor can’t take the tickets',
	F34: 'the owner, the last admin or the sign-in’s own user is on the list',
	F35: 'the plan lacks what is asked for',
	F36: 'the account’s brands have users of their own',
} as const;

export type FaultId = keyof typeof FAULT_TITLES;

/** What came of one run of a node. */
export interface Ran {
	/** One word or two a row, in the order of the rows: the outcome, and the reason where there is one. */
	verdicts: string[];
	/** What stopped the node, if something did. */
	error?: string;
	/** All that n8n would keep of the run: nothing in it may be secret. */
	kept: unknown;
}

/** One operation or trigger at work: a row of the matrix. Small, as it runs some hundred times. */
export interface Scenario {
	/** Resource and operation, or the trigger and what it watches, as in the node panel: `User: Offboard`. */
	name: string;
	options?: SimulatorOptions;
	/** Fills an empty account. What it returns runs the node once, from the top, over the same rows. */
	arrange(stage: Stage): Promise<() => Promise<Ran>> | (() => Promise<Ran>);
}

/** One column of the matrix. */
export interface Fault {
	id: FaultId;
	/**
	 * Lets the fault happen to the scenario in every way there is, each in an account of its own, and throws where it
	 * doesn't end as it must.
	 *
	 * @returns what happened, for people: `same state and verdicts, 14 requests hit`
	 */
	hit(subject: Subject): Promise<string>;
}

/** A scenario, and how it ends when nothing happens to it. */
export interface Subject {
	scenario: Scenario;
	undisturbed: Undisturbed;
	/** A fresh account with the scenario arranged in it. */
	play(options?: SimulatorOptions): Promise<Play>;
}

/** A scenario in an account of its own. */
export interface Play extends Stage {
	/** Runs the node from the top; adds to the losses what the run cost. */
	act(): Promise<Ran>;
	/** Ends the run that is going on, as the Stop button does; a poll can't be stopped. */
	stop(): void;
	/** The account, once all jobs and all background work are done. */
	state(): Promise<AccountState>;
	/** Compares the account with the undisturbed one and counts what is lost; throws if it differs in anything. */
	expectState(): Promise<void>;
	/** As {@link expectState}, and every row has the verdict that it has undisturbed. */
	expectSame(ran: Ran): Promise<void>;
	/**
	 * As {@link expectState}, after the run was repeated: every row has the verdict that it has undisturbed at the first
	 * or at the second run.
	 */
	expectConverged(again: Ran): Promise<void>;
	/** Nothing was lost on the way so far: for the state after a run that failed, before it is repeated. */
	expectNoLoss(): Promise<void>;
}

export interface Undisturbed {
	state: AccountState;
	verdicts: string[];
	/** Of the second run, which writes nothing. */
	again: string[];
	/** The API's routes that it asks, each once, in the order of their first request: `PUT /api/v2/users/:id`. */
	routes: string[];
	/** How many requests it takes, without those for tokens. */
	requests: number;
	/** The routes of what the second run wrote, if it did and Zendesk took it. */
	writesAgain: string[];
	/** How often it asks the very same. */
	times(request: LogEntry): number;
}

/** What an account holds, comparable: without times, and new records named by what they are instead of their id. */
export type AccountState = Record<string, unknown[]>;

/** What must never happen. */
export interface Losses {
	/** Users, tickets, comments or addresses that are there twice. */
	duplicates: number;
	/** Tickets that nobody wanted where they are now, or that Zendesk moved by itself. */
	ticketsLost: number;
	/** Users suspended, deleted or erased who shouldn't be. */
	usersRemoved: number;
	/** Secrets in what n8n keeps. */
	secretsFound: number;
	/** Requests sent before the time that Zendesk asked for was over. */
	earlyRetries: number;
}
