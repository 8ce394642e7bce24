import type { ZendeskUser } from '../api/records';

export function isStaff(user: Pick<ZendeskUser, 'role'>): boolean {
	return user.role !== 'end-user';
}

/** How a person is called in messages. */
export function nameOf(user: Pick<ZendeskUser, 'name' | 'id'>): string {
	return `${user.name} (ID ${user.id})`;
}
