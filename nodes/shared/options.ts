import type { INodeProperties } from 'n8n-workflow';
import { JOB_SLOTS } from '../../zendesk/http/jobs';
import type { Refusal } from '../../zendesk/verdict';
import type { Field, Form } from './form';
import type { Operation } from './operation';
import type { Setting, Settings } from './settings';
import type { Choice } from './values';

const DRY_RUN: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description: 'Whether to only report what would be done, without changing anything',
};

const FAILED_ROWS: Choice<'fail' | 'items'> = {
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

export const MAX_CHANGES: INodeProperties = {
	displayName: 'Max Changes',
	name: 'maxChanges',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 100,
	description:
		'How many users may lose rights or go in one execution of this node. If there are more, nothing is changed.',
};

export const MAX_STAFF: INodeProperties = {
	displayName: 'Max Changes (% of Staff)',
	name: 'maxStaffPercent',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100 },
	default: 20,
	description:
		"How many percent of the account's agents and admins may lose rights or go in one execution of this node; five always may. If there are more, nothing is changed.",
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

/** Where every operation has its options. */
export const OPTIONS: Field = { displayName: 'Options', name: 'options' };

/** A setting that stands in the collection *Options*. */
export function optionSetting<T>(field: Field, read: (options: Form) => T | Refusal): Setting<T> {
	return { field, read: (form) => read(form.within(OPTIONS)) };
}

/** What every run goes by. */
export interface RunSettings {
	/** Background jobs at once. */
	slots: number;
	/** How much of the account's rate limit, in percent. */
	percent: number;
	dryRun: boolean;
	/** The author lets an AI agent write. */
	allowAiAgents: boolean;
	failedRows: 'fail' | 'items';
}

export const FAILED_ROWS_SETTING: Settings<Pick<RunSettings, 'failedRows'>> = {
	failedRows: optionSetting(FAILED_ROWS, (options) => options.choice(FAILED_ROWS)),
};

/** How a run of the operation reads what every run goes by. */
export function runSettings({
	writes,
	dryRunInForm,
}: Pick<Operation, 'writes' | 'dryRunInForm'>): Settings<RunSettings> {
	const readDryRun = (form: Form) => (writes ? form.flag(DRY_RUN) : false);
	return {
		...FAILED_ROWS_SETTING,
		slots: optionSetting(JOB_SLOTS_OPTION, (options) => options.number(JOB_SLOTS_OPTION)),
		percent: optionSetting(RATE_LIMIT_SHARE, (options) => options.number(RATE_LIMIT_SHARE)),
		allowAiAgents: optionSetting(AI_CONSENT, (options) => options.flag(AI_CONSENT, false)),
		dryRun: dryRunInForm
			? { field: DRY_RUN, read: readDryRun }
			: optionSetting(DRY_RUN, readDryRun),
	};
}
