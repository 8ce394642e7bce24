import { isMadeOfNothing } from '../api/text';
import { isRef, readUserRef, type UserRef } from '../users/reference';

/** An entry as people write it: `ann@acme.com`, `Ann Miller <ann@acme.com>`, `mailto:ann@acme.com`, `35436`, `EMP-7`. */
export interface ProtectedEntry {
	text: string;
	/** Each of them is meant: a number can be an ID or an external ID. */
	refs: UserRef[];
}

const BETWEEN = /[\n\r,;]+/;
const ADDRESS = /^[^\s@<>]+@[^\s@<>]+$/;
const NUMBER = /^\d+$/;
/** Browsers hide the scheme of what people copy. */
const URL_OF_ZENDESK = /^(?:https?:\/\/|[\w-]+\.zendesk\.com\/)/i;
/** The name in front of an address may have commas. */
const QUOTED_NAME = /"[^"\n]*"\s*(?=<)/g;
const NAME_AND_ADDRESS = /^([^<>]*)(<[^<>\s]+>)\s*$/;

function readUrl(text: string, host: string): UserRef[] {
	const ref = readUserRef(/^https?:/i.test(text) ? text : `https://${text}`, host);
	if (isRef(ref)) return [ref];
	throw new RangeError(ref.problem);
}

function readMailto(text: string): string {
	const address = text.replace(/^mailto:/i, '');
	return address === text ? text : address.replace(/\?.*$/, '').replace(/%40/g, '@');
}

/** @returns `undefined` for what can only be an external ID */
function readToken(token: string, host: string): UserRef[] | undefined {
	const text = readMailto(token.replace(/^["'<(]+|["'>)]+$/g, ''));
	if (URL_OF_ZENDESK.test(text)) return readUrl(text, host);
	if (ADDRESS.test(text)) return [{ by: 'email', value: text }];
	if (!NUMBER.test(text)) return undefined;
	const ref = readUserRef(text, host, 'id');
	return [...(isRef(ref) ? [ref] : []), { by: 'externalId', value: text }];
}

/** An address, or somebody's page in Zendesk. */
const isPlainKey = (token: string) => ADDRESS.test(token) || URL_OF_ZENDESK.test(token);

/** What stands in angle brackets, and beside them any other address: a name in front is no entry, somebody else is one. */
function readTokens(text: string): string[] {
	const inBrackets = [...text.matchAll(/<([^<>\s]+)>/g)].map(([, inner]) => inner);
	if (inBrackets.length === 0) return text.split(/\s+/);
	const beside = text.replace(/<[^<>\s]+>/g, ' ').split(/\s+/);
	return [...inBrackets, ...beside.filter(isPlainKey)];
}

/** Several emails or IDs with blanks between them are several entries; any other text is one external ID. */
function readEntry(text: string, host: string): ProtectedEntry[] {
	if (isMadeOfNothing(text)) {
		throw new RangeError(`'${text}' is what an expression makes of nothing`);
	}
	const tokens = readTokens(text);
	const entries = tokens.flatMap((token) => {
		const refs = readToken(token, host);
		return refs ? [{ text: token, refs }] : [];
	});
	if (entries.length === tokens.length) return entries;
	return [{ text, refs: [{ by: 'externalId', value: text.replace(/^["']+|["']+$/g, '') }] }];
}

function split(text: string): string[] {
	return text
		.replace(QUOTED_NAME, '')
		.split(BETWEEN)
		.map((entry) => entry.trim())
		.filter(Boolean);
}

function readText(text: string, host: string): ProtectedEntry[] {
	const entries = split(text).flatMap((entry) => readEntry(entry, host));
	if (entries.length > 0 || text.trim() === '') return entries;
	throw new RangeError(`'${text.trim()}' names nobody`);
}

/** A list says where an entry ends: a comma in it is part of a name or of an external ID, unless it stands between keys. */
function readListed(text: string, host: string): ProtectedEntry[] {
	const [, name, address] = NAME_AND_ADDRESS.exec(text) ?? [];
	if (address !== undefined && !name.split(/[\s,;]+/).some(isPlainKey)) {
		return readEntry(address, host);
	}
	const parts = split(text);
	const areKeys = parts.every((part) => readTokens(part).every((token) => readToken(token, host)));
	return areKeys ? readText(text, host) : readEntry(text.trim(), host);
}

/**
 * Reads what *Protected Users* says.
 *
 * @param said a text with entries, or a list of them; a blank text is for nobody
 * @param host of the account, e.g. `acme.zendesk.com`: the same number is somebody else in another one
 * @throws {RangeError} for separators without an entry, an address of another account, or a word that an expression made
 * of nothing
 */
export function readProtectedEntries(said: string | string[], host: string): ProtectedEntry[] {
	return typeof said === 'string'
		? readText(said, host)
		: said.flatMap((text) => readListed(text, host));
}
