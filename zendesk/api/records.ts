/** Zendesk's records as its API gives them; only the keys that this pack reads. Ids are JS-safe integers. */

export interface ZendeskUser {
	id: number;
	name: string;
	email: string | null;
	external_id: string | null;
	role: 'end-user' | 'agent' | 'admin';
	/** 0 custom, 1 light agent, 2 chat agent, 3 contributor, 4 admin, 5 billing admin; null for customers and on plans without custom roles. */
	role_type: number | null;
	custom_role_id: number | null;
	default_group_id: number | null;
	organization_id: number | null;
	/** false = deleted. */
	active: boolean;
	suspended: boolean;
	verified: boolean;
	tags: string[];
	notes: string | null;
	last_login_at: string | null;
	created_at: string;
	updated_at: string;
	[key: string]: unknown;
}

export interface DeletedUser {
	id: number;
	name: string;
	email: string | null;
	role: string;
	created_at: string;
	updated_at: string;
	[key: string]: unknown;
}

export interface Identity {
	id: number;
	user_id: number;
	type: string;
	value: string;
	verified: boolean;
	primary: boolean;
	/** ISO 8601; `undefined` where Zendesk doesn't say. */
	created_at?: string;
	/** Moves when another value takes this one's place. */
	updated_at?: string;
}

export type TicketStatus = 'new' | 'open' | 'pending' | 'hold' | 'solved' | 'closed';

export interface Ticket {
	id: number;
	subject: string | null;
	status: TicketStatus;
	requester_id: number;
	assignee_id: number | null;
	group_id: number | null;
	brand_id?: number | null;
	follower_ids: number[];
	email_cc_ids: number[];
	collaborator_ids: number[];
	updated_at: string;
}

/** A ticket as Zendesk answers to its creation, and as its list gives it. */
export interface FiledTicket extends Ticket {
	external_id: string | null;
	priority: string | null;
	type: string | null;
	tags: string[];
	created_at: string;
}

export interface GroupMembership {
	id: number;
	user_id: number;
	group_id: number;
	default: boolean;
}

export interface Group {
	id: number;
	name: string;
}

export interface OrganizationMembership {
	id: number;
	user_id: number;
	organization_id: number;
	organization_name: string;
	/** `null` for those that aren't the default one. */
	default?: boolean | null;
}

export interface CustomRole {
	id: number;
	name: string;
	role_type: number;
}

export interface OAuthToken {
	id: number;
	user_id: number;
	client_id: number;
}

export interface OAuthClient {
	id: number;
	name: string;
	/** The admin whose it is. */
	user_id: number;
}

/** One condition of a rule, or one thing that it does. */
export interface RulePart {
	field: string;
	operator?: string;
	/** A user's id stands here as text, also among others in a list. */
	value: unknown;
}

/** A view, macro, trigger or automation: what people set up to work with. */
export interface Rule {
	id: number;
	title: string;
	active: boolean;
	conditions?: { all: RulePart[] | null; any: RulePart[] | null };
	actions?: RulePart[];
	/** Whose it is; `null` = everybody's. */
	restriction?: { type: string; id?: number } | null;
}

/** One entry of the audit log; its times have a precision of seconds. */
export interface AuditLogEntry {
	id: number;
	action: string;
	actor_id: number;
	actor_name: string;
	ip_address: string;
	source_type: string;
	source_id: number;
	created_at: string;
}

/** One audit of a ticket, as the export of ticket events gives it. */
export interface TicketEvent {
	id: number;
	ticket_id: number;
	/** Seconds since the epoch. */
	timestamp: number;
	created_at: string;
	/** Who did it; -1 = Zendesk itself. */
	updater_id: number;
	child_events: Array<Record<string, unknown>>;
}

export interface DeletedTicket {
	id: number;
	subject: string | null;
	actor: { id: number; name: string } | null;
	deleted_at: string;
	previous_state: string;
}

export interface Article {
	id: number;
	author_id: number | null;
	created_at: string;
	updated_at: string;
}

/** Where Zendesk sends events to, and which. The secret that it signs them with is asked for apart. */
export interface Webhook {
	id: string;
	name: string;
	description?: string | null;
	status: 'active' | 'inactive';
	endpoint: string;
	http_method: string;
	request_format: string;
	subscriptions: string[];
}

/** Somebody's role in a product beside Support; it counts while it is active. */
export interface Entitlement {
	/** e.g. `admin`, `agent`, `editor`; which names there are is not documented. */
	name?: string | null;
	/** The user has access, and the account has the product. */
	is_active?: boolean;
}

/** By product (`chat`, `explore`, `guide`, `talk`); without a role there is `null` or nothing. */
export type Entitlements = Record<string, Entitlement | null | undefined>;
