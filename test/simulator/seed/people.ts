import { joinGroup } from '../domain/memberships';
import { joinOrganization } from '../domain/organizations';
import { adminState, plainAgentState, systemRole, type RoleState } from '../domain/roles';
import { DAY, HOUR, toSecond } from '../core/time';
import {
	ROLE_TYPE,
	type Group,
	type Organization,
	type ProductRoles,
	type User,
} from '../store/records';
import type { Act, World } from '../world';
import { addPerson, founder, OPENED_BEFORE, STAFF_FIELDS } from './account';
import { FIRM_KINDS, FIRM_NAMES, FIRST_NAMES, LAST_NAMES, TAGS } from './names';

interface StaffSeed {
	state: RoleState;
	suspended?: boolean;
	product?: ProductRoles;
}

/** A state with this system role, or a plain agent where the plan doesn't have it. */
function small(world: World, roleType: number): RoleState {
	const role = systemRole(world, roleType);
	if (!role) return plainAgentState(world);
	return { role: 'agent', role_type: roleType, custom_role_id: role.id };
}

function custom(world: World, name: string): RoleState {
	const role = world.store.customRoles.all().find((candidate) => candidate.name === name);
	if (!role) return plainAgentState(world);
	return { role: 'agent', role_type: ROLE_TYPE.custom, custom_role_id: role.id };
}

/** Everybody besides the owner who must occur, whatever the size. */
function leaders(world: World): StaffSeed[] {
	return [
		{ state: adminState(world) },
		{ state: adminState(world) },
		{ state: custom(world, 'Team lead') },
		{ state: small(world, ROLE_TYPE.lightAgent) },
		{
			state: small(world, ROLE_TYPE.lightAgent),
			product: { explore: { name: 'editor', is_active: true } },
		},
		{ state: small(world, ROLE_TYPE.contributor) },
		{ state: custom(world, 'Staff'), suspended: true },
	];
}

/** Of the others one in eight is a light agent. */
function follower(world: World, index: number): StaffSeed {
	return index % 8 === 7
		? { state: small(world, ROLE_TYPE.lightAgent) }
		: { state: custom(world, 'Staff') };
}

/** The company's staff; the owner is there already. Returns the admin as whom the client acts. */
export function seedStaff(world: World, count: number, groups: Group[]): User {
	const seeds = leaders(world);
	for (let index = 0; seeds.length < count - 1; index++) seeds.push(follower(world, index));
	const staff = seeds.map((seed, index) => addStaff(world, seed, index, groups));
	return staff[0];
}

function addStaff(world: World, seed: StaffSeed, index: number, groups: Group[]): User {
	const { random, store } = world;
	const act = atRandomTime(world, OPENED_BEFORE);
	const name = `${FIRST_NAMES[index % FIRST_NAMES.length]} ${LAST_NAMES[(index * 7) % LAST_NAMES.length]}`;
	const number = index < FIRST_NAMES.length ? '' : String(index);
	const user = addPerson(
		act,
		{
			...STAFF_FIELDS,
			name,
			...seed.state,
			moderator: seed.state.role === 'admin',
			suspended: seed.suspended ?? false,
			external_id: `E-${1000 + index}`,
			last_login_at: toSecond(world.clock.now() - random.between(1, 150 * 24) * HOUR),
			only_private_comments: seed.state.role_type === ROLE_TYPE.lightAgent,
		},
		`${name.toLowerCase().replace(' ', '.')}${number}@acme.example`,
	);
	// Everybody is in one group by turns, so that none is empty, and in some others by chance.
	for (const [position, group] of groups.entries()) {
		const own = position === index % groups.length;
		if (own || random.chance(0.2)) joinGroup(act, user, group, own);
	}
	if (seed.product) store.entitlements.set(user.id, seed.product);
	if (index % 3 === 0) addSession(world, user);
	return user;
}

function addSession(world: World, user: User): void {
	const last_seen_at = user.last_login_at ?? toSecond(world.clock.now());
	world.store.sessions.insert({
		id: world.store.ids.next('session'),
		user_id: user.id,
		authenticated_at: last_seen_at - 2 * HOUR,
		last_seen_at,
	});
}

function atRandomTime(world: World, before: number): Act {
	const { random } = world;
	const now = toSecond(world.clock.now() - DAY - random.next() * (before - DAY));
	return { world, now, actor: null };
}

export function seedOrganizations(world: World, count: number): Organization[] {
	const act = founder(world);
	const { store } = world;
	return Array.from({ length: count }, (_, index) => {
		const firm = FIRM_NAMES[index % FIRM_NAMES.length];
		const round = Math.floor(index / FIRM_NAMES.length);
		const kind = FIRM_KINDS[(index + round) % FIRM_KINDS.length];
		const number = round < FIRM_KINDS.length ? '' : ` ${round}`;
		return store.organizations.insert({
			id: store.ids.next('organization'),
			name: `${firm} ${kind}${number}`,
			external_id: `O-${index + 1}`,
			domain_names: [`${firm.toLowerCase()}${index}.example`],
			group_id: null,
			shared_tickets: false,
			shared_comments: false,
			details: null,
			notes: null,
			tags: [],
			organization_fields: {},
			created_at: act.now,
			updated_at: act.now,
		});
	});
}

export function seedCustomers(world: World, count: number, organizations: Organization[]): void {
	const { random } = world;
	for (let index = 0; index < count; index++) {
		const act = atRandomTime(world, OPENED_BEFORE);
		const name = `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
		const customer = addPerson(
			act,
			{
				name,
				external_id: random.chance(0.6) ? `C-${100_000 + index}` : null,
				suspended: random.chance(0.01),
				tags: random.chance(0.3) ? [random.pick(TAGS)] : [],
			},
			// A few came by phone only.
			random.chance(0.02) ? null : `${name.toLowerCase().replace(' ', '.')}.${index}@example.com`,
		);
		if (organizations.length > 0 && random.chance(0.7)) {
			joinOrganization(act, customer, random.pick(organizations), true);
		}
	}
}
