import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { type Refusal, refused } from '../../zendesk/verdict';
import { explainDryRun } from '../shared/consent';
import { isRefusal } from '../shared/operation';
import { readOperation } from '../shared/parameters';
import { toItems } from '../shared/results';
import { readFailedAsItems, startRun } from '../shared/run';
import { OPERATIONS } from './operations';
import type { SyncOperation, SyncResult } from './operations/operation';

async function answer(
	context: IExecuteFunctions,
	operation: SyncOperation,
	rows: number[],
): Promise<SyncResult | Refusal> {
	const started = await startRun(context, operation, rows);
	if (!('run' in started)) return started[0].refusal;
	const { run, refusals } = started;
	if (refusals.length > 0) {
		started.close();
		return refusals[0].refusal;
	}
	const result = await operation.execute.call(context, run).finally(started.close);
	if (isRefusal(result)) return result;
	run.progress(result.summary);
	started.end(result.results);
	context.addExecutionHints({ message: result.summary, type: 'info', location: 'outputPane' });
	const { results } = result;
	return { ...result, results: run.lacksConsent ? results.map(explainDryRun) : results };
}

// A workflow that was saved with another version of this pack may name an operation that is not there.
const NO_OPERATION: Refusal = {
	reason: 'invalid',
	message: "This version of the node does not have the chosen 'Operation'",
	advice: "Choose another 'Operation', or update n8n-nodes-zendesk-users",
};

/** Runs the chosen operation over all input items at once. */
export async function router(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const rows = context.getInputData().map((_, index) => index);
	const { operation: chosen } = readOperation(context);
	const operation = OPERATIONS.find(({ value }) => value === chosen);
	const others = (operation?.outputs ?? ['']).slice(1);
	if (rows.length === 0) return [[], ...others.map(() => [])];
	const result = operation ? await answer(context, operation, rows) : NO_OPERATION;
	const failedAsItems = readFailedAsItems(context, rows);
	if (isRefusal(result)) {
		const results = rows.map((row) => ({ row, verdict: refused(result) }));
		return [toItems(context, results, failedAsItems), ...others.map(() => [])];
	}
	return [result.changes ?? toItems(context, result.results, failedAsItems), ...result.others];
}
