import { isRecord } from './errors';
import { readCodes, readReason } from './said';

/** What Zendesk says of one record of a job. */
export interface JobItem {
	/** The record's place in the order. Jobs name it where a record was refused, some also where it is done. */
	index?: number;
	id?: number;
	success: boolean;
	status?: string;
	/** Jobs that create users name them by what was sent of these. */
	email?: string;
	externalId?: string;
	/** Zendesk's code, e.g. `UserUpdateFailed`. */
	error?: string;
	/** Why, in Zendesk's words. */
	details?: string;
	/** Codes that stand beside those words, e.g. `MaxAgentExceeded`. */
	codes?: string[];
}

function jobItem(value: Record<string, unknown>): JobItem {
	const text = (key: string) =>
		typeof value[key] === 'string' ? (value[key] as string) : undefined;
	const number = (key: string) =>
		typeof value[key] === 'number' ? (value[key] as number) : undefined;
	const status = text('status');
	const errors = readReason(value.errors);
	const error = readReason(value.error) ?? errors;
	const codes = [value.details, value.errors].flatMap(readCodes);
	return {
		index: number('index'),
		id: number('id'),
		success:
			typeof value.success === 'boolean'
				? value.success
				: error === undefined && !/^failed$/i.test(status ?? ''),
		status,
		email: text('email'),
		externalId: text('external_id'),
		error,
		details: readReason(value.details) ?? errors,
		...(codes.length > 0 ? { codes } : {}),
	};
}

/**
 * The results of a job: a list, or one record where a job has but one.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/ticket-management/job_statuses/
 */
export function readJobItems(results: unknown): JobItem[] {
	const list = Array.isArray(results) ? results : isRecord(results) ? [results] : [];
	return list.filter(isRecord).map(jobItem);
}

/** Why a record was refused, for people. */
export function explainItem({ details, error }: Pick<JobItem, 'details' | 'error'>): string {
	return details ?? error ?? 'Zendesk gave no reason';
}
