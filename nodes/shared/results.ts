import {
	type IBinaryKeyData,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	NodeOperationError,
} from 'n8n-workflow';
import type { Costs } from '../../zendesk/http/client';
import { isBad, type Verdict } from '../../zendesk/verdict';

/**
 * What an operation made of one input row: records that it read, or a verdict on what it did. Without a `row` it is about
 * something that no row names.
 */
export type RowResult = { row?: number } & (
	| {
			records: IDataObject[];
			/** Files, which all of the records carry. */
			files?: IBinaryKeyData;
	  }
	| { verdict: Verdict }
);

/** So many rows are spelled out in one error. */
const LISTED = 20;

function jsonOf({ outcome, reason, message, advice, unverified, data }: Verdict): IDataObject {
	return {
		outcome,
		...(reason ? { reason } : {}),
		...(message ? { message } : {}),
		...(advice ? { advice } : {}),
		...(unverified && unverified.length > 0 ? { unverified } : {}),
		...data,
	};
}

type BadRow = { row?: number; verdict: Verdict };

/** As n8n writes it behind a message. */
const ofItem = (row: number | undefined) => (row === undefined ? '' : ` [item ${row}]`);

function inOrder(a: { row?: number }, b: { row?: number }): number {
	return (a.row ?? Infinity) - (b.row ?? Infinity) || 0;
}

function badRows(results: RowResult[]): BadRow[] {
	return results
		.flatMap((result) =>
			'verdict' in result && isBad(result.verdict)
				? [{ row: result.row, verdict: result.verdict }]
				: [],
		)
		.sort(inOrder);
}

function errorFor(context: IExecuteFunctions, bad: BadRow[], rows: number): NodeOperationError {
	const [{ row, verdict }] = bad;
	const same = bad.every((other) => other.verdict.message === verdict.message);
	if (bad.length === 1 || same) {
		const others = rows > bad.length ? ` The other ${rows - bad.length} rows are done.` : '';
		return new NodeOperationError(
			context.getNode(),
			bad.length === 1 ? `${verdict.message}${ofItem(row)}` : String(verdict.message),
			{
				itemIndex: row,
				description: `${verdict.advice ?? 'Correct the row and run it again'}.${others}`,
			},
		);
	}
	const lines = bad
		.slice(0, LISTED)
		.map((entry) => `${ofItem(entry.row)} ${entry.verdict.message}`.trim());
	if (bad.length > LISTED) lines.push(`… and ${bad.length - LISTED} more`);
	return new NodeOperationError(
		context.getNode(),
		`${bad.length} of ${rows} rows could not be done${rows > bad.length ? '; the others are done' : ''}`,
		{
			description: `${lines.join('<br>')}<br>Correct these rows and run it again: what is done is recognized. To get every row's verdict as an item, set 'On Error' to continue, or the option 'Failed Rows' to 'Return as Items'.`,
		},
	);
}

function itemOf(result: RowResult, asError: boolean): INodeExecutionData[] {
	const pairedItem = result.row === undefined ? [] : { item: result.row };
	if ('records' in result) {
		const binary = result.files && { binary: result.files };
		return result.records.map((json) => ({ json, ...binary, pairedItem }));
	}
	const { verdict } = result;
	// n8n sends an item to the error output when it has this key and no other; newer ones take more, older ones don't.
	return asError && isBad(verdict)
		? [{ json: { error: { message: 'Failed', ...jsonOf(verdict) } }, pairedItem }]
		: [{ json: jsonOf(verdict), pairedItem }];
}

/**
 * Turns the results of all rows into items, as the node's *On Error* setting and the option *Failed Rows* say. All rows
 * have been worked on by now, whatever became of one of them.
 *
 * @throws {NodeOperationError} when the node is to stop on failed rows; it lists them
 */
export function toItems(
	context: IExecuteFunctions,
	results: RowResult[],
	failedRowsAsItems: boolean,
): INodeExecutionData[] {
	const { onError } = context.getNode();
	const bad = badRows(results);
	if (bad.length > 0 && !context.continueOnFail() && !failedRowsAsItems) {
		throw errorFor(context, bad, results.length);
	}
	const asError = onError === 'continueErrorOutput';
	return [...results].sort(inOrder).flatMap((result) => itemOf(result, asError));
}

function seconds(ms: number): string {
	return `${Math.round(ms / 1000)} s`;
}

/** What a run did, in one line: `40 rows: 38 downgraded, 2 unchanged · 412 requests, 31 s (12 s of it waiting)`. */
export function summaryOf(results: RowResult[], costs: Costs, tookMs: number): string {
	const counts = new Map<string, number>();
	for (const result of results) {
		const word = 'verdict' in result ? result.verdict.outcome : 'read';
		counts.set(word, (counts.get(word) ?? 0) + 1);
	}
	const outcomes = [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
	const rows = results.length === 1 ? '1 row' : `${results.length} rows`;
	const requests = costs.requests === 1 ? '1 request' : `${costs.requests} requests`;
	const waiting = costs.waitedMs >= 1000 ? ` (${seconds(costs.waitedMs)} of it waiting)` : '';
	return `${rows}: ${outcomes} · ${requests}, ${seconds(tookMs)}${waiting}`;
}
