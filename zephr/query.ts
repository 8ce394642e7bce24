/** How a list becomes parameters, by the names that n8n and the package `qs` use. */
export type ArrayFormat = 'indices' | 'brackets' | 'repeat' | 'comma';

const ITEM_KEYS: Record<Exclude<ArrayFormat, 'comma'>, (key: string, index: number) => string> = {
	indices: (key, index) => `${key}[${index}]`,
	brackets: (key) => `${key}[]`,
	repeat: (key) => key,
};

/** Percent-encodes all but RFC 3986's unreserved characters: no URL parser touches what is left. */
function encode(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

function pairs(key: string, value: unknown, format: ArrayFormat): Array<[string, string]> {
	if (value === undefined) return [];
	if (value === null) return [[key, '']];
	if (value instanceof Date) return [[key, value.toISOString()]];
	if (Array.isArray(value)) {
		if (format === 'comma') return value.length === 0 ? [] : [[key, value.join(',')]];
		const keyOf = ITEM_KEYS[format];
		return value.flatMap((item, index) => pairs(keyOf(key, index), item, format));
	}
	if (typeof value === 'object') {
		return Object.entries(value).flatMap(([inner, each]) =>
			pairs(`${key}[${inner}]`, each, format),
		);
	}
	return [[key, String(value)]];
}

/**
 * The text behind the `?`, as n8n would write it.
 *
 * @param parameters e.g. `{ page: 2, ids: [1, 2] }`
 * @returns e.g. `page=2&ids%5B0%5D=1&ids%5B1%5D=2`, or '' for none
 */
export function queryText(parameters: Record<string, unknown>, format: ArrayFormat): string {
	return Object.entries(parameters)
		.flatMap(([key, value]) => pairs(key, value, format))
		.map(([key, value]) => `${encode(key)}=${encode(value)}`)
		.join('&');
}
