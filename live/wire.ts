import type { Clock } from '../zendesk/http/clock';
import { retryAfterMs } from '../zendesk/http/headers';

export type Query = Record<string, string | number>;

/** What a request has beside its address. */
export interface Parts {
	query?: Query;
	body?: unknown;
	authorization?: string;
}

export interface WireOptions {
	/** e.g. `https://acme.zendesk.com`: nothing is sent to another host. */
	origin: string;
	clock: Clock;
	/** e.g. the global one */
	fetch: (request: Request) => Promise<Response>;
}

/** The run was stopped by a person. */
export class Stopped extends Error {
	constructor() {
		super('The run was stopped');
	}
}

const MOST_WAITS = 20;
/** Who is asked to wait longer than this takes the refusal for the answer. */
const LONGEST_WAIT_SECONDS = 900;
const DEFAULT_WAIT_SECONDS = 10;
const TRIES_OF_A_READ = 4;

/** The whole seconds that an answer asks to wait. */
function secondsToWait({ headers }: Response, now: number): number {
	const ms = retryAfterMs(Object.fromEntries(headers), now);
	return ms === undefined ? DEFAULT_WAIT_SECONDS : Math.ceil(ms / 1000);
}

/** Sends to one host: waits as `Retry-After` says, and repeats reads whose answer was lost. */
export class Wire {
	requests = 0;
	private signal?: AbortSignal;

	constructor(private readonly options: WireOptions) {}

	/** Nothing more is sent once it is aborted. Without one, nothing stops it. */
	stopOn(signal: AbortSignal | undefined): void {
		this.signal = signal;
	}

	/** @throws {Stopped} */
	async sleep(seconds: number): Promise<void> {
		await this.options.clock.sleep(seconds * 1000, this.signal);
		this.checkSignal();
	}

	/** Sends until Zendesk does not ask to wait any more. @throws {Stopped} */
	async send(method: string, path: string, parts: Parts = {}): Promise<Response> {
		for (let wait = 1; ; wait++) {
			const response = await this.sendOnce(method, path, parts);
			const isBusy = response.status === 429 || response.status === 503;
			const seconds = secondsToWait(response, this.options.clock.now());
			if (!isBusy || wait > MOST_WAITS || seconds > LONGEST_WAIT_SECONDS) return response;
			await this.sleep(seconds);
		}
	}

	private async sendOnce(method: string, path: string, parts: Parts): Promise<Response> {
		for (let attempt = 1; ; attempt++) {
			this.checkSignal();
			this.requests += 1;
			try {
				return await this.options.fetch(this.request(method, path, parts));
			} catch (error) {
				if (method !== 'GET' || attempt >= TRIES_OF_A_READ) throw error;
				await this.sleep(attempt);
			}
		}
	}

	private request(
		method: string,
		path: string,
		{ query = {}, body, authorization }: Parts,
	): Request {
		const url = new URL(path, this.options.origin);
		for (const [name, value] of Object.entries(query)) url.searchParams.append(name, String(value));
		const headers = new Headers({ Accept: 'application/json' });
		if (authorization !== undefined) headers.set('Authorization', authorization);
		if (body !== undefined) headers.set('Content-Type', 'application/json');
		const text = body === undefined ? undefined : JSON.stringify(body);
		// What signs a call must not follow it to another host.
		return new Request(url, { method, headers, body: text, redirect: 'manual' });
	}

	private checkSignal(): void {
		if (this.signal?.aborted) throw new Stopped();
	}
}
