import { DAY, MINUTE, toSecond } from '../core/time';
import { forbidden, invalidField, recordNotFound } from '../http/errors';
import { managesTeam } from '../http/permissions';
import type { User } from '../store/records';
import type { Act } from '../world';
import { logAutomaticErasure, logDeletion } from './audit-log';
import { downgrade } from './role-changes';
import { checkOldEnough, ownerRefusal } from './user-rules';

/** zendesk-api §2.6: the automatic purge. */
const PURGED_AFTER = 30 * DAY;

const PURGED_NAME = 'Permanently Deleted User';

/** Requested tickets below closed, which keep a user from being deleted (§2.5, §2.6). */
function openRequests(act: Act, user: User): number {
	let open = 0;
	for (const ticket of act.world.store.tickets.by('requester', user.id)) {
		if (ticket.status !== 'closed') open++;
	}
	return open;
}

function checkMayDelete(act: Act, user: User): void {
	const { world, actor } = act;
	const { store, switches } = world;
	if (!user.active) throw recordNotFound();
	checkOldEnough(act, user);
	if (user.id === store.ownerId) throw ownerRefusal(act, 'deleted');
	if (user.id === actor?.id) {
		const message = "You can't delete yourself";
		throw switches.deleteSelf === 403 ? forbidden(message) : invalidField('base', message);
	}
	if (user.role !== 'end-user') {
		if (actor && !managesTeam(actor, world)) throw forbidden();
		if (switches.deleteAgentDirectly === 'refused') {
			throw invalidField('base', 'Agents must be downgraded to end users first', 'InvalidValue');
		}
	}
	const open = openRequests(act, user);
	if (open > 0) {
		throw invalidField('base', `User is requester on ${open} ticket(s) that are not closed.`);
	}
}

/**
 * The soft delete: frees email and external id at once, ends sessions and tokens; name, tags, alias and
 * user fields stay until the purge 30 days later (§2.6, recorded).
 */
export function deleteUser(act: Act, user: User): User {
	const { store, switches, retention } = act.world;
	checkMayDelete(act, user);
	const before = { ...user };
	if (user.role !== 'end-user') downgrade(act, user, 'deleted');
	dropSignIns(act, user.id);
	dropLinks(act, user.id);
	store.users.update(user, {
		active: false,
		email: null,
		external_id: null,
		verified: false,
		updated_at: toSecond(act.now),
		deleted_at: act.now,
		deleted_email: before.email,
		...(switches.deletedUserKeepsNotes ? {} : { notes: null, details: null }),
	});
	logDeletion(act, before, user);
	retention.at(act.now + PURGED_AFTER, (now) => {
		if (user.purged_at !== null) return;
		const zendesk: Act = { world: act.world, now, actor: null };
		erase(zendesk, user);
		logAutomaticErasure(zendesk);
	});
	return user;
}

/** Ends sessions and OAuth tokens. */
function dropSignIns(act: Act, userId: number): void {
	const { store } = act.world;
	for (const session of store.sessions.sortedBy('user', userId)) store.sessions.remove(session);
	for (const token of store.oauthTokens.sortedBy('user', userId)) store.oauthTokens.remove(token);
}

/** Ends memberships of organizations and frees the addresses; the record keeps its `organization_id`. */
function dropLinks(act: Act, userId: number): void {
	const { identities, organizationMemberships } = act.world.store;
	for (const identity of identities.sortedBy('user', userId)) identities.remove(identity);
	for (const membership of organizationMemberships.sortedBy('user', userId)) {
		organizationMemberships.remove(membership);
	}
}

/** Whether a soft-deleted user shows among the deleted yet (§13.13). */
export function showsAsDeleted(act: Act, user: User): boolean {
	const lag = act.world.switches.purgeReadySeconds * 1000;
	return !user.active && user.deleted_at !== null && act.now >= user.deleted_at + lag;
}

/** The permanent deletion of somebody who is soft-deleted and not purged yet. */
export function purgeUser(act: Act, user: User): void {
	if (user.active || user.purged_at !== null) throw recordNotFound();
	if (!showsAsDeleted(act, user)) {
		throw invalidField('base', 'User is still being deleted', 'InvalidValue');
	}
	erase(act, user);
}

/** Right after a permanent deletion the record can still be read (recorded); for how long is a guess. */
const READABLE_FOR = MINUTE;

/** Whether `GET /users/{id}` shows somebody who was deleted, in whichever way. */
export function canBeShown({ world: { switches }, now }: Act, user: User): boolean {
	if (user.purged_at === null) return switches.showDeletedUser === 'record';
	return now < user.purged_at + READABLE_FOR || switches.showPurgedUser === 'record';
}

/** What a purge does with the record. */
export function erase(act: Act, user: User): void {
	if (user.purged_at !== null) return;
	act.world.store.users.update(user, {
		name: PURGED_NAME,
		phone: null,
		alias: null,
		details: null,
		notes: null,
		signature: null,
		photo: null,
		tags: [],
		user_fields: {},
		deleted_email: null,
		purged_at: act.now,
		purged_by: act.actor?.id ?? null,
		updated_at: toSecond(act.now),
	});
}
