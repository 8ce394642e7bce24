/** What stands in backticks. */
export function codeIn(text: string): string[] {
	return Array.from(text.matchAll(/`([^`]+)`/g), ([, code]) => code);
}

/** The targets of links, those to pages of the web and to places in the same document left out. */
export function pathsLinkedIn(text: string): string[] {
	const targets = Array.from(text.matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target);
	return targets
		.filter((target) => !/^(https?:|#)/.test(target))
		.map((target) => target.split('#')[0]);
}

function cellsOf(line: string): string[] {
	return line
		.trim()
		.replace(/^\||\|$/g, '')
		.split(/(?<!\\)\|/)
		.map((cell) => cell.trim().replace(/\\\|/g, '|'));
}

/** The rows of all tables, without their headings, each with the line that it stands on. */
export function tablesIn(document: string): Array<{ heading: string[]; rows: string[][] }> {
	const tables: Array<{ heading: string[]; rows: string[][] }> = [];
	let open: (typeof tables)[number] | undefined;
	for (const line of document.split('\n')) {
		if (!line.startsWith('|')) {
			open = undefined;
		} else if (open === undefined) {
			open = { heading: cellsOf(line), rows: [] };
			tables.push(open);
		} else if (!/^\|[\s|:-]+\|$/.test(line)) {
			open.rows.push(cellsOf(line));
		}
	}
	return tables;
}

/** The rows of the first table whose first heading is this one. */
export function tableBelow(document: string, heading: string): string[][] {
	return tablesIn(document).find((table) => table.heading[0] === heading)?.rows ?? [];
}
