import type { INodeProperties, IPollFunctions } from 'n8n-workflow';
import type { Refusal } from '../../zendesk/verdict';
import type { WatchWish } from '../../zendesk/watch/watch';
import { Form } from '../shared/form';
import { sourceOfNode } from '../shared/parameters';
import { type Role, ROLE_OPTIONS } from '../shared/userFields';
import {
	allOrRefusal,
	type Choice,
	type Choices,
	isRefusal,
	type Option,
	readTime,
	readZone,
} from '../shared/values';

const MOST_DAYS = 365;

const CHANGE_OPTIONS: Array<Option<string>> = [
	{ name: 'Created', value: 'created' },
	{ name: 'Deleted', value: 'deleted' },
	{ name: 'Permanently Deleted', value: 'deleted_permanently' },
	{ name: 'Updated', value: 'updated' },
];

const EVENTS: Array<Option<string>> = [
	{
		name: 'Active Today',
		value: 'activeToday',
		description:
			'Staff who do something for the first time that day: sign in, work on a ticket, create an article',
	},
	{
		name: 'Became Inactive',
		value: 'becameInactive',
		description:
			'Staff without activity for some days, reported once until they are active again; polling once an hour is enough',
	},
	{
		name: 'Signed In',
		value: 'signedIn',
		description:
			'Sign-ins of staff: every one on plans with an audit log (Enterprise), otherwise the latest of each user',
	},
	{
		name: 'User Changed',
		value: 'userChanged',
		description:
			'Created, updated and deleted users, about a minute after the change; nothing is lost while n8n is down',
	},
];

const shownFor = (...events: string[]) => ({ show: { triggerOn: events } });

const TRIGGER_ON: Choice<string> = {
	displayName: 'Trigger On',
	name: 'triggerOn',
	type: 'options',
	options: EVENTS,
	default: 'userChanged',
	description: 'What to look for at each poll',
};

const INACTIVE_DAYS: INodeProperties = {
	displayName: 'Inactive After Days',
	name: 'inactiveDays',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_DAYS },
	displayOptions: shownFor('becameInactive'),
	default: 30,
	description: 'After how many days without activity somebody counts as inactive',
};

const ALREADY_INACTIVE: INodeProperties = {
	displayName: 'Include Already Inactive',
	name: 'alreadyInactive',
	type: 'boolean',
	displayOptions: shownFor('becameInactive'),
	default: false,
	description:
		'Whether to also report staff who are already inactive when the workflow is published',
};

const TIME_ZONE: INodeProperties = {
	displayName: 'Time Zone',
	name: 'timeZone',
	type: 'string',
	displayOptions: shownFor('activeToday'),
	default: '',
	placeholder: 'e.g. Europe/Berlin',
	description:
		'The time zone in which days begin and end. Leave it empty for that of the workflow.',
};

const CHANGES: Choices<string> = {
	displayName: 'Changes',
	name: 'changes',
	type: 'multiOptions',
	displayOptions: { show: { '/triggerOn': ['userChanged'] } },
	options: CHANGE_OPTIONS,
	default: [],
	description: 'Which changes to report. Leave it empty for all changes.',
};

const FULL_USER: INodeProperties = {
	displayName: 'Include Full User',
	name: 'fullUser',
	type: 'boolean',
	displayOptions: { show: { '/triggerOn': ['userChanged'] } },
	default: false,
	description: "Whether to add the user's current record as 'full_user'",
};

const SIGN_INS: INodeProperties = {
	displayName: 'Include Sign-Ins',
	name: 'signIns',
	type: 'boolean',
	displayOptions: { show: { '/triggerOn': ['userChanged'] } },
	default: false,
	description:
		'Whether to also report users of whom nothing changed but the last sign-in, which Zendesk counts as an update',
};

const ROLES: Choices<Role> = {
	displayName: 'Roles',
	name: 'roles',
	type: 'multiOptions',
	displayOptions: { show: { '/triggerOn': ['userChanged'] } },
	options: ROLE_OPTIONS,
	default: [],
	description: 'Whose changes to report. Leave it empty for all roles.',
};

const START_FROM: INodeProperties = {
	displayName: 'Start From',
	name: 'startFrom',
	type: 'dateTime',
	default: '',
	description:
		'When the first poll starts looking, e.g. 2026-11-01. Leave it empty to start when the workflow is published.',
};

const OPTIONS: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	displayOptions: shownFor('activeToday', 'signedIn', 'userChanged'),
	options: [CHANGES, FULL_USER, SIGN_INS, ROLES, START_FROM],
};

/** The whole form behind *Authentication*. */
export const properties: INodeProperties[] = [
	TRIGGER_ON,
	INACTIVE_DAYS,
	ALREADY_INACTIVE,
	TIME_ZONE,
	OPTIONS,
];

export interface TriggerForm extends WatchWish {
	triggerOn: string;
	/** Milliseconds since the epoch; `undefined` = now. */
	startFrom?: number;
}

export function readForm(context: IPollFunctions): TriggerForm | Refusal {
	const form = new Form(sourceOfNode(context), '');
	const options = form.within(OPTIONS);
	const zone = context.getTimezone();
	const read = allOrRefusal<TriggerForm>({
		triggerOn: form.choice(TRIGGER_ON),
		inactiveDays: form.number(INACTIVE_DAYS),
		withAlreadyInactive: form.flag(ALREADY_INACTIVE, false),
		zone: form.optional(TIME_ZONE, readZone) ?? zone,
		changes: options.choices(CHANGES),
		roles: options.choices(ROLES),
		withSignIns: options.flag(SIGN_INS, false),
		withFullUser: options.flag(FULL_USER, false),
		startFrom: options.given(START_FROM, (value) => readTime(value, zone)),
	});
	if (isRefusal(read) || read.changes.length > 0) return read;
	return { ...read, changes: CHANGE_OPTIONS.map(({ value }) => value) };
}
