/** Zendesk keeps tags in lower case and without blanks. */
export function spelledTag(tag: unknown): string {
	return String(tag).trim().toLowerCase().replace(/\s+/g, '_');
}

/** @returns each tag once, as Zendesk spells it; what is no list has none */
export function spelledTags(value: unknown): string[] {
	return Array.isArray(value) ? [...new Set(value.map(spelledTag))] : [];
}

export function sameTags(a: unknown, b: unknown): boolean {
	const list = (value: unknown) => spelledTags(value).sort().join(' ');
	return list(a) === list(b);
}

function distance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, i) => i);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(row[j] + 1, next[j - 1] + 1, replaced));
		}
		row = next;
	}
	return row[b.length];
}

const plain = (text: string) =>
	text
		.slice(0, 100)
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');

/** @returns the key that was probably meant: the most like one, by its own name or its title, if one is alike at all */
export function nearestKey(
	wrong: string,
	known: Iterable<{ key: string; title?: string }>,
): string | undefined {
	const wanted = plain(wrong);
	let best: { key: string; far: number } | undefined;
	for (const { key, title = key } of known) {
		const far = Math.min(...[key, title].map((name) => distance(wanted, plain(name))));
		if (far <= Math.ceil(wanted.length / 3) && far < (best?.far ?? Infinity)) best = { key, far };
	}
	return best?.key;
}
