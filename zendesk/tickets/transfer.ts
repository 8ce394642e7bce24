import type { Ticket } from '../api/records';
import { RELATIONS, type Relation, showTickets, updateTicketsRequest } from '../api/tickets';
import type { Client } from '../http/client';
import { batchesOf, itemsById, type JobRunner } from '../http/jobs';
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

/** A ticket that others keep changing is read again and tried again so often. */
const ROUNDS = 6;

/** Looks for tickets that came in meanwhile so often; each look finds only what is new. */
const LOOKS = 10;

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

/** Moves a user's tickets to his successors, in jobs of a hundred. */
export class TicketTransfer {
	readonly result = nothingMoved();

	constructor(
		private readonly client: Client,
		private readonly jobs: JobRunner,
		private readonly order: TransferOrder,
	) {}

	/**
	 * Moves what the scan has found, then looks again for what has come in since, until nothing does.
	 *
	 * @param first the scan to start from; what changed after it is found by looking again
	 */
	async run(first: Scan): Promise<Transferred> {
		let scan = first;
		for (let looks = 0; looks < LOOKS; looks++) {
			const { changes, stuck } = planTransfer(scan, this.order);
			this.result.left = stuck.map(({ id, stuck: message }) => ({ id, message }));
			if (looks > 0 && changes.length === 0) break;
			await this.move(changes);
			if (this.result.left.length > 0) break;
			scan = await this.lookAgain(first);
		}
		return this.result;
	}

	/** Moves what has come in since the first scan. */
	async runAgain(first: Scan): Promise<Transferred> {
		return await this.run(await this.lookAgain(first));
	}

	private async lookAgain(first: Scan): Promise<Scan> {
		const scan = await scanTickets(this.client, this.order.leaverId, this.order.filter, first.at);
		return { ...scan, at: first.at };
	}

	private async move(changes: Array<{ ticket: Ticket; change: TicketChange }>): Promise<void> {
		let todo = changes;
		for (let round = 1; todo.length > 0; round++) {
			const inDoubt = await Promise.all(batchesOf(todo).map((batch) => this.send(batch)));
			todo = await this.again(inDoubt.flat());
			if (round === ROUNDS) {
				for (const { ticket } of todo) {
					this.left(ticket.id, 'others kept changing the ticket at the same moment');
				}
				return;
			}
		}
	}

	/** @returns the tickets of the batch whose fate has to be looked up */
	private async send(
		batch: Array<{ ticket: Ticket; change: TicketChange }>,
	): Promise<Array<{ ticket: Ticket; change: TicketChange }>> {
		const end = await this.jobs.run(() =>
			updateTicketsRequest(batch.map(({ ticket, change }) => this.update(ticket, change))),
		);
		if (end.state === 'refused') throw end.error;
		const items = end.state === 'completed' ? itemsById(end.items) : new Map();
		return batch.filter((entry) => {
			const item = items.get(entry.ticket.id);
			if (item?.success) {
				this.moved(entry.ticket.id, entry.change.relations);
				return false;
			}
			if (item === undefined || /conflict|closed prevents/i.test(`${item.error} ${item.details}`)) {
				return true;
			}
			this.left(entry.ticket.id, item.details ?? item.error ?? 'Zendesk gave no reason');
			return false;
		});
	}

	/**
	 * The stamp makes Zendesk refuse the update when the ticket has changed since it was read. So a job of a killed run
	 * that is still queued and this one can't both take effect: no second comment, no lost change of a colleague.
	 *
	 * @see https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#protecting-against-ticket-update-collisions
	 */
	private update(ticket: Ticket, change: TicketChange): Record<string, unknown> {
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

	/** Reads tickets of unknown fate again: done, closed meanwhile, or to be sent once more. */
	private async again(entries: Array<{ ticket: Ticket; change: TicketChange }>) {
		if (entries.length === 0) return [];
		const ids = entries.map(({ ticket }) => ticket.id);
		const now = new Map((await showTickets(this.client, ids)).map((ticket) => [ticket.id, ticket]));
		const todo: Array<{ ticket: Ticket; change: TicketChange }> = [];
		for (const {
			ticket: { id },
			change: before,
		} of entries) {
			const ticket = now.get(id);
			if (!ticket || !matchesFilter(ticket, this.order.filter)) continue;
			const change = changeFor(
				ticket,
				this.order.leaverId,
				this.order.successors,
				this.order.filter.relations,
			);
			if (change === undefined) {
				if (ticket.status !== 'closed') this.moved(id, before.relations);
			} else if ('stuck' in change) {
				this.left(id, change.stuck);
			} else {
				todo.push({ ticket, change });
			}
		}
		return todo;
	}

	private moved(id: number, relations: Relation[]): void {
		for (const relation of relations) {
			if (!this.result.moved[relation].includes(id)) this.result.moved[relation].push(id);
		}
	}

	private left(id: number, message: string): void {
		this.result.left.push({ id, message });
	}
}
