import type { Switches } from '../switches';
import { isTimeout, type Answer } from './deliver';

/** zendesk-api §7.1 */
export const INVOCATION_STATUSES = [
	'unknown',
	'accepted',
	'success',
	'failed',
	'timeout',
	'circuit broken',
	'throttled',
	'client error',
	'server error',
	// Recorded: what a refusal for good ends with.
	'terminated',
] as const;

export type InvocationStatus = (typeof INVOCATION_STATUSES)[number];

/** What comes of an attempt. */
export interface Verdict {
	status: InvocationStatus;
	/** How many retries there may be in all. */
	retries: number;
	/** When the endpoint wants the next one. */
	afterSeconds?: number;
}

const AFTER_TIMEOUT = 5;
const AFTER_CONFLICT = 3;
/** How often is not documented. */
const AFTER_BUSY = 5;
/** Who wants to be left alone for longer gets no retry. */
const LONGEST_RETRY_AFTER = 60;

function statusOf(status: number): InvocationStatus {
	if (status < 300) return 'success';
	if (status >= 500) return 'server error';
	return status >= 400 ? 'client error' : 'failed';
}

function retryAfter(headers: Answer['headers'] = {}): number {
	const found = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after');
	return found ? Number(found[1]) : NaN;
}

/** zendesk-api §7.2: 409 is tried again, 429 and 503 if they say when, and soon; nothing else. */
export function verdictOn({ status: code, headers }: Answer): Verdict {
	const status = statusOf(code);
	if (code === 409) return { status, retries: AFTER_CONFLICT };
	const afterSeconds = code === 429 || code === 503 ? retryAfter(headers) : NaN;
	if (afterSeconds < LONGEST_RETRY_AFTER) return { status, retries: AFTER_BUSY, afterSeconds };
	return { status: status === 'client error' ? 'terminated' : status, retries: 0 };
}

/** Whether Zendesk tries again after a connection that was refused is not known: a switch. */
export function verdictOnSilence(error: unknown, switches: Switches): Verdict {
	if (isTimeout(error)) return { status: 'timeout', retries: AFTER_TIMEOUT };
	return { status: 'failed', retries: switches.retryRefusedConnections ? AFTER_TIMEOUT : 0 };
}
