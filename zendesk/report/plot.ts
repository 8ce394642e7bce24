import { numberText } from './figures';
import { attributes, type Markup, markup, type Part } from './markup';
import { table } from './table';

export interface PlotBar {
	/** e.g. 'Thu 19 Nov 2026', in the tooltip. */
	name: string;
	/** The heading of its row in the table. */
	heading: Part;
	/** A class of the bar's own. */
	look?: string;
}

/** Bars side by side, and the same as a table. */
export interface Plot {
	/** For the ids within the page. */
	id: string;
	/** What is counted, e.g. 'Staff active per day'. */
	title: string;
	/** What a number is called, e.g. 'active' in 'Thu 19 Nov 2026: 12 active'. */
	unit: string;
	/** The headings of the table, e.g. ['Day', 'Staff active']. */
	columns: [string, string];
	/** Said instead of bars. */
	empty: string;
	bars: PlotBar[];
	counts: number[];
	/** Drawn behind the bars. */
	behind?: Part;
	/** Drawn below the axis, see `barLabel`. */
	labels: Part;
	/** Said below the plot. */
	legend: Part;
	/** How wide a bar is at most, as a part of the chart. */
	widest?: number;
}

/** Height of the plot in pixels; the width is that of the page, so x is in percent and no label is ever scaled. */
export const HEIGHT = 200;
/** Room for the topmost number and for the labels below. */
const MARGIN = { top: 10, bottom: 28 };
const STEPS = [10, 12, 16, 20, 30, 40, 50, 60, 80];
/** Width of a bar as a part of its slot, and at most as a part of the chart where there are few. */
const BAR = { share: 0.72, widest: 0.05 };

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

/** The counts follow the filters. */
export function plot(chart: Plot): Markup {
	const { id, title, bars, counts, empty, behind, labels, legend } = chart;
	const peak = Math.max(0, ...counts);
	const end = scales(peak).slice(-1)[0];
	// Thinner than this, bars run into one another: the chart then scrolls in its box.
	const least = bars.length * 2.5;
	return markup`<figure class="chart" id="${id}" data-chart="${HEIGHT}">
<div class="scroll" role="group" tabindex="0" aria-label="${title}, chart">
<svg role="img" aria-label="Bar chart: ${title}. The table below has the same numbers." width="100%" height="${MARGIN.top + HEIGHT + MARGIN.bottom}" style="min-width:${least}px">
<g transform="translate(0 ${MARGIN.top})">
${behind}
${[0, 0.5, 1].map((part) => gridLine(part, end))}
<g data-bars transform="${scaleOf(end)}">
${bars.map((bar, at) => barOf(chart, bar, at))}
</g>
${bars.map((bar, at) => tooltip(chart, bar, at))}
${labels}
</g>
</svg>
</div>
<p class="none" data-no-bars${attributes({ hidden: peak > 0 })}>${empty}</p>
<p class="legend">${legend}</p>
${asTable(chart)}
</figure>`;
}

/** A label in the middle below a bar. @param of how many bars there are */
export function barLabel(text: string, at: number, of: number, look = 'tick'): Markup {
	return markup`<text class="${look}" x="${percent((at + 0.5) / of)}" y="${HEIGHT + 20}" text-anchor="middle">${text}</text>`;
}

function gridLine(part: number, end: number): Markup {
	const y = HEIGHT * (1 - part);
	return markup`<line class="${part === 0 ? 'axis' : 'grid'}" x1="0" x2="100%" y1="${y}" y2="${y}"/>
<text class="tick" x="-8" y="${y + 4}" text-anchor="end" data-tick="${part}">${numberText(end * part)}</text>`;
}

/** Drawn in counts: the group around it makes pixels of them. */
function barOf({ bars, counts, widest = BAR.widest }: Plot, { look }: PlotBar, at: number): Markup {
	const slot = 1 / bars.length;
	const width = Math.min(slot * BAR.share, widest);
	const left = slot * at + (slot - width) / 2;
	return markup`<rect class="${look ? `bar ${look}` : 'bar'}" data-bar="${at}" x="${percent(left)}" y="0" width="${percent(width)}" height="${counts[at]}"/>
`;
}

/** The whole height answers the pointer, so that a bar of nobody has a tooltip too. */
function tooltip({ bars, counts, unit }: Plot, { name }: PlotBar, at: number): Markup {
	return markup`<rect class="column" x="${percent(at / bars.length)}" y="0" width="${percent(1 / bars.length)}" height="${HEIGHT}"><title data-day-title="${at}" data-name="${name}" data-unit="${unit}">${name}: ${numberText(counts[at])} ${unit}</title></rect>
`;
}

function asTable({ id, title, columns: [name, count], bars, counts }: Plot): Markup {
	return markup`<details><summary>The same as a table</summary>
${table({
	id: `${id}-table`,
	caption: title,
	look: 'narrow',
	columns: [{ label: name }, { label: count, numeric: true }],
	rows: bars.map(({ heading }, at) => ({
		cells: [
			{ content: heading },
			{ content: markup`<span data-day="${at}">${numberText(counts[at])}</span>` },
		],
	})),
})}
</details>`;
}

/** A part of the chart's width. */
export function percent(part: number): string {
	return `${(part * 100).toFixed(3)}%`;
}
