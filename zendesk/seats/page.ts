import { momentTag } from '../report/dates';
import { moneyText } from '../report/figures';
import { filterForm } from '../report/filters';
import { type ReportFrame, reportPage, section } from '../report/frame';
import { markup, type Part } from '../report/markup';
import { scales } from '../report/plot';
import { addUp, embedRecords, type Filter, filterOf, type ReportRecord } from '../report/records';
import { changesOf, changesPart } from './pageChanges';
import {
	heldReasons,
	NO_REASON,
	REASONS,
	seatRecord,
	type SeatPageInput,
	STATUSES,
	tellsGroups,
} from './pageFacts';
import { currencyOf, reasonTable, seatFigures, seatsByKind } from './pageFigures';
import { BIN_COUNT, signInHistogram } from './pageHistogram';
import { definitions, seatNotes } from './pageNotes';
import { everyoneTable, reclaimTable } from './pageTables';
import { SEATS } from './seat';

export type { SeatPageInput } from './pageFacts';

/**
 * The seat report: who takes which seat, and which of them may be reclaimed, as one HTML page without any other resource.
 *
 * Everything is in the page before its script runs; the script filters and sorts. All text of the input is escaped.
 */
export function seatPage(input: SeatPageInput): string {
	const { account, staff } = input;
	const records = staff.map((person) => seatRecord(person, input));
	const sums = addUp(records, BIN_COUNT);
	const filters = seatFilters(records, tellsGroups(input));
	const changes = changesOf(input);
	return reportPage({
		title: `Zendesk seats: ${account}`,
		facts: factsOf(input),
		notes: seatNotes(input),
		main: [
			selection(filters, records),
			section('figures', 'Key figures', seatFigures(sums, input)),
			section('kinds', 'Seats by kind', seatsByKind(sums, input)),
			section(
				'reasons',
				'What each reason would free',
				reasonTable(sums, heldReasons(staff), input),
			),
			section('reclaim', 'Seats to reclaim', reclaimTable(input)),
			section('sign-ins', 'Last sign-in', signInHistogram(sums.days)),
			changes
				? section('changes', 'Changes since the last report', changesPart(changes, input))
				: '',
			section('everyone', 'Everyone', everyoneTable(input)),
			section('definitions', 'How this is counted', definitions(input)),
		],
		data: {
			...embedRecords(records, filters, BIN_COUNT),
			scales: scales(Math.max(0, ...sums.days)),
		},
	});
}

function factsOf({ generatedAt, zone, prices, previous }: SeatPageInput): ReportFrame['facts'] {
	const facts: ReportFrame['facts'] = [
		{ label: 'Made', content: momentTag(generatedAt, zone, 'd LLL yyyy, HH:mm') },
		{ label: 'Time zone', content: zone },
	];
	if (prices) {
		const text = (amount: number) => moneyText(amount, currencyOf(prices));
		facts.push({
			label: 'Prices a month',
			content: `${text(prices.paid)} a paid seat, ${text(prices.light)} a light seat`,
		});
	}
	if (previous) facts.push({ label: 'Staff of the last report', content: previous.length });
	return facts;
}

/** @param hasGroups simplified rows have none */
function seatFilters(records: ReportRecord[], hasGroups: boolean): Filter[] {
	const order = (labels: Record<string, string>) => Object.values(labels);
	return [
		filterOf(records, { id: 'seat', label: 'Seat', all: 'All seats', order: order(SEATS) }),
		filterOf(records, {
			id: 'reason',
			label: 'Reason',
			all: 'All reasons',
			order: [...order(REASONS), NO_REASON],
		}),
		filterOf(records, { id: 'status', label: 'Status', all: 'Any status', order: order(STATUSES) }),
		filterOf(records, { id: 'role', label: 'Role', all: 'All roles' }),
		...(hasGroups ? [filterOf(records, { id: 'group', label: 'Group', all: 'All groups' })] : []),
	];
}

function selection(filters: Filter[], records: ReportRecord[]): Part {
	return records.length === 0
		? markup`<p class="found">There are no staff to show.</p>`
		: filterForm(filters, records.length, { search: 'Name or email', many: 'staff' });
}
