import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Client } from '../../zendesk/http/client';
import type { JobRunner } from '../../zendesk/http/jobs';
import { attempt } from '../../zendesk/http/client';
import { inParallel } from '../../zendesk/http/parallel';
import { type Refusal, refused, type Verdict, verdictOfError } from '../../zendesk/verdict';
import type { Form } from './form';
import type { RowResult } from './results';
import { refuseRows, settle, type Settings } from './settings';
import { isRefusal } from './values';

/** What an operation works with. */
export interface Run {
	client: Client;
	jobs: JobRunner;
	/** Nothing may be written: the option *Dry Run* is on, or an AI agent has no consent. */
	isDryRun: boolean;
	/** It is one because an AI agent has no consent of the workflow's author. */
	lacksConsent: boolean;
	/** The rows to work on: the indexes of the input items. */
	rows: number[];
	/** These, and those that were refused before: whom they protect is protected all the same. */
	everyRow: readonly number[];
	/** The parameters of a row. */
	form: (row: number) => Form;
	/** A line in n8n's log about how far the run is. */
	progress: (text: string) => void;
	/** Something that people should know of the result, shown at the node. */
	hint: (message: string) => void;
	/** Told at each row that has its verdict. */
	onEnded: () => void;
	/** Told once when the account does not allow bulk imports, so that rows go one by one. */
	onSingles: () => void;
}

/** One operation of one resource: its form and what it does. Add one by a file like its neighbours and a line in `index.ts`. */
export interface Operation {
	value: string;
	name: string;
	action: string;
	description: string;
	/** The form below the operation; shown for this operation only. */
	properties: INodeProperties[];
	/** What is in the collection *Options* besides what every writing operation has. */
	options?: INodeProperties[];
	/** Whether it changes people or tickets: then it has a dry run, and needs an author's consent when an AI agent uses it. */
	writes: boolean;
	/** Whether it may run Zendesk's background jobs. */
	usesJobs?: boolean;
	/** *Dry Run* stands in the form itself instead of among the options. */
	dryRunInForm?: boolean;
	execute(this: IExecuteFunctions, run: Run): Promise<RowResult[]>;
}

/** Keeps the literal types of an operation's description. */
export function defineOperation(operation: Operation): Operation {
	return operation;
}

export { isRefusal };

function invalid(thrown: unknown): Verdict {
	return {
		outcome: 'failed',
		reason: 'invalid',
		message: thrown instanceof Error ? thrown.message : String(thrown),
		advice: "Check the row's parameters and expressions",
		data: {},
	};
}

/**
 * Reads what holds for the whole run, and goes on with the rows that say the same.
 *
 * @param work gets the run with those rows only
 */
export async function withSettings<T>(
	run: Run,
	table: Settings<T>,
	work: (settings: T, run: Run) => Promise<RowResult[]>,
): Promise<RowResult[]> {
	const forms = run.rows.map((row) => ({ row, form: run.form(row) }));
	const { settings, rows, refusals } = settle(table, forms);
	const results = refuseRows(refusals);
	if (settings === undefined) return results;
	return [...results, ...(await work(settings, { ...run, rows: rows.map(({ row }) => row) }))];
}

/**
 * Reads the parameters of every row and hands the good ones on together; a row whose parameters can't be read gets its
 * own verdict, and the others go on.
 *
 * @param read the parameters of one row, or why they are not usable; may throw (expressions do)
 */
export async function forAllRows<Row>(
	rows: number[],
	read: (row: number) => Row | Refusal,
	work: (rows: Row[]) => Promise<Verdict[]>,
): Promise<RowResult[]> {
	const results: RowResult[] = [];
	const good: Array<{ index: number; row: Row }> = [];
	for (const index of rows) {
		try {
			const row = read(index);
			if (isRefusal(row)) results.push({ row: index, verdict: refused(row) });
			else good.push({ index, row });
		} catch (error) {
			results.push({ row: index, verdict: invalid(error) });
		}
	}
	const done = await attempt(work(good.map(({ row }) => row)));
	for (const [i, { index }] of good.entries()) {
		results.push({ row: index, verdict: done.ok ? done.value[i] : verdictOfError(done.error) });
	}
	return results;
}

/** The same for operations that read records: each row gives its own list. */
export async function forEachRow(
	rows: number[],
	read: (row: number) => Promise<RowResult>,
): Promise<RowResult[]> {
	return await inParallel(rows, async (row): Promise<RowResult> => {
		const done = await attempt(read(row));
		return done.ok ? done.value : { row, verdict: verdictOfError(done.error) };
	});
}
