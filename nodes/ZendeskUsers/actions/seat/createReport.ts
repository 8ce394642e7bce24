import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { dateOf } from '../../../../zendesk/dates';
import { seatCsv } from '../../../../zendesk/seats/csv';
import { type KeptSeats, readKeptSeats } from '../../../../zendesk/seats/keptRows';
import { seatPage } from '../../../../zendesk/seats/page';
import { seatReport } from '../../../../zendesk/seats/report';
import type { Prices } from '../../../../zendesk/seats/savings';
import { type Refusal, refused } from '../../../../zendesk/verdict';
import { defineOperation, isRefusal } from '../../../shared/operation';
import { readParameter } from '../../../shared/parameters';
import type { RowResult } from '../../../shared/results';
import { allOrRefusal, orRefusal, readText } from '../../../shared/values';
import { readPreviousSeats, reportPreviousSeats } from './form';
import { pricesField, readPrices } from './prices';

function fileField(kind: string, name: string, usual: string): INodeProperties {
	return {
		displayName: `Put ${kind} File in Field`,
		name,
		type: 'string',
		default: usual,
		required: true,
		hint: `The name of the output binary field to put the ${kind} file in`,
	};
}

interface ReportForm {
	prices?: Prices;
	previous: KeptSeats;
	htmlField: string;
	csvField: string;
}

/** The report is one for all items, so the first one's parameters count. */
function readForm(context: IExecuteFunctions): ReportForm | Refusal {
	const value = (name: string) => readParameter(context, name, 0, '');
	const htmlField = orRefusal(
		'Put HTML File in Field',
		() => readText(value('htmlField')) ?? 'html',
	);
	return allOrRefusal<ReportForm>({
		prices: readPrices(readParameter(context, 'prices', 0, {})),
		previous: readPreviousSeats(value('previousSeats')),
		htmlField,
		csvField: orRefusal('Put CSV File in Field', () => {
			const field = readText(value('csvField')) ?? 'csv';
			if (field !== htmlField) return field;
			throw new RangeError(`'${field}' is the field of the HTML file`);
		}),
	});
}

export const createSeatReport = defineOperation({
	value: 'createReport',
	name: 'Create Report',
	action: 'Create seat report',
	description:
		"Make a web page and a spreadsheet of who takes which seat, from the items of 'Seat: Get Many': seats by kind, what could be reclaimed and saved",
	writes: false,
	properties: [
		pricesField,
		reportPreviousSeats,
		fileField('HTML', 'htmlField', 'html'),
		fileField('CSV', 'csvField', 'csv'),
	],
	async execute({ client, rows }): Promise<RowResult[]> {
		const form = readForm(this);
		if (isRefusal(form)) return [{ row: 0, verdict: refused(form) }];
		const items = this.getInputData();
		const { staff, gone, refusals } = readKeptSeats(rows.map((row) => items[row].json));
		if (refusals.length > 0) {
			return refusals.map(({ index, refusal }) => ({
				row: rows[index],
				verdict: refused(refusal),
			}));
		}
		const { prices, previous } = form;
		const { host: account } = client;
		const generatedAt = client.clock.now();
		const zone = this.getTimezone();
		// The table of the first report is empty.
		const before = previous.staff.length > 0 ? previous.staff : undefined;
		const input = { account, generatedAt, zone, staff, gone, previous: before, prices };
		const name = `zendesk-seats-${dateOf(generatedAt, zone)}`;
		const fileOf = async (text: string, ending: string, type: string) =>
			await this.helpers.prepareBinaryData(Buffer.from(text), `${name}.${ending}`, type);
		const record = {
			account,
			made_at: new Date(generatedAt).toISOString(),
			...seatReport(input),
			html_file_name: `${name}.html`,
			csv_file_name: `${name}.csv`,
		};
		const files = {
			[form.htmlField]: await fileOf(seatPage(input), 'html', 'text/html'),
			[form.csvField]: await fileOf(seatCsv([...staff, ...gone], prices), 'csv', 'text/csv'),
		};
		return [{ records: [record as unknown as IDataObject], files }];
	},
});
