import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { JOB_SLOTS } from '../../zendesk/http/jobs';
import type { Refusal } from '../../zendesk/verdict';
import type { Operation } from './operation';
import { readParameter } from './parameters';
import { orRefusal, readNumber } from './values';

const DRY_RUN: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description: 'Whether to only report what would be done, without changing anything',
};

const FAILED_ROWS: INodeProperties = {
	displayName: 'Failed Rows',
	name: 'failedRows',
	type: 'options',
	options: [
		{
			name: 'Fail the Node',
			value: 'fail',
			description: 'All rows are worked on first; then the node stops and lists those that failed',
		},
		{
			name: 'Return as Items',
			value: 'items',
			description: "Every row comes out, the failed ones with the outcome 'failed'",
		},
	],
	default: 'fail',
	description: "What to do with rows that could not be done while 'On Error' is 'Stop Workflow'",
};

const AI_CONSENT: INodeProperties = {
	displayName: 'Allow AI Agents to Change Users',
	name: 'allowAiAgents',
	type: 'boolean',
	default: false,
	description:
		'Whether an AI agent that uses this node as a tool may really change users and tickets. Otherwise it only gets a dry run.',
};

/** Shown in the form of a tool only, as long as it is true. */
const AI_NOTICE: INodeProperties = {
	displayName:
		"An AI agent only gets a dry run: nothing changes in Zendesk until you switch on the option 'Allow AI Agents to Change Users'",
	name: 'aiNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { '@tool': [true] }, hide: { '/options.allowAiAgents': [true] } },
};

export const PROTECTED_USERS: INodeProperties = {
	displayName: 'Protected Users',
	name: 'protectedUsers',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	placeholder: 'e.g. owner@example.com, 35436',
	description:
		'Emails, IDs or external IDs of users who must never be changed. Name the account owner here: the API does not tell who that is.',
};

const JOB_SLOTS_OPTION: INodeProperties = {
	displayName: 'Job Slots',
	name: 'jobSlots',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 30 },
	default: JOB_SLOTS,
	description:
		'How many background jobs of a hundred rows may run at once. Zendesk allows 30 per account; the rest is left to other integrations.',
};

const RATE_LIMIT_SHARE: INodeProperties = {
	displayName: 'Rate Limit Share',
	name: 'rateLimitShare',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100 },
	default: 80,
	description:
		"How many percent of the account's requests per minute n8n may use; the rest is left to other integrations",
};

/** The collection *Options* of an operation, and what stands before it. */
export function optionsOf({
	writes,
	usesJobs,
	options = [],
	dryRunInForm,
}: Pick<Operation, 'writes' | 'usesJobs' | 'options' | 'dryRunInForm'>): INodeProperties[] {
	const all = [
		...options,
		FAILED_ROWS,
		RATE_LIMIT_SHARE,
		...(usesJobs ? [JOB_SLOTS_OPTION] : []),
		...(writes ? [AI_CONSENT] : []),
		...(writes && !dryRunInForm ? [DRY_RUN] : []),
	].sort((a, b) => a.displayName.localeCompare(b.displayName));
	const collection: INodeProperties = {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: all,
	};
	return [...(writes ? [AI_NOTICE] : []), ...(dryRunInForm ? [DRY_RUN] : []), collection];
}

/** One value of the collection *Options*; options hold for the run, so they are read from the first item. */
export function readOption<T>(context: IExecuteFunctions, name: string, fallback: T): T {
	return readParameter(context, `options.${name}`, 0, fallback) as T;
}

/** The number that an option gives, within the bounds of its field, or why it is none. */
function readNumberOption(
	context: IExecuteFunctions,
	{ displayName, name, default: usual, typeOptions }: INodeProperties,
): number | Refusal {
	const { minValue = 0, maxValue = Infinity } = typeOptions ?? {};
	return orRefusal(
		displayName,
		() =>
			readNumber(readOption<unknown>(context, name, usual), minValue, maxValue) ?? Number(usual),
	);
}

/** What of the account the run may use. */
export interface Budget {
	/** Background jobs at once. */
	slots: number;
	/** The part of the account's rate limit, 0 … 1. */
	share: number;
}

/** @returns the budget, or which of its options can't be meant */
export function readBudget(context: IExecuteFunctions): Budget | Refusal {
	const slots = readNumberOption(context, JOB_SLOTS_OPTION);
	const percent = readNumberOption(context, RATE_LIMIT_SHARE);
	if (typeof slots !== 'number') return slots;
	return typeof percent === 'number' ? { slots, share: percent / 100 } : percent;
}

/**
 * Whether an AI agent runs the node. Agents that let n8n's engine run their tools get an ordinary context, which denies
 * it; the type's name still tells.
 */
function usedByAgent(context: IExecuteFunctions): boolean {
	// Absent before n8n 2.10.
	return context.isToolExecution?.() === true || context.getNode().type.endsWith('Tool');
}

/** Nothing may be written: because the user said so, or because an AI agent has no consent of the workflow's author. */
export function isDryRun(
	context: IExecuteFunctions,
	operation: Pick<Operation, 'writes' | 'dryRunInForm'>,
): boolean {
	if (!operation.writes) return false;
	const name = operation.dryRunInForm ? 'dryRun' : 'options.dryRun';
	// An expression may say it for some rows only: then nothing is written for any of them.
	const wanted = context
		.getInputData()
		.some((_, row) => readParameter(context, name, row, false) === true);
	return wanted || lacksConsent(context);
}

export function lacksConsent(context: IExecuteFunctions): boolean {
	return usedByAgent(context) && !readOption<boolean>(context, 'allowAiAgents', false);
}
