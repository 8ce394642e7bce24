import { createHash, randomUUID } from 'node:crypto';
import type { FiledTicket } from '../api/records';
import { createTicket, type Filed, findByExternalId } from '../api/tickets';
import { endOfCall, verdictOfEnd } from '../bulk/bulk';
import { attempt, type Client } from '../http/client';
import type { ZendeskError } from '../http/errors';
import { isMadeMeanwhile } from '../http/headers';
import { inParallel } from '../http/parallel';
import { dryRun, refused, type Verdict, verdictOfError } from '../verdict';
import { PeopleDesk, type PeopleParameters, type TicketPeople } from './people';
import { twinsOf } from './twins';
import { simplifyTicket } from './view';

export interface NewTicketRow extends TicketPeople {
	/** The row's number among the input items, for messages. */
	item: number;
	/** The ticket as the API takes it, without its people, e.g. `{ subject, comment: { body, public }, tags }`. */
	fields: Record<string, unknown>;
	/** By this the ticket is found again, whenever it was filed. */
	externalId?: string;
	/** By this Zendesk itself tells it again for two hours. */
	key?: string;
}

export interface CreateTicketsContext {
	client: Client;
	isDryRun: boolean;
	/** Told at each row that has its verdict. */
	onEnded?: () => void;
	/** Display names of the parameters, for messages. */
	parameters: PeopleParameters & { key: string; externalId: string };
}

/** A ticket as it is sent. */
type NewTicket = Record<string, unknown>;

/** What a header can carry; anything else stands there as its hash, which is the same for the same text. */
const HEADER_TEXT = /^[\x20-\x7e]{1,255}$/;

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** An external ID makes a key too: of two runs at once neither finds the other's ticket, but Zendesk does. */
function keyFor({ key, externalId }: NewTicketRow, ticket: NewTicket): string {
	if (key !== undefined) return HEADER_TEXT.test(key) ? key : hashOf(key);
	return externalId === undefined ? randomUUID() : hashOf(JSON.stringify([externalId, ticket]));
}

function nameOfTicket({ subject }: NewTicket): string {
	return `The ticket '${String(subject)}'`;
}

async function findFiled(
	client: Client,
	{ externalId }: NewTicketRow,
): Promise<FiledTicket | undefined> {
	if (externalId === undefined) return undefined;
	return (await findByExternalId(client, externalId)).at(-1);
}

function keyIsTaken({ parameters }: CreateTicketsContext, { key }: NewTicketRow): Verdict {
	return refused({
		reason: 'conflict',
		message: `'${parameters.key}': in the last two hours '${key}' came with a ticket of other content`,
		advice:
			'Give each ticket a key of its own; a ticket that was changed on purpose needs a new one',
	});
}

/** Nobody knows whether Zendesk has filed it. */
function inDoubt(
	{ parameters }: CreateTicketsContext,
	{ key, externalId }: NewTicketRow,
	ticket: NewTicket,
	error: ZendeskError,
): Verdict {
	const recognised = [
		...(externalId === undefined ? [] : [`'${parameters.externalId}'`]),
		...(key === undefined ? [] : [`'${parameters.key}' (for two hours)`]),
	];
	return {
		outcome: 'unknown',
		reason: 'unavailable',
		message: `Perhaps ${nameOfTicket(ticket).replace('The', 'the')} was not filed; nobody can tell: ${error.message}`,
		advice:
			recognised.length > 0
				? `Run it again: a ticket that was filed is recognized by ${recognised.join(' and ')}`
				: `Look for it in Zendesk before you run it again; with '${parameters.externalId}' a ticket that was filed is recognized`,
		data: ticket,
	};
}

async function verdictOfLoss(
	context: CreateTicketsContext,
	row: NewTicketRow,
	ticket: NewTicket,
	error: ZendeskError,
): Promise<Verdict> {
	const { client } = context;
	const filed = await attempt(findFiled(client, row));
	return filed.ok && filed.value
		? { outcome: 'created', data: simplifyTicket(filed.value, client.host) }
		: inDoubt(context, row, ticket, error);
}

/**
 * Files one ticket. Zendesk recognises a repeat by its key, so every order has one: the row's, or one of its own, with
 * which a lost answer can be asked for again.
 */
async function fileOne(
	context: CreateTicketsContext,
	row: NewTicketRow,
	ticket: NewTicket,
): Promise<Verdict> {
	const { client } = context;
	const { clock, host } = client;
	const startedAt = clock.now();
	const isOldOne = ({ isRepeat, ticket: now, at }: Filed) =>
		isRepeat && !isMadeMeanwhile(now, at, clock.now() - startedAt);
	const first = await attempt(createTicket(client, ticket, keyFor(row, ticket)));
	// Filed before and not found by its external ID any more: somebody has deleted it.
	const isGone = first.ok && row.key === undefined && isOldOne(first.value);
	const filed = isGone ? await attempt(createTicket(client, ticket, randomUUID())) : first;
	if (filed.ok) {
		const { ticket: now } = filed.value;
		const isOld = row.key !== undefined && isOldOne(filed.value);
		return { outcome: isOld ? 'unchanged' : 'created', data: simplifyTicket(now, host) };
	}
	const { error } = filed;
	if (error.code === 'IdempotentRequestError') return keyIsTaken(context, row);
	if (error.kind === 'unavailable') return await verdictOfLoss(context, row, ticket, error);
	const end = endOfCall<never>(filed) as Parameters<typeof verdictOfEnd>[0];
	return verdictOfEnd(end, `${nameOfTicket(ticket)} was not filed`, ticket);
}

/** What becomes of one row. */
async function work(
	context: CreateTicketsContext,
	desk: PeopleDesk,
	row: NewTicketRow,
): Promise<Verdict> {
	const { client, isDryRun } = context;
	const people = await desk.fieldsOf(row);
	if ('reason' in people) return refused(people, row.fields);
	const ticket = { ...row.fields, ...people };
	const filed = await findFiled(client, row);
	if (filed) return { outcome: 'unchanged', data: simplifyTicket(filed, client.host) };
	return isDryRun ? dryRun('created', ticket) : await fileOne(context, row, ticket);
}

/**
 * Files tickets, one a call. Zendesk has a job for a hundred (`POST /tickets/create_many`), but it takes no keys: when
 * its answer is lost nobody knows which of the hundred are there, and a repeat would file them twice.
 *
 * @returns one verdict a row, with the ticket as its data
 */
export async function createTickets(
	context: CreateTicketsContext,
	rows: NewTicketRow[],
): Promise<Verdict[]> {
	const { client, parameters, onEnded } = context;
	const desk = new PeopleDesk(client, parameters);
	const found = await attempt(desk.find(rows));
	if (!found.ok) return rows.map(() => verdictOfError(found.error));
	const twins = twinsOf(rows, parameters.key);
	return await inParallel(
		rows,
		async (row, i) => {
			const twin = twins.get(i);
			if (twin) return twin;
			const done = await attempt(work(context, desk, row));
			return done.ok ? done.value : verdictOfError(done.error, row.fields);
		},
		onEnded,
	);
}
