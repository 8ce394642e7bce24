import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { type Refusal, refused } from '../../../zendesk/verdict';
import { isRefusal, type Operation } from '../../shared/operation';
import { withConsent } from '../../shared/consent';
import { readOption } from '../../shared/options';
import { type RowResult, toItems } from '../../shared/results';
import { startRun } from '../../shared/run';
import { RESOURCES } from './resources';

function chosenOperation(context: IExecuteFunctions): Operation | undefined {
	const resource = context.getNodeParameter('resource', 0, 'user');
	const operation = context.getNodeParameter('operation', 0, '');
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
	const refuseAll = (refusal: Refusal) =>
		rows.map((row): RowResult => ({ row, verdict: refused(refusal) }));
	const operation = chosenOperation(context);
	if (!operation) return refuseAll(NO_OPERATION);
	const started = await startRun(context, operation, rows);
	if (isRefusal(started)) return refuseAll(started);
	const results = await operation.execute.call(context, started.run).finally(started.close);
	started.end(results);
	return operation.writes ? withConsent(context, results) : results;
}

/** Runs the chosen operation over all input items at once. */
export async function router(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const rows = context.getInputData().map((_, index) => index);
	if (rows.length === 0) return [[]];
	const failedAsItems = readOption<string>(context, 'failedRows', 'fail') === 'items';
	return [toItems(context, await answer(context, rows), failedAsItems)];
}
