/** Longer texts and patterns with more parts that repeat without an end could take for ever; Zendesk tries those alone. */
const LONGEST_TEXT = 255;
const MOST_REPEATS = 3;

/** Whether a group that repeats has something in it that repeats or differs, which may take for ever as well. */
function mayTakeForEver(pattern: string): boolean {
	const groups = [{ varies: false }];
	let repeats = 0;
	for (let i = 0; i < pattern.length; i++) {
		const group = groups[groups.length - 1];
		const isRepeated = /^(?:[+*]|\{\d+,\})/.test(pattern.slice(i + 1, i + 8));
		switch (pattern[i]) {
			case '\\':
				i += 1;
				break;
			case '[':
				while (i < pattern.length && pattern[i] !== ']') i += pattern[i] === '\\' ? 2 : 1;
				break;
			case '(':
				groups.push({ varies: false });
				break;
			case ')': {
				const inner = groups.length > 1 ? groups.pop() : undefined;
				const isAgain = /[+*{]/.test(pattern[i + 1] ?? '');
				if (inner?.varies && isAgain) return true;
				if (inner?.varies) groups[groups.length - 1].varies = true;
				break;
			}
			case '|':
			case '+':
			case '*':
			case '{':
			case '?':
				group.varies = true;
		}
		if (isRepeated) repeats += 1;
	}
	return repeats > MOST_REPEATS;
}

/**
 * Zendesk's pattern, which is Ruby's, as one of ours. What the two don't write alike is left to Zendesk: the strict mode
 * refuses escapes that mean something else, or nothing, here.
 */
function compiled(pattern: string): RegExp | undefined {
	if (mayTakeForEver(pattern)) return undefined;
	const translated = pattern.replace(/\\A/g, '^').replace(/\\[zZ]/g, '$');
	try {
		// In Ruby ^ and $ stand for the ends of lines.
		return new RegExp(translated, 'mu');
	} catch {
		return undefined;
	}
}

/** @throws {RangeError} where the text surely does not fit the pattern */
export function readPattern(text: string, pattern: string | null | undefined): string {
	const known = pattern && text.length <= LONGEST_TEXT ? compiled(pattern) : undefined;
	if (known === undefined || known.test(text)) return text;
	throw new RangeError(`'${text}' does not fit its pattern ${pattern}`);
}
