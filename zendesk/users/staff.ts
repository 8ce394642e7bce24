import { listAllMemberships, listGroups } from '../api/groups';
import type { ZendeskUser } from '../api/records';
import { listUsers, showMany } from '../api/users';
import type { Client } from '../http/client';

/** All agents and admins, the suspended ones too. */
export async function readStaff(client: Client): Promise<ZendeskUser[]> {
	const staff: ZendeskUser[] = [];
	for await (const { records } of listUsers(client, { query: { 'role[]': ['agent', 'admin'] } })) {
		staff.push(...records);
	}
	return staff;
}

/** Those who are not among the users that are known, the deleted ones included; who was purged is not found. */
export async function readOthers(
	client: Client,
	known: ZendeskUser[],
	ids: number[],
): Promise<ZendeskUser[]> {
	const knownIds = new Set(known.map(({ id }) => id));
	const missing = ids.filter((id) => !knownIds.has(id));
	return await showMany(client, 'ids', missing, { deleted: true });
}

/** The names of everybody's groups, in the order of the alphabet. */
export async function readGroupNames(client: Client): Promise<Map<number, string[]>> {
	const [groups, memberships] = await Promise.all([listGroups(client), listAllMemberships(client)]);
	const nameOf = new Map(groups.map(({ id, name }) => [id, name]));
	const names = new Map<number, string[]>();
	for (const { user_id: userId, group_id: groupId } of memberships) {
		const name = nameOf.get(groupId);
		if (name !== undefined) names.set(userId, [...(names.get(userId) ?? []), name].sort());
	}
	return names;
}
