import { barLabel, plot } from '../report/plot';
import { type Markup, markup } from '../report/markup';

const DAY_MS = 86_400_000;

/** How long ago the last sign-in was: up to so many days; the label stands below the bar. */
const BINS = [
	{ upTo: 7, name: 'In the last 7 days', label: '≤7' },
	{ upTo: 30, name: '8 to 30 days ago', label: '≤30' },
	{ upTo: 60, name: '31 to 60 days ago', label: '≤60' },
	{ upTo: 90, name: '61 to 90 days ago', label: '≤90' },
	{ upTo: 180, name: '91 to 180 days ago', label: '≤180' },
	{ upTo: 365, name: '181 to 365 days ago', label: '≤365' },
	{ upTo: Infinity, name: 'More than 365 days ago', label: '>365' },
	{ upTo: undefined, name: 'Never', label: 'Never' },
];

export const BIN_COUNT = BINS.length;

/** Which bar a last sign-in belongs to; one that is no time counts as none. */
export function binOf(lastLoginAt: string | null, now: number): number {
	const days = Math.floor((now - Date.parse(lastLoginAt ?? '')) / DAY_MS);
	if (Number.isNaN(days)) return BIN_COUNT - 1;
	return BINS.findIndex(({ upTo }) => upTo === undefined || days <= upTo);
}

/** When the staff signed in last. */
export function signInHistogram(counts: number[]): Markup {
	return plot({
		id: 'last-sign-ins',
		title: 'Staff by last sign-in',
		unit: 'staff',
		columns: ['Last sign-in', 'Staff'],
		empty: 'There are no staff to show.',
		bars: BINS.map(({ name }, at) => ({
			name,
			heading: name,
			look: at === BIN_COUNT - 1 ? 'never' : undefined,
		})),
		counts,
		labels: BINS.map(({ label }, at) => barLabel(label, at, BIN_COUNT, 'tick bin')),
		legend: markup`Days since the last sign-in`,
		widest: 0.09,
	});
}
