import type { ZendeskUser } from '../api/records';

/** The fields that most workflows go on with. */
const SIMPLE = [
	'id',
	'name',
	'email',
	'role',
	'role_type',
	'suspended',
	'external_id',
	'organization_id',
	'last_login_at',
	'created_at',
] as const;

export function simplifyUser(user: ZendeskUser): Record<string, unknown> {
	return Object.fromEntries(SIMPLE.map((key) => [key, user[key] ?? null]));
}

export function isStaff(user: Pick<ZendeskUser, 'role'>): boolean {
	return user.role !== 'end-user';
}

/** How a person is called in messages. */
export function nameOf(user: Pick<ZendeskUser, 'name' | 'id'>): string {
	return `${user.name} (ID ${user.id})`;
}
