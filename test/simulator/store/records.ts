/**
 * What the store keeps. Fields are named as in Zendesk's API; times are ms since the epoch; what the API
 * doesn't show is marked "internal".
 */
export type Role = 'end-user' | 'agent' | 'admin';

export type Status = 'new' | 'open' | 'pending' | 'hold' | 'solved' | 'closed';

/** In Zendesk's order, on which `status<solved` in a search relies. */
export const STATUSES: readonly Status[] = ['new', 'open', 'pending', 'hold', 'solved', 'closed'];

/** zendesk-api §2.2 */
export const ROLE_TYPE = {
	custom: 0,
	lightAgent: 1,
	contributor: 3,
	admin: 4,
	billingAdmin: 5,
} as const;

export interface User {
	id: number;
	name: string;
	email: string | null;
	created_at: number;
	updated_at: number;
	time_zone: string;
	phone: string | null;
	shared_phone_number: boolean | null;
	photo: Record<string, unknown> | null;
	locale_id: number;
	locale: string;
	organization_id: number | null;
	role: Role;
	verified: boolean;
	external_id: string | null;
	tags: string[];
	alias: string | null;
	active: boolean;
	shared: boolean;
	shared_agent: boolean;
	last_login_at: number | null;
	two_factor_auth_enabled: boolean | null;
	signature: string | null;
	details: string | null;
	notes: string | null;
	role_type: number | null;
	custom_role_id: number | null;
	moderator: boolean;
	ticket_restriction: string | null;
	only_private_comments: boolean;
	restricted_agent: boolean;
	suspended: boolean;
	default_group_id: number | null;
	chat_only: boolean;
	user_fields: Record<string, unknown>;
	/** Internal. Only used while `brandSeparated`; `null` = the whole account. */
	brand_id: number | null;
	/** Internal. */
	deleted_at: number | null;
	/** Internal: the email at the time of the soft delete. */
	deleted_email: string | null;
	/** Internal. */
	purged_at: number | null;
	/** Internal: who asked for the purge; `null` = the 30 days were over. */
	purged_by: number | null;
}

export interface Identity {
	id: number;
	user_id: number;
	type: string;
	value: string;
	verified: boolean;
	primary: boolean;
	created_at: number;
	updated_at: number;
	verified_at: number | null;
	verification_method: 'none' | 'low' | 'sso' | 'embed' | 'full';
	ownership: 'owned' | 'shared';
	undeliverable_count: number;
	/** Of addresses only, e.g. `undeliverable`. */
	deliverable_state: string;
}

export interface Group {
	id: number;
	name: string;
	description: string;
	default: boolean;
	deleted: boolean;
	is_public: boolean;
	created_at: number;
	updated_at: number;
}

export interface GroupMembership {
	id: number;
	user_id: number;
	group_id: number;
	default: boolean;
	created_at: number;
	updated_at: number;
}

export interface Organization {
	id: number;
	name: string;
	external_id: string | null;
	domain_names: string[];
	group_id: number | null;
	shared_tickets: boolean;
	shared_comments: boolean;
	details: string | null;
	notes: string | null;
	tags: string[];
	organization_fields: Record<string, unknown>;
	created_at: number;
	updated_at: number;
}

export interface OrganizationMembership {
	id: number;
	user_id: number;
	organization_id: number;
	default: boolean;
	created_at: number;
	updated_at: number;
}

export interface CustomRole {
	id: number;
	name: string;
	description: string;
	role_type: number;
	configuration: Record<string, string | boolean>;
	created_at: number;
	updated_at: number;
	/** Internal: may change roles of, suspend and remove team members (§1.4). */
	manage_team_members: boolean;
}

export interface Ticket {
	id: number;
	external_id: string | null;
	subject: string | null;
	description: string;
	status: Status;
	priority: 'urgent' | 'high' | 'normal' | 'low' | null;
	type: 'problem' | 'incident' | 'question' | 'task' | null;
	requester_id: number;
	submitter_id: number;
	assignee_id: number | null;
	group_id: number | null;
	organization_id: number | null;
	brand_id: number;
	follower_ids: number[];
	email_cc_ids: number[];
	tags: string[];
	custom_fields: Array<{ id: number; value: unknown }>;
	due_at: number | null;
	problem_id: number | null;
	is_public: boolean;
	channel: string;
	created_at: number;
	updated_at: number;
	/** Internal: decides when it is archived. */
	closed_at: number | null;
	/** Internal. */
	deleted_at: number | null;
	/** Internal: `null` = Zendesk itself. */
	deleted_by: number | null;
}

export interface Comment {
	id: number;
	ticket_id: number;
	author_id: number;
	body: string;
	public: boolean;
	created_at: number;
	audit_id: number;
}

export interface AuditEvent {
	id: number;
	type: 'Create' | 'Change' | 'Comment';
	field_name?: string;
	value?: unknown;
	/** Of changes only. */
	previous_value?: unknown;
	body?: string;
	/** The trigger that did it. */
	rule?: { id: number; title: string };
}

export interface Audit {
	id: number;
	ticket_id: number;
	author_id: number;
	created_at: number;
	events: AuditEvent[];
}

/** An entry of the account's audit log (§6). */
export interface AuditLog {
	id: number;
	action: 'create' | 'destroy' | 'exported' | 'login' | 'update';
	actor_id: number;
	source_type: string;
	source_id: number;
	source_label: string;
	change_description: string;
	/** `null` = Zendesk itself did it. */
	ip_address: string | null;
	created_at: number;
}

/** An article of the help center. */
export interface Article {
	id: number;
	author_id: number;
	title: string;
	body: string;
	draft: boolean;
	created_at: number;
	edited_at: number;
	updated_at: number;
}

/** Products with roles of their own; voice is called talk here (§5.4). */
export const PRODUCTS = ['chat', 'explore', 'guide', 'talk'] as const;

export type Product = (typeof PRODUCTS)[number];

/** A product role (§5.4). Which names there are is UNCONFIRMED (§13.10). */
export interface Entitlement {
	name: string;
	is_active: boolean;
}

/** Somebody's product roles; a product that is missing was never given, `null` says the same aloud. */
export type ProductRoles = Partial<Record<Product, Entitlement | null>>;

/** Zendesk moved a ticket because its assignee lost the right to have it (§2.6). */
export interface Handover {
	ticketId: number;
	from: number;
	to: number | null;
	at: number;
	why: 'downgraded' | 'deleted' | 'light-agent' | 'left-group';
}

/** An email that Zendesk would have sent. */
export interface Mail {
	to: string;
	userId: number;
	kind: 'verification' | 'new-admin';
	at: number;
}
