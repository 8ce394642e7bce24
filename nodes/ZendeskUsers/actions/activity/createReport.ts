import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { lastWholeDays } from '../../../../zendesk/activity/window';
import { usagePage } from '../../../../zendesk/activity/page';
import { noteUnread, usageOf } from '../../../../zendesk/activity/usage';
import { type Refusal, refused } from '../../../../zendesk/verdict';
import { defineOperation, isRefusal } from '../../../shared/operation';
import { readParameter } from '../../../shared/parameters';
import type { RowResult } from '../../../shared/results';
import { allOrRefusal, orRefusal, readNumber, readText, readZone } from '../../../shared/values';
import { MOST_DAYS, timeZoneField } from './form';
import { zoneOf } from '../../../../zendesk/activity/zone';

interface ReportForm {
	count: number;
	inactiveDays: number;
	field: string;
	zone?: string;
}

/** The report is one for all items, so the first one's parameters count. */
function readForm(context: IExecuteFunctions): ReportForm | Refusal {
	const value = (name: string) => readParameter(context, name, 0, '');
	const days = (name: string, usual: number) => () =>
		readNumber(value(name), 1, MOST_DAYS) ?? usual;
	return allOrRefusal<ReportForm>({
		count: orRefusal('Last Days', days('lastDays', 90)),
		inactiveDays: orRefusal('Inactive After Days', days('inactiveAfterDays', 30)),
		field: orRefusal('Put Output File in Field', () => readText(value('binaryField')) ?? 'data'),
		zone: orRefusal('Time Zone', () => readZone(value('timeZone'))),
	});
}

export const createActivityReport = defineOperation({
	value: 'createReport',
	name: 'Create Report',
	action: 'Create activity report',
	description:
		"Make a web page that shows who uses Zendesk, from the items of 'Activity: Get Many': active staff per day, who is inactive since when, and seat use",
	writes: false,
	properties: [
		{
			displayName: 'Last Days',
			name: 'lastDays',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MOST_DAYS },
			default: 90,
			description: 'How many days the report shows, up to yesterday',
		},
		{
			displayName: 'Inactive After Days',
			name: 'inactiveAfterDays',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MOST_DAYS },
			default: 30,
			description: 'After how many days without activity somebody counts as inactive',
		},
		timeZoneField,
		{
			displayName: 'Put Output File in Field',
			name: 'binaryField',
			type: 'string',
			default: 'data',
			required: true,
			hint: 'The name of the output binary field to put the file in',
		},
	],
	async execute({ client, rows }): Promise<RowResult[]> {
		const form = readForm(this);
		if (isRefusal(form)) return [{ row: 0, verdict: refused(form) }];
		const items = this.getInputData();
		const { refusals, missing, unreadFrom, ...usage } = usageOf(rows.map((row) => items[row].json));
		if (refusals.length > 0) {
			return refusals.map(({ index, refusal }) => ({
				row: rows[index],
				verdict: refused(refusal),
			}));
		}
		const zone = form.zone ?? (await zoneOf(client, this.getTimezone()));
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
		const file = await this.helpers.prepareBinaryData(Buffer.from(html), name, 'text/html');
		const record: IDataObject = {
			account,
			from,
			to,
			time_zone: zone,
			staff: usage.people.length,
			file_name: name,
		};
		return [{ records: [record], files: { [form.field]: file } }];
	},
});
