import { addAgent } from '../arrange';
import { giveProductRole } from '../arrange-product-roles';
import { systemRole, type RoleState } from '../domain/roles';
import type { Simulator } from '../simulator';
import { ROLE_TYPE, type Product, type User } from '../store/records';

/** Somebody of the staff, and what he is a case of. */
export interface SeatCase {
	user: User;
	roleType: number | null;
	/** Whether he has a custom role, be it one of Zendesk's own as "Light agent" is. */
	customRole: boolean;
	/** His one role in a product beside Support. */
	product: ProductCase | null;
	suspended: boolean;
}

export interface ProductCase {
	product: Product;
	name: string;
	isActive: boolean;
}

/** zendesk-api §2.2 */
const ROLE_TYPES = [
	null,
	ROLE_TYPE.custom,
	ROLE_TYPE.lightAgent,
	ROLE_TYPE.contributor,
	ROLE_TYPE.admin,
	ROLE_TYPE.billingAdmin,
];

/** §5.4 */
const PRODUCT_ROLES: Array<Pick<ProductCase, 'product' | 'name'>> = [
	{ product: 'chat', name: 'agent' },
	{ product: 'explore', name: 'admin' },
	{ product: 'explore', name: 'editor' },
	{ product: 'explore', name: 'studio' },
	{ product: 'explore', name: 'viewer' },
	{ product: 'guide', name: 'agent' },
	{ product: 'guide', name: 'admin' },
	{ product: 'talk', name: 'agent' },
];

const PRODUCT_CASES: Array<ProductCase | null> = [
	null,
	...PRODUCT_ROLES.flatMap((role) => [true, false].map((isActive) => ({ ...role, isActive }))),
];

const CASES: Array<Omit<SeatCase, 'user'>> = ROLE_TYPES.flatMap((roleType) =>
	[true, false].flatMap((customRole) =>
		PRODUCT_CASES.flatMap((product) =>
			[true, false].map((suspended) => ({ roleType, customRole, product, suspended })),
		),
	),
);

function roleOf({ world }: Simulator, roleType: number | null): User['role'] {
	if (roleType === ROLE_TYPE.admin) return 'admin';
	return roleType === ROLE_TYPE.billingAdmin ? world.switches.billingAdminRole : 'agent';
}

function stateOf(sim: Simulator, { roleType, customRole }: (typeof CASES)[number]): RoleState {
	const role = customRole ? systemRole(sim.world, roleType ?? ROLE_TYPE.custom) : undefined;
	if (customRole && !role) throw new Error('Every seat needs a plan with custom roles');
	return { role: roleOf(sim, roleType), role_type: roleType, custom_role_id: role?.id ?? null };
}

/** e.g. `role-type-1`, `custom-role`, `explore-editor`, `inactive`, `suspended` */
function tagsOf({ roleType, customRole, product, suspended }: (typeof CASES)[number]): string[] {
	return [
		`role-type-${roleType ?? 'none'}`,
		...(customRole ? ['custom-role'] : []),
		...(product ? [`${product.product}-${product.name}`] : []),
		...(product?.isActive === false ? ['inactive'] : []),
		...(suspended ? ['suspended'] : []),
	];
}

/**
 * Adds a member of staff for every combination of role type, custom role or none, product role or none
 * (active or not) and suspended or not: 408 people, each with tags that say which one he is.
 */
export function seedSeats(sim: Simulator): SeatCase[] {
	return CASES.map((seat, index) => {
		const state = stateOf(sim, seat);
		const user = addAgent(sim, {
			...state,
			name: `Seat ${index + 1}`,
			email: `seat.${index + 1}@acme.example`,
			tags: tagsOf(seat),
			moderator: state.role === 'admin',
			suspended: seat.suspended,
		});
		const { product } = seat;
		if (product) giveProductRole(sim, user, product.product, product.name, product.isActive);
		return { ...seat, user };
	});
}
