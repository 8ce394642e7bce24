/** A numbered step of the README, and what it has the reader type, if anything. */
export interface Step {
	/** Its bold words, e.g. `Open the editor`. */
	title: string;
	text: string;
	commands?: string;
}

/** A section of a document, without its heading. */
export function sectionOf(document: string, heading: string): string {
	const start = document.indexOf(`\n## ${heading}\n`);
	if (start < 0) throw new Error(`There is no section '${heading}'`);
	const [, body] = document.slice(start).split(/\n## .*\n/);
	return body;
}

/** What shall be typed in the terminal, block by block. */
export function commandsIn(text: string): string[] {
	return Array.from(text.matchAll(/^( *)```sh\n([\s\S]*?)^\1```$/gm), ([, indent, block]) =>
		block.replaceAll(new RegExp(`^${indent}`, 'gm'), '').trim(),
	);
}

/** The steps of a numbered list. */
export function stepsIn(section: string): Step[] {
	const items = section.split(/^\d+\. /m).slice(1);
	return items.map((item) => {
		// What is not indented any more belongs to no step.
		const [text] = item.split(/\n(?=[^\s])/);
		const [, title] = /^\*\*(.+?)\.?\*\*/.exec(text) ?? [];
		if (title === undefined) throw new Error(`A step without a title: ${text}`);
		const [commands] = commandsIn(text);
		return { title, text, ...(commands === undefined ? {} : { commands }) };
	});
}
