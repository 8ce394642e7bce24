import type { ZendeskUser } from '../api/records';
import {
	addToOrganization,
	listOrganizationsOf,
	makeDefaultOrganization,
} from '../api/organizations';
import { attempt, type Client } from '../http/client';
import { ZendeskError } from '../http/errors';
import type { Refusal } from '../verdict';
import type { UserFields } from './payload';
import { nameOf } from './view';

const REPLACE = "Choose 'Replace' in the option 'Organizations'";

/** Whether writing the organization into the record would end other memberships: all but that one. */
export function endsMemberships({ organization_id: current }: ZendeskUser): boolean {
	return current !== null && current !== undefined;
}

/**
 * Makes an organization the user's default one; those that they are in already stay.
 *
 * @throws {ZendeskError} e.g. where the account allows one organization a user
 * @see https://developer.zendesk.com/api-reference/ticketing/organizations/organization_memberships/
 */
export async function changeDefaultOrganization(
	client: Client,
	userId: number,
	organizationId: number,
): Promise<void> {
	const added = await attempt(addToOrganization(client, userId, organizationId));
	if (added.ok && added.value.default === true) return;
	if (added.ok) return await makeDefaultOrganization(client, userId, organizationId);
	const { error } = added;
	if (error.kind !== 'invalid') throw error;
	const memberships = await listOrganizationsOf(client, userId);
	if (memberships.some(({ organization_id: id }) => id === organizationId)) {
		return await makeDefaultOrganization(client, userId, organizationId);
	}
	throw new ZendeskError({
		...error,
		message: `The user was not added to the organization ${organizationId}: ${error.message}`,
		advice: `Check the organization. Where the account allows one organization a user: ${REPLACE}`,
	});
}

/** Refuses to take somebody out of several organizations where the row names none. */
export async function refuseNoOrganization(
	client: Client,
	user: ZendeskUser,
	fields: UserFields,
): Promise<Refusal | undefined> {
	if (fields.organization_id !== null || !endsMemberships(user)) return undefined;
	const memberships = await listOrganizationsOf(client, user.id);
	if (memberships.length < 2) return undefined;
	const names = memberships.map(({ organization_name: name }) => name).join(', ');
	return {
		reason: 'invalid',
		message: `${nameOf(user)} is in ${memberships.length} organizations (${names}), and the row names none`,
		advice: `${REPLACE} to end all of them, or take the organization out of the row`,
	};
}
