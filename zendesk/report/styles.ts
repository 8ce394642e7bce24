/** The looks of every report: quiet, one accent, light and dark, phone and paper. */
export const REPORT_STYLES = `
:root {
	color-scheme: light dark;
	--page: #ffffff; --panel: #f5f7f8; --line: #d9dfe3; --text: #1b2329; --quiet: #55616b;
	--accent: #17607f; --accent-soft: #8db6c7; --still: #b9c2c9; --off: #6b7780; --band: #eff2f4;
}
@media screen and (prefers-color-scheme: dark) {
	:root {
		--page: #13181c; --panel: #1b2227; --line: #333d45; --text: #e5eaee; --quiet: #a3afb8;
		--accent: #6bb3d1; --accent-soft: #3f7288; --still: #56636d; --off: #8a97a1; --band: #1b2227;
	}
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
	margin: 0 auto; padding: 2.5rem 2rem 4rem; max-width: 76rem; background: var(--page); color: var(--text);
	font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
	overflow-wrap: break-word;
}
h1 { margin: 0 0 1rem; font-size: 1.75rem; font-weight: 600; line-height: 1.2; }
h2 { margin: 0 0 1rem; font-size: 1.2rem; font-weight: 600; line-height: 1.3; }
p, ul { margin: 0 0 1rem; }
section { margin-top: 3.5rem; }
.none { color: var(--quiet); }
time { white-space: nowrap; }
[hidden] { display: none !important; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

.facts { display: flex; flex-wrap: wrap; gap: .75rem 2.5rem; margin: 0; }
.facts dt { color: var(--quiet); font-size: .8125rem; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.notes { margin-top: 2rem; padding: 1rem 1.25rem; background: var(--panel); border-left: 3px solid var(--off); }
.notes h2 { margin-bottom: .5rem; font-size: 1rem; }
.notes ul { margin: 0; padding-left: 1.25rem; }

.filters {
	display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1rem; align-items: end;
	margin-top: 2rem; padding: 1.25rem; background: var(--panel); border: 1px solid var(--line); border-radius: 4px;
}
.filters label { display: block; margin-bottom: .25rem; color: var(--quiet); font-size: .8125rem; }
.filters select, .filters input, .filters button {
	width: 100%; height: 2.5rem; padding: 0 .625rem; font: inherit; color: var(--text);
	background: var(--page); border: 1px solid var(--off); border-radius: 4px;
}
.filters button { cursor: pointer; }
.filters button:hover { border-color: var(--accent); color: var(--accent); }
.found { margin: 1rem 0 0; color: var(--quiet); }
[data-without-script] { margin: 2rem 0 0; }

.figures { display: grid; grid-template-columns: repeat(6, 1fr); gap: 2rem 1.5rem; margin: 0; }
.figure { display: flex; flex-direction: column; padding-top: .75rem; border-top: 1px solid var(--line); }
.figure dt { color: var(--quiet); font-size: .875rem; line-height: 1.35; }
.figure dd { order: -1; margin: 0; font-size: 2rem; font-weight: 600; line-height: 1.2; font-variant-numeric: tabular-nums; }
.figure dd.detail { order: 1; color: var(--quiet); font-size: .8125rem; font-weight: 400; line-height: 1.4; }
.figure.money dd:not(.detail) { font-size: 1.5rem; line-height: 1.6; overflow-wrap: anywhere; }
.figure.lead { padding-top: calc(.75rem - 2px); border-top: 3px solid var(--accent); }
.figure.lead dd:not(.detail) { color: var(--accent); }
.figure.lead dt { color: var(--text); font-weight: 600; }

.scroll { max-width: 100%; overflow-x: auto; }
.scroll + .scroll { margin-top: 2rem; }
.chart { margin: 0; }
.chart .scroll:first-child { padding: 0 1rem 0 2.75rem; }
.chart svg { display: block; overflow: visible; }
.chart .tick { fill: var(--quiet); font-size: 12px; font-variant-numeric: tabular-nums; }
.chart .grid { stroke: var(--line); }
.chart .axis { stroke: var(--off); }
.chart .band { fill: var(--band); }
.chart .column { fill: transparent; }
.chart .column:hover { fill: var(--text); fill-opacity: .12; }
.bar { fill: var(--accent); }
.bar.weekend { fill: var(--accent-soft); }
.legend { margin: .5rem 0 1rem 2.75rem; color: var(--quiet); font-size: .875rem; }
.chart > .none { margin: .5rem 0 1rem 2.75rem; }
.entry { display: inline-block; margin-right: 1.25rem; }
.key { display: inline-block; width: .75rem; height: .75rem; margin-right: .5rem; background: var(--accent); }
.key.weekend { background: var(--accent-soft); outline: 3px solid var(--band); }
details { margin-left: 2.75rem; }
summary { width: fit-content; padding: .125rem 0; cursor: pointer; color: var(--accent); }
details .scroll { width: fit-content; max-height: 24rem; margin-top: .75rem; overflow-y: auto; }
details thead th { position: sticky; top: 0; }

table { width: 100%; border-collapse: collapse; font-size: .875rem; line-height: 1.4; }
.narrow table { width: auto; min-width: 16rem; }
caption { padding-bottom: .75rem; text-align: left; color: var(--quiet); }
th, td { padding: .5rem .75rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { vertical-align: bottom; color: var(--quiet); font-size: .8125rem; line-height: 1.3; border-bottom: 1px solid var(--off); background: var(--page); }
thead th[aria-sort] { color: var(--text); font-weight: 600; }
tbody th { font-weight: 600; }
.wide tbody th { overflow-wrap: anywhere; }
.whole { white-space: nowrap; }
tfoot th, tfoot td { font-weight: 600; border-top: 1px solid var(--off); border-bottom: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.prose { display: block; min-width: 14rem; white-space: normal; }
.below { display: block; color: var(--quiet); font-size: .8125rem; font-weight: 400; overflow-wrap: anywhere; }
thead button {
	margin: 0; padding: .1875rem 0; border: 0; background: none; color: inherit; font: inherit; text-align: inherit; cursor: pointer;
	text-decoration: underline dotted var(--off); text-underline-offset: .25em;
}
thead button:hover { color: var(--accent); text-decoration-style: solid; }
[aria-sort] button::after { content: '\u00a0▲'; font-size: .625rem; }
[aria-sort=descending] button::after { content: '\u00a0▼'; }
[aria-sort] button::after { content: '\u00a0▲' / ''; }
[aria-sort=descending] button::after { content: '\u00a0▼' / ''; }

.bar-line { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; }
.bar-line > :first-child { width: 5rem; }
.share { display: flex; gap: 2px; flex: 1 1 12rem; height: .875rem; background: var(--band); overflow: hidden; forced-color-adjust: none; }
.share > span { flex: 0 1 0; }
.share .used, .key.used { background: var(--accent); }
.share .still, .key.still { background: var(--still); }
.share .off, .key.off { background: var(--off); }
.definitions dt { font-weight: 600; }
.definitions dd { max-width: 46rem; margin: 0 0 .75rem; color: var(--quiet); }

.measured thead th:first-child { width: 50%; }
@media screen and (min-width: 72rem) {
	.scroll.wide { overflow: visible; }
	.wide thead th { position: sticky; top: 0; }
	.wide tbody th { min-width: 14rem; }
}
@media screen and (max-width: 63.99rem) { .figures { grid-template-columns: repeat(3, 1fr); } }
@media screen and (max-width: 40rem) {
	body { padding: 1.5rem 1rem 3rem; }
	section { margin-top: 2.5rem; }
	.facts { gap: .5rem 1.5rem; }
	.filters { grid-template-columns: 1fr 1fr; padding: 1rem; }
	.filters button { grid-column: 1 / -1; }
	.figures { grid-template-columns: repeat(2, 1fr); gap: 1.5rem 1rem; }
	.chart .minor { display: none; }
	th, td { padding: .5rem .375rem; }
	th:first-child { padding-left: 0; }
	tbody th, tfoot th, thead th:first-child { position: sticky; left: 0; background: var(--page); }
	.wide tbody th { min-width: 8.5rem; max-width: 10rem; }
	.wide td { white-space: nowrap; }
	.stay { position: sticky; left: 0; display: inline-block; max-width: calc(100vw - 2rem); }
	.measured thead th { font-size: .75rem; }
	.measured thead th:first-child { width: auto; }
	.share { flex-basis: 4rem; }
}
@media screen and (max-width: 24rem) { .chart .bin { font-size: 10px; } }
@media screen and (max-width: 22rem) { .chart .bin { font-size: 9px; } }
@media print {
	@page { size: A4; margin: 14mm; }
	html { font-size: 9pt; }
	body { max-width: none; padding: 0; }
	.filters, details { display: none; }
	.found { margin-top: 4mm; }
	section { margin-top: 8mm; }
	h2, caption { break-after: avoid; }
	.figures { gap: 4mm; }
	.figure dd { font-size: 1.75rem; }
	.figure.money dd:not(.detail) { font-size: 1.25rem; line-height: 1.7; }
	.wide tbody th { min-width: 9rem; }
	.prose { min-width: 10rem; }
	.chart .tick { font-size: 9px; }
	.figures, .chart, tr, .notes, .definitions > div { break-inside: avoid; }
	.scroll { overflow: visible; }
	th, td { padding: 1.2mm 1.5mm; }
	thead button { text-decoration: none; }
	thead button::after { content: none !important; }
	tfoot { display: table-row-group; }
	.share, .key, .notes { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
