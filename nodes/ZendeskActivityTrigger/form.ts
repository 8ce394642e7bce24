import type { INodeProperties, INodePropertyOptions, IPollFunctions } from 'n8n-workflow';
import type { Refusal } from '../../zendesk/verdict';
import type { WatchWish } from '../../zendesk/watch/watch';
import { ROLE_OPTIONS } from '../shared/userFields';
import {
	allOrRefusal,
	orRefusal,
	readChoice,
	readChoices,
	readNumber,
	readTime,
	readZone,
} from '../shared/values';

const MOST_DAYS = 365;

const CHANGES: INodePropertyOptions[] = [
	{ name: 'Created', value: 'created' },
	{ name: 'Deleted', value: 'deleted' },
	{ name: 'Permanently Deleted', value: 'purged' },
	{ name: 'Updated', value: 'updated' },
];

const EVENTS: INodePropertyOptions[] = [
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

/** The whole form behind *Authentication*. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Trigger On',
		name: 'triggerOn',
		type: 'options',
		options: EVENTS,
		default: 'userChanged',
		description: 'What to look for at each poll',
	},
	{
		displayName: 'Inactive After Days',
		name: 'inactiveDays',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MOST_DAYS },
		displayOptions: shownFor('becameInactive'),
		default: 30,
		description: 'After how many days without activity somebody counts as inactive',
	},
	{
		displayName: 'Include Already Inactive',
		name: 'alreadyInactive',
		type: 'boolean',
		displayOptions: shownFor('becameInactive'),
		default: false,
		description:
			'Whether to also report staff who are already inactive when the workflow is published',
	},
	{
		displayName: 'Time Zone',
		name: 'timeZone',
		type: 'string',
		displayOptions: shownFor('activeToday'),
		default: '',
		placeholder: 'e.g. Europe/Berlin',
		description:
			'The time zone in which days begin and end. Leave it empty for that of the workflow.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: shownFor('activeToday', 'signedIn', 'userChanged'),
		options: [
			{
				displayName: 'Changes',
				name: 'changes',
				type: 'multiOptions',
				displayOptions: { show: { '/triggerOn': ['userChanged'] } },
				options: CHANGES,
				default: [],
				description: 'Which changes to report. Leave it empty for all changes.',
			},
			{
				displayName: 'Include Full User',
				name: 'fullUser',
				type: 'boolean',
				displayOptions: { show: { '/triggerOn': ['userChanged'] } },
				default: false,
				description: "Whether to add the user's current record as 'full_user'",
			},
			{
				displayName: 'Roles',
				name: 'roles',
				type: 'multiOptions',
				displayOptions: { show: { '/triggerOn': ['userChanged'] } },
				options: ROLE_OPTIONS,
				default: [],
				description: 'Whose changes to report. Leave it empty for all roles.',
			},
			{
				displayName: 'Start From',
				name: 'startFrom',
				type: 'dateTime',
				default: '',
				description:
					'When the first poll starts looking, e.g. 2026-11-01. Leave it empty to start when the workflow is published.',
			},
		],
	},
];

export interface TriggerForm extends WatchWish {
	triggerOn: string;
	/** Milliseconds since the epoch; `undefined` = now. */
	startFrom?: number;
}

export function readForm(context: IPollFunctions): TriggerForm | Refusal {
	const value = (name: string) => context.getNodeParameter(name, '') as unknown;
	const zone = context.getTimezone();
	return allOrRefusal<TriggerForm>({
		triggerOn: orRefusal(
			'Trigger On',
			() => readChoice<string>(EVENTS, value('triggerOn')) ?? 'userChanged',
		),
		inactiveDays: orRefusal(
			'Inactive After Days',
			() => readNumber(value('inactiveDays'), 1, MOST_DAYS) ?? 30,
		),
		withAlreadyInactive: value('alreadyInactive') === true,
		zone: orRefusal('Time Zone', () => readZone(value('timeZone')) ?? zone),
		changes: orRefusal(
			'Changes',
			() =>
				readChoices<string>(CHANGES, value('options.changes')) ??
				CHANGES.map((change) => String(change.value)),
		),
		roles: orRefusal(
			'Roles',
			() => readChoices<string>(ROLE_OPTIONS, value('options.roles')) ?? [],
		),
		withFullUser: value('options.fullUser') === true,
		startFrom: orRefusal('Start From', () => readTime(value('options.startFrom'), zone)),
	});
}
