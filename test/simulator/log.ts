/** One request as the simulator saw it. Authorization is never kept, secrets in bodies are blanked. */
export interface LogEntry {
	/** 1, 2, 3 … */
	n: number;
	/** Simulated time in ms. */
	at: number;
	method: string;
	/** Without the query. */
	path: string;
	/** e.g. `PUT /api/v2/users/:id`; `undefined` for an unknown route. */
	route: string | undefined;
	query: Record<string, string>;
	body: unknown;
	/** What the client was told; `null` if it was told nothing (a fault). */
	status: number | null;
	/** The caller, once known. */
	userId: number | null;
	requestId: string;
	/** Whether this request asks for a change (POST searches and token requests don't). */
	write: boolean;
	/** Whether it got as far as the account: one that a fault cut or answered before changed nothing. */
	arrived: boolean;
	/** The fault that hit it, e.g. `cut-after`. */
	fault?: string;
}

/** Fields that must be equal, or a predicate. `path` may be a pattern. */
export type LogFilter =
	| ((entry: LogEntry) => boolean)
	| (Partial<Pick<LogEntry, 'method' | 'route' | 'status' | 'userId' | 'fault' | 'write'>> & {
			path?: string | RegExp;
	  });

function matcher(filter: LogFilter): (entry: LogEntry) => boolean {
	if (typeof filter === 'function') return filter;
	const { path, ...fields } = filter;
	const wanted = Object.entries(fields) as Array<[keyof LogEntry, unknown]>;
	return (entry) =>
		wanted.every(([key, value]) => entry[key] === value) &&
		(path === undefined || (path instanceof RegExp ? path.test(entry.path) : path === entry.path));
}

/** Every request, in order of arrival. */
export class RequestLog {
	readonly entries: LogEntry[] = [];
	/** Switch off for benchmarks: bodies of 100,000 users add up. */
	keepBodies = true;
	private total = 0;

	add(entry: Omit<LogEntry, 'n'>): LogEntry {
		const body = this.keepBodies ? blankSecrets(entry.body) : undefined;
		const stored: LogEntry = { n: ++this.total, ...entry, body };
		this.entries.push(stored);
		return stored;
	}

	filter(filter: LogFilter): LogEntry[] {
		return this.entries.filter(matcher(filter));
	}

	count(filter: LogFilter = () => true): number {
		return this.filter(filter).length;
	}

	/** Requests for a change that reached Zendesk, whatever it answered. */
	writes(filter: LogFilter = () => true): LogEntry[] {
		const matches = matcher(filter);
		return this.entries.filter((entry) => entry.write && entry.arrived && matches(entry));
	}

	/** Pages that were read from a list, e.g. `pages('GET /api/v2/users')`. */
	pages(route: string): LogEntry[] {
		return this.filter({ route, status: 200 });
	}

	/** Looks at running jobs. */
	polls(): LogEntry[] {
		return this.filter({ method: 'GET', path: /\/api\/v2\/job_statuses(\/|$|\.json)/ });
	}

	/** The number of the last request, for `since`. */
	mark(): number {
		return this.total;
	}

	/** Requests after a mark. */
	since(mark: number): LogEntry[] {
		return this.entries.filter((entry) => entry.n > mark);
	}

	clear(): void {
		this.entries.length = 0;
	}
}

const SECRET_KEYS = new Set([
	'access_token',
	'authentication',
	'client_secret',
	'code',
	'code_verifier',
	'password',
	'refresh_token',
	'secret',
	'token',
]);

/** The same value with secrets replaced; returned as it is when there is nothing to hide. */
function blankSecrets(value: unknown): unknown {
	if (Array.isArray(value)) {
		const copy = value.map(blankSecrets);
		return copy.some((item, index) => item !== value[index]) ? copy : value;
	}
	if (typeof value !== 'object' || value === null) return value;
	let copy: Record<string, unknown> | undefined;
	for (const [key, inner] of Object.entries(value)) {
		const blanked = SECRET_KEYS.has(key) ? '[secret]' : blankSecrets(inner);
		if (blanked !== inner) copy = { ...(copy ?? value), [key]: blanked };
	}
	return copy ?? value;
}
