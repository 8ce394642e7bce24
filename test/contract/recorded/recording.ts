import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Free, Told } from './compare';
import type { Json } from './forms';
import type { AccountState } from './state';

/** A request of somebody's, and what a real account answered. */
export interface Exchange {
	/** Seconds since the one before. */
	after?: number;
	request: {
		method: 'GET' | 'POST' | 'PUT' | 'DELETE';
		/** From the host on. `{2.job_status.id}` is out of the answer to the second request, `{ann.id}` out of the state. */
		path: string;
		/** `{"$repeat": 100, "each": …}` is a list of so many rows, `{n}` in it the row's number. */
		body?: unknown;
		/** The subdomain, where it is not the account's. */
		subdomain?: string;
	};
	/** Missing where it was not recorded: the request is there for what comes after it. */
	answer?: Told;
	free?: Free;
	/** Addresses of records of which only some keys were kept, as `identities[]`; the body itself is ``. */
	partial?: string[];
}

/** What an account did once, with all that it takes to see it again. */
export interface Recording {
	shows: string;
	/** The public project whose recordings hold it. */
	source: string;
	/** When the first request was sent. */
	at: string;
	state?: AccountState;
	exchanges: Exchange[];
	/** What belongs to it and can't be replayed: the simulator doesn't know these routes, as the nodes don't ask for them. */
	unknown?: Record<string, string>;
}

const FOLDER = __dirname;

/** Every recording, by the name of its file. */
export const RECORDINGS: Record<string, Recording> = Object.fromEntries(
	readdirSync(FOLDER)
		.filter((file) => file.endsWith('.json'))
		.map((file) => [
			file.replace('.json', ''),
			JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Recording,
		]),
);

/** Follows `job_status.results.*.id`; a `*` takes every row. */
function follow(value: unknown, [key, ...rest]: string[]): unknown {
	if (key === undefined) return value;
	if (key === '*') return (value as unknown[]).map((row) => follow(row, rest));
	return follow((value as Json | undefined)?.[key], rest);
}

const REFERENCE = /\{([\w-]+)\.([^}]+)\}/g;

/** Puts in what a text refers to. One that is nothing but a reference becomes the value itself, a number for instance. */
function fillText(text: string, known: Record<string, unknown>): unknown {
	const look = (name: string, path: string): unknown => {
		const found = follow(known[name], path.split('.'));
		if (found === undefined) throw new Error(`The recording refers to {${name}.${path}}`);
		return found;
	};
	const [whole, name, path] = new RegExp(`^${REFERENCE.source}$`).exec(text) ?? [];
	if (whole !== undefined) return look(name, path);
	return text.replace(REFERENCE, (_, inner: string, way: string) => String(look(inner, way)));
}

function repeat({ $repeat, each }: Json): unknown[] {
	return Array.from({ length: Number($repeat) }, (_, index) =>
		JSON.parse(JSON.stringify(each).replaceAll('{n}', String(index))),
	);
}

/**
 * Writes a request out in full.
 *
 * @param known what it may refer to: answers by their number, records by their name
 */
export function fill(value: unknown, known: Record<string, unknown>): unknown {
	if (typeof value === 'string') return fillText(value, known);
	if (Array.isArray(value)) return value.map((row) => fill(row, known));
	if (typeof value !== 'object' || value === null) return value;
	if ('$repeat' in value) return repeat(value as Json).map((row) => fill(row, known));
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner, known)]));
}
