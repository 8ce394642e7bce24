export interface Newer {
	/** What the record is called where it stands. */
	holders: string[];
	keys: string[];
	reason: string;
	source: string;
}

const USER = ['user', 'users'];

/** Keys that no recording has, because Zendesk began to send them later, or because they were taken out. */
export const NEWER: Newer[] = [
	{
		holders: USER,
		keys: ['suspension_details', 'chat_only'],
		reason: 'Zendesk sends them since 2024, and documents them',
		source: 'https://developer.zendesk.com/api-reference/ticketing/users/users/#json-format',
	},
	{
		holders: USER,
		keys: ['photo'],
		reason: 'Who recorded took the pictures of people out',
		source: 'https://developer.zendesk.com/api-reference/ticketing/users/users/#json-format',
	},
	{
		holders: ['job_status'],
		keys: ['job_type'],
		reason: 'Zendesk documents it; the answers of 2016 to 2023 do not have it',
		source: 'https://developer.zendesk.com/api-reference/ticketing/ticket-management/job_statuses/',
	},
];

/** @param holder e.g. `users` for each row of that list */
export function isNewer(holder: string, key: string): boolean {
	return NEWER.some(({ holders, keys }) => holders.includes(holder) && keys.includes(key));
}

/** Each of them as the comparison reports it. */
export const NEWER_KEYS = NEWER.flatMap(({ holders, keys }) =>
	holders.flatMap((holder) => keys.map((key) => `${holder}.${key}`)),
);
