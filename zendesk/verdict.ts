import { asZendeskError, type ZendeskError } from './http/errors';

/** What became of one row. */
export type Outcome =
	| 'created'
	| 'updated'
	/** Zendesk took it, and nobody looked whether it differed from what was there. */
	| 'sent'
	| 'unchanged'
	| 'suspended'
	| 'unsuspended'
	| 'downgraded'
	| 'upgraded'
	| 'deleted'
	| 'purged'
	| 'transferred'
	| 'merged'
	| 'skipped'
	| 'failed'
	| 'unknown';

/** Why something was refused, skipped or failed, as a word that workflows can branch on. */
export type Reason =
	| 'ambiguous'
	| 'cancelled'
	| 'conflict'
	| 'deleted'
	| 'dry-run'
	| 'exists'
	| 'forbidden'
	| 'invalid'
	| 'last-admin'
	| 'limit'
	| 'needs-consent'
	| 'no-seat'
	| 'not-found'
	| 'not-staff'
	| 'out-of-scope'
	| 'own-user'
	| 'protected'
	| 'rate-limited'
	| 'same-row'
	| 'sign-in'
	| 'staff'
	| 'successor'
	| 'tickets-left'
	| 'unavailable'
	| 'unknown-role'
	| 'unverified';

/** A reason with the words for people: what is the matter, and how to get on. */
export interface Refusal {
	reason: Reason;
	message: string;
	advice?: string;
}

/** One row in, one verdict out. */
export interface Verdict extends Partial<Refusal> {
	outcome: Outcome;
	/** What was ordered and can't be seen to be so, with what to check: sentences for people. */
	unverified?: string[];
	/** What is known of the record now: a simplified user, a report, counts. */
	data: Record<string, unknown>;
}

export function refused(refusal: Refusal, data: Record<string, unknown> = {}): Verdict {
	return { outcome: 'failed', ...refusal, data };
}

/** What a dry run says of a row: nothing was written, and this is what would have become of it. */
export function dryRun(wouldBe: Outcome, data: Record<string, unknown>): Verdict {
	return { outcome: 'skipped', reason: 'dry-run', data: { would_be: wouldBe, ...data } };
}

const REASON_OF: Record<ZendeskError['kind'], Reason> = {
	auth: 'sign-in',
	scope: 'forbidden',
	forbidden: 'forbidden',
	account: 'sign-in',
	'not-found': 'not-found',
	invalid: 'invalid',
	conflict: 'conflict',
	'no-seat': 'no-seat',
	'rate-limited': 'rate-limited',
	unavailable: 'unavailable',
	'unknown-outcome': 'unavailable',
	redirected: 'sign-in',
	cancelled: 'cancelled',
};

/** What an error comes to, for those who can't go on. */
export function refusalOf({ kind, message, advice }: ZendeskError): Refusal {
	return { reason: REASON_OF[kind], message, advice };
}

/** The verdict for whatever was thrown while a row was worked on. */
export function verdictOfError(thrown: unknown, data: Record<string, unknown> = {}): Verdict {
	const error = asZendeskError(thrown);
	return {
		outcome: error.kind === 'unknown-outcome' ? 'unknown' : 'failed',
		reason: REASON_OF[error.kind],
		message: error.message,
		advice: error.advice,
		data: error.requestId === undefined ? data : { ...data, zendesk_request_id: error.requestId },
	};
}

/** Failed and unknown rows are what *On Error* is about. */
export function isBad(verdict: Verdict): boolean {
	return verdict.outcome === 'failed' || verdict.outcome === 'unknown';
}
