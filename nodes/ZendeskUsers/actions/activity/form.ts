import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { isDate } from '../../../../zendesk/dates';
import type { Refusal } from '../../../../zendesk/verdict';
import { readParameter } from '../../../shared/parameters';
import { allOrRefusal, orRefusal, readNumber, readText, readZone } from '../../../shared/values';

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

/** What to read, and how it comes out. */
export const activityFields: INodeProperties[] = [
	{
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
	},
	{
		displayName: 'Last Days',
		name: 'lastDays',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MOST_DAYS },
		default: 90,
		description: 'How many days to look back, up to today',
	},
	{
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
	},
	{
		displayName: 'Cursor',
		name: 'cursor',
		type: 'string',
		displayOptions: { show: { read: ['slice'] } },
		default: '',
		placeholder: 'e.g. 2026-11-20',
		description:
			"Where to continue: the field 'cursor' of the last item of the previous run. Leave it empty for the first slice.",
	},
	{
		displayName: 'Days per Slice',
		name: 'sliceDays',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MOST_DAYS },
		displayOptions: { show: { read: ['slice'] } },
		default: 7,
		description: 'How many days one run reads at most',
	},
	timeZoneField,
];

export const activityOptions: INodeProperties[] = [
	{
		displayName: 'Include Days Without Activity',
		name: 'idleDays',
		type: 'boolean',
		default: false,
		description: 'Whether to also return the days on which a user did nothing',
	},
	{
		displayName: 'Include Groups',
		name: 'groups',
		type: 'boolean',
		default: false,
		description: "Whether to add the names of each user's groups to the summaries",
	},
	{
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
	},
];

function readCursor(value: unknown): string | undefined {
	const text = readText(value);
	if (text === undefined || isDate(text)) return text;
	throw new RangeError(`'${text}' is not a date like 2026-11-20`);
}

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

export function readActivityForm(context: IExecuteFunctions, row: number): ActivityForm | Refusal {
	const value = (name: string) => readParameter(context, name, row, '');
	const inSlices = value('read') === 'slice';
	return allOrRefusal<ActivityForm>({
		rows: value('return') as ActivityForm['rows'],
		count: orRefusal('Last Days', () => readNumber(value('lastDays'), 1, MOST_DAYS) ?? 90),
		sliceDays: inSlices
			? orRefusal('Days per Slice', () => readNumber(value('sliceDays'), 1, MOST_DAYS) ?? 7)
			: undefined,
		cursor: inSlices ? orRefusal('Cursor', () => readCursor(value('cursor'))) : undefined,
		zone: orRefusal('Time Zone', () => readZone(value('timeZone'))),
	});
}
