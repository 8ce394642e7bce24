import { attempt, type Client } from '../http/client';
import type { CustomRole } from './records';

/**
 * The account's roles, system roles such as "Light agent" included; `undefined` on plans without custom roles.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/account-configuration/custom_roles/
 */
export async function listCustomRoles(client: Client): Promise<CustomRole[] | undefined> {
	const answer = await attempt(client.get('/api/v2/custom_roles', {}, 'custom_roles'));
	if (answer.ok) {
		const { custom_roles: roles } = answer.value.json;
		return Array.isArray(roles) ? (roles as CustomRole[]) : undefined;
	}
	if (answer.error.kind === 'forbidden' || answer.error.kind === 'not-found') return undefined;
	throw answer.error;
}
