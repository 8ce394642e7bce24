import type { Client } from '../http/client';
import { collect } from '../http/pages';
import type { Group, GroupMembership } from './records';

/** @see https://developer.zendesk.com/api-reference/ticketing/groups/group_memberships/ */

export async function listGroups(client: Client): Promise<Group[]> {
	return await collect<Group>(client, '/api/v2/groups', 'groups');
}

export async function listGroupsOf(client: Client, userId: number): Promise<Group[]> {
	return await collect<Group>(client, `/api/v2/users/${userId}/groups`, 'groups');
}

export async function listMemberships(client: Client, userId: number): Promise<GroupMembership[]> {
	return await collect<GroupMembership>(
		client,
		`/api/v2/users/${userId}/group_memberships`,
		'group_memberships',
	);
}
