import { createHash } from 'node:crypto';
import { embeddedJson, type Markup, markup, type Part, trusted } from './markup';
import { REPORT_SCRIPT } from './script';
import { REPORT_STYLES } from './styles';

export interface ReportFrame {
	title: string;
	/** Under the title: what the report is of, e.g. account and window. */
	facts: Array<{ label: string; content: Part }>;
	/** What the reader must know before the figures: sentences. */
	notes: string[];
	main: Part;
	/** What the script reads. */
	data: unknown;
}

/** Whatever a name may hold, nothing but this one script runs, and nothing is ever fetched. */
const POLICY = [
	"default-src 'none'",
	`script-src 'sha256-${createHash('sha256').update(REPORT_SCRIPT).digest('base64')}'`,
	"style-src 'unsafe-inline'",
	'img-src data:',
	"base-uri 'none'",
	"form-action 'none'",
].join('; ');

/** The whole page as one text: no other resource, not even an icon. */
export function reportPage({ title, facts, notes, main, data }: ReportFrame): string {
	return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(REPORT_STYLES)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<dl class="facts">${facts.map(({ label, content }) => markup`<div><dt>${label}</dt><dd>${content}</dd></div>`)}</dl>
</header>
<main>
${notes.length > 0 ? noteList(notes) : ''}${main}
</main>
<script type="application/json" id="report-data">${embeddedJson(data)}</script>
<script>${trusted(REPORT_SCRIPT)}</script>
</body>
</html>
`.toString();
}

/** A part of the page with its heading. */
export function section(id: string, heading: Part, content: Part): Markup {
	return markup`<section aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${heading}</h2>
${content}
</section>
`;
}

function noteList(notes: string[]): Markup {
	const list = markup`<ul>${notes.map((note) => markup`<li>${note}</li>`)}</ul>`;
	return markup`<section class="notes" aria-labelledby="notes-heading">
<h2 id="notes-heading">Limits of these figures</h2>
${list}
</section>
`;
}
