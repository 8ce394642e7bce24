import { barLine, figureTag, keyFigures, legend } from '../report/figures';
import type { Markup } from '../report/markup';
import type { Sums } from '../report/records';
import { table } from '../report/table';
import type { Seat } from '../roles/roleTypes';
import { SEATS } from '../seats/seat';
import type { PersonFacts } from './pageFacts';

/** e.g. '1 day', '30 days' */
export function dayCount(days: number): string {
	return `${days} ${days === 1 ? 'day' : 'days'}`;
}

/** The key figures; the money line is the one of seats that are paid for and not used. */
export function usageFigures(sums: Sums, inactiveAfterDays: number): Markup {
	const number = (figure: string) => figureTag(sums, figure);
	return keyFigures(sums, [
		{ label: 'Staff', figure: 'staff', detail: [number('suspended'), ' suspended'] },
		{
			label: 'Active in the window',
			figure: 'active',
			detail: ['of ', number('staff'), ' staff'],
		},
		{
			label: `Inactive for ${dayCount(inactiveAfterDays)} or more`,
			figure: 'inactive',
			detail: ['of ', number('staff'), ' staff'],
		},
		{
			label: 'Paid seats',
			figure: 'paid.seats',
			detail: [number('paid.used'), ' in use'],
		},
		{
			label: 'Paid seats without use',
			figure: 'paid.unused',
			detail: [number('paid.inactive'), ' inactive, ', number('paid.suspended'), ' suspended'],
			lead: true,
		},
		{
			label: 'Light and free seats',
			figure: 'unpaid',
			detail: [
				[number('light.seats'), ' light, ', number('free.seats'), ' free'],
				sums.amounts['unknown.seats'] ? ['; ', number('unknown.seats'), ' more unknown'] : '',
			],
		},
	]);
}

/** The states of a seat: every one is in one of them. */
const STATES = [
	{ state: 'used', label: 'In use', look: 'used' },
	{ state: 'inactive', label: 'Inactive', look: 'still' },
	{ state: 'suspended', label: 'Suspended', look: 'off' },
];

/** How many seats of each kind are held, and whether they are used. */
export function licenseUse(sums: Sums, facts: PersonFacts[]): Markup {
	const held = (Object.keys(SEATS) as Seat[]).filter((seat) =>
		facts.some((person) => person.seat === seat),
	);
	return table({
		id: 'licenses',
		caption: legend(STATES),
		look: 'measured',
		empty: held.length === 0 ? 'There are no seats.' : undefined,
		columns: [
			{ label: 'Seat' },
			{ label: 'Seats', numeric: true },
			...STATES.map(({ label }) => ({ label, numeric: true })),
		],
		rows: held.map((seat) => {
			const parts = STATES.map(({ state, look }) => ({ figure: `${seat}.${state}`, look }));
			return {
				cells: [
					{ content: barLine(SEATS[seat], sums, parts) },
					...[`${seat}.seats`, ...parts.map(({ figure }) => figure)].map((figure) => ({
						content: figureTag(sums, figure),
					})),
				],
			};
		}),
	});
}
