import type { IExecuteFunctions } from 'n8n-workflow';
import type { Verdict } from '../../zendesk/verdict';
import type { RowResult } from './results';

const NO_CONSENT: Partial<Verdict> = {
	reason: 'needs-consent',
	message:
		'Nothing was changed: AI agents only get a dry run, because the author of this workflow has not allowed them more',
	advice: "The author can switch on the option 'Allow AI Agents to Change Users'",
};

/**
 * Whether an AI agent runs the node. Agents that let n8n's engine run their tools get an ordinary context, which denies
 * it; the type's name still tells.
 */
export function isUsedByAgent(context: IExecuteFunctions): boolean {
	// Absent before n8n 2.10.
	return context.isToolExecution?.() === true || context.getNode().type.endsWith('Tool');
}

/** Tells an AI agent why it only got a dry run. */
export function explainDryRun(result: RowResult): RowResult {
	return 'verdict' in result && result.verdict.reason === 'dry-run'
		? { ...result, verdict: { ...result.verdict, ...NO_CONSENT } }
		: result;
}
