import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Refusal } from '../../../zendesk/verdict';
import { explainDryRun } from '../../shared/consent';
import type { Operation } from '../../shared/operation';
import { readOperation } from '../../shared/parameters';
import { type RowResult, toItems } from '../../shared/results';
import { readFailedAsItems, startRun } from '../../shared/run';
import { refuseRows } from '../../shared/settings';
import { RESOURCES } from './resources';

function chosenOperation(context: IExecuteFunctions): Operation | undefined {
	const { resource, operation } = readOperation(context);
	return RESOURCES.find(({ value }) => value === resource)?.operations.find(
		({ value }) => value === operation,
	);
}

// A workflow that was saved with another version of this pack may name an operation that is not there.
const NO_OPERATION: Refusal = {
	reason: 'invalid',
	message: "This version of the node does not have the chosen 'Operation'",
	advice: "Choose another 'Operation', or update n8n-nodes-zendesk-users",
};

async function answer(context: IExecuteFunctions, rows: number[]): Promise<RowResult[]> {
	const operation = chosenOperation(context);
	if (!operation) return refuseRows(rows.map((row) => ({ row, refusal: NO_OPERATION })));
	const started = await startRun(context, operation, rows);
	if (!('run' in started)) return refuseRows(started);
	const { run, refusals } = started;
	const done = await operation.execute.call(context, run).finally(started.close);
	const results = [...refuseRows(refusals), ...done];
	started.end(results);
	return run.lacksConsent ? results.map(explainDryRun) : results;
}

/** Runs the chosen operation over all input items at once. */
export async function router(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const rows = context.getInputData().map((_, index) => index);
	if (rows.length === 0) return [[]];
	return [toItems(context, await answer(context, rows), readFailedAsItems(context, rows))];
}
