import { dayChart, scales } from '../report/chart';
import { calendar, dateTag, momentTag } from '../report/dates';
import { filterForm } from '../report/filters';
import { reportPage, section } from '../report/frame';
import { markup, type Part } from '../report/markup';
import {
	addUp,
	embedRecords,
	type Filter,
	filterOf,
	type ReportRecord,
	type Sums,
} from '../report/records';
import { SEATS } from '../seats/seat';
import { usageFacts, usageRecord } from './pageFacts';
import { dayCount, licenseUse, usageFigures } from './pageFigures';
import { definitions, ownNotes } from './pageNotes';
import { everyoneTable, inactiveTable } from './pageTables';
import type { UsagePageInput } from './pageTypes';

export type { UsageDay, UsagePageInput, UsagePerson } from './pageTypes';

/**
 * The usage dashboard: who really uses Zendesk, as one HTML page without any other resource.
 *
 * Everything is in the page before its script runs; the script filters and sorts. All text of the input is escaped.
 *
 * @returns the page, about 1 kB a person and 3 bytes an active day
 */
export function usagePage(input: UsagePageInput): string {
	const { account, generatedAt, zone, from, to, inactiveAfterDays } = input;
	const window = calendar(from, to);
	const facts = usageFacts(input, window);
	const records = facts.map(usageRecord);
	const sums = addUp(records, window.length);
	const filters = usageFilters(records);
	const chart = dayChart({
		id: 'active-staff',
		title: 'Staff active per day',
		unit: 'active',
		column: 'Staff active',
		empty: 'None of these staff was active in this window.',
		days: window,
		counts: sums.days,
	});
	return reportPage({
		title: `Zendesk usage: ${account}`,
		facts: [
			{
				label: 'Window',
				content: [dateTag(from), ' to ', dateTag(to), ` (${dayCount(window.length)})`],
			},
			{ label: 'Time zone', content: zone },
			{ label: 'Made', content: momentTag(generatedAt, zone, 'd LLL yyyy, HH:mm') },
		],
		notes: [...input.missing, ...ownNotes(input, facts, window.length)],
		main: [
			selection(filters, records),
			section('figures', 'Key figures', usageFigures(sums, inactiveAfterDays)),
			section('chart', 'Staff active per day', chart),
			section('license-use', 'License use', licenseUse(sums, facts)),
			section('inactive-since', 'Inactive, and since when', inactiveTable(facts, input)),
			section('all-staff', 'Everyone', everyoneTable(facts, sums)),
			section('definitions', 'How this is counted', definitions(input)),
		],
		data: { ...embedRecords(records, filters, window.length), scales: scales(most(sums)) },
	});
}

function usageFilters(records: ReportRecord[]): Filter[] {
	return [
		filterOf(records, { id: 'role', label: 'Role', all: 'All roles' }),
		filterOf(records, { id: 'group', label: 'Group', all: 'All groups' }),
		filterOf(records, {
			id: 'seat',
			label: 'Seat',
			all: 'All seats',
			order: Object.values(SEATS),
		}),
	];
}

function selection(filters: Filter[], records: ReportRecord[]): Part {
	return records.length === 0
		? markup`<p class="found">There are no staff to show.</p>`
		: filterForm(filters, records.length, { search: 'Name or email', many: 'staff' });
}

/** No selection has a higher day than everybody together. */
function most({ days }: Sums): number {
	return Math.max(0, ...days);
}
