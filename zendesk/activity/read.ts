import { listCustomRoles } from '../api/customRoles';
import type { CustomRole, ZendeskUser } from '../api/records';
import { attempt, type Client } from '../http/client';
import type { Days } from './days';
import { readGroupNames, readOthers, readStaff } from '../users/staff';
import {
	type Read,
	readArticles,
	readDeletedTickets,
	readSignIns,
	readTicketEvents,
	type SourceName,
} from './sources';
import { Tally } from './tally';

export interface ActivityWish {
	days: Days;
	/** Also those who are no staff but did something, and staff who is deleted by now. */
	everybody: boolean;
	withGroups: boolean;
	/** The names of custom roles are wanted. */
	withRoles: boolean;
	/** Told at each page how many pages of which sources are read. */
	onPage: (pages: ReadonlyMap<SourceName, number>) => void;
}

export interface Activity {
	days: Days;
	users: ZendeskUser[];
	/** The names of everybody's groups; `undefined` when they were not asked for. */
	groups?: Map<number, string[]>;
	/** `undefined` when they were not asked for, or on plans without custom roles. */
	roles?: CustomRole[];
	tally: Tally;
	reads: Read[];
}

/**
 * Who did what on which day, from streams of the whole account: what it costs depends on what has happened, not on how many
 * users there are. Sources that the plan or the credential does not open are left out, and told.
 */
export async function readActivity(
	client: Client,
	{ days, everybody, withGroups, withRoles, onPage }: ActivityWish,
): Promise<Activity> {
	const tally = new Tally(days);
	let failed: unknown;
	const pages = new Map<SourceName, number>();
	const reading = {
		client,
		days,
		take: tally.add.bind(tally),
		onPage: (name: SourceName) => {
			pages.set(name, (pages.get(name) ?? 0) + 1);
			onPage(pages);
			// What is read beside it would go on for nothing.
			if (failed !== undefined) throw failed;
		},
	};
	const orStop = async <T>(work: Promise<T>): Promise<T> => {
		const done = await attempt(work);
		if (done.ok) return done.value;
		failed = done.error;
		throw done.error;
	};
	const staff = orStop(readStaff(client));
	const [users, groups, roles, ...reads] = await Promise.all([
		staff,
		withGroups ? orStop(readGroupNames(client)) : undefined,
		withRoles ? orStop(listCustomRoles(client)) : undefined,
		orStop(readSignIns(reading, async () => await staff)),
		orStop(readArticles(reading)),
		orStop(readTickets(reading)),
	]);
	const others = everybody ? await readOthers(client, users, tally.userIds) : [];
	return { days, users: [...users, ...others], groups, roles, tally, reads: reads.flat() };
}

/** The list of deleted tickets is only asked when the events tell of no deletion: it is slow, and short. */
async function readTickets(reading: Parameters<typeof readTicketEvents>[0]): Promise<Read[]> {
	const { showsDeletions, ...events } = await readTicketEvents(reading);
	if (showsDeletions) return [events];
	return [events, await readDeletedTickets(reading)];
}
