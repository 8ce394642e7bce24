import type { Client } from '../http/client';

/** What a watch needs to know besides its state. */
export interface WatchWish {
	/** Where a day begins and ends. */
	zone: string;
	/** After so many days without activity somebody counts as inactive. */
	inactiveDays: number;
	/** Also report those who are inactive when the watch begins. */
	withAlreadyInactive: boolean;
	/** Only these changes of users are reported. */
	changes: readonly string[];
	/** Only users of these roles are reported as changed; of all roles when empty. */
	roles: readonly string[];
	/** Report users of whom nothing changed but their last sign-in, too. */
	withSignIns: boolean;
	/** Add the user's whole record to a change. */
	withFullUser: boolean;
}

/** What a look brought: what to report, and the state for the next look. */
export interface Look<State> {
	events: WatchEvent[];
	state: State;
}

/** Something that happened to a user. */
export interface WatchEvent {
	event: string;
	/** When, ISO 8601. */
	time: string;
	user_id: number;
	[key: string]: unknown;
}

/** Looks again and again at what is new, and knows where it was. States are plain JSON. */
export interface Watch<State = unknown> {
	/** The state before the first look. @param sinceMs from when on things are reported */
	start: (sinceMs: number, wish: WatchWish) => State;
	/** Reads a bounded number of pages; what is left comes with the next look. */
	look: (client: Client, state: State, wish: WatchWish) => Promise<Look<State>>;
	/** One event as an example, from what the account has; none when it has nothing. */
	sample: (client: Client, wish: WatchWish) => Promise<WatchEvent[]>;
}

/** So many pages of a stream a look reads: at a thousand rows a page that is half of Zendesk's limit of a minute. */
export const PAGES_A_LOOK = 5;
