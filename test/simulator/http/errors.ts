import type { Switches } from '../switches';

/** An answer that is not a success; the pipeline sends it as it is. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		readonly body: unknown,
		/** What a job's result item says about it. */
		readonly code: string,
		readonly details: string,
		readonly headers: Record<string, string> = {},
	) {
		super(`${status} ${code}: ${details}`);
	}
}

/** Most refusals: a code, and words. */
export function stringError(status: number, error: string, description: string): ApiError {
	return new ApiError(status, { error, description }, error, description);
}

export interface Detail {
	description: string;
	error?:
		| 'DuplicateValue'
		| 'BlankValue'
		| 'InvalidValue'
		| 'ValueTooShort'
		| 'ValueTooLong'
		| 'InvalidFormat'
		| 'MaxAgentExceeded';
}

/** Collects what is wrong with a record, field by field (zendesk-api §2.5). */
export class Issues {
	private readonly details: Record<string, Detail[]> = {};

	add(field: string, description: string, error?: Detail['error']): void {
		(this.details[field] ??= []).push(error ? { description, error } : { description });
	}

	get any(): boolean {
		return Object.keys(this.details).length > 0;
	}

	/** Throws the 422 if there is anything to complain about. */
	raise(): void {
		if (this.any) throw recordInvalid(this.details);
	}
}

/** §2.5 */
function recordInvalid(details: Record<string, Detail[]>): ApiError {
	const text = Object.values(details)
		.flat()
		.map(({ description }) => description)
		.join(', ');
	const body = { error: 'RecordInvalid', description: 'Record validation errors', details };
	return new ApiError(422, body, 'RecordInvalid', text);
}

export function invalidField(
	field: string,
	description: string,
	error?: Detail['error'],
): ApiError {
	return recordInvalid({ [field]: [error ? { description, error } : { description }] });
}

/** §11 */
export const recordNotFound = () => stringError(404, 'RecordNotFound', 'Not found');

/** §11: the route doesn't exist, or not on this plan. */
export const invalidEndpoint = () => stringError(404, 'InvalidEndpoint', 'Not found');

/** §1.5 */
export const notAuthenticated = () =>
	new ApiError(401, { error: "Couldn't authenticate you" }, 'Unauthorized', 'Not authenticated');

/** §1.5: the wording is UNCONFIRMED. */
export const tokenExpired = () =>
	new ApiError(
		401,
		{
			error: 'invalid_token',
			error_description:
				'The access token provided is expired, revoked, malformed or invalid for other reasons.',
		},
		'invalid_token',
		'The access token is expired',
	);

const NO_ACCESS =
	'You do not have access to this page. Please contact the account owner of this help desk for further help.';

/** §1.5: plan or permission. */
export const forbidden = (message = NO_ACCESS) =>
	new ApiError(403, { error: { title: 'Forbidden', message } }, 'Forbidden', message);

/** §1.5: some newer endpoints say it this way. */
export const notAuthorized = () => stringError(403, 'Forbidden', 'Not authorized!');

/** §1.5 */
export const missingScope = (scope: string) =>
	stringError(403, 'Forbidden', `You are missing the following required scopes: ${scope}`);

/** §2.5: something of the body has not the form that it must have. */
export const invalidAttribute = (name: string, form: string) => {
	const message = `You passed an invalid value for the ${name} attribute. Invalid parameter: ${name} must be ${form}`;
	return new ApiError(
		400,
		{ error: { title: 'Invalid attribute', message } },
		'InvalidAttribute',
		message,
	);
};

/** §2.5: the wrapper object (`user`, `ticket` …) is missing. */
export const missingWrapper = (name: string) => invalidAttribute(name, 'an object');

export const badRequest = (error: string, description: string) =>
	stringError(400, error, description);

/** §8 */
export const badPagination = (
	code: 'InvalidPaginationParameter' | 'InvalidPaginationDepth',
	title: string,
) => new ApiError(400, { errors: [{ code, title }] }, code, title);

/** §2.5 */
export const databaseConflict = () => stringError(409, 'DatabaseConflict', 'Database collision');

/** §6, §8 */
export const unprocessable = (error: string, description: string) =>
	stringError(422, error, description);

/** More than 100 records (recorded): users to be created have words of their own, the others name the parameter, if any. */
export function tooManyValues(parameter = ''): ApiError {
	const description = `Parameter ${parameter} cannot specify more than 100 values`;
	const body = { error: 'TooManyValues', description, max_count: 100 };
	return new ApiError(400, body, 'TooManyValues', description);
}

export const tooManyUsers = () =>
	stringError(400, 'TooManyValues', 'Maximum 100 users may be created per call');

/** Recorded. */
const NO_HELP_DESK =
	'There is no help desk configured at this address. This means that the address is available and that you can claim it at http://www.zendesk.com/signup';

/** §1.5 */
export function accountGone(state: Switches['account'], host: string): ApiError {
	const title = `No help desk at ${host}`;
	const body =
		state === 'suspended-html'
			? `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1><p>${NO_HELP_DESK}</p></body></html>`
			: { error: { title, message: NO_HELP_DESK } };
	return new ApiError(404, body, 'NoHelpDesk', title);
}
