import type { INodeProperties } from 'n8n-workflow';
import type { Refusal } from '../../../../zendesk/verdict';
import type { Form } from '../../../shared/form';
import { optionSetting } from '../../../shared/options';
import { allOrRefusal, type Choice, isRefusal, readDate, readZone } from '../../../shared/values';

export const MOST_DAYS = 365;

export const timeZoneField: INodeProperties = {
	displayName: 'Time Zone',
	name: 'timeZone',
	type: 'string',
	default: '',
	placeholder: 'e.g. Europe/Berlin',
	description:
		"The time zone in which days begin and end. Leave it empty for that of the credential's Zendesk user.",
};

const RETURN: Choice<ActivityForm['rows']> = {
	displayName: 'Return',
	name: 'return',
	type: 'options',
	options: [
		{
			name: 'Days of Each User',
			value: 'days',
			description: 'One item for each user and day: what the user did on that day',
		},
		{
			name: 'Days and Summaries',
			value: 'both',
			description: "Both kinds of items; the field 'kind' tells them apart",
		},
		{
			name: 'Summary of Each User',
			value: 'users',
			description:
				'One item for each user: what the user did over all the days, and inactive since when',
		},
	],
	default: 'days',
	description: 'What each item is about',
};

const LAST_DAYS: INodeProperties = {
	displayName: 'Last Days',
	name: 'lastDays',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_DAYS },
	default: 90,
	description: 'How many days to look back, up to today',
};

const READ: Choice<'all' | 'slice'> = {
	displayName: 'Read',
	name: 'read',
	type: 'options',
	options: [
		{
			name: 'All Days at Once',
			value: 'all',
			description: 'One run reads all days, today included',
		},
		{
			name: 'One Slice per Run',
			value: 'slice',
			description: 'Each run reads some of the past days and returns the cursor for the next run',
		},
	],
	default: 'all',
	description:
		'How much one run reads. Zendesk returns at most 10,000 ticket events a minute, so a large account takes hours; with slices, an interrupted run loses only its own slice.',
};

const CURSOR: INodeProperties = {
	displayName: 'Cursor',
	name: 'cursor',
	type: 'string',
	displayOptions: { show: { read: ['slice'] } },
	default: '',
	placeholder: 'e.g. 2026-11-20',
	description:
		"Where to continue: the field 'cursor' of the last item of the previous run. Leave it empty for the first slice.",
};

const SLICE_DAYS: INodeProperties = {
	displayName: 'Days per Slice',
	name: 'sliceDays',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_DAYS },
	displayOptions: { show: { read: ['slice'] } },
	default: 7,
	description: 'How many days one run reads at most',
};

/** What to read, and how it comes out. */
export const activityFields: INodeProperties[] = [
	RETURN,
	LAST_DAYS,
	READ,
	CURSOR,
	SLICE_DAYS,
	timeZoneField,
];

const IDLE_DAYS: INodeProperties = {
	displayName: 'Include Days Without Activity',
	name: 'idleDays',
	type: 'boolean',
	default: false,
	description: 'Whether to also return the days on which a user did nothing',
};

const GROUPS: INodeProperties = {
	displayName: 'Include Groups',
	name: 'groups',
	type: 'boolean',
	default: false,
	description: "Whether to add the names of each user's groups to the summaries",
};

const USERS: Choice<'staff' | 'everybody'> = {
	displayName: 'Users',
	name: 'users',
	type: 'options',
	options: [
		{ name: 'Staff', value: 'staff', description: 'Agents and admins, including suspended ones' },
		{
			name: 'Staff and Whoever Was Active',
			value: 'everybody',
			description: 'Also end users who did something, and staff who have been deleted since',
		},
	],
	default: 'staff',
	description: 'Whose activity to return',
};

export const activityOptions: INodeProperties[] = [IDLE_DAYS, GROUPS, USERS];

/** What one row asks for. */
export interface ActivityForm {
	rows: 'days' | 'users' | 'both';
	count: number;
	/** The days that are over, in slices of so many; `undefined` = all days in one go. */
	sliceDays?: number;
	/** Where to go on. */
	cursor?: string;
	/** `undefined` = that of the credential's user. */
	zone?: string;
}

export function readActivityForm(form: Form): ActivityForm | Refusal {
	const read = form.choice(READ);
	if (isRefusal(read)) return read;
	const inSlices = read === 'slice';
	return allOrRefusal<ActivityForm>({
		rows: form.choice(RETURN),
		count: form.number(LAST_DAYS),
		sliceDays: inSlices ? form.number(SLICE_DAYS) : undefined,
		cursor: inSlices ? form.optional(CURSOR, readDate) : undefined,
		zone: form.optional(timeZoneField, readZone),
	});
}

/** What holds for all rows. */
export const ACTIVITY_SETTINGS = {
	users: optionSetting(USERS, (options) => options.choice(USERS)),
	withGroups: optionSetting(GROUPS, (options) => options.flag(GROUPS, false)),
	withIdle: optionSetting(IDLE_DAYS, (options) => options.flag(IDLE_DAYS, false)),
};
