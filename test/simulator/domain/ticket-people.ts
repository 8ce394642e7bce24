import { invalidField, type Issues } from '../http/errors';
import { isObject, toId, type Input } from '../http/query';
import type { Ticket, User } from '../store/records';
import type { Act } from '../world';
import { createUser } from './users';

/** zendesk-api §4 */
const MOST_CCS = 48;

function objects(value: unknown): Input[] {
	return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The person an entry names by id or by email. */
function personOf(act: Act, entry: Input, idKey: string, emailKey: string): User | undefined {
	const { store } = act.world;
	const email = entry[emailKey];
	const user = entry[idKey] !== undefined ? store.users.get(toId(entry[idKey])) : undefined;
	return user ?? (typeof email === 'string' ? store.userByEmail(email) : undefined);
}

/** As `personOf`, but an unknown email becomes an end user, as in mail from strangers. */
function personOrStranger(
	act: Act,
	entry: Input,
	[idKey, emailKey, nameKey]: [string, string, string],
): User | undefined {
	const known = personOf(act, entry, idKey, emailKey);
	const email = entry[emailKey];
	if (known || typeof email !== 'string') return known;
	const name = entry[nameKey] ?? email.split('@')[0];
	return createUser({ ...act, actor: null }, { name, email, skip_verify_email: true });
}

/** The requester of a new ticket: by id, by name and email, or the caller himself. */
export function newRequester(act: Act, input: Input): User {
	const user = namedRequester(act, input);
	if (!user?.active) throw invalidField('requester', 'Requester: is invalid', 'InvalidValue');
	if (user.suspended) throw invalidField('requester', `Requester: ${user.name} is suspended.`);
	return user;
}

function namedRequester(act: Act, { requester, requester_id }: Input): User | null | undefined {
	if (isObject(requester)) return personOrStranger(act, requester, ['id', 'email', 'name']);
	const id = requester_id ?? requester;
	return id === undefined ? act.actor : act.world.store.users.get(toId(id));
}

function organizationIdsOf(act: Act, userId: number): number[] {
	return act.world.store.organizationMemberships
		.sortedBy('user', userId)
		.map(({ organization_id }) => organization_id);
}

/**
 * A new requester resets the organization to his default one; an explicit organization must be one of his
 * (zendesk-api §4).
 */
export function setRequester(act: Act, draft: Ticket, input: Input, issues: Issues): void {
	const { users } = act.world.store;
	if (input.requester_id !== undefined) {
		const user = users.get(toId(input.requester_id));
		if (!user?.active) issues.add('requester', 'Requester: is invalid', 'InvalidValue');
		else if (user.id !== draft.requester_id) {
			draft.requester_id = user.id;
			draft.organization_id = user.organization_id;
		}
	}
	if (input.organization_id === undefined) return;
	const id = input.organization_id === null ? null : toId(input.organization_id);
	if (id !== null && !organizationIdsOf(act, draft.requester_id).includes(id)) {
		issues.add('organization', 'Organization: is invalid', 'InvalidValue');
	} else draft.organization_id = id;
}

function without(ids: number[], id: number): number[] {
	return ids.filter((other) => other !== id);
}

function applied(ids: number[], id: number, action: unknown): number[] {
	return action === 'delete' ? without(ids, id) : [...without(ids, id), id];
}

function setFollowers(act: Act, draft: Ticket, input: Input, issues: Issues): void {
	for (const entry of objects(input.followers)) {
		const user = personOf(act, entry, 'user_id', 'user_email');
		const isAgent = user?.active && user.role !== 'end-user';
		// Somebody who may not follow can still be taken off.
		if (!user || (!isAgent && entry.action !== 'delete')) {
			issues.add('followers', 'Follower: is invalid', 'InvalidValue');
		} else draft.follower_ids = applied(draft.follower_ids, user.id, entry.action);
	}
}

function setEmailCcs(act: Act, draft: Ticket, input: Input, issues: Issues): void {
	for (const entry of objects(input.email_ccs)) {
		const user = personOrStranger(act, entry, ['user_id', 'user_email', 'user_name']);
		if (!user || (!user.active && entry.action !== 'delete')) {
			issues.add('email_ccs', 'Email CC: is invalid', 'InvalidValue');
		} else draft.email_cc_ids = applied(draft.email_cc_ids, user.id, entry.action);
	}
	if (draft.email_cc_ids.length > MOST_CCS) {
		issues.add('email_ccs', `Email CCs: cannot be more than ${MOST_CCS}`, 'InvalidValue');
	}
}

/** The legacy field replaces everybody: staff become followers, end users CCs. */
function setCollaborators(act: Act, draft: Ticket, input: Input): void {
	if (!Array.isArray(input.collaborator_ids)) return;
	const users = input.collaborator_ids
		.map((id) => act.world.store.users.get(toId(id)))
		.filter((user) => user?.active) as User[];
	const [staff, customers] = [
		users.filter(({ role }) => role !== 'end-user'),
		users.filter(({ role }) => role === 'end-user'),
	];
	draft.follower_ids = staff.map(({ id }) => id);
	draft.email_cc_ids = customers.map(({ id }) => id);
}

/** Followers, CCs and the legacy collaborators of a write. */
export function setOnlookers(act: Act, draft: Ticket, input: Input, issues: Issues): void {
	setCollaborators(act, draft, input);
	setFollowers(act, draft, input, issues);
	setEmailCcs(act, draft, input, issues);
}
