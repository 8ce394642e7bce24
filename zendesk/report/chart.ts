import type { CalendarDay } from './dates';
import { legend, numberText } from './figures';
import { attributes, type Markup, markup } from './markup';
import { table } from './table';

export interface DayChart {
	/** For the ids within the page. */
	id: string;
	/** What is counted, e.g. 'Staff active per day'. */
	title: string;
	/** What a number is called, e.g. 'active' in 'Thu 19 Nov 2026: 12 active'. */
	unit: string;
	/** The same as a heading of the table, e.g. 'Staff active'. */
	column: string;
	/** Said instead of bars. */
	empty: string;
	days: CalendarDay[];
	counts: number[];
}

/** Height of the plot in pixels; the width is that of the page, so x is in percent and no label is ever scaled. */
const HEIGHT = 200;
/** Room for the topmost number and for the labels below. */
const MARGIN = { top: 10, bottom: 28 };
const STEPS = [10, 12, 16, 20, 30, 40, 50, 60, 80];
/** How many labels the x axis bears on a wide page; a narrow one shows every other. */
const LABELS = 8;
const LOOKS = [
	{ label: 'Monday to Friday', look: 'bar' },
	{ label: 'Weekend', look: 'weekend' },
];
/** Width of a bar: a part of its day, and at most a part of the chart where there are few days. */
const BAR = { share: 0.72, most: 0.05 };

/** Ends of the y axis to choose from, up to the first that holds `most`. All halve to whole numbers. */
export function scales(most: number): number[] {
	const ends = [2, 4, 6, 8];
	for (let power = 1; ends[ends.length - 1] < most; power *= 10) {
		ends.push(...STEPS.map((step) => step * power));
	}
	return ends.slice(0, ends.findIndex((end) => end >= most) + 1);
}

/** How high a count of 1 is drawn. The script computes it in the same way. */
function scaleOf(end: number): string {
	return `translate(0 ${HEIGHT}) scale(1 -${HEIGHT / end})`;
}

/** A bar chart over the days of a window, and the same as a table. */
export function dayChart(chart: DayChart): Markup {
	const { id, title, days, counts, empty } = chart;
	const peak = Math.max(0, ...counts);
	const end = scales(peak).slice(-1)[0];
	// Thinner than this, bars run into one another: the chart then scrolls in its box.
	const least = days.length * 2.5;
	return markup`<figure class="chart" id="${id}" data-chart="${HEIGHT}">
<div class="scroll" role="group" tabindex="0" aria-label="${title}, chart">
<svg role="img" aria-label="Bar chart: ${title}. The table below has the same numbers." width="100%" height="${MARGIN.top + HEIGHT + MARGIN.bottom}" style="min-width:${least}px">
<g transform="translate(0 ${MARGIN.top})">
${days.map((day, at) => weekendBand(day, at, days.length))}
${[0, 0.5, 1].map((part) => gridLine(part, end))}
<g data-bars transform="${scaleOf(end)}">
${days.map((day, at) => bar(chart, day, at))}
</g>
${days.map((day, at) => tooltip(chart, day, at))}
${xLabels(days)}
</g>
</svg>
</div>
<p class="none" data-no-bars${attributes({ hidden: peak > 0 })}>${empty}</p>
<p class="legend">${legend(LOOKS)}</p>
${asTable(chart)}
</figure>`;
}

function weekendBand({ weekend }: CalendarDay, at: number, of: number): Markup {
	if (!weekend) return markup``;
	return markup`<rect class="band" x="${percent(at / of)}" y="0" width="${percent(1 / of)}" height="${HEIGHT}"/>`;
}

function gridLine(part: number, end: number): Markup {
	const y = HEIGHT * (1 - part);
	return markup`<line class="${part === 0 ? 'axis' : 'grid'}" x1="0" x2="100%" y1="${y}" y2="${y}"/>
<text class="tick" x="-8" y="${y + 4}" text-anchor="end" data-tick="${part}">${numberText(end * part)}</text>`;
}

/** Drawn in counts: the group around it makes pixels of them. */
function bar({ days, counts }: DayChart, { weekend }: CalendarDay, at: number): Markup {
	const slot = 1 / days.length;
	const width = Math.min(slot * BAR.share, BAR.most);
	const left = slot * at + (slot - width) / 2;
	return markup`<rect class="${weekend ? 'bar weekend' : 'bar'}" data-bar="${at}" x="${percent(left)}" y="0" width="${percent(width)}" height="${counts[at]}"/>
`;
}

/** The whole height answers the pointer, so that a day of nobody has a tooltip too. */
function tooltip({ days, counts, unit }: DayChart, { name }: CalendarDay, at: number): Markup {
	return markup`<rect class="column" x="${percent(at / days.length)}" y="0" width="${percent(1 / days.length)}" height="${HEIGHT}"><title data-day-title="${at}" data-name="${name}" data-unit="${unit}">${name}: ${numberText(counts[at])} ${unit}</title></rect>
`;
}

/** Mondays, or every so many days where the window is short. */
function xLabels(days: CalendarDay[]): Markup[] {
	const all = days.map((day, at) => ({ ...day, at }));
	const candidates = days.length > 2 * LABELS ? all.filter(({ monday }) => monday) : all;
	const step = Math.ceil(candidates.length / LABELS);
	return candidates
		.filter((_, index) => index % step === 0)
		.map(({ label, at }, index) => {
			const look = index % 2 === 0 ? 'tick' : 'tick minor';
			return markup`<text class="${look}" x="${percent((at + 0.5) / days.length)}" y="${HEIGHT + 20}" text-anchor="middle">${label}</text>`;
		});
}

function asTable({ id, title, days, counts, column }: DayChart): Markup {
	return markup`<details><summary>The same as a table</summary>
${table({
	id: `${id}-table`,
	caption: title,
	look: 'narrow',
	columns: [{ label: 'Day' }, { label: column, numeric: true }],
	rows: days.map(({ iso, name }, at) => ({
		cells: [
			{ content: markup`<time datetime="${iso}">${name}</time>` },
			{ content: markup`<span data-day="${at}">${numberText(counts[at])}</span>` },
		],
	})),
})}
</details>`;
}

function percent(part: number): string {
	return `${(part * 100).toFixed(3)}%`;
}
