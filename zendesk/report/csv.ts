/**
 * A text that a spreadsheet would take for a formula, which may call other programs and send what it reads.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

const QUOTED = /[",\r\n]/;

/** So that spreadsheets read UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** One cell: a formula becomes a text by the apostrophe before it. */
function cell(text: string): string {
	const harmless = FORMULA.test(text) ? `'${text}` : text;
	return QUOTED.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}

/**
 * A table as a file that spreadsheets open.
 *
 * @param lines the first one has the headings
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function csvOf(lines: string[][]): string {
	return BYTE_ORDER_MARK + lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}
