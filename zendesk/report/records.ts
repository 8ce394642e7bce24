/**
 * What a report is about: one record a person, say. All rules are applied when a record is made; from then on
 * every figure is a sum over records. The page's script adds up the same numbers as `addUp`, so that
 * server and browser cannot count differently.
 */
export interface ReportRecord {
	/** What the text filter looks in. */
	search: string;
	/** Filter → the options this record belongs to. */
	under: Record<string, string[]>;
	/** Figure → what this record adds to it; left out means 0. */
	amounts: Record<string, number>;
	/** Indexes of the chart's bars in which it counts: days of the window, or the one bar of a histogram. */
	days: number[];
}

/** A choice above the report, of one option or all. */
export interface Filter {
	id: string;
	label: string;
	/** What the choice of all is called, e.g. 'All roles'. */
	all: string;
	options: string[];
}

export interface Sums {
	amounts: Record<string, number>;
	/** One count a bar of the chart. */
	days: number[];
}

/** What the page's script reads. Arrays instead of names keep it small: 500 people × 90 days are 150 kB. */
export interface EmbeddedRecords {
	figures: string[];
	days: number;
	/** search, options a filter (as indexes), amounts a figure, days */
	records: Array<[string, number[][], number[], number[]]>;
}

const COLLATOR = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** The order of names on a page. */
export function byName(a: string, b: string): number {
	return COLLATOR.compare(a, b);
}

/** A filter with all options that records have, in the order of names or in the given one. */
export function filterOf(
	records: ReportRecord[],
	{ order, ...filter }: Omit<Filter, 'options'> & { order?: string[] },
): Filter {
	const options = new Set(records.flatMap(({ under }) => under[filter.id] ?? []));
	const sorted = [...options].sort(byName);
	return {
		...filter,
		options: order
			? [...order.filter((option) => options.has(option)), ...sorted.filter(isNotIn(order))]
			: sorted,
	};
}

/** @param days how many days the window has, or how many bars the chart */
export function addUp(records: ReportRecord[], days: number): Sums {
	const sums: Sums = { amounts: {}, days: new Array<number>(days).fill(0) };
	for (const { amounts, days: counted } of records) {
		for (const [figure, amount] of Object.entries(amounts)) {
			sums.amounts[figure] = (sums.amounts[figure] ?? 0) + amount;
		}
		for (const day of counted) sums.days[day]++;
	}
	return sums;
}

export function embedRecords(
	records: ReportRecord[],
	filters: Filter[],
	days: number,
): EmbeddedRecords {
	const figures = [...new Set(records.flatMap(({ amounts }) => Object.keys(amounts)))];
	const places = filters.map(({ options }) => new Map(options.map((option, at) => [option, at])));
	return {
		figures,
		days,
		records: records.map(({ search, under, amounts, days: counted }) => [
			search,
			filters.map(({ id }, at) => (under[id] ?? []).map((option) => places[at].get(option) ?? -1)),
			figures.map((figure) => amounts[figure] ?? 0),
			counted,
		]),
	};
}

function isNotIn(list: string[]): (text: string) => boolean {
	return (text) => !list.includes(text);
}
