import type { IExecuteFunctions } from 'n8n-workflow';
import type { Verdict } from '../../zendesk/verdict';
import { lacksConsent } from './options';
import type { RowResult } from './results';

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

/** Tells an AI agent why it only got a dry run. */
export function withConsent(context: IExecuteFunctions, results: RowResult[]): RowResult[] {
	return lacksConsent(context) ? results.map(explainDryRun) : results;
}
