/** Text that may stand in a page as it is. A class, so that no data from outside can pass for it. */
export class Markup {
	constructor(readonly text: string) {}

	toString(): string {
		return this.text;
	}
}

/** What may stand between the literals of `markup`: everything but Markup is escaped. */
export type Part = Markup | string | number | null | undefined | Part[];

/** Values of attributes: `true` writes the bare name; `false`, `null` and `undefined` leave it out. */
export type Attributes = Record<string, string | number | boolean | null | undefined>;

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Escapes text for the content of an element and for a quoted attribute. */
export function escapeText(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/**
 * A template of HTML: the literals stand as written, all values are escaped.
 * Lists are joined; `null` and `undefined` write nothing.
 */
export function markup(literals: TemplateStringsArray, ...parts: Part[]): Markup {
	return new Markup(
		literals.reduce((text, literal, index) => text + write(parts[index - 1]) + literal),
	);
}

/** Takes text for markup without escaping it: for constants of the pack, never for data. */
export function trusted(text: string): Markup {
	return new Markup(text);
}

/** Attributes for within a tag, with a leading space each; the values are escaped. */
export function attributes(values: Attributes): Markup {
	const written = Object.entries(values).map(([name, value]) => {
		if (value === undefined || value === null || value === false) return '';
		return value === true ? ` ${name}` : ` ${name}="${escapeText(String(value))}"`;
	});
	return new Markup(written.join(''));
}

/** Text in which words of more than 16 characters may break, so that no table grows wider than the page by one. */
export function breakable(text: string): Markup {
	const pieces = text.split(/(?<=\S{16})(?=\S)/u);
	return markup`${pieces.map((piece, at) => (at === 0 ? markup`${piece}` : markup`<wbr>${piece}`))}`;
}

/** JSON for a `<script type="application/json">`: nothing in it can end the element or a line of script. */
export function embeddedJson(value: unknown): Markup {
	const escaped = JSON.stringify(value).replace(
		/[<>&\u2028\u2029]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
	return new Markup(escaped);
}

function write(part: Part): string {
	if (part === undefined || part === null) return '';
	if (part instanceof Markup) return part.text;
	return Array.isArray(part) ? part.map(write).join('') : escapeText(String(part));
}
