import type { Json } from './forms';
import { PUT_BACK_IN_JOBS } from './putBackJobs';

/** What the simulator did otherwise than real accounts before it was compared with them, put back into its answer. */
export interface PutBack {
	/** What it was. */
	name: string;
	recording: string;
	/** Number of the request, from 1 on. */
	request: number;
	change: (body: Body) => void;
	/** What the comparison then says, each line from its beginning. */
	says: string[];
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Body = any;

export const PUT_BACK: PutBack[] = [
	...PUT_BACK_IN_JOBS,
	{
		name: 'D4: only an address of type email is primary',
		recording: 'google-primary',
		request: 1,
		change: (body) => (body.identities[0].primary = false),
		says: ['identities[0].primary: recorded true, here false'],
	},
	{
		name: 'D4: a phone number is not primary',
		recording: 'google-primary',
		request: 1,
		change: (body) => (body.identities[1].primary = false),
		says: ['identities[1].primary: recorded true, here false'],
	},
	{
		name: 'D1: the tag of a checked field is not among the tags',
		recording: 'checkbox-tag',
		request: 1,
		change: (body) => body.user.tags.pop(),
		says: ['user.tags: recorded ["checkedbox","existing","here"], here ["existing","here"]'],
	},
	{
		name: 'D5: a sign-in leaves updated_at as it was',
		recording: 'sign-in',
		request: 1,
		change: (body) => (body.user.updated_at = body.user.created_at),
		says: ['user.last_login_at: recorded the same as updated_at, here'],
	},
	{
		name: 'D9: deleted people have no permanently_deleted',
		recording: 'export-of-deleted',
		request: 1,
		change: (body) => body.users.forEach((user: Json) => delete user.permanently_deleted),
		says: [0, 1, 2, 3].map(
			(row) => `users[${row}].permanently_deleted: recorded false, here there`,
		),
	},
	{
		name: 'D10: a throttled delivery is dropped',
		recording: 'throttled-delivery',
		request: 4,
		change: (body) => body.attempts.shift(),
		says: [
			'attempts: recorded 2 rows, here 1',
			'attempts[0].status_code: recorded 403, here there is no such key',
			'attempts[0].status: recorded "terminated", here "throttled"',
			'attempts[0].request: recorded',
			'attempts[0].response: recorded',
		],
	},
	{
		name: 'D11: the first page has no link back',
		recording: 'cursor-links',
		request: 1,
		change: (body) => (body.links.prev = null),
		says: ['links.prev: recorded "/api/v2/users.json?'],
	},
	{
		name: 'D11: the last page has no link on',
		recording: 'cursor-links',
		request: 2,
		change: (body) => (body.links.next = null),
		says: ['links.next: recorded "/api/v2/groups.json?'],
	},
	{
		name: 'D11: no page says has_more before an empty one',
		recording: 'cursor-links',
		request: 4,
		change: (body) => (body.meta.has_more = false),
		says: ['meta.has_more: recorded true, here false'],
	},
	{
		name: 'D20: an export is limited by TooManyRequests',
		recording: 'refusals',
		request: 11,
		change: (body) => (body.error = 'TooManyRequests'),
		says: ['error: recorded "APIRateLimitExceeded", here "TooManyRequests"'],
	},
	{
		name: 'D20: an empty name is a BlankValue',
		recording: 'refusals',
		request: 12,
		change: (body) => (body.details.name[0].error = 'BlankValue'),
		says: ['details.name[0].error: recorded "ValueTooShort", here "BlankValue"'],
	},
	{
		name: 'the end of 30 days is not in the audit log',
		recording: 'refusals',
		request: 17,
		change: (body) => (body.audit_logs = []),
		says: ['audit_logs: recorded 1 rows, here 0'],
	},
	{
		name: 'D20: the payload of a delivery is in one line',
		recording: 'throttled-delivery',
		request: 4,
		change: ({ attempts: [{ request }] }) =>
			(request.payload = JSON.stringify(JSON.parse(request.payload))),
		says: ['attempts[0].request.payload: recorded on several lines, here in one line'],
	},
];
