import { type DefaultTreeAdapterMap, parse } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

/** What a browser makes of a page. */
export function elementsOf(html: string): Element[] {
	const found: Element[] = [];
	const walk = (node: Node) => {
		if ('tagName' in node) found.push(node);
		if ('content' in node) walk(node.content);
		if ('childNodes' in node) node.childNodes.forEach(walk);
	};
	walk(parse(html));
	return found;
}

export function attributeOf({ attrs }: Element, name: string): string | undefined {
	return attrs.find((each) => each.name === name)?.value;
}

/** All text in an element. */
export function textOf(node: Node): string {
	if ('value' in node) return node.value;
	return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

/**
 * How often which element stands in which, with which attributes. Where long words may break depends on the words, so those
 * marks are left out; they have no attributes.
 */
export function skeletonOf(elements: Element[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const element of elements) {
		const { tagName, attrs, parentNode } = element;
		if (tagName === 'wbr' && attrs.length === 0) continue;
		const parent = parentNode && 'tagName' in parentNode ? parentNode.tagName : '';
		const names = attrs.map(({ name }) => name).sort();
		const key = `${parent} > ${tagName}[${names.join(' ')}]`;
		counts[key] = (counts[key] ?? 0) + 1;
	}
	return counts;
}

/** Attributes that can run something or lead somewhere. */
const LEADING =
	/^(on.*|href|src|srcset|srcdoc|action|formaction|data|xlink:href|background|poster|ping)$/;

/** What could run something, load something or lead somewhere. */
export function dangersIn(elements: Element[]): string[] {
	return elements.flatMap(({ tagName, attrs }) =>
		attrs
			.filter(({ name }) => LEADING.test(name))
			.map(({ name, value }) => `${tagName} ${name}=${value}`),
	);
}

/** As the parser of a browser hands on a text that it reads. */
export function asParsed(text: string): string {
	const utf8 = Buffer.from(text).toString('utf8');
	return utf8.split('\u0000').join('').replace(/\r\n?/g, '\n');
}
