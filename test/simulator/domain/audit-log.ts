import { toSecond } from '../core/time';
import type { AuditLog, User } from '../store/records';
import { ACCOUNT_ID } from '../webhooks/envelope';
import type { Act, World } from '../world';
import { sameRole, type RoleState } from './roles';
import { SYSTEM } from './ticket-record';

/** The address from which somebody works, in a network that is reserved for examples (RFC 5737). */
export function addressOf(userId: number): string {
	return `192.0.2.${1 + (userId % 254)}`;
}

/** What an entry is about. */
type Source = Pick<AuditLog, 'source_type' | 'source_id' | 'source_label'>;

function insert(act: Act, action: AuditLog['action'], source: Source, what: string): void {
	const { actor, world } = act;
	world.store.auditLogs.insert({
		id: world.store.ids.next('auditLog'),
		action,
		actor_id: actor?.id ?? SYSTEM,
		...source,
		change_description: what,
		ip_address: actor && addressOf(actor.id),
		created_at: toSecond(act.now),
	});
}

function write(act: Act, action: AuditLog['action'], user: User, what: string): void {
	const source = { source_type: 'user', source_id: user.id, source_label: user.name };
	insert(act, action, source, what);
}

function roleName(world: World, { role, custom_role_id }: RoleState): string {
	if (role === 'admin') return 'Administrator';
	if (role === 'end-user') return 'End User';
	return world.store.customRoles.get(custom_role_id ?? 0)?.name ?? 'Agent';
}

/** What end users do, and what is done with them, is not in the log, except their suspension. */
const isStaff = ({ role }: RoleState) => role !== 'end-user';

export function logSignIn(act: Act, user: User): void {
	const page = `${act.world.origin}/access/login`;
	const what = `Successful sign-in using Zendesk password from ${page}`;
	if (isStaff(user)) write({ ...act, actor: user }, 'login', user, what);
}

export function logCreation(act: Act, user: User): void {
	if (isStaff(user)) write(act, 'create', user, `Role: ${roleName(act.world, user)}`);
}

/** @param before what he was when the deletion began */
export function logDeletion(act: Act, before: RoleState, user: User): void {
	if (isStaff(before)) write(act, 'destroy', user, `Role: ${roleName(act.world, before)}`);
}

/** That Zendesk itself erased somebody, whoever it was, 30 days after the deletion (recorded). */
export function logAutomaticErasure(act: Act): void {
	const source = {
		source_type: 'account',
		source_id: ACCOUNT_ID,
		source_label: 'Deleted users: Deleted users',
	};
	insert(act, 'destroy', source, 'Automatically finished 30-day deletion for 1 users');
}

/** zendesk-api §6 has the words of a change of role; the others are guesses. */
export function logChanges(act: Act, before: User, user: User): void {
	if (!sameRole(before, user)) {
		const [from, to] = [before, user].map((state) => roleName(act.world, state));
		write(act, 'update', user, `Role changed from ${from} to ${to}`);
	}
	if (before.suspended !== user.suspended) {
		write(act, 'update', user, user.suspended ? 'Suspended' : 'Unsuspended');
	}
}
