import { badRequest, missingWrapper, type ApiError, tooManyValues } from './errors';

/** Query parameters; repeated ones are kept apart (`role[]=agent&role[]=admin`). */
export class Query {
	constructor(private readonly search: URLSearchParams) {}

	get(name: string): string | undefined {
		return this.search.get(name) ?? undefined;
	}

	all(name: string): string[] {
		return this.search.getAll(name);
	}

	has(name: string): boolean {
		return this.search.has(name);
	}

	flag(name: string): boolean {
		return this.get(name) === 'true' || this.get(name) === '1';
	}

	/** Comma-separated values, empty ones left out; `undefined` if the parameter is missing. */
	list(name: string): string[] | undefined {
		const value = this.get(name);
		return value
			?.split(',')
			.map((part) => part.trim())
			.filter((part) => part !== '');
	}

	/** As `list`, but with at most 100 values (zendesk-api §2.3, §3). */
	shortList(name: string): string[] | undefined {
		const values = this.list(name);
		if (values && values.length > 100) throw tooManyValues(name);
		return values;
	}

	/** For the log. */
	toRecord(): Record<string, string> {
		const record: Record<string, string> = {};
		for (const [name, value] of this.search) {
			record[name] = name in record ? `${record[name]},${value}` : value;
		}
		return record;
	}

	/** The same parameters with some replaced; `undefined` removes one. */
	with(changes: Record<string, string | undefined>): string {
		const next = new URLSearchParams(this.search);
		for (const [name, value] of Object.entries(changes)) {
			if (value === undefined) next.delete(name);
			else next.set(name, value);
		}
		return next.toString();
	}
}

/** A body as the handlers see it; what is neither JSON nor a form is no body. */
export function parseBody(text: string, contentType: string): unknown {
	if (text === '') return undefined;
	if (contentType.includes('application/x-www-form-urlencoded')) {
		return Object.fromEntries(new URLSearchParams(text));
	}
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

export type Input = Record<string, unknown>;

export function isObject(value: unknown): value is Input {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object in the wrapper that every write must have, e.g. `{user: {…}}` (§2.5). */
export function wrapped(body: unknown, name: string): Input {
	const inner = isObject(body) ? body[name] : undefined;
	if (!isObject(inner)) throw missingWrapper(name);
	return inner;
}

/** The at most 100 objects in the wrapper of a bulk write (§3). */
export function wrappedMany(
	body: unknown,
	name: string,
	tooMany: () => ApiError = tooManyValues,
): Input[] {
	const inner = isObject(body) ? body[name] : undefined;
	if (!Array.isArray(inner) || !inner.every(isObject)) throw missingWrapper(name);
	if (inner.length > 100) throw tooMany();
	if (inner.length === 0) throw badRequest('InvalidValue', `No ${name} given`);
	return inner;
}

/** Ids arrive as numbers or as text (zendesk-api, Base). NaN = not an id. */
export function toId(value: unknown): number {
	return typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
}
