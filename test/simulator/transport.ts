import type { Transport, ZendeskRequest, ZendeskResponse } from '../../zendesk/http/types';
import { ConnectionCut } from './faults';
import { headersOf } from './http/respond';
import type { Simulator } from './simulator';

export interface TransportOptions {
	/** Default: the admin of the credentials. */
	userId?: number;
	/** A token to use instead of a fresh one of that user. */
	bearer?: string;
	/** When the client gives up waiting, in ms of the simulator's clock. Default 60 s. */
	timeoutMs?: number;
}

function addressOf(host: string, { path, query }: ZendeskRequest): string {
	const parameters = new URLSearchParams();
	for (const [name, value] of Object.entries(query ?? {})) {
		for (const one of Array.isArray(value) ? value : value === undefined ? [] : [value]) {
			parameters.append(name, String(one));
		}
	}
	const text = parameters.toString();
	return `https://${host}${path}${text === '' ? '' : `?${text}`}`;
}

async function responseOf(response: Response): Promise<ZendeskResponse> {
	return { status: response.status, headers: headersOf(response), text: await response.text() };
}

/** A transport for tests of the pure core: signed requests, straight into the simulator. */
export function transportFor(sim: Simulator, options: TransportOptions = {}): Transport {
	const bearer = options.bearer ?? sim.credentials.bearer(options.userId);
	return async (request) => {
		const patience = new AbortController();
		const answered = new AbortController();
		const body = request.body === undefined ? undefined : JSON.stringify(request.body);
		const signed = new Request(addressOf(sim.host, request), {
			method: request.method,
			headers: {
				Accept: 'application/json',
				...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
				...request.headers,
				Authorization: `Bearer ${bearer}`,
			},
			body,
			signal: patience.signal,
		});
		const timeout = sim.clock
			.sleep(options.timeoutMs ?? 60_000, answered.signal)
			.then(() => patience.abort());
		try {
			return await responseOf(await sim.fetch(signed));
		} catch (error) {
			const timedOut = patience.signal.aborted;
			if (!timedOut && !(error instanceof ConnectionCut)) throw error;
			return {
				lost: true,
				sent: 'maybe',
				reason: timedOut ? 'ETIMEDOUT' : (error as ConnectionCut).code,
			};
		} finally {
			answered.abort();
			await timeout;
		}
	};
}
