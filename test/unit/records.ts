import type { Ticket, ZendeskUser } from '../../zendesk/api/records';

/** An active end user; the test says what is special about this one. */
export function user(special: Partial<ZendeskUser> = {}): ZendeskUser {
	return {
		id: 1,
		name: 'Ann Miller',
		email: 'ann@example.com',
		external_id: null,
		role: 'end-user',
		role_type: null,
		custom_role_id: null,
		default_group_id: null,
		organization_id: null,
		active: true,
		suspended: false,
		verified: true,
		tags: [],
		notes: null,
		last_login_at: null,
		created_at: '2024-01-01T00:00:00Z',
		updated_at: '2024-01-01T00:00:00Z',
		...special,
	};
}

export function ticket(special: Partial<Ticket> = {}): Ticket {
	return {
		id: 100,
		subject: 'Help',
		status: 'open',
		requester_id: 50,
		assignee_id: null,
		group_id: 7,
		follower_ids: [],
		email_cc_ids: [],
		collaborator_ids: [],
		updated_at: '2026-11-20T08:00:00Z',
		...special,
	};
}
