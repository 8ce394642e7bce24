import type { Simulator } from './simulator';
import type { Entitlement, Product, User } from './store/records';

/**
 * Gives somebody a role in a product beside Support, in the place of the one he has there. Names as in
 * zendesk-api §5.4, e.g. `admin`, `agent`, `lead`, `viewer`, `editor`, `studio`.
 */
export function giveProductRole(
	sim: Simulator,
	user: User,
	product: Product,
	name: string,
	isActive = true,
): Entitlement {
	const role = { name, is_active: isActive };
	sim.store.entitlements.set(user.id, { ...sim.store.entitlements.get(user.id), [product]: role });
	return role;
}
