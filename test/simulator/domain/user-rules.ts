import { toSecond } from '../core/time';
import {
	databaseConflict,
	forbidden,
	invalidAttribute,
	invalidField,
	recordNotFound,
	type ApiError,
	type Issues,
} from '../http/errors';
import { editsEndUsers, managesTeam } from '../http/permissions';
import { toId, type Input } from '../http/query';
import type { User } from '../store/records';
import type { Act } from '../world';
import type { RoleState } from './roles';

/** What nobody may do to the account owner (zendesk-api §2.6; status UNCONFIRMED). */
export function ownerRefusal(act: Act, what: string): ApiError {
	const message = `The account owner can't be ${what}`;
	return act.world.switches.ownerRefusal === 403
		? forbidden(message)
		: invalidField('base', message, 'InvalidValue');
}

/** Staff are for admins and custom roles that manage team members, end users for editing agents too (§1.4). */
export function checkMayEdit(act: Act, target: RoleState & { id?: number }, next: RoleState): void {
	const { actor, world } = act;
	if (!actor || managesTeam(actor, world)) return;
	const staysEndUser = target.role === 'end-user' && next.role === 'end-user';
	const ownProfile = target.id === actor.id && next.role === target.role;
	const allowed = staysEndUser ? editsEndUsers(actor, world) : ownProfile;
	if (!allowed) throw forbidden();
}

/** Only those who manage the team suspend staff (§1.4, §2.6). */
export function checkMaySuspend(act: Act, target: User, patch: Partial<User>): void {
	if (patch.suspended === undefined || patch.suspended === target.suspended) return;
	if (patch.suspended && target.id === act.world.store.ownerId)
		throw ownerRefusal(act, 'suspended');
	const { actor, world } = act;
	if (target.role !== 'end-user' && actor && !managesTeam(actor, world)) throw forbidden();
}

/** Whether the record can be written at all: not deleted, not shared, old enough (§2.4, §10). */
export function checkWritable(act: Act, user: User): void {
	const { switches } = act.world;
	if (!user.active) {
		throw user.purged_at === null && switches.putDeletedUser === 422
			? invalidField('base', 'User has been deleted', 'InvalidValue')
			: recordNotFound();
	}
	if (user.shared) throw forbidden();
	checkOldEnough(act, user);
}

/** §10, §13.13 */
export function checkOldEnough(act: Act, user: User): void {
	const { createThenUpdateFailsSeconds, createThenUpdateStatus } = act.world.switches;
	if (toSecond(act.now) >= user.created_at + createThenUpdateFailsSeconds * 1000) return;
	throw createThenUpdateStatus === 404 ? recordNotFound() : databaseConflict();
}

/** §2.5: unique regardless of case; the key of the details is UNCONFIRMED. */
export function checkExternalId(
	act: Act,
	input: Partial<User>,
	user: User | undefined,
	issues: Issues,
): void {
	const { external_id } = input;
	if (external_id === undefined || external_id === null) return;
	const owner = act.world.store.userByExternalId(external_id, user?.brand_id ?? null);
	if (!owner || owner.id === user?.id) return;
	const { duplicateExternalIdKey } = act.world.switches;
	issues.add(duplicateExternalIdKey, 'External has already been taken', 'DuplicateValue');
}

/** The longest texts, where there are limits at all. */
const LONGEST: Partial<Record<keyof User, number>> = { name: 255, alias: 255, external_id: 255 };

/** A name of no character (recorded), and texts that are too long, which is UNCONFIRMED. */
export function checkTexts(act: Act, patch: Partial<User>, issues: Issues): void {
	if (patch.name === '') {
		issues.add('name', 'Name: is too short (minimum one character)', 'ValueTooShort');
	}
	const { longTexts } = act.world.switches;
	if (longTexts === 'kept') return;
	for (const [field, most] of Object.entries(LONGEST)) {
		const text = patch[field as 'name'];
		if (typeof text !== 'string' || text.length <= most) continue;
		if (longTexts === 'cut') patch[field as 'name'] = text.slice(0, most);
		else {
			const name = field.charAt(0).toUpperCase() + field.slice(1).replace('_id', '');
			issues.add(field, `${name}: is too long (maximum is ${most} characters)`, 'ValueTooLong');
		}
	}
}

/** Since October 2023 tags must be a list (zendesk_api_client_php#515). */
export function checkTags(input: Input): void {
	if (typeof input.tags === 'string') throw invalidAttribute('user.tags', 'an array');
}

/**
 * The organization a request names, by id or by name: `undefined` = says nothing about it, `null` = none.
 */
export function requestedOrganization(
	act: Act,
	input: Input,
	issues: Issues,
): number | null | undefined {
	const { organizations } = act.world.store;
	if (input.organization_id === null) return null;
	if (input.organization_id !== undefined) {
		const id = toId(input.organization_id);
		if (organizations.get(id)) return id;
		issues.add('organization_id', 'Organization: is invalid', 'InvalidValue');
		return undefined;
	}
	const wrapper = input.organization as Input | undefined;
	const name = input.organization_name ?? wrapper?.name;
	return typeof name === 'string' ? organizations.first('name', name.toLowerCase())?.id : undefined;
}

/** The groups that a request puts somebody in. */
export function groupIdsOf(input: Input): number[] {
	const ids = Array.isArray(input.group_ids) ? input.group_ids : [];
	return [input.group_id, ...ids].map(toId).filter((id) => !Number.isNaN(id));
}

/** The default group must be one of the user's. */
export function checkDefaultGroup(act: Act, user: User, input: Input, issues: Issues): void {
	const id = toId(input.default_group_id);
	if (Number.isNaN(id) || groupIdsOf(input).includes(id)) return;
	if (act.world.store.isMember(user.id, id)) return;
	issues.add('default_group_id', 'Default group: is invalid', 'InvalidValue');
}
