/** What lets people and programs in, or tells them. As in `records.ts`, times are ms since the epoch. */
export interface Session {
	id: number;
	user_id: number;
	authenticated_at: number;
	last_seen_at: number;
}

export interface ApiToken {
	id: number;
	token: string;
	created_at: number;
	last_used_at: number;
}

export interface OAuthClient {
	id: number;
	/** What OAuth calls the client_id. */
	identifier: string;
	secret: string;
	name: string;
	company: string;
	description: string;
	kind: 'confidential' | 'public';
	redirect_uri: string[];
	/** The admin as whom client credentials act. */
	user_id: number;
	created_at: number;
	updated_at: number;
	/** Internal: the scopes it may ask for; `null` = any. */
	allowed_scopes: string[] | null;
}

export interface OAuthToken {
	id: number;
	client_id: number;
	user_id: number;
	token: string;
	refresh_token: string | null;
	scopes: string[];
	created_at: number;
	expires_at: number | null;
	refresh_token_expires_at: number | null;
	used_at: number | null;
	/** Internal: dies when its user is no admin any more (§1.3). */
	client_credentials: boolean;
}

export interface AuthorizationCode {
	code: string;
	client_id: number;
	user_id: number;
	redirect_uri: string;
	scope: string;
	challenge: string | null;
	expires_at: number;
}

export interface Webhook {
	id: string;
	name: string;
	description: string | null;
	status: 'active' | 'inactive';
	endpoint: string;
	http_method: string;
	request_format: string;
	subscriptions: string[];
	authentication: { type: string; data?: unknown; add_position: string } | null;
	custom_headers: Record<string, string> | null;
	created_at: number;
	created_by: number;
	updated_at: number;
	updated_by: number;
	/** Internal: the signing secret. */
	secret: string;
}
