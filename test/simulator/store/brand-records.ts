/** A brand of the account, as customers see it. Times are ms since the epoch. */
export interface Brand {
	id: number;
	name: string;
	subdomain: string;
	default: boolean;
	active: boolean;
	is_deleted: boolean;
	created_at: number;
	updated_at: number;
}

/** The brand that every account has. */
export const DEFAULT_BRAND_ID = 340_000_000_001;
