import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { Client } from '../../../zendesk/http/client';
import { JobRunner } from '../../../zendesk/http/jobs';
import { type Refusal, refused, type Verdict } from '../../../zendesk/verdict';
import { connect } from '../../shared/connection';
import { isRefusal, type Operation } from '../../shared/operation';
import { isDryRun, lacksConsent, readBudget, readOption } from '../../shared/options';
import { Progress } from '../../shared/progress';
import { type RowResult, summaryOf, toItems } from '../../shared/results';
import { RESOURCES } from './resources';

function chosenOperation(context: IExecuteFunctions): Operation | undefined {
	const resource = context.getNodeParameter('resource', 0, 'user');
	const operation = context.getNodeParameter('operation', 0, '');
	return RESOURCES.find(({ value }) => value === resource)?.operations.find(
		({ value }) => value === operation,
	);
}

const NO_CONSENT: Partial<Verdict> = {
	reason: 'needs-consent',
	message:
		'Nothing was changed: AI agents only get a dry run, because the author of this workflow has not allowed them more',
	advice: "The author can switch on the option 'Allow AI Agents to Change Users'",
};

function explainDryRun(result: RowResult): RowResult {
	return 'verdict' in result && result.verdict.reason === 'dry-run'
		? { ...result, verdict: { ...result.verdict, ...NO_CONSENT } }
		: result;
}

const SINGLES =
	"Bulk user import is off for this Zendesk account, so the rows were sent one by one, about one a second. An admin can ask Zendesk's support to switch it on.";

async function work(
	context: IExecuteFunctions,
	client: Client,
	operation: Operation,
	rows: number[],
	slots: number,
): Promise<RowResult[]> {
	const { name } = context.getNode();
	const progress = (text: string) => context.logger.info(`${name}: ${text}`);
	const hint = (message: string, type: 'info' | 'warning') => {
		progress(message);
		context.addExecutionHints({ message, type, location: 'outputPane' });
	};
	const { clock } = client;
	const startedAt = clock.now();
	const state = new Progress(rows.length, clock, progress);
	const results = await operation.execute.call(context, {
		client,
		jobs: new JobRunner(client, slots, (running) => state.jobsRun(running)),
		isDryRun: isDryRun(context, operation),
		rows,
		progress,
		onEnded: () => state.rowEnded(),
		onSingles: () => hint(SINGLES, 'warning'),
	});
	state.end();
	const summary = summaryOf(results, client.costs, clock.now() - startedAt);
	if (operation.writes) hint(summary, 'info');
	else progress(summary);
	return operation.writes && lacksConsent(context) ? results.map(explainDryRun) : results;
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
	const budget = readBudget(context);
	if (isRefusal(budget)) return refuseAll(budget);
	const client = await connect(context, {
		signal: context.getExecutionCancelSignal(),
		share: budget.share,
		onWait: (ms, why) =>
			context.logger.info(`${context.getNode().name}: waiting ${Math.round(ms / 1000)} s (${why})`),
	});
	return client instanceof Client
		? await work(context, client, operation, rows, budget.slots)
		: refuseAll(client);
}

/** Runs the chosen operation over all input items at once. */
export async function router(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const rows = context.getInputData().map((_, index) => index);
	if (rows.length === 0) return [[]];
	const failedAsItems = readOption<string>(context, 'failedRows', 'fail') === 'items';
	return [toItems(context, await answer(context, rows), failedAsItems)];
}
