import { attributes, type Markup, markup, type Part } from './markup';

export interface Column {
	label: Part;
	numeric?: boolean;
	/** How the script may sort it; left out: not. */
	sort?: 'text' | 'number';
	/** How the rows stand when the page opens. */
	sorted?: 'ascending' | 'descending';
}

export interface Cell {
	content: Part;
	/** What is sorted by, where it isn't the text. */
	value?: string | number;
}

export interface Row {
	/** Index of the record that it shows: the filters hide it with the record. */
	record?: number;
	/** One a column; the first is the row's heading. */
	cells: Cell[];
}

export interface Table {
	id: string;
	caption: Part;
	columns: Column[];
	rows: Row[];
	/** A last row of sums: one entry a column. */
	foot?: Part[];
	/** Said when no row is there, or none is left by the filters. */
	empty?: string;
	/** `narrow`: only as wide as it must be; `wide`: many columns, the first with names; `measured`: bars in the first. */
	look?: 'narrow' | 'wide' | 'measured';
}

/** A table in a box that scrolls by itself where the page is narrow. */
export function table({ id, caption, columns, rows, foot, empty, look }: Table): Markup {
	return markup`<div class="scroll ${look}" role="group" tabindex="0" aria-labelledby="${id}-caption">
<table id="${id}">
<caption id="${id}-caption"><span class="stay">${caption}</span></caption>
<thead><tr>${columns.map(head)}</tr></thead>
<tbody>
${rows.map((row) => bodyRow(row, columns))}${empty === undefined ? '' : emptyRow(empty, columns, rows.length > 0)}</tbody>
${foot ? footRow(foot, columns) : ''}</table>
</div>`;
}

function head({ label, numeric, sort, sorted }: Column): Markup {
	const tag = attributes({
		scope: 'col',
		class: numeric ? 'number' : undefined,
		'data-sort': sort,
		'aria-sort': sorted,
	});
	return markup`<th${tag}>${label}</th>`;
}

function bodyRow({ record, cells }: Row, columns: Column[]): Markup {
	const written = cells.map(({ content, value }, at) => {
		const tag = attributes({
			scope: at === 0 ? 'row' : undefined,
			class: columns[at].numeric ? 'number' : undefined,
			'data-value': value,
		});
		return at === 0 ? markup`<th${tag}>${content}</th>` : markup`<td${tag}>${content}</td>`;
	});
	return markup`<tr${attributes({ 'data-record': record })}>${written}</tr>
`;
}

function emptyRow(text: string, columns: Column[], hidden: boolean): Markup {
	return markup`<tr${attributes({ 'data-empty': true, hidden })}><td class="none" colspan="${columns.length}">${text}</td></tr>
`;
}

function footRow(foot: Part[], columns: Column[]): Markup {
	const cells = foot.map((content, at) => {
		const look = attributes({ class: columns[at].numeric ? 'number' : undefined });
		return at === 0 ? markup`<th scope="row">${content}</th>` : markup`<td${look}>${content}</td>`;
	});
	return markup`<tfoot><tr>${cells}</tr></tfoot>
`;
}
