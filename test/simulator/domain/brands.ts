import type { User } from '../store/records';
import type { World } from '../world';

/** An agent's membership of a brand. */
export interface BrandAgent {
	id: number;
	user_id: number;
	brand_id: number;
	/** Since when. */
	at: number;
}

/** A membership's id, from which both halves can be told. */
const SPACE = 1_000;

/**
 * Whether somebody of the staff belongs to a brand. All belong to all brands, as long as nobody takes them out of one
 * (department spaces); admins always do.
 *
 * @see https://support.zendesk.com/hc/en-us/articles/7584022494874
 */
export function isInBrand(world: World, user: User, brandId: number): boolean {
	return user.role === 'admin' || !world.store.brandsLeft.get(user.id)?.has(brandId);
}

/** Memberships of these staff, in the order of their ids. */
export function brandAgents(world: World, users: User[]): BrandAgent[] {
	const brands = world.store.brands.all();
	return users.flatMap((user) =>
		brands.flatMap(({ id: brand_id }, i) =>
			user.role !== 'end-user' && isInBrand(world, user, brand_id)
				? [{ id: user.id * SPACE + i, user_id: user.id, brand_id, at: user.created_at }]
				: [],
		),
	);
}

export function leaveBrand({ store }: World, { user_id, brand_id }: BrandAgent): void {
	const left = store.brandsLeft.get(user_id) ?? new Set();
	store.brandsLeft.set(user_id, left.add(brand_id));
}

/** Puts somebody in these brands, and in no other. */
export function setBrands({ store }: World, userId: number, brandIds: number[]): void {
	const left = store.brands.all().filter(({ id }) => !brandIds.includes(id));
	store.brandsLeft.set(userId, new Set(left.map(({ id }) => id)));
}
