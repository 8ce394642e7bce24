import { invalidField, stringError, type ApiError, type Issues } from '../http/errors';
import type { Input } from '../http/query';
import { toId } from '../http/query';
import { ROLE_TYPE, type CustomRole, type Role, type User } from '../store/records';
import type { Switches } from '../switches';
import type { Act, World } from '../world';

/** The three fields that together say what somebody is (zendesk-api §2.2). */
export type RoleState = Pick<User, 'role' | 'role_type' | 'custom_role_id'>;

export const END_USER: RoleState = { role: 'end-user', role_type: null, custom_role_id: null };

const SMALL_TYPES: ReadonlyArray<number | null> = [ROLE_TYPE.lightAgent, ROLE_TYPE.contributor];

/** Light agents and contributors: staff who can't be given tickets. */
export function isSmall(state: RoleState): boolean {
	return SMALL_TYPES.includes(state.role_type);
}

export function sameRole(a: RoleState, b: RoleState): boolean {
	return a.role === b.role && a.role_type === b.role_type && a.custom_role_id === b.custom_role_id;
}

/** The system role of this type, e.g. "Light agent". */
export function systemRole(world: World, roleType: number): CustomRole | undefined {
	return world.store.customRoles.all().find((role) => role.role_type === roleType);
}

function roleStateOf(role: CustomRole, switches: Switches): RoleState {
	const roles: Partial<Record<number, Role>> = {
		[ROLE_TYPE.admin]: 'admin',
		[ROLE_TYPE.billingAdmin]: switches.billingAdminRole,
	};
	return {
		role: roles[role.role_type] ?? 'agent',
		role_type: role.role_type,
		custom_role_id: role.id,
	};
}

export function adminState(world: World): RoleState {
	if (!world.plan.customRoles) return { role: 'admin', role_type: null, custom_role_id: null };
	const custom_role_id = systemRole(world, ROLE_TYPE.admin)?.id ?? null;
	return { role: 'admin', role_type: ROLE_TYPE.admin, custom_role_id };
}

export function plainAgentState(world: World): RoleState {
	const role_type = world.plan.customRoles ? ROLE_TYPE.custom : null;
	return { role: 'agent', role_type, custom_role_id: null };
}

/**
 * What a write makes of somebody. A custom role wins over `role`, even over `role: "end-user"`: such a
 * downgrade leaves an agent behind (§2.2).
 */
export function requestedRole(
	act: Act,
	input: Input,
	current: RoleState,
	issues: Issues,
): RoleState {
	const { world } = act;
	if (input.custom_role_id !== undefined && input.custom_role_id !== null) {
		const role = world.store.customRoles.get(toId(input.custom_role_id));
		if (role) return roleStateOf(role, world.switches);
		issues.add('custom_role_id', 'Custom role: is invalid', 'InvalidValue');
		return current;
	}
	if (input.role === undefined) return current;
	const named = NAMED[String(input.role)];
	if (!named) {
		issues.add('role', 'Role: is invalid', 'InvalidValue');
		return current;
	}
	return named(world, current, issues);
}

const NAMED: Partial<
	Record<string, (world: World, current: RoleState, issues: Issues) => RoleState>
> = {
	'end-user': () => END_USER,
	admin: (world) => adminState(world),
	agent: (world, current, issues) => {
		// "agent" says nothing new about somebody who is one already, light or not.
		if (current.role === 'agent') return current;
		if (world.plan.customRoles && world.switches.agentWithoutCustomRole === 'refused') {
			issues.add('custom_role_id', 'Custom role: cannot be blank', 'BlankValue');
		}
		return plainAgentState(world);
	},
};

const NO_SEAT = 'Subscription limit reached';
const NO_SEAT_CODE = 'MaxAgentExceeded';

const NO_SEAT_ERRORS: Record<Switches['subscriptionLimitBody'], () => ApiError> = {
	'422-role': () => invalidField('role', `Role: ${NO_SEAT}`, NO_SEAT_CODE),
	'422-base': () => invalidField('base', NO_SEAT, NO_SEAT_CODE),
	'422-top': () => stringError(422, NO_SEAT_CODE, NO_SEAT),
	'403': () => stringError(403, NO_SEAT_CODE, NO_SEAT),
};

/** Throws when the role needs a seat of a kind that is sold out (§2.6, §13.1). */
export function checkSeat(act: Act, user: User, next: RoleState): void {
	const { store, plan, switches } = act.world;
	const [before, after] = [store.seatOf(user), store.seatOf({ ...user, ...next })];
	if (after === before || after === 'none' || after === 'free') return;
	const bought = plan.seats[after];
	if (bought !== null && store.seats()[after] >= bought) {
		throw NO_SEAT_ERRORS[switches.subscriptionLimitBody]();
	}
}
