import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { lastWholeDays } from '../../../../zendesk/activity/window';
import { usagePage } from '../../../../zendesk/activity/page';
import { noteUnread, usageOf } from '../../../../zendesk/activity/usage';
import { type Refusal, refused } from '../../../../zendesk/verdict';
import { defineOperation, type Run, withSettings } from '../../../shared/operation';
import type { RowResult } from '../../../shared/results';
import { refuseRows, type Settings } from '../../../shared/settings';
import { readWords, readZone } from '../../../shared/values';
import { MOST_DAYS, timeZoneField } from './form';
import { zoneOf } from '../../../../zendesk/activity/zone';

const LAST_DAYS: INodeProperties = {
	displayName: 'Last Days',
	name: 'lastDays',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_DAYS },
	default: 90,
	description: 'How many days the report shows, up to yesterday',
};

const INACTIVE_DAYS: INodeProperties = {
	displayName: 'Inactive After Days',
	name: 'inactiveAfterDays',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_DAYS },
	default: 30,
	description: 'After how many days without activity somebody counts as inactive',
};

const FILE_FIELD: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryField',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the output binary field to put the file in',
};

interface ReportForm {
	count: number;
	inactiveDays: number;
	field: string;
	zone?: string;
}

/** The report is one for all items, so they have to say the same. */
const SETTINGS: Settings<ReportForm> = {
	count: { field: LAST_DAYS, read: (form) => form.number(LAST_DAYS) },
	inactiveDays: { field: INACTIVE_DAYS, read: (form) => form.number(INACTIVE_DAYS) },
	field: { field: FILE_FIELD, read: (form) => form.required(FILE_FIELD, readWords, 'data') },
	zone: { field: timeZoneField, read: (form) => form.optional(timeZoneField, readZone) },
};

const NO_INPUT: Refusal = {
	reason: 'invalid',
	message: 'There is no input to make a report of: no item is a day or a summary of a user',
	advice: "Connect the items of 'Activity: Get Many', or of the tables in which they were kept",
};

async function makeReport(
	context: IExecuteFunctions,
	{ client, rows }: Run,
	form: ReportForm,
): Promise<RowResult[]> {
	const items = context.getInputData();
	const { refusals, missing, unreadFrom, ...usage } = usageOf(rows.map((row) => items[row].json));
	const isNothing = usage.people.length === 0 && usage.days.length === 0;
	if (isNothing && refusals.length === 0 && unreadFrom === undefined) {
		return refuseRows(rows.map((row) => ({ row, refusal: NO_INPUT })));
	}
	if (refusals.length > 0) {
		return refusals.map(({ index, refusal }) => ({
			row: rows[index],
			verdict: refused(refusal),
		}));
	}
	const zone = form.zone ?? (await zoneOf(client, context.getTimezone()));
	const now = client.clock.now();
	const days = lastWholeDays(now, zone, form.count);
	const { from, to } = days;
	const { host: account } = client;
	const html = usagePage({
		account,
		generatedAt: now,
		zone,
		from,
		to,
		inactiveAfterDays: form.inactiveDays,
		...usage,
		missing: [...missing, ...noteUnread(unreadFrom, days)],
	});
	const name = `zendesk-usage-${to}.html`;
	const file = await context.helpers.prepareBinaryData(Buffer.from(html), name, 'text/html');
	const record: IDataObject = {
		account,
		from,
		to,
		time_zone: zone,
		staff: usage.people.length,
		file_name: name,
	};
	return [{ records: [record], files: { [form.field]: file } }];
}

export const createActivityReport = defineOperation({
	value: 'createReport',
	name: 'Create Report',
	action: 'Create activity report',
	description:
		"Make a web page that shows who uses Zendesk, from the items of 'Activity: Get Many': active staff per day, who is inactive since when, and seat use",
	writes: false,
	properties: [LAST_DAYS, INACTIVE_DAYS, timeZoneField, FILE_FIELD],
	async execute(run): Promise<RowResult[]> {
		return await withSettings(run, SETTINGS, async (form, settled) =>
			makeReport(this, settled, form),
		);
	},
});
