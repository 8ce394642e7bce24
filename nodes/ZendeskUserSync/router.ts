import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { type Refusal, refused } from '../../zendesk/verdict';
import { withConsent } from '../shared/consent';
import { isRefusal } from '../shared/operation';
import { readOption } from '../shared/options';
import { toItems } from '../shared/results';
import { startRun } from '../shared/run';
import { OPERATIONS } from './operations';
import type { SyncOperation, SyncResult } from './operations/operation';

async function answer(
	context: IExecuteFunctions,
	operation: SyncOperation,
	rows: number[],
): Promise<SyncResult | Refusal> {
	const started = await startRun(context, operation, rows);
	if (isRefusal(started)) return started;
	const result = await operation.execute.call(context, started.run).finally(started.close);
	if (isRefusal(result)) return result;
	started.run.progress(result.summary);
	started.end(result.results);
	context.addExecutionHints({ message: result.summary, type: 'info', location: 'outputPane' });
	const { results } = result;
	return { ...result, results: operation.writes ? withConsent(context, results) : results };
}

/** Runs the chosen operation over all input items at once. */
export async function router(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const rows = context.getInputData().map((_, index) => index);
	const chosen = context.getNodeParameter('operation', 0, 'plan');
	const operation = OPERATIONS.find(({ value }) => value === chosen)!;
	if (rows.length === 0) return operation.outputs.map(() => []);
	const result = await answer(context, operation, rows);
	const failedAsItems = readOption<string>(context, 'failedRows', 'fail') === 'items';
	if (isRefusal(result)) {
		const results = rows.map((row) => ({ row, verdict: refused(result) }));
		const items = toItems(context, results, failedAsItems);
		return [items, ...operation.outputs.slice(1).map(() => [])];
	}
	const first = result.changes ?? toItems(context, result.results, failedAsItems);
	return [first, ...result.others];
}
