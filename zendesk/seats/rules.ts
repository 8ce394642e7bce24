import type { ZendeskUser } from '../api/records';
import { countOf, productName, type Products } from './products';
import { getRoleType, type Seat } from '../roles/roleTypes';
import { dependsOnProducts } from './seat';

/** The seat of a staff member. */
export interface SeatVerdict {
	seat: Seat;
	/** Why, in one sentence that ends with the seat. */
	evidence: string;
	/** A product role makes it a paid one, which it would not be otherwise. */
	isElevated: boolean;
}

/** What a seat is called by where the product roles are not known: only what Zendesk did not tell leaves it open. */
const WITHOUT_PRODUCTS = {
	'not-read': { text: 'product roles were not read', isOpen: false },
	absent: { text: 'this account has no product roles to read', isOpen: false },
	unanswered: { text: 'Zendesk did not tell the product roles', isOpen: true },
};

/** Whether the evidence of a light or free seat says that product roles are not known: all that a simplified row tells. */
export function isWithoutProducts(evidence: string): boolean {
	return Object.values(WITHOUT_PRODUCTS).some(({ text }) => evidence.includes(text));
}

function verdict(seat: Seat, why: string, isElevated = false): SeatVerdict {
	return { seat, evidence: `${why}: ${seat}`, isElevated };
}

/** e.g. 'an active Explore role', 'active Chat and Explore roles' */
function rolesText(products: string[]): string {
	const names = products.map(productName).join(' and ');
	return products.length === 1 ? `an active ${names} role` : `active ${names} roles`;
}

/**
 * The seat of a staff member, suspended or not: suspended staff keep theirs. Where Zendesk doesn't say what somebody
 * costs, it is unknown.
 *
 * @see https://support.zendesk.com/hc/en-us/articles/4408846314266
 */
export function seatOf(
	user: Pick<ZendeskUser, 'role' | 'role_type'>,
	products: Products,
): SeatVerdict {
	const type = user.role_type ?? null;
	const { name, seat: support } = getRoleType(user);
	const who = `${type === null ? 'no role_type' : `role_type ${type}`} (${name})`;
	if (support === 'unknown') return verdict('unknown', `${who}, whose seat no source tells`);
	if (!dependsOnProducts(user)) return verdict(support, who);
	if ('unknown' in products) {
		const { text, isOpen } = WITHOUT_PRODUCTS[products.unknown];
		return verdict(isOpen ? 'unknown' : support, `${who}; ${text}`);
	}
	const judged = products.roles.map((role) => ({ role, count: countOf(role, type) }));
	const counted = judged.filter(({ count }) => 'counts' in count && count.counts);
	if (counted.length > 0) {
		return verdict(
			'paid',
			`${who} with ${rolesText(counted.map(({ role }) => role.product))}`,
			true,
		);
	}
	for (const { role, count } of judged) {
		if (!('unclear' in count)) continue;
		const named = `${rolesText([role.product])} (${role.role || 'without a name'})`;
		return verdict('unknown', `${who} with ${named}, and ${count.unclear}`);
	}
	return verdict(support, `${who} without a product role that counts`);
}
