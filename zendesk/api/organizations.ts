import type { Client } from '../http/client';
import { collect } from '../http/pages';
import type { Reply } from '../http/types';
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

/** Adds somebody to an organization, as their default one. Finds it again when the answer was lost. */
export async function addToOrganization(
	client: Client,
	userId: number,
	organizationId: number,
): Promise<OrganizationMembership> {
	const reply = await client.send(
		{
			method: 'POST',
			path: `/api/v2/users/${userId}/organization_memberships`,
			body: {
				organization_membership: {
					user_id: userId,
					organization_id: organizationId,
					default: true,
				},
			},
		},
		{
			operation: 'natural-key',
			expects: 'organization_membership',
			lookUp: async (): Promise<Reply | 'not-done'> => {
				const membership = (await listOrganizationsOf(client, userId)).find(
					({ organization_id: id }) => id === organizationId,
				);
				return membership
					? { status: 201, headers: {}, json: { organization_membership: membership } }
					: 'not-done';
			},
		},
	);
	return reply.json.organization_membership as OrganizationMembership;
}

/** Makes an organization that somebody is in their default one. */
export async function makeDefaultOrganization(
	client: Client,
	userId: number,
	organizationId: number,
): Promise<void> {
	const path = `/api/v2/users/${userId}/organizations/${organizationId}/make_default`;
	await client.send({ method: 'PUT', path }, { operation: 'always' });
}
