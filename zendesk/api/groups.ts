import type { Client } from '../http/client';
import { collect, pages } from '../http/pages';
import type { ZendeskRequest } from '../http/types';
import type { Group, GroupMembership, ZendeskUser } from './records';

const MEMBERSHIPS = '/api/v2/group_memberships';

/** @see https://developer.zendesk.com/api-reference/ticketing/groups/group_memberships/ */

export async function listGroups(client: Client): Promise<Group[]> {
	return await collect<Group>(client, '/api/v2/groups', 'groups');
}

/** The agents of a group. */
export function listGroupUsers(client: Client, groupId: number) {
	return pages<ZendeskUser>(client, `/api/v2/groups/${groupId}/users`, 'users');
}

export async function listGroupsOf(client: Client, userId: number): Promise<Group[]> {
	return await collect<Group>(client, `/api/v2/users/${userId}/groups`, 'groups');
}

/** All memberships of the account. */
export async function listAllMemberships(client: Client): Promise<GroupMembership[]> {
	return await collect<GroupMembership>(client, MEMBERSHIPS, 'group_memberships');
}

/** The order for a job that puts up to 100 users into groups. */
export function createMembershipsRequest(
	memberships: Array<Pick<GroupMembership, 'user_id' | 'group_id'>>,
): ZendeskRequest {
	return {
		method: 'POST',
		path: `${MEMBERSHIPS}/create_many`,
		body: { group_memberships: memberships },
	};
}

/** The order for a job that takes users out of groups, by the ids of up to 100 memberships. */
export function destroyMembershipsRequest(ids: number[]): ZendeskRequest {
	return {
		method: 'DELETE',
		path: `${MEMBERSHIPS}/destroy_many`,
		query: { ids: ids.join(',') },
	};
}

export async function listMemberships(client: Client, userId: number): Promise<GroupMembership[]> {
	return await collect<GroupMembership>(
		client,
		`/api/v2/users/${userId}/group_memberships`,
		'group_memberships',
	);
}
