import type { TriggerName } from './triggers';

/** Times are in ms of the clock. */
export interface ZephrUser {
	/** A UUID. */
	user_id: string;
	email_address: string;
	/** By slug; which slugs there are is the tenant's choice. */
	attributes: Record<string, unknown>;
	email_verified: boolean;
	tracking_id: string;
	registered: number;
	/** The slug of the site on which the user registered. */
	site: string;
	/** By system, e.g. `zendesk`. */
	foreign_keys: Record<string, string>;
	updated: number;
}

/** A right of a user or of an account; with a `product_id` it is what Zephr calls a product grant. */
export interface ZephrGrant {
	grant_id: string;
	user_id: string | null;
	account_id: string | null;
	entitlement_type: 'bundle' | 'entitlement' | 'meter' | 'credits';
	entitlement_id: string;
	product_id: string | null;
	start: number;
	/** `null` = never ends. */
	end: number | null;
	created: number;
}

export type GrantState = 'pending' | 'active' | 'expired';

/** A company, whose grants hold for all its users. */
export interface ZephrAccount {
	account_id: string;
	name: string;
	email_address: string;
	number_of_seats: number;
	site: string;
	user_ids: Set<string>;
}

export interface ZephrWebhook {
	webhook_id: string;
	label: string;
	triggers: TriggerName[];
	method: string;
	target: string;
	/** Set in the console only, as the sites: the API knows neither (zephr-and-hr §1.6). */
	auth: { user: string; password: string } | null;
	/** `null` = all sites. */
	sites: string[] | null;
}
