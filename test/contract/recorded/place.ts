import type { Json } from './forms';

/** Where the comparison stands. */
export interface Place {
	/** As people read it: `users[0].name`. */
	at: string;
	/** Without positions, as {@link Free} has it: `users[].name`. */
	address: string;
	/** The last name on the way. */
	key: string;
}

export const child = ({ at, address }: Place, key: string): Place => ({
	at: at === '' ? key : `${at}.${key}`,
	address: address === '' ? key : `${address}.${key}`,
	key,
});

export const row = ({ at, address, key }: Place, index: number): Place => ({
	at: `${at}[${index}]`,
	address: `${address}[]`,
	key,
});

export const isObject = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export function kindOf(value: unknown): string {
	if (value === null) return 'null';
	return Array.isArray(value) ? 'list' : typeof value;
}

const LONGEST = 120;

export function shown(value: unknown): string {
	const text = JSON.stringify(value) ?? 'nothing';
	return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
