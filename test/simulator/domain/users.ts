import { toSecond } from '../core/time';
import { invalidField, Issues } from '../http/errors';
import { isObject, toId, type Input } from '../http/query';
import type { User } from '../store/records';
import type { Act } from '../world';
import { logChanges, logCreation } from './audit-log';
import { setBrands } from './brands';
import { emptyUserFields, readUserFields } from './custom-fields';
import { taggedFields } from './field-tags';
import {
	addIdentity,
	checkEmail,
	checkIdentity,
	createIdentity,
	emailIdentity,
	setVerified,
} from './identities';
import { joinGroup, makeDefaultGroup } from './memberships';
import { joinByDomain } from './organization-records';
import { joinOrganization, setOrganization } from './organizations';
import { checkPhone, writePhone } from './phones';
import { placeFields } from './places';
import { applyRole } from './role-changes';
import { checkSeat, END_USER, requestedRole, sameRole, type RoleState } from './roles';
import { plainFields } from './user-fields';
import {
	checkExternalId,
	checkMayEdit,
	checkMaySuspend,
	checkTags,
	checkTexts,
	checkWritable,
	ownerRefusal,
	checkDefaultGroup,
	groupIdsOf,
	requestedOrganization,
} from './user-rules';

/** A new end user before anything was said about him (zendesk-api §2.1). */
export function blankUser(act: Act): User {
	const at = toSecond(act.now);
	return {
		id: act.world.store.ids.next('user'),
		name: '',
		email: null,
		created_at: at,
		updated_at: at,
		time_zone: act.world.timeZone,
		phone: null,
		shared_phone_number: null,
		photo: null,
		locale_id: 1,
		locale: 'en-US',
		organization_id: null,
		...END_USER,
		verified: false,
		external_id: null,
		tags: [],
		alias: null,
		active: true,
		shared: false,
		shared_agent: false,
		last_login_at: null,
		two_factor_auth_enabled: false,
		signature: null,
		details: null,
		notes: null,
		moderator: false,
		ticket_restriction: 'requested',
		only_private_comments: false,
		restricted_agent: true,
		suspended: false,
		default_group_id: null,
		chat_only: false,
		user_fields: emptyUserFields(act.world),
		brand_id: null,
		deleted_at: null,
		deleted_email: null,
		purged_at: null,
		purged_by: null,
	};
}

/** The brand that a new user is of; only where users are separated by brand (F36). */
export function brandOf(act: Act, input: Input): number | null {
	const separation = isObject(input.separation) ? input.separation : undefined;
	return act.world.switches.brandSeparated && separation?.scope === 'brand'
		? toId(separation.brand_id)
		: null;
}

const emailOf = (input: Input) =>
	typeof input.email === 'string' ? input.email.trim() : undefined;

function identitiesOf(input: Input): Input[] {
	return Array.isArray(input.identities) ? input.identities.filter(isObject) : [];
}

/** POST /users: validates everything, then creates (§2.4, §2.5). */
export function createUser(act: Act, input: Input): User {
	const { store } = act.world;
	const issues = new Issues();
	const draft = Object.assign(blankUser(act), { brand_id: brandOf(act, input) });
	const role = requestedRole(act, input, END_USER, issues);
	checkMayEdit(act, END_USER, role);
	const { phone, shared_phone_number: isShared, ...plain } = plainFields(input);
	const patch = { name: '', ...plain, ...placeFields(act.world, input, issues) };
	const email = emailOf(input);
	checkTags(input);
	checkTexts(act, patch, issues);
	checkExternalId(act, patch, draft, issues);
	if (email !== undefined) checkEmail(act, email, draft, issues);
	checkPhone(act, phone, issues);
	for (const identity of identitiesOf(input)) checkIdentity(act, draft, identity, issues);
	const organizationId = requestedOrganization(act, input, issues);
	checkDefaultGroup(act, draft, input, issues);
	const values = readUserFields(act.world, input, draft.user_fields, issues);
	issues.raise();
	checkNewStaff(act, draft, role, email);
	const fields = taggedFields(act.world, draft, values, input);
	const user = store.users.insert(Object.assign(draft, patch, fields));
	if (email !== undefined) {
		const quiet = input.skip_verify_email === true;
		addIdentity(act, user, {
			type: 'email',
			value: email,
			verified: input.verified === true,
			quiet,
		});
	}
	for (const identity of identitiesOf(input)) createIdentity(act, user, identity);
	writePhone(act, user, phone, isShared === true);
	if (typeof organizationId === 'number') setOrganization(act, user, organizationId);
	else if (organizationId === undefined) joinByDomain(act, user);
	joinOrganizations(act, user, input.organization_ids);
	applyRole(act, user, role);
	setGroups(act, user, input);
	setAgentBrands(act, user, input);
	logCreation(act, user);
	return user;
}

/** A new agent needs an email and a seat (§2.6). */
function checkNewStaff(act: Act, user: User, role: RoleState, email: string | undefined): void {
	if (role.role === 'end-user') return;
	if (user.email === null && email === undefined) {
		throw invalidField('email', 'Email: cannot be blank', 'BlankValue');
	}
	checkSeat(act, user, role);
}

function joinOrganizations(act: Act, user: User, ids: unknown): void {
	if (!Array.isArray(ids)) return;
	const { store } = act.world;
	for (const id of ids) {
		const organization = store.organizations.get(toId(id));
		const member = store.organizationMemberships
			.sortedBy('user', user.id)
			.some(({ organization_id }) => organization_id === organization?.id);
		if (organization && !member) joinOrganization(act, user, organization);
	}
}

/** `agent_brand_ids`, which can only be written. */
function setAgentBrands(act: Act, user: User, { agent_brand_ids: ids }: Input): void {
	if (user.role !== 'end-user' && Array.isArray(ids)) setBrands(act.world, user.id, ids.map(toId));
}

/** `group_id`, `group_ids` and `default_group_id` of staff. */
function setGroups(act: Act, user: User, input: Input): void {
	if (user.role === 'end-user') return;
	const { store } = act.world;
	for (const id of groupIdsOf(input)) {
		const group = store.groups.get(id);
		if (group && !store.isMember(user.id, id)) joinGroup(act, user, group);
	}
	const wanted = toId(input.default_group_id);
	const membership = store.groupsOf(user.id).find(({ group_id }) => group_id === wanted);
	if (membership) makeDefaultGroup(act, membership);
}

/** PUT /users/{id}: validates everything, then writes what differs (§2.4). */
export function updateUser(act: Act, user: User, input: Input): User {
	const { store } = act.world;
	checkWritable(act, user);
	const issues = new Issues();
	const role = requestedRole(act, input, user, issues);
	const { phone, shared_phone_number: isShared, ...plain } = plainFields(input);
	const patch = {
		...plain,
		...placeFields(act.world, input, issues),
		...restriction(user, role, input),
	};
	if (patch.alias === null && user.alias !== null) patch.alias = '';
	checkMayEdit(act, user, role);
	checkMaySuspend(act, user, patch);
	if (user.id === store.ownerId && role.role !== user.role) throw ownerRefusal(act, 'downgraded');
	const email = emailOf(input);
	checkTags(input);
	checkTexts(act, patch, issues);
	checkExternalId(act, patch, user, issues);
	if (email !== undefined) checkEmail(act, email, user, issues);
	checkPhone(act, phone, issues);
	const organizationId = requestedOrganization(act, input, issues);
	checkDefaultGroup(act, user, input, issues);
	const values = readUserFields(act.world, input, user.user_fields, issues);
	issues.raise();
	if (!sameRole(user, role)) checkNewStaff(act, user, role, email);
	const before = { ...user };
	applyRole(act, user, role);
	store.users.update(user, {
		...patch,
		...taggedFields(act.world, user, values, input),
	});
	const addedEmail = writeEmail(act, user, email, input);
	const wrotePhone = writePhone(act, user, phone, isShared === true);
	if (organizationId !== undefined) setOrganization(act, user, organizationId);
	setGroups(act, user, input);
	setAgentBrands(act, user, input);
	if (addedEmail || wrotePhone || JSON.stringify(before) !== JSON.stringify(user)) {
		store.users.update(user, { updated_at: toSecond(act.now) });
	}
	logChanges(act, before, user);
	return user;
}

const RESTRICTIONS: unknown[] = ['organization', 'groups', 'assigned', null];

/** End users always have "requested"; staff with any restriction are restricted agents (§2.1). */
function restriction(user: User, role: RoleState, input: Input): Partial<User> {
	const given = input.ticket_restriction;
	if (role.role === 'end-user' || user.role === 'end-user' || !RESTRICTIONS.includes(given))
		return {};
	return { ticket_restriction: given as string | null, restricted_agent: given !== null };
}

/**
 * A new address becomes a secondary identity, whatever `verified` says: `user.email` stays (§2.4, recorded).
 * `verified` without an address means the primary one. Returns whether an address was added.
 */
function writeEmail(act: Act, user: User, email: string | undefined, input: Input): boolean {
	const verified = input.verified === true;
	const address = email ?? user.email ?? undefined;
	const known = address === undefined ? undefined : emailIdentity(act, user, address);
	if (known) {
		if (verified && !known.verified) setVerified(act, user, known, true);
		return false;
	}
	if (email === undefined) return false;
	const quiet = input.skip_verify_email === true;
	addIdentity(act, user, { type: 'email', value: email, verified, quiet });
	return true;
}
