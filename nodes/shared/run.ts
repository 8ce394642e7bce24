import type { IExecuteFunctions } from 'n8n-workflow';
import { Client } from '../../zendesk/http/client';
import { JobRunner } from '../../zendesk/http/jobs';
import { knownCatalog } from '../../zendesk/users/fields/catalog';
import type { Refusal } from '../../zendesk/verdict';
import { connect } from './connection';
import { isRefusal, type Operation, type Run } from './operation';
import { isDryRun, readBudget } from './options';
import { Progress } from './progress';
import { type RowResult, summaryOf } from './results';

const SINGLES =
	"Bulk user import is off for this Zendesk account, so the rows were sent one by one, about one a second. An admin can ask Zendesk's support to switch it on.";

const FIELDS_CLOSED =
	"Zendesk did not let this credential read the account's user fields, so their values were sent as they are, and tags that belong to user fields could not be told from others. Sign in with the full scope 'read', as an agent or admin.";

/** A run that has begun. */
export interface Started {
	run: Run;
	/** Once nothing more is to be sent: what one failed call left waiting elsewhere must not go out after the run. */
	close(): void;
	/** Tells in n8n's log, and of a run that may write at the node, what became of all rows and what it cost. */
	end(results: RowResult[]): void;
}

/** Signs in and gets ready what an operation works with, or says why it can't begin. */
export async function startRun(
	context: IExecuteFunctions,
	operation: Pick<Operation, 'writes' | 'dryRunInForm'>,
	rows: number[],
): Promise<Started | Refusal> {
	const budget = readBudget(context);
	if (isRefusal(budget)) return budget;
	const { name } = context.getNode();
	const say = (text: string) => context.logger.info(`${name}: ${text}`);
	const hint = (message: string, type: 'info' | 'warning') => {
		say(message);
		context.addExecutionHints({ message, type, location: 'outputPane' });
	};
	const client = await connect(context, {
		signal: context.getExecutionCancelSignal(),
		share: budget.share,
		onWait: (ms, why) => say(`waiting ${Math.round(ms / 1000)} s (${why})`),
	});
	if (!(client instanceof Client)) return client;
	const { clock } = client;
	const startedAt = clock.now();
	const progress = new Progress(rows.length, clock, say);
	return {
		run: {
			client,
			jobs: new JobRunner(client, budget.slots, (running) => progress.jobsRun(running)),
			isDryRun: isDryRun(context, operation),
			rows,
			progress: say,
			hint: (message) => hint(message, 'warning'),
			onEnded: () => progress.rowEnded(),
			onSingles: () => hint(SINGLES, 'warning'),
		},
		close: () => client.close(),
		end(results) {
			progress.end();
			if (knownCatalog(client).isClosed) hint(FIELDS_CLOSED, 'warning');
			const summary = summaryOf(results, client.costs, clock.now() - startedAt);
			if (operation.writes) hint(summary, 'info');
			else say(summary);
		},
	};
}
