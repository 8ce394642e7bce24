import type { ZendeskUser } from '../api/records';
import { attempt, type Client } from '../http/client';
import type { JobRunner } from '../http/jobs';
import { findUsers, theOne } from '../users/find';
import { nameOf } from '../users/view';
import type { UserRef } from '../users/reference';
import { dryRun, refused, type Verdict, verdictOfError } from '../verdict';
import { scanTickets, type TicketFilter } from './scan';
import { type HandOver, SuccessorDesk } from './successors';
import { summarizeTransfer } from './summary';
import { planTransfer, TicketTransfer, type TransferOrder } from './transfer';

export interface TransferRow {
	from: UserRef;
	handOver: HandOver;
	filter: TicketFilter;
	tag?: string;
	comment?: string;
}

export interface TransferContext {
	client: Client;
	jobs: JobRunner;
	isDryRun: boolean;
	/** Display names of the parameters that pick the two, for messages. */
	parameters: { from: string; successor: string };
}

async function transferOne(
	{ client, jobs, isDryRun }: TransferContext,
	desk: SuccessorDesk,
	from: ZendeskUser,
	row: TransferRow,
): Promise<Verdict> {
	const data = { id: from.id, name: from.name, email: from.email };
	const successors = await desk.find(row.handOver, from.id, new Set());
	if ('refusal' in successors) return refused(successors.refusal, data);
	const { filter, tag, comment } = row;
	const order: TransferOrder = { leaverId: from.id, successors, filter, tag, comment };
	const scan = await scanTickets(client, from.id, filter);
	const { changes } = planTransfer(scan, order);
	if (isDryRun) {
		return dryRun(changes.length > 0 ? 'transferred' : 'unchanged', {
			...data,
			...summarizeTransfer(order, scan),
		});
	}
	const result = await new TicketTransfer(client, jobs, order).run(scan);
	const report = { ...data, ...summarizeTransfer(order, scan, result) };
	if (result.left.length > 0) {
		const [first] = result.left;
		return refused(
			{
				reason: 'tickets-left',
				message: `${result.left.length} ticket(s) of ${nameOf(from)} could not be moved, e.g. ticket ${first.id}: ${first.message}`,
				advice:
					"Mend the tickets (see 'tickets_left') and run it again: what has moved stays moved",
			},
			report,
		);
	}
	const moved = Object.values(result.moved).some((ids) => ids.length > 0);
	return { outcome: moved ? 'transferred' : 'unchanged', data: report };
}

/** Gives users' tickets to others. Rows with the same user run one after the other, all others side by side. */
export async function transferTickets(
	context: TransferContext,
	rows: TransferRow[],
): Promise<Verdict[]> {
	const { client, parameters } = context;
	const refs = rows.map(({ from }) => from);
	const found = await attempt(findUsers(client, refs));
	if (!found.ok) return rows.map(() => verdictOfError(found.error));
	const desk = new SuccessorDesk(client, parameters.successor);
	const queues = new Map<number, Promise<unknown>>();
	return await Promise.all(
		rows.map(async (row, index): Promise<Verdict> => {
			const one = theOne(row.from, found.value[index], parameters.from);
			if ('refusal' in one) return refused(one.refusal);
			const { user } = one;
			const before = queues.get(user.id) ?? Promise.resolve();
			const work = before.then(() => attempt(transferOne(context, desk, user, row)));
			queues.set(user.id, work);
			const done = await work;
			return done.ok ? done.value : verdictOfError(done.error, { id: user.id, name: user.name });
		}),
	);
}
