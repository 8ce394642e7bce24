import type { Ticket } from '../api/records';
import { RELATIONS, type Relation, showTickets, updateTicketsRequest } from '../api/tickets';
import { type BulkOrder, type Finding, type RowEnd, runBulk } from '../bulk/bulk';
import { matchResults } from '../bulk/results';
import { attempt, type Client } from '../http/client';
import type { ZendeskError } from '../http/errors';
import { explainItem, type JobItem } from '../http/jobItems';
import type { JobRunner } from '../http/jobs';
import { inParallel } from '../http/parallel';
import { changeFor, type Stuck, type Successors, type TicketChange } from './handOver';
import { matchesFilter, type Scan, scanTickets, type TicketFilter } from './scan';

export interface TransferOrder {
	leaverId: number;
	successors: Successors;
	filter: TicketFilter;
	/** Added to each ticket that moves. */
	tag?: string;
	/** Internal note on each ticket that moves. */
	comment?: string;
}

export interface Transferred {
	/** Tickets that moved, by relation; a ticket may stand in several. */
	moved: Record<Relation, number[]>;
	/** Tickets that could not be moved, with the reason. */
	left: Array<{ id: number; message: string }>;
}

/** Looks for tickets that came in meanwhile so often; each look finds only what is new. */
const LOOKS = 10;

const CAME_BACK =
	'it was moved and came back: a trigger, an automation or a person in Zendesk gives it to the leaver again';

const STILL_ARRIVING = `it arrived after ${LOOKS} looks, and more may follow`;

function nothingMoved(): Transferred {
	return {
		moved: Object.fromEntries(RELATIONS.map((relation) => [relation, []])) as never,
		left: [],
	};
}

/** The changes that a scan asks for, and the tickets that can't move. */
export function planTransfer(
	scan: Scan,
	{ leaverId, successors, filter }: TransferOrder,
): {
	changes: Array<{ ticket: Ticket; change: TicketChange }>;
	stuck: Array<Stuck & { id: number }>;
} {
	const changes: Array<{ ticket: Ticket; change: TicketChange }> = [];
	const stuck: Array<Stuck & { id: number }> = [];
	for (const ticket of scan.tickets.values()) {
		const change = changeFor(ticket, leaverId, successors, filter.relations);
		if (change === undefined) continue;
		if ('stuck' in change) stuck.push({ ...change, id: ticket.id });
		else changes.push({ ticket, change });
	}
	return { changes, stuck };
}

/** How many tickets would move in each relation. */
export function countByRelation(
	changes: Array<{ change: TicketChange }>,
): Record<Relation, number> {
	const count = (relation: Relation) =>
		changes.filter(({ change }) => change.relations.includes(relation)).length;
	return Object.fromEntries(RELATIONS.map((relation) => [relation, count(relation)])) as Record<
		Relation,
		number
	>;
}

/** What became of a ticket that was to move: the relations in which it moved, or why it can't. */
type Moved = { relations: Relation[] } | Stuck;

/** A ticket on its way. When it is read again, ticket and change are what they are now. */
interface Move {
	transfer: TicketTransfer;
	ticket: Ticket;
	change: TicketChange;
}

/** Moves one user's tickets to his successors. */
export class TicketTransfer {
	readonly result = nothingMoved();
	/** Why it could not go on: no permission, no answer, stopped. */
	failure?: ZendeskError;

	constructor(
		readonly client: Client,
		private readonly jobs: JobRunner,
		private readonly order: TransferOrder,
	) {}

	/**
	 * Moves what the scan has found, then looks again for what has come in since, until nothing does.
	 *
	 * @param first the scan to start from; what changed after it is found by looking again
	 */
	async run(first: Scan): Promise<Transferred> {
		await runTogether(this.client, this.jobs, [{ transfer: this, first }]);
		if (this.failure) throw this.failure;
		return this.result;
	}

	/** Moves what has come in since the first scan. */
	async runAgain(first: Scan): Promise<Transferred> {
		return await this.run(await this.lookAgain(first));
	}

	async lookAgain(first: Scan): Promise<Scan> {
		const scan = await scanTickets(this.client, this.order.leaverId, this.order.filter, first.at);
		return { ...scan, at: first.at };
	}

	/** What has to move; what can't is written down. */
	plan(scan: Scan): Move[] {
		const { changes, stuck } = planTransfer(scan, this.order);
		this.result.left = stuck.map(({ id, stuck: message }) => ({ id, message }));
		const isBack = ({ ticket, change }: (typeof changes)[number]) =>
			change.relations.some((relation) => this.result.moved[relation].includes(ticket.id));
		// Moved once and here again: whatever did that would do it again.
		for (const { ticket } of changes.filter(isBack)) {
			this.result.left.push({ id: ticket.id, message: CAME_BACK });
		}
		return changes
			.filter((entry) => !isBack(entry))
			.map(({ ticket, change }) => ({ transfer: this, ticket, change }));
	}

	/** Writes down what still arrives when the looking ends. */
	giveUp(scan: Scan): void {
		for (const { ticket } of this.plan(scan)) {
			this.result.left.push({ id: ticket.id, message: STILL_ARRIVING });
		}
	}

	/**
	 * The stamp makes Zendesk refuse the update when the ticket has changed since it was read. So a job of a killed run
	 * that is still queued and this one can't both take effect: no second comment, no lost change of a colleague.
	 *
	 * @see https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#protecting-against-ticket-update-collisions
	 */
	update({ ticket, change }: Move): Record<string, unknown> {
		const { tag, comment } = this.order;
		return {
			id: ticket.id,
			...change.fields,
			safe_update: true,
			updated_stamp: ticket.updated_at,
			...(tag ? { additional_tags: [tag] } : {}),
			...(comment ? { comment: { body: comment, public: false } } : {}),
		};
	}

	/**
	 * Takes a ticket of unknown fate as it is now.
	 *
	 * @returns how it ended, or `undefined` when it still has to move
	 */
	takeAnew(move: Move, ticket: Ticket | undefined): Moved | undefined {
		const { leaverId, successors, filter } = this.order;
		if (!ticket || !matchesFilter(ticket, filter)) return { relations: [] };
		const change = changeFor(ticket, leaverId, successors, filter.relations);
		if (change === undefined) {
			return { relations: ticket.status === 'closed' ? [] : move.change.relations };
		}
		if ('stuck' in change) return change;
		Object.assign(move, { ticket, change });
		return undefined;
	}

	/** Writes down how a ticket ended. */
	take({ ticket: { id } }: Move, end: RowEnd<Moved>): void {
		if ('error' in end) this.failure = end.error;
		else if ('refused' in end) this.result.left.push({ id, message: end.refused });
		else if ('unknown' in end) this.result.left.push({ id, message: end.unknown });
		else if ('stuck' in end.done) this.result.left.push({ id, message: end.done.stuck });
		else for (const relation of end.done.relations) this.moved(id, relation);
	}

	private moved(id: number, relation: Relation): void {
		const { [relation]: ids } = this.result.moved;
		if (!ids.includes(id)) ids.push(id);
	}
}

function findingOf(move: Move, item: JobItem | undefined): Finding<Moved> {
	if (item?.success) return { done: { relations: move.change.relations } };
	const said = item ? explainItem(item) : 'Zendesk said nothing of this ticket';
	const isOld =
		item === undefined || /conflict|collision|closed prevents/i.test(`${item.error} ${said}`);
	return isOld ? { doubt: said, again: true } : { refused: said };
}

function moveOrder(client: Client): BulkOrder<Move, Moved> {
	return {
		request: (moves) => updateTicketsRequest(moves.map((move) => move.transfer.update(move))),
		match: (moves, items) => {
			const ids = moves.map(({ ticket: { id } }) => ({ id }));
			const results = matchResults(ids, items).items;
			return moves.map((move, i) => findingOf(move, results[i]));
		},
		lookUp: async (moves) => {
			const tickets = await showTickets(
				client,
				moves.map(({ ticket }) => ticket.id),
			);
			const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
			return moves.map((move) => {
				const moved = move.transfer.takeAnew(move, byId.get(move.ticket.id));
				return moved && { done: moved };
			});
		},
		// The stamp of what was read keeps an order from taking effect twice.
		repeatable: () => true,
	};
}

/** The first move of each ticket, and the others: two changes of one ticket can't be told apart in a job's results. */
function firstOfEach(moves: Move[]): { first: Move[]; others: Move[] } {
	const seen = new Set<number>();
	const first = moves.filter(({ ticket: { id } }) => !seen.has(id) && seen.add(id));
	const chosen = new Set(first);
	return { first, others: moves.filter((move) => !chosen.has(move)) };
}

/**
 * Runs several users' transfers, their tickets together in jobs of a hundred: moves what was found, then looks again
 * for what has come in since, until nothing does. What fails is written down in its transfer.
 */
export async function runTogether(
	client: Client,
	jobs: JobRunner,
	transfers: Array<{ transfer: TicketTransfer; first: Scan }>,
): Promise<void> {
	let active = transfers.map((entry) => ({ ...entry, scan: entry.first }));
	for (let looks = 0; looks < LOOKS && active.length > 0; looks++) {
		const planned = active.map((entry) => ({ entry, moves: entry.transfer.plan(entry.scan) }));
		let todo = planned.flatMap(({ moves }) => moves);
		while (todo.length > 0) {
			const { first, others } = firstOfEach(todo);
			const ends = await runBulk(jobs, first, moveOrder(client));
			first.forEach((move, i) => move.transfer.take(move, ends[i]));
			todo = others;
		}
		const goesOn = ({ entry, moves }: (typeof planned)[number]) =>
			(looks === 0 || moves.length > 0) &&
			entry.transfer.result.left.length === 0 &&
			entry.transfer.failure === undefined;
		active = planned.filter(goesOn).map(({ entry }) => entry);
		await inParallel(active, async (entry) => {
			const scan = await attempt(entry.transfer.lookAgain(entry.first));
			if (scan.ok) entry.scan = scan.value;
			else entry.transfer.failure = scan.error;
		});
		active = active.filter(({ transfer }) => transfer.failure === undefined);
	}
	for (const { transfer, scan } of active) transfer.giveUp(scan);
}
