/** Values of rows that were kept in a table meanwhile: tables make texts of lists, flags and numbers. */

export type KeptRow = Record<string, unknown>;

export function textOf(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}

/** A whole number from 0 on. */
export function countOf(value: unknown): number | null {
	const number = value === null || value === '' ? NaN : Number(value);
	return Number.isFinite(number) && number >= 0 ? Math.floor(number) : null;
}

export function isTrue(value: unknown): boolean {
	return value === true || value === 'true' || value === 1;
}

/** A list, or the JSON of one; any other text is a list of itself. */
export function listOf(value: unknown): string[] {
	if (Array.isArray(value)) return value.map(String);
	if (typeof value !== 'string' || value.trim() === '') return [];
	try {
		const list: unknown = JSON.parse(value);
		return Array.isArray(list) ? list.map(String) : [value];
	} catch {
		return [value];
	}
}

/** The user whom a row is about. Tables number their rows in a column `id` of their own, beside `user_id`. */
export function userIdOf({ user_id: userId, id }: KeptRow): number | undefined {
	const number = Number(userId ?? id ?? NaN);
	return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
