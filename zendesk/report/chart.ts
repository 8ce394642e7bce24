import type { CalendarDay } from './dates';
import { legend } from './figures';
import { type Markup, markup } from './markup';
import { barLabel, HEIGHT, percent, type Plot, plot } from './plot';

export { scales } from './plot';

export interface DayChart extends Pick<Plot, 'id' | 'title' | 'unit' | 'empty' | 'counts'> {
	/** What is counted as a heading of the table, e.g. 'Staff active'. */
	column: string;
	days: CalendarDay[];
}

/** How many labels the x axis bears on a wide page; a narrow one shows every other. */
const LABELS = 8;
const LOOKS = [
	{ label: 'Monday to Friday', look: 'bar' },
	{ label: 'Weekend', look: 'weekend' },
];

/** A bar chart over the days of a window, and the same as a table. */
export function dayChart({ days, column, ...chart }: DayChart): Markup {
	return plot({
		...chart,
		columns: ['Day', column],
		bars: days.map(({ iso, name, weekend }) => ({
			name,
			heading: markup`<time datetime="${iso}">${name}</time>`,
			look: weekend ? 'weekend' : undefined,
		})),
		behind: days.map((day, at) => weekendBand(day, at, days.length)),
		labels: xLabels(days),
		legend: legend(LOOKS),
	});
}

function weekendBand({ weekend }: CalendarDay, at: number, of: number): Markup {
	if (!weekend) return markup``;
	return markup`<rect class="band" x="${percent(at / of)}" y="0" width="${percent(1 / of)}" height="${HEIGHT}"/>`;
}

/** Mondays, or every so many days where the window is short. */
function xLabels(days: CalendarDay[]): Markup[] {
	const all = days.map((day, at) => ({ ...day, at }));
	const candidates = days.length > 2 * LABELS ? all.filter(({ monday }) => monday) : all;
	const step = Math.ceil(candidates.length / LABELS);
	return candidates
		.filter((_, index) => index % step === 0)
		.map(({ label, at }, index) =>
			barLabel(label, at, days.length, index % 2 === 0 ? 'tick' : 'tick minor'),
		);
}
