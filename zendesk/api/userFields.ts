import { attempt, type Client } from '../http/client';
import { isClosed } from '../http/errors';
import { collect } from '../http/pages';

/** A field that the account has added to its users; only the keys that this pack reads. */
export interface UserField {
	key: string;
	/** `text`, `textarea`, `checkbox`, `date`, `integer`, `decimal`, `regexp`, `dropdown`, `multiselect`, `lookup`. */
	type: string;
	/** What agents see. */
	title: string;
	/** `false` = switched off: nobody sees it any more. */
	active: boolean;
	/** Of a checkbox: the tag of users who have it checked. */
	tag?: string | null;
	/** Of a `regexp`: a pattern of Ruby. */
	regexp_for_validation?: string | null;
	/** Of a dropdown or multiselect: `value` is stored, and is a tag of whoever has it. */
	custom_field_options?: Array<{ name: string; value: string }>;
}

/**
 * All user fields of the account, switched off ones included, a hundred a request.
 *
 * @returns `undefined` where this credential may not read them
 * @throws {ZendeskError} when Zendesk does not answer
 * @see https://developer.zendesk.com/api-reference/ticketing/users/user_fields/
 */
export async function listUserFields(client: Client): Promise<UserField[] | undefined> {
	const answer = await attempt(collect<UserField>(client, '/api/v2/user_fields', 'user_fields'));
	if (answer.ok) return answer.value;
	if (isClosed(answer.error)) return undefined;
	throw answer.error;
}
