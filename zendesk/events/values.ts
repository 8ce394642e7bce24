import { isRecord } from '../http/errors';

/** Zendesk's values in events, as the rest of its API has them: there ids are texts, and what is missing is `"0"` or `""`. */

export type Json = Record<string, unknown>;

/** A number, or the text itself where a number would lose digits. */
export function idOf(value: unknown): number | string | null {
	if (typeof value !== 'string' && typeof value !== 'number') return null;
	const text = String(value).trim();
	if (text === '' || /^0+$/.test(text)) return null;
	const id = Number(text);
	return Number.isSafeInteger(id) ? id : text;
}

export function textOf(value: unknown): unknown {
	return value === undefined || value === '' ? null : value;
}

export function flagOf(value: unknown): boolean | null {
	if (value === true || value === 'true') return true;
	return value === false || value === 'false' ? false : null;
}

/** A record that has an id, e.g. an identity. */
export function recordOf(value: unknown): Json | null {
	if (!isRecord(value)) return null;
	return 'id' in value ? { ...value, id: idOf(value.id) } : value;
}
