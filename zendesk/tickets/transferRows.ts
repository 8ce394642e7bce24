import type { ZendeskUser } from '../api/records';
import type { Guards } from '../changes/guards';
import { attempt, type Client } from '../http/client';
import type { JobRunner } from '../http/jobs';
import { inParallel } from '../http/parallel';
import { findUsers, theOne } from '../users/find';
import { nameOf } from '../users/view';
import type { UserRef } from '../users/reference';
import { dryRun, refused, type Verdict, verdictOfError } from '../verdict';
import { type Scan, scanTickets, type TicketFilter } from './scan';
import { type HandOver, SuccessorDesk } from './successors';
import { summarizeTransfer } from './summary';
import { planTransfer, runTogether, TicketTransfer, type TransferOrder } from './transfer';

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
	guards: Guards;
	isDryRun: boolean;
	/** Display names of the parameters that pick the two, for messages. */
	parameters: { from: string; successor: string };
}

/** A row whose user and successors are known, and what he has. */
interface Prepared {
	user: ZendeskUser;
	order: TransferOrder;
	transfer: TicketTransfer;
	first: Scan;
}

const dataOf = ({ id, name, email }: ZendeskUser) => ({ id, name, email });

async function prepare(
	{ client, jobs, guards }: TransferContext,
	desk: SuccessorDesk,
	user: ZendeskUser,
	row: TransferRow,
): Promise<Prepared | Verdict> {
	const refusal = await guards.check(user, 'transfer tickets');
	if (refusal) return refused(refusal, dataOf(user));
	const found = await desk.find(row.handOver, user.id, new Set());
	if ('refusal' in found) return refused(found.refusal, dataOf(user));
	const { filter, tag, comment } = row;
	const first = await scanTickets(client, user.id, filter);
	const going = { leaverId: user.id, leaving: new Set<number>() };
	const successors = await desk.settle(found, first, going);
	const order: TransferOrder = { leaverId: user.id, successors, filter, tag, comment };
	return { user, order, first, transfer: new TicketTransfer(client, jobs, order) };
}

function foresee({ user, order, first }: Prepared): Verdict {
	const { changes } = planTransfer(first, order);
	return dryRun(changes.length > 0 ? 'transferred' : 'unchanged', {
		...dataOf(user),
		...summarizeTransfer(order, first),
	});
}

function verdictOf({ user, order, first, transfer }: Prepared): Verdict {
	const { result, failure } = transfer;
	const report = { ...dataOf(user), ...summarizeTransfer(order, first, result) };
	if (failure) return verdictOfError(failure, report);
	if (result.left.length > 0) {
		const [left] = result.left;
		return refused(
			{
				reason: 'tickets-left',
				message: `${result.left.length} ticket(s) of ${nameOf(user)} could not be moved, e.g. ticket ${left.id}: ${left.message}`,
				advice:
					"Mend the tickets (see 'tickets_left') and run it again: what has moved stays moved",
			},
			report,
		);
	}
	const moved = Object.values(result.moved).some((ids) => ids.length > 0);
	return { outcome: moved ? 'transferred' : 'unchanged', data: report };
}

interface Case {
	index: number;
	user: ZendeskUser;
}

/** Rows with the same user have to run one after the other: the n-th row of each user is in the n-th round. */
function roundsOf(cases: Case[]): Case[][] {
	const rounds: Case[][] = [];
	const count = new Map<number, number>();
	for (const entry of cases) {
		const round = count.get(entry.user.id) ?? 0;
		count.set(entry.user.id, round + 1);
		(rounds[round] ??= []).push(entry);
	}
	return rounds;
}

/** Gives users' tickets to others: looks at all rows, then moves the tickets of all of them in jobs of a hundred. */
export async function transferTickets(
	context: TransferContext,
	rows: TransferRow[],
): Promise<Verdict[]> {
	const { client, jobs, isDryRun, parameters } = context;
	const refs = rows.map(({ from }) => from);
	const found = await attempt(findUsers(client, refs));
	if (!found.ok) return rows.map(() => verdictOfError(found.error));
	const desk = new SuccessorDesk(client, parameters.successor);
	const verdicts: Verdict[] = new Array(rows.length);
	const cases: Case[] = [];
	for (const [index, row] of rows.entries()) {
		const one = theOne(row.from, found.value[index], parameters.from);
		if ('refusal' in one) verdicts[index] = refused(one.refusal);
		else cases.push({ index, user: one.user });
	}
	for (const round of roundsOf(cases)) {
		const ready: Array<{ index: number; prepared: Prepared }> = [];
		await inParallel(round, async ({ index, user }) => {
			const prepared = await attempt(prepare(context, desk, user, rows[index]));
			if (!prepared.ok) verdicts[index] = verdictOfError(prepared.error, dataOf(user));
			else if ('outcome' in prepared.value) verdicts[index] = prepared.value;
			else ready.push({ index, prepared: prepared.value });
		});
		if (!isDryRun) {
			await runTogether(
				client,
				jobs,
				ready.map(({ prepared }) => prepared),
			);
		}
		for (const { index, prepared } of ready) {
			verdicts[index] = isDryRun ? foresee(prepared) : verdictOf(prepared);
		}
	}
	return verdicts;
}
