import { errorFrom, parseObject, unreadable, ZendeskError } from './errors';
import { retryAfterMs } from './headers';
import type { Fate } from './retry';
import type { LostCall, Reply, ZendeskRequest, ZendeskResponse } from './types';

/** How one call ended. */
export type Ended =
	| { fate: 'answered'; reply: Reply }
	| { fate: Fate; error: ZendeskError; response?: ZendeskResponse; toldMs?: number };

export interface Circumstances {
	/** The account's host, for people. */
	host: string;
	nowMs: number;
	/** What the answer holds, e.g. `users`; one that doesn't is none of Zendesk's. */
	expects?: string;
}

function lostError(request: ZendeskRequest, lost: LostCall): ZendeskError {
	return new ZendeskError({
		kind: 'unavailable',
		message:
			lost.sent === 'no'
				? `Zendesk could not be reached: ${lost.reason} (${request.method} ${request.path})`
				: `The connection broke before Zendesk answered: ${lost.reason} (${request.method} ${request.path})`,
		advice:
			"Check the network between n8n and Zendesk, and 'Account' in the credential, then run it again",
	});
}

/** Which row of the retry table an error answer belongs to. */
function fateOf(error: ZendeskError, toldMs: number | undefined): Fate {
	const { status = 0 } = error;
	// Who sends jobs waits for slots, not for time: see jobs.ts.
	if (error.code === 'TooManyJobs') return 'answered';
	if (status === 429) return 'told-to-wait';
	if (status === 503 && toldMs !== undefined) return 'told-to-wait';
	if (status === 409 && error.code === 'DatabaseConflict') return 'collided';
	if (status >= 500) return 'in-doubt';
	return 'answered';
}

/** The JSON of an answer with a good status, if it is what was asked for. */
function wholeJson(
	{ method }: ZendeskRequest,
	{ status, text }: ZendeskResponse,
	expects: string | undefined,
): Record<string, unknown> | undefined {
	const isEmpty = text.trim() === '';
	// An empty 204 is an answer; an empty or HTML 200 to a question is none.
	if (isEmpty && method === 'GET' && status !== 204) return undefined;
	const json = isEmpty ? {} : parseObject(text);
	const isWhole = expects === undefined || (json?.[expects] ?? undefined) !== undefined;
	return isWhole ? json : undefined;
}

/** What an answer, or none, means for the call. */
export function judge(
	request: ZendeskRequest,
	answer: ZendeskResponse | LostCall,
	{ host, nowMs, expects }: Circumstances,
): Ended {
	if ('lost' in answer) {
		const error = lostError(request, answer);
		return { fate: answer.sent === 'no' ? 'unsent' : 'in-doubt', error };
	}
	const { status, headers } = answer;
	if (status >= 200 && status < 300) {
		const json = wholeJson(request, answer, expects);
		if (json) return { fate: 'answered', reply: { status, headers, json } };
		return { fate: 'in-doubt', error: unreadable(answer, request, host), response: answer };
	}
	const toldMs = retryAfterMs(headers, nowMs);
	const error = errorFrom(answer, request, toldMs);
	return { fate: fateOf(error, toldMs), error, response: answer, toldMs };
}
