import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { dateOf } from '../../../../zendesk/dates';
import { seatCsv } from '../../../../zendesk/seats/csv';
import { readKeptSeats } from '../../../../zendesk/seats/keptRows';
import { seatPage } from '../../../../zendesk/seats/page';
import { seatReport } from '../../../../zendesk/seats/report';
import type { Prices } from '../../../../zendesk/seats/savings';
import { type Refusal, refused } from '../../../../zendesk/verdict';
import type { Form } from '../../../shared/form';
import { defineOperation, type Run, withSettings } from '../../../shared/operation';
import type { RowResult } from '../../../shared/results';
import { refuseRows, type Settings } from '../../../shared/settings';
import { isRefusal, readWords } from '../../../shared/values';
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

const HTML_FIELD = fileField('HTML', 'htmlField', 'html');
const CSV_FIELD = fileField('CSV', 'csvField', 'csv');

interface ReportForm {
	prices?: Prices;
	htmlField: string;
	csvField: string;
}

function readCsvField(form: Form): string | Refusal {
	const htmlField = form.required(HTML_FIELD, readWords, 'html');
	const read = (value: unknown) => {
		const field = readWords(value);
		if (field === undefined || field !== htmlField) return field;
		throw new RangeError(`'${field}' is the field of the HTML file`);
	};
	return form.required(CSV_FIELD, read, 'csv');
}

/** The report is one for all items, so they have to say the same. */
const SETTINGS: Settings<ReportForm> = {
	prices: { field: pricesField, read: readPrices },
	htmlField: { field: HTML_FIELD, read: (form) => form.required(HTML_FIELD, readWords, 'html') },
	csvField: { field: CSV_FIELD, read: readCsvField },
};

const NO_INPUT: Refusal = {
	reason: 'invalid',
	message: 'There is no input to make a report of: no item is a seat',
	advice: "Connect the items of 'Seat: Get Many', or of the table in which they were kept",
};

async function makeReport(
	context: IExecuteFunctions,
	{ client, rows, form: formOf }: Run,
	form: ReportForm,
): Promise<RowResult[]> {
	const previous = readPreviousSeats(formOf(rows[0]), reportPreviousSeats);
	if (isRefusal(previous)) return [{ row: rows[0], verdict: refused(previous) }];
	const items = context.getInputData();
	const { staff, gone, refusals } = readKeptSeats(rows.map((row) => items[row].json));
	if (refusals.length > 0) {
		return refusals.map(({ index, refusal }) => ({
			row: rows[index],
			verdict: refused(refusal),
		}));
	}
	if (staff.length === 0 && gone.length === 0) {
		return refuseRows(rows.map((row) => ({ row, refusal: NO_INPUT })));
	}
	const { prices } = form;
	const { host: account } = client;
	const generatedAt = client.clock.now();
	const zone = context.getTimezone();
	// The table of the first report is empty.
	const before = previous.staff.length > 0 ? previous.staff : undefined;
	const input = { account, generatedAt, zone, staff, gone, previous: before, prices };
	const name = `zendesk-seats-${dateOf(generatedAt, zone)}`;
	const fileOf = async (text: string, ending: string, type: string) =>
		await context.helpers.prepareBinaryData(Buffer.from(text), `${name}.${ending}`, type);
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
}

export const createSeatReport = defineOperation({
	value: 'createReport',
	name: 'Create Report',
	action: 'Create seat report',
	description:
		"Make a web page and a spreadsheet of who takes which seat, from the items of 'Seat: Get Many': seats by kind, what could be reclaimed and saved",
	writes: false,
	properties: [pricesField, reportPreviousSeats, HTML_FIELD, CSV_FIELD],
	async execute(run): Promise<RowResult[]> {
		return await withSettings(run, SETTINGS, async (form, settled) =>
			makeReport(this, settled, form),
		);
	},
});
