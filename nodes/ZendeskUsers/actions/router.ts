import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { Client } from '../../../zendesk/http/client';
import { JOB_SLOTS, JobRunner } from '../../../zendesk/http/jobs';
import { refused, type Verdict } from '../../../zendesk/verdict';
import { connect } from '../../shared/connection';
import type { Operation } from '../../shared/operation';
import { isDryRun, lacksConsent, readOption } from '../../shared/options';
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
	const slots = readOption<number>(context, 'jobSlots', JOB_SLOTS);
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

/** Runs the chosen operation over all input items at once. */
export async function router(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const rows = context.getInputData().map((_, index) => index);
	if (rows.length === 0) return [[]];
	const operation = chosenOperation(context);
	const refuseAll = (verdict: Verdict) => rows.map((row): RowResult => ({ row, verdict }));
	const failedAsItems = readOption<string>(context, 'failedRows', 'fail') === 'items';
	if (!operation) {
		// A workflow that was saved with another version of context pack may name an operation that is not there.
		const verdict = refused({
			reason: 'invalid',
			message: "This version of the node does not have the chosen 'Operation'",
			advice: "Choose another 'Operation', or update n8n-nodes-zendesk-users",
		});
		return [toItems(context, refuseAll(verdict), failedAsItems)];
	}
	const client = await connect(context, {
		signal: context.getExecutionCancelSignal(),
		share: readOption<number>(context, 'rateLimitShare', 80) / 100,
		onWait: (ms, why) =>
			context.logger.info(`${context.getNode().name}: waiting ${Math.round(ms / 1000)} s (${why})`),
	});
	const results =
		client instanceof Client
			? await work(context, client, operation, rows)
			: refuseAll(refused(client));
	return [toItems(context, results, failedAsItems)];
}
