/** Zendesk compares emails and external ids without regard to case. */
export function sameText(a: string | null | undefined, b: string | null | undefined): boolean {
	return typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase();
}

/** What an expression makes of nothing, where it stands alone. */
const FROM_EXPRESSION = /^(undefined|null|NaN|\[object \w+\])$/;

/** Whether a text is a word that only an expression makes, of nothing, e.g. `undefined`: no text that people mean. */
export function isWordOfNothing(text: string): boolean {
	return FROM_EXPRESSION.test(text);
}

/** What expressions, programs and people write into a column of keys where there is none; in lower case. */
const NOTHING: ReadonlySet<string> = new Set([
	'undefined',
	'null',
	'nan',
	'nat',
	'none',
	'nil',
	'na',
	'n a',
	'nv',
	'empty',
	'blank',
	'unknown',
	'tbd',
	'true',
	'false',
]);

/** `#REF!`, `#N/A`, `#NAME?`, in any language of a spreadsheet. */
const SPREADSHEET_ERROR = /^#(n\/a|nv|[\p{L}\p{N}/_ ]+[!?])$/u;

/** `[object Object]`, `EMP-undefined`, `NaN_7`, `HR-null`: nothing that was put together with something. */
const PART_OF_NOTHING = [
	/\[object \w+\]/,
	/(?<![\p{L}\p{N}])(undefined|NaN)(?![\p{L}\p{N}])/u,
	/[-_:#/]null$/,
];

const isZero = (word: string) => /^0+$/.test(word);

/**
 * Whether a key is made of nothing: what expressions, spreadsheets and people write where there is none, in any case, in
 * quotes or brackets, or nothing but signs, zeros and invisible characters. Many rows would share it, and with it one user.
 */
export function isMadeOfNothing(text: string): boolean {
	const plain = text.replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
	const words = plain
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter(Boolean);
	return (
		NOTHING.has(words.join(' ')) ||
		words.every((word) => NOTHING.has(word) || isZero(word)) ||
		SPREADSHEET_ERROR.test(plain.toLowerCase()) ||
		PART_OF_NOTHING.some((part) => part.test(plain))
	);
}
