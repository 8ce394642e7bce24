import { listSignIns } from '../api/auditLogs';
import { KEPT_DAYS, listDeletedTickets } from '../api/deletedTickets';
import { exportArticles, exportTicketEvents, positionAt } from '../api/timeExports';
import type { ZendeskUser } from '../api/records';
import { addDays, dateOf } from '../dates';
import { attempt, type Client } from '../http/client';
import { isClosed } from '../http/errors';
import type { Act } from './acts';
import type { Days } from './days';
import { actOfTicketEvent } from './ticketActs';

/** A stream of the account in which acts of its people are found. */
export type SourceName =
	| 'audit_log'
	| 'last_login'
	| 'ticket_events'
	| 'deleted_tickets'
	| 'articles';

/** What a reader of the rows must know where a source is missing. */
const WITHOUT = {
	audit_log:
		"Sign-ins: the audit log can't be read (it takes an admin's credential and an Enterprise plan), so only everybody's last sign-in counts",
	ticket_events:
		"Tickets: the export of ticket events can't be read (it takes an admin's credential), so created and edited tickets don't count",
	articles:
		"Articles: the help center can't be read (there is none, or the credential's user is no agent in it), so created articles don't count",
};

/** The notes for rows of which only their sources are known. */
export function notesWithout(sources: ReadonlySet<string>): string[] {
	return Object.entries(WITHOUT).flatMap(([name, note]) => (sources.has(name) ? [] : [note]));
}

/** What became of the reading of a source. */
export interface Read {
	name: SourceName;
	/** The first day of which it tells; `undefined` = it could not be read. */
	since?: string;
	/** Why it is missing, or what it leaves open, in words for people. */
	note?: string;
}

/** What a source needs to be read. */
export interface Reading {
	client: Client;
	days: Days;
	take: (act: Act) => void;
	/** Told at each page. */
	onPage: (name: SourceName) => void;
}

/** Reads a source, or tells that it is closed. */
async function readIfOpen(read: () => Promise<Read>, closed: Read): Promise<Read> {
	const done = await attempt(read());
	if (done.ok) return done.value;
	if (isClosed(done.error)) return closed;
	throw done.error;
}

/** Every sign-in of team members; on plans without an audit log only the last one of each, from his record. */
export async function readSignIns(
	{ client, days, take, onPage }: Reading,
	users: () => Promise<ZendeskUser[]>,
): Promise<Read> {
	const read = await readIfOpen(
		async () => {
			for await (const { records } of listSignIns(client, days.startMs, days.endMs - 1)) {
				for (const { actor_id: userId, created_at: at } of records) {
					take({ userId, at: Date.parse(at), kind: 'sign_ins' });
				}
				onPage('audit_log');
			}
			return { name: 'audit_log', since: days.from };
		},
		{
			name: 'last_login',
			since: days.from,
			note: WITHOUT.audit_log,
		},
	);
	if (read.name === 'last_login') {
		for (const { id, last_login_at: at } of await users()) {
			if (at !== null) take({ userId: id, at: Date.parse(at), kind: 'sign_ins' });
		}
	}
	return read;
}

/** @returns what was read, and whether deletions were among it */
export async function readTicketEvents({
	client,
	days,
	take,
	onPage,
}: Reading): Promise<Read & { showsDeletions: boolean }> {
	let showsDeletions = false;
	const read = await readIfOpen(
		async () => {
			for await (const page of exportTicketEvents(client, positionAt(days.startMs))) {
				for (const event of page.records) {
					const act = actOfTicketEvent(event);
					if (act?.kind === 'tickets_deleted') showsDeletions = true;
					if (act) take(act);
				}
				onPage('ticket_events');
				if (page.position.second * 1000 >= days.endMs) break;
			}
			return { name: 'ticket_events', since: days.from };
		},
		{
			name: 'ticket_events',
			note: WITHOUT.ticket_events,
		},
	);
	return { ...read, showsDeletions };
}

/** Who deleted tickets, for accounts whose ticket events don't tell. Zendesk keeps the list for 30 days. */
export async function readDeletedTickets({ client, days, take, onPage }: Reading): Promise<Read> {
	const oldest = addDays(dateOf(client.clock.now(), days.zone), 1 - KEPT_DAYS);
	const note = `Deleted tickets: the ticket events show none, and Zendesk's own list goes back ${KEPT_DAYS} days only, so before ${oldest} some may be missing`;
	if (days.to < oldest) return { name: 'deleted_tickets', note };
	return await readIfOpen(
		async () => {
			for await (const { records } of listDeletedTickets(client)) {
				for (const { actor, deleted_at: at } of records) {
					if (actor) take({ userId: actor.id, at: Date.parse(at), kind: 'tickets_deleted' });
				}
				onPage('deleted_tickets');
			}
			if (oldest <= days.from) return { name: 'deleted_tickets', since: days.from };
			return { name: 'deleted_tickets', since: oldest, note };
		},
		{
			name: 'deleted_tickets',
			note: "Deleted tickets: their list can't be read with this credential, so they don't count",
		},
	);
}

export async function readArticles({ client, days, take, onPage }: Reading): Promise<Read> {
	return await readIfOpen(
		async () => {
			for await (const { records } of exportArticles(client, positionAt(days.startMs))) {
				for (const { author_id: userId, created_at: at } of records) {
					if (userId !== null) take({ userId, at: Date.parse(at), kind: 'articles_created' });
				}
				onPage('articles');
			}
			return { name: 'articles', since: days.from };
		},
		{
			name: 'articles',
			note: WITHOUT.articles,
		},
	);
}
