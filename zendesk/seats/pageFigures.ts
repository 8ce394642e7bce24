import { barLine, type Currency, figureTag, keyFigures, legend, moneyTag } from '../report/figures';
import type { Markup, Part } from '../report/markup';
import type { Sums } from '../report/records';
import { type Column, table } from '../report/table';
import { REASONS, type SeatPageInput } from './pageFacts';
import type { ReclaimReason } from './reasons';
import type { Prices } from './savings';
import type { Seat } from '../roles/roleTypes';
import { SEATS } from './seat';

/** Digits only where a price has some. */
export function currencyOf({ paid, light, currency: code }: Prices): Currency {
	return { code, digits: [paid, light].every(Number.isInteger) ? 0 : 2 };
}

function currencyIn({ prices }: Pick<SeatPageInput, 'prices'>): Currency | undefined {
	return prices && currencyOf(prices);
}

/** The key figures; the lead is on what the page is for. */
export function seatFigures(sums: Sums, input: SeatPageInput): Markup {
	const number = (figure: string) => figureTag(sums, figure);
	const currency = currencyIn(input);
	return keyFigures(sums, [
		{ label: 'Staff', figure: 'staff', detail: [number('suspended'), ' suspended'] },
		{ label: 'Paid seats', figure: 'paid.seats', detail: [number('paid.suspended'), ' suspended'] },
		{
			label: 'Light seats',
			figure: 'light.seats',
			detail: [number('light.suspended'), ' suspended'],
		},
		{
			label: 'Free seats',
			figure: 'free.seats',
			detail: [
				[number('free.suspended'), ' suspended'],
				sums.amounts['unknown.seats'] ? ['; ', number('unknown.seats'), ' more unknown'] : '',
			],
		},
		{
			label: 'Paid seats to reclaim',
			figure: 'reclaim.paid',
			detail: ['and ', number('reclaim.light'), ' light'],
			lead: true,
		},
		...(currency
			? [
					{
						label: 'Saving a month',
						figure: 'reclaim.saving',
						currency,
						detail: ['of ', moneyTag(sums, 'cost', currency)],
						lead: true,
					},
				]
			: []),
	]);
}

/** The states of a seat on the page: every one is in one of them. */
const STATES = [
	{ state: 'kept', label: 'In use', look: 'used' },
	{ state: 'reclaim', label: 'To reclaim', look: 'still' },
];

function moneyColumn(label: string, currency: Currency | undefined): Column[] {
	return currency ? [{ label, numeric: true }] : [];
}

/** How many seats of each kind are held, and what for. */
export function seatsByKind(sums: Sums, input: SeatPageInput): Markup {
	const currency = currencyIn(input);
	const held = (Object.keys(SEATS) as Seat[]).filter((seat) => sums.amounts[`${seat}.seats`]);
	return table({
		id: 'kinds',
		caption: legend(STATES),
		look: 'measured',
		empty: held.length === 0 ? 'There are no seats.' : undefined,
		columns: [
			{ label: 'Seat' },
			{ label: 'Seats', numeric: true },
			...STATES.map(({ label }) => ({ label, numeric: true })),
			{ label: 'Suspended', numeric: true },
			...moneyColumn('Cost a month', currency),
		],
		rows: held.map((seat) => {
			const parts = STATES.map(({ state, look }) => ({ figure: `${seat}.${state}`, look }));
			const figures = ['seats', ...STATES.map(({ state }) => state), 'suspended'];
			const numbers = figures.map((name) => figureTag(sums, `${seat}.${name}`));
			const cost = currency ? [moneyTag(sums, `${seat}.cost`, currency)] : [];
			return {
				cells: [
					{ content: barLine(SEATS[seat], sums, parts) },
					...[...numbers, ...cost].map((content) => ({ content })),
				],
			};
		}),
	});
}

/** What each reason would free; the sum has everybody once. */
export function reasonTable(sums: Sums, reasons: ReclaimReason[], input: SeatPageInput): Markup {
	const currency = currencyIn(input);
	const line = (name: string): Part[] => [
		...['staff', 'paid', 'light'].map((kind) => figureTag(sums, `${name}.${kind}`)),
		...(currency ? [moneyTag(sums, `${name}.saving`, currency)] : []),
	];
	return table({
		id: 'reasons',
		caption:
			'Somebody with several reasons is counted in the line of each, and once in the last line',
		empty: reasons.length === 0 ? 'No seat has a reason to be reclaimed.' : undefined,
		columns: [
			{ label: 'Reason' },
			{ label: 'Staff', numeric: true },
			{ label: 'Paid seats', numeric: true },
			{ label: 'Light seats', numeric: true },
			...moneyColumn('Saving a month', currency),
		],
		rows: reasons.map((reason) => ({
			cells: [{ content: REASONS[reason] }, ...line(reason).map((content) => ({ content }))],
		})),
		foot: reasons.length > 0 ? ['Each person once', ...line('reclaim')] : undefined,
	});
}
