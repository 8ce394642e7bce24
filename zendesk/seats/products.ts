import { ROLE_TYPE } from '../roles/roleTypes';
import type { Entitlements } from '../api/records';

/** An active role in a product beside Support. */
export interface ProductRole {
	/** As the API calls it, e.g. `explore`. */
	product: string;
	/** In lower case, e.g. `editor`; empty when Zendesk names none. */
	role: string;
}

/** What is known of somebody's product roles, or why nothing is. */
export type Products =
	| { roles: ProductRole[] }
	| {
			/** `absent`: the account has none to read; `unanswered`: Zendesk did not tell. */
			unknown: 'not-read' | 'absent' | 'unanswered';
	  };

/** In the order in which Zendesk shows them; Talk is called voice elsewhere. */
const ORDER = ['guide', 'explore', 'talk', 'chat'];

/** A role that is not active is one that nobody can use. */
export function activeRoles(entitlements: Entitlements): ProductRole[] {
	const products = [...new Set([...ORDER, ...Object.keys(entitlements)])];
	return products.flatMap((product) => {
		const { name, is_active: isActive } = entitlements[product] ?? {};
		return isActive === true ? [{ product, role: String(name ?? '').toLowerCase() }] : [];
	});
}

/** `team_lead` as people read it. */
function titled(name: string): string {
	return name.replace(/_/g, ' ').replace(/(^|\s)\S/g, (start) => start.toUpperCase());
}

export function productName(product: string): string {
	return titled(product);
}

/** e.g. `Support - Team lead`, `Guide - Admin`, `Explore - Studio`. */
export function productRoleList(supportRole: string, products: Products): string[] {
	const others = 'roles' in products ? products.roles : [];
	return [
		`Support - ${supportRole}`,
		...others.map(({ product, role }) => `${titled(product)} - ${titled(role || 'unknown role')}`),
	];
}

/** Whether a product role makes a small seat a paid one, or why nobody can tell. */
type Count = { counts: boolean } | { unclear: string };

const COUNTS: Count = { counts: true };
const COUNTS_NOT: Count = { counts: false };
const NO_SOURCE: Count = { unclear: 'no source says whether that counts' };
const DISPUTED: Count = { unclear: "Zendesk's articles disagree whether that counts" };

interface Rule {
	roles?: Record<string, Count>;
	/** All other roles of the product. */
	others: Count;
}

/**
 * Which roles count. An editor of Explore is called a Studio user as well.
 *
 * @see https://support.zendesk.com/hc/en-us/articles/4408846314266
 * @see https://support.zendesk.com/hc/en-us/articles/4844001120410 (for Guide admins)
 */
const RULES: Record<string, Rule> = {
	chat: { others: COUNTS },
	explore: {
		roles: { admin: COUNTS, editor: COUNTS, studio: COUNTS, viewer: COUNTS_NOT },
		others: NO_SOURCE,
	},
	guide: { roles: { admin: COUNTS, agent: COUNTS, viewer: COUNTS_NOT }, others: NO_SOURCE },
	talk: { others: COUNTS_NOT },
};

/** @param type of the holder's Support role: a light agent's or a contributor's */
export function countOf({ product, role }: ProductRole, type: number | null): Count {
	if (product === 'guide' && role === 'agent' && type === ROLE_TYPE.lightAgent) return DISPUTED;
	if (!Object.hasOwn(RULES, product)) return NO_SOURCE;
	const { roles = {}, others } = RULES[product];
	return Object.hasOwn(roles, role) ? roles[role] : others;
}
