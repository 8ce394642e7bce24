import type { IExecuteFunctions } from 'n8n-workflow';
import { Client } from '../../zendesk/http/client';
import { JobRunner } from '../../zendesk/http/jobs';
import { knownCatalog } from '../../zendesk/users/fields/catalog';
import { connect } from './connection';
import { isUsedByAgent } from './consent';
import { Form } from './form';
import type { Operation, Run } from './operation';
import { FAILED_ROWS_SETTING, runSettings } from './options';
import { sourceOfRow } from './parameters';
import { Progress } from './progress';
import { type RowResult, summaryOf } from './results';
import { type RowForm, type RowRefusal, settle } from './settings';

const SINGLES =
	"Bulk user import is off for this Zendesk account, so the rows were sent one by one, about one a second. An admin can ask Zendesk's support to switch it on.";

const FIELDS_CLOSED =
	"Zendesk did not let this credential read the account's user fields, so their values were sent as they are, and tags that belong to user fields could not be told from others. Sign in with the full scope 'read', as an agent or admin.";

/** A run that has begun. */
export interface Started {
	run: Run;
	/** Rows that take no part, because what they say of the run can't be meant. */
	refusals: RowRefusal[];
	/** Once nothing more is to be sent: what one failed call left waiting elsewhere must not go out after the run. */
	close(): void;
	/** Tells in n8n's log, and of a run that may write at the node, what became of all rows and what it cost. */
	end(results: RowResult[]): void;
}

/** Before it is known which account it is. */
function formsOf(context: IExecuteFunctions, rows: number[]): RowForm[] {
	return rows.map((row) => ({ row, form: new Form(sourceOfRow(context, row), '') }));
}

/** Whether failed rows come out as items; not where that can't be read. */
export function readFailedAsItems(context: IExecuteFunctions, rows: number[]): boolean {
	const { settings } = settle(FAILED_ROWS_SETTING, formsOf(context, rows));
	return settings?.failedRows === 'items';
}

/** Signs in and gets ready what an operation works with, or says of each row why it can't begin. */
export async function startRun(
	context: IExecuteFunctions,
	operation: Pick<Operation, 'writes' | 'dryRunInForm'>,
	all: number[],
): Promise<Started | RowRefusal[]> {
	const { settings, rows, refusals } = settle(runSettings(operation), formsOf(context, all));
	if (settings === undefined) return refusals;
	const { name } = context.getNode();
	const say = (text: string) => context.logger.info(`${name}: ${text}`);
	const hint = (message: string, type: 'info' | 'warning') => {
		say(message);
		context.addExecutionHints({ message, type, location: 'outputPane' });
	};
	const client = await connect(context, {
		signal: context.getExecutionCancelSignal(),
		share: settings.percent / 100,
		onWait: (ms, why) => say(`waiting ${Math.round(ms / 1000)} s (${why})`),
	});
	if (!(client instanceof Client)) return all.map((row) => ({ row, refusal: client }));
	const { clock, host } = client;
	const startedAt = clock.now();
	const progress = new Progress(all.length, clock, say);
	const lacksConsent = operation.writes && isUsedByAgent(context) && !settings.allowAiAgents;
	return {
		run: {
			client,
			jobs: new JobRunner(client, settings.slots, (running) => progress.jobsRun(running)),
			isDryRun: settings.dryRun || lacksConsent,
			lacksConsent,
			rows: rows.map(({ row }) => row),
			everyRow: all,
			form: (row) => new Form(sourceOfRow(context, row), host),
			progress: say,
			hint: (message) => hint(message, 'warning'),
			onEnded: () => progress.rowEnded(),
			onSingles: () => hint(SINGLES, 'warning'),
		},
		refusals,
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
