import type { Client } from '../http/client';
import { collect } from '../http/pages';
import type { OrganizationMembership } from './records';

/** @see https://developer.zendesk.com/api-reference/ticketing/organizations/organization_memberships/ */
export async function listOrganizationsOf(
	client: Client,
	userId: number,
): Promise<OrganizationMembership[]> {
	return await collect<OrganizationMembership>(
		client,
		`/api/v2/users/${userId}/organization_memberships`,
		'organization_memberships',
	);
}
