/** Marks that nobody sees: zero-width ones, joiners, the soft hyphen, byte order marks and signs of direction. */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Letters and digits of any script: Zendesk decides about those that it does not take. A quote at an end is half a pair. */
const ADDRESS =
	/^(?!['`])(?!.*['`]@)[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]*\p{L}[\p{L}\p{N}-]*$/u;

/** A name in front, and the address in brackets at the end. */
const NAMED = /^([^<>]*)<([^<>]*)>$/;

/** What people and mail programs put around an address. */
const WRAPPED = /^(?:"(.*)"|'(.*)'|`(.*)`|“(.*)”|„(.*)[“”]|‘(.*)’|«(.*)»|\((.*)\)|\[(.*)\])$/s;

/** No address is longer. */
const LONGEST = 320;

/** The text without what nobody sees, and without blanks around it. */
export function withoutInvisible(text: string): string {
	return text.replace(INVISIBLE, '').trim();
}

function readMailto(text: string): string {
	const [, address] = /^mailto:\s*([^?]*)(?:\?.*)?$/i.exec(text) ?? [];
	return address === undefined ? text : address.replace(/%40/g, '@');
}

/** Takes one layer off; the same text where there is none. */
function unwrap(text: string): string {
	const open = readMailto(text.replace(/[,;\s]+$/, ''));
	const inner = WRAPPED.exec(open)?.slice(1);
	return (inner?.find((part) => part !== undefined) ?? open).trim();
}

/** A name that has an address of its own is a second person, unless it is the same. */
function readNamed(text: string): string | undefined {
	const [, name, inner] = NAMED.exec(text) ?? [];
	if (inner === undefined) return undefined;
	const address = readAddressText(inner);
	const isClear = !name.includes('@') || readAddressText(name) === address;
	return isClear ? address : undefined;
}

/**
 * Reads the one address that a text means: `ann@acme.com`, also as `Ann Miller <ann@acme.com>`, `mailto:ann@acme.com`, in
 * quotes or brackets, with a comma or semicolon after it, or with marks that nobody sees.
 *
 * @returns the address as it is spelled; `undefined` for what is none, e.g. `n/a`, or more than one
 */
export function readAddressText(text: string): string | undefined {
	let open = withoutInvisible(text);
	if (open.length > LONGEST) return undefined;
	for (let next = unwrap(open); next !== open; next = unwrap(open)) open = next;
	return ADDRESS.test(open) ? open : readNamed(open);
}
